// Registers at the workbench of the demonstration: found, changed, added, retired, imported.
import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";

import * as checks from "./checks.mjs";
import { startBrowser, WIDTHS } from "./chromium.mjs";
import { serveDemo } from "./program.mjs";
import { at, press, signedIn } from "./workbench.mjs";

const PAGES = [
  "/work/registers",
  "/work/registers/commitments",
  "/work/registers/intermediary_services",
  "/work/registers/documents?q=xyzq",
  "/work/registers/activities?wrong=1",
  "/work/registers/intermediary_services/rows/ZJ01",
  "/work/registers/documents/new",
  "/work/registers/proofs/import",
];

const HEAD = "name,abolished_on,basis\n";

describe("registers at the workbench", () => {
  let browser;
  let demo;

  before(async () => {
    demo = await serveDemo();
    browser = await startBrowser();
  });
  after(async () => {
    await browser?.close();
    demo?.stop();
  });

  for (const width of WIDTHS) {
    test(`are accessible at ${width} px in both languages`, async () => {
      const page = await signedIn(browser, demo, "reviewer", { width });
      for (const language of ["zh-CN", "en"]) {
        for (const path of PAGES) {
          await page.goto(at(demo, path, language));
          await checks.namesItself(page, language);
          await checks.hasNoSidewaysScroll(page);
          await checks.isAccessible(page);
          await checks.linksLeadSomewhere(page);
          checks.hasNoFaults(page);
        }
      }
      await page.context().close();
    });
  }

  for (const javaScript of [true, false]) {
    test(`a row is changed, missed and retired, JavaScript ${javaScript ? "on" : "off"}`, async () => {
      const register = `${demo.address}/work/registers/systems`;
      const name = javaScript ? "治安综合系统" : "户政综合系统";
      const one = await signedIn(browser, demo, "reviewer", { width: 390, javaScript });
      const other = await signedIn(browser, demo, "reviewer", { width: 1280, javaScript });
      await one.goto(`${register}/new`);
      await one.locator("#c-name").fill(name);
      await press(one, one.getByRole("button", { name: "保存" }));
      assert.match(await one.getByRole("alert").textContent(), /尚未保存/);
      assert.equal(await one.locator("#c-name").inputValue(), name);
      await one.locator("#c-kind").selectOption("national");
      await press(one, one.getByRole("button", { name: "保存" }));
      // What a rule finds stands at its field and in the list.
      assert.match(await one.locator(".found").textContent(), /垂直系统没有填写使用的处室/);
      const row = one.url();
      await one.goto(`${register}?q=${encodeURIComponent(name)}&wrong=1`);
      assert.match(await one.locator("tbody").textContent(), /警示 1/);

      await one.goto(row);
      await other.goto(row);
      await one.locator("#c-division").fill("治安管理局");
      await press(one, one.getByRole("button", { name: "保存" }));
      assert.deepEqual(await one.getByRole("alert").allTextContents(), []);
      await other.locator("#c-division").fill("户政处");
      await press(other, other.getByRole("button", { name: "保存" }));
      assert.match(await other.getByRole("alert").textContent(), /别人刚刚修改过/);
      assert.equal(await other.locator("#c-division").inputValue(), "户政处");
      assert.match(await other.locator(".found q").first().textContent(), /治安管理局/);
      await checks.hasNoSidewaysScroll(other);
      await press(other, other.getByRole("button", { name: "保存" }));
      const history = await other.locator('section[aria-labelledby="history"]').textContent();
      assert.match(history, /治安管理局/);
      assert.match(history, /户政处/);

      await other.locator("#reason").fill("系统已下线");
      await press(other, other.getByRole("button", { name: "停用这一行" }));
      assert.match(await other.locator("main").textContent(), /系统已下线/);
      assert.equal(await other.getByRole("button", { name: "重新登记" }).count(), 1);
      for (const page of [one, other]) {
        checks.hasNoFaults(page);
        await page.context().close();
      }
    });

    test(`a file is refused, mended, shown and recorded, JavaScript ${javaScript ? "on" : "off"}`, async () => {
      const page = await signedIn(browser, demo, "reviewer", { width: 390, javaScript });
      const register = `${demo.address}/work/registers/proofs`;
      const name = javaScript ? "无房证明" : "单身证明";
      await page.goto(`${register}/import`);
      const send = async (csv) => {
        const file = { name: "proofs.csv", mimeType: "text/csv", buffer: Buffer.from(csv) };
        await page.locator("#file").setInputFiles(file);
        await press(page, page.getByRole("button", { name: "检查", exact: true }));
      };
      await send(`${HEAD}${name},2019-02-30,清理\n`);
      assert.match(await page.getByRole("alert").textContent(), /什么都没有登记/);
      assert.match(await page.locator("tbody").first().textContent(), /第 1 行.*取消日期.*2019-02-30/s);
      if (javaScript) await checks.isAccessible(page);
      await page.locator("#pasted").fill(`${HEAD}${name},2019-02-28,清理\n`);
      await press(page, page.getByRole("button", { name: "检查", exact: true }));
      assert.match(await page.locator("main").textContent(), /新增 1 行，修改 0 行/);
      await checks.hasNoSidewaysScroll(page);
      if (javaScript) await checks.isAccessible(page);
      await press(page, page.getByRole("button", { name: "确认登记" }));
      assert.equal(page.url(), register);
      assert.match(await page.locator("tbody").textContent(), new RegExp(name));
      // The figure is of the rows as they stand.
      assert.match(await page.locator('section[aria-labelledby="figures"]').textContent(), /取消/);
      await page.goto(`${demo.address}/registers/proofs`);
      assert.match(await page.locator("tbody").textContent(), new RegExp(name));
      checks.hasNoFaults(page);
      await page.context().close();
    });
  }

  test("who only reads is offered nothing to change", async () => {
    const page = await signedIn(browser, demo, "auditor", { width: 1280 });
    await page.goto(`${demo.address}/work/registers/proofs`);
    assert.equal(await page.locator('a[href$="/new"], a[href$="/import"]').count(), 0);
    await page.context().close();
  });
});
