// Items edited, checked by somebody else and published; powers changed: at the workbench of the
// demonstration.
import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";

import * as checks from "./checks.mjs";
import { startBrowser, WIDTHS } from "./chromium.mjs";
import { serveDemo } from "./program.mjs";
import { at, press, signedIn } from "./workbench.mjs";

const PAGES = [
  "/work/items",
  "/work/items?q=xyzq",
  "/work/items/XK01",
  "/work/powers",
  "/work/powers/XK01",
  "/work/powers/XK01?level=city&region=440300&day=2019-06-01",
];

describe("the catalogue at the workbench", () => {
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
    test(`is accessible at ${width} px in both languages`, async () => {
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
    test(`is changed by one and published by another, JavaScript ${javaScript ? "on" : "off"}`, async () => {
      const item = javaScript ? "/work/items/XK01" : "/work/items/XK02";
      const guide = demo.address + item.replace("/work", "");
      const editor = await signedIn(browser, demo, "reviewer", { width: 390, javaScript });
      const decider = await signedIn(browser, demo, "decider", { width: 1280, javaScript });
      await editor.goto(demo.address + item);
      const before = await editor.locator("#e-promised_limit").inputValue();
      await editor.locator("#e-promised_limit").fill("soon");
      await press(editor, editor.getByRole("button", { name: "保存草稿" }));
      assert.match(await editor.getByRole("alert").textContent(), /尚未保存/);
      assert.equal(await editor.locator("#e-promised_limit").inputValue(), "soon");
      await editor.locator("#e-promised_limit").fill("1");
      await editor.locator('input[name="material.name"]').last().fill("补充说明书");
      await editor.locator('input[name="material.by_law"]').last().fill("保安服务管理条例第九条");
      // What a rule calls an error is mended before anything is published.
      const errors = (await editor.locator(".found:has(.late)").allTextContents()).join();
      assert.match(errors, /是否支持网上支付/);
      await editor.locator("#e-is_pay_online").selectOption("false");
      await press(editor, editor.getByRole("button", { name: "保存草稿" }));
      const changes = await editor.locator('section[aria-labelledby="changes"]').textContent();
      assert.match(changes, new RegExp(`${before}`));
      assert.match(changes, /补充说明书/);
      await checks.hasNoSidewaysScroll(editor);
      // Nothing of the draft is seen outside, and who wrote it doesn't publish it.
      await decider.goto(guide);
      assert.doesNotMatch(await decider.locator("main").textContent(), /补充说明书/);
      await press(editor, editor.getByRole("button", { name: "送审" }));
      assert.equal(await editor.getByRole("button", { name: "发布" }).count(), 0);

      await decider.goto(demo.address + item);
      await decider.locator("#reason").fill("说明书的依据未写明");
      await press(decider, decider.getByRole("button", { name: "退回修改" }));
      await editor.goto(demo.address + item);
      assert.match(await editor.locator("p.error").textContent(), /依据未写明/);
      await press(editor, editor.getByRole("button", { name: "送审" }));
      await decider.goto(demo.address + item);
      await press(decider, decider.getByRole("button", { name: "发布" }));
      if (javaScript) {
        assert.deepEqual(await decider.getByRole("alert").allTextContents(), []);
        await decider.goto(guide);
        assert.match(await decider.locator("main").textContent(), /补充说明书/);
      } else {
        // Other errors are left in this one: it isn't published.
        assert.match(await decider.getByRole("alert").textContent(), /还有 \d+ 处错误/);
      }
      for (const page of [editor, decider]) {
        checks.hasNoFaults(page);
        await page.context().close();
      }
    });
  }

  test("records a change of power, and says who may act from its day on", async () => {
    const page = await signedIn(browser, demo, "reviewer", { width: 390 });
    await page.goto(`${demo.address}/work/powers/XK03`);
    await page.getByLabel("调整方式").selectOption("devolved");
    await page.locator("#effective_on").fill("2021-03-01");
    await press(page, page.getByRole("button", { name: "登记", exact: true }));
    assert.match(await page.getByRole("alert").textContent(), /承接层级/);
    await page.locator("#to_level").selectOption("city");
    await page.locator("#region").fill("440300");
    await press(page, page.getByRole("button", { name: "登记", exact: true }));
    assert.equal(await page.locator("svg.spans rect").count() > 1, true);
    const ask = async (day) => {
      await page.locator("#level").selectOption("city");
      await page.locator("#ask-region").fill("440300");
      await page.locator("#day").fill(day);
      await press(page, page.getByRole("button", { name: "查询" }));
      return page.getByRole("status").textContent();
    };
    assert.match(await ask("2021-03-01"), /可以办理/);
    assert.doesNotMatch(await ask("2021-02-28"), /可以办理/);
    await checks.isAccessible(page);
    checks.hasNoFaults(page);
    await page.context().close();
  });
});
