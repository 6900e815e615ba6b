// The portal on the demonstration's ledger: every page at both widths, in both languages, with and
// without JavaScript.
import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";

import * as checks from "./checks.mjs";
import { open, startBrowser, WIDTHS } from "./chromium.mjs";
import { serveDemo } from "./program.mjs";
import { at } from "./workbench.mjs";

const PAGES = [
  "/",
  "/search",
  "/search?q=bafw",
  "/search?q=%E6%B2%A1%E6%9C%89%E8%BF%99%E4%B8%AAxyzq",
  "/items",
  "/items?kind=licence&page=1",
  "/items/XK01",
  "/items/XK16",
  "/items?audience=person&theme=%E5%87%BA%E5%A2%83%E5%85%A5%E5%A2%83",
  "/registers",
  "/registers/intermediary_services",
  "/registers/power_changes",
  "/registers/proofs?q=%E6%B2%A1%E6%9C%89xyzq",
  "/registers/knowledge?q=%E6%8A%A4%E7%85%A7&column=question",
  "/registers/intermediary_services/ZJ01",
  "/reports",
  "/design",
];
const LANGUAGES = ["zh-CN", "en"];

describe("the portal", () => {
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
    for (const language of LANGUAGES) {
      test(`is accessible on every page at ${width} px in ${language}`, async () => {
        for (const path of PAGES) {
          const page = await open(browser, at(demo, path, language), { width });
          await checks.namesItself(page, language);
          await checks.hasNoSidewaysScroll(page);
          await checks.isAccessible(page);
          await checks.linksLeadSomewhere(page);
          checks.hasNoFaults(page);
          await page.context().close();
        }
      });
    }
  }

  for (const javaScript of [true, false]) {
    test(`leads from a word to a guide, JavaScript ${javaScript ? "on" : "off"}`, async () => {
      const page = await open(browser, demo.address, { width: 390, javaScript });
      const first = page.locator("ol.rows a").first();
      const name = (await first.textContent()).trim();
      await page.locator("#q").fill(name);
      // What is asked for while somebody types is answered before they go on.
      if (javaScript) await page.getByRole("option").first().waitFor();
      await page.getByRole("button", { name: "搜索" }).click();
      await page.locator("ol.hits a").first().click();
      assert.equal((await page.locator("h1").textContent()).trim(), name);
      assert.ok((await page.locator("ol.steps li").count()) > 3);
      assert.ok((await page.locator("dl.answers dt").count()) > 4);
      await checks.hasNoSidewaysScroll(page);
      checks.hasNoFaults(page);
      if (javaScript) {
        await checks.isAccessible(page);
        await checks.showsKeyboardFocus(page, 8);
        await checks.prints(page);
      }
      await page.context().close();
    });
  }

  for (const width of WIDTHS) {
    for (const language of LANGUAGES) {
      test(`is whole without JavaScript at ${width} px in ${language}`, async () => {
        for (const path of PAGES) {
          const page = await open(browser, at(demo, path, language), { width, javaScript: false });
          await checks.namesItself(page, language);
          await checks.hasNoSidewaysScroll(page);
          checks.hasNoFaults(page);
          await page.context().close();
        }
      });
    }
  }

  test("suggests items while somebody types, by keyboard and by pointer", async () => {
    const page = await open(browser, demo.address, { width: 390 });
    const box = page.getByRole("combobox");
    await box.pressSequentially("bafw");
    const options = page.getByRole("listbox").getByRole("option");
    await options.first().waitFor();
    assert.ok((await options.count()) <= 8);
    assert.equal(await box.getAttribute("aria-expanded"), "true");
    await checks.isAccessible(page);
    await checks.hasNoSidewaysScroll(page);

    await box.press("Escape");
    assert.equal(await options.count(), 0);
    assert.equal(await box.getAttribute("aria-expanded"), "false");
    assert.equal(await box.inputValue(), "bafw");

    await box.press("Backspace");
    await options.first().waitFor();
    await box.press("ArrowUp");
    const last = await options.last().getAttribute("id");
    assert.equal(await box.getAttribute("aria-activedescendant"), last);
    await box.press("ArrowDown");
    assert.equal(await box.getAttribute("aria-activedescendant"), "");
    await box.press("ArrowDown");
    assert.equal(await options.first().getAttribute("aria-selected"), "true");
    const name = await options.first().textContent();
    await box.press("Enter");
    await page.waitForURL(/\/items\//);
    assert.equal((await page.locator("h1").textContent()).trim(), name);

    await page.goto(`${demo.address}/items`);
    await page.getByRole("combobox").pressSequentially("bafw");
    await options.last().click();
    await page.waitForURL(/\/items\//);
    checks.hasNoFaults(page);
    await page.context().close();
  });

  test("suggests under its own policy, and searches where no suggestion is chosen", async () => {
    const page = await open(browser, demo.address, { bypassCSP: false });
    await page.getByRole("combobox").pressSequentially("bafw");
    await page.getByRole("option").first().waitFor();
    await page.getByRole("combobox").press("Enter");
    await page.waitForURL(/\/search\?q=bafw/);
    checks.hasNoFaults(page);
    await page.context().close();
  });

  test("tells in a guide whether one can, where, what it costs and whom to ask", async () => {
    const page = await open(browser, `${demo.address}/items/XK21`);
    const answer = (question) => page.locator(`dl.answers div:has(dt:text-is("${question}")) dd`);
    assert.match(await answer("谁可以办").textContent(), /自然人/);
    assert.match(await answer("受理条件").textContent(), /申请材料齐全/);
    assert.match(await answer("收费依据").textContent(), /发改价格/);
    assert.match(await answer("咨询").textContent(), /12345/);
    assert.ok((await page.locator("section[aria-labelledby=questions] h3").count()) > 0);
    checks.hasNoFaults(page);
    await page.context().close();
  });

  test("leads from a register to a row, its history and the figures read from it", async () => {
    const page = await open(browser, `${demo.address}/registers/intermediary_services?q=ZJ06`);
    assert.equal(await page.locator("tbody tr").count(), 1);
    const figure = page.locator("section[aria-labelledby=read] a").first();
    assert.match(await figure.getAttribute("href"), /^\/reports\/\d+\/report\.html#figure-/);
    await page.locator("tbody a").first().click();
    assert.equal((await page.locator("h1").textContent()).trim(), "注册资本验资");
    assert.equal(await page.locator("section[aria-labelledby=history] ul.rows > li").count(), 1);
    checks.hasNoFaults(page);
    await page.goBack();
    await figure.click();
    assert.ok(await page.locator(page.url().replace(/^.*#/, "#")).isVisible());
    await page.context().close();
  });

  test("tells what changed in a register as a feed", async () => {
    const page = await open(browser, "about:blank");
    const feed = await page.request.get(`${demo.address}/registers/knowledge/feed.xml`);
    assert.match(feed.headers()["content-type"], /^application\/atom\+xml/);
    const text = await feed.text();
    const read = await page.evaluate((xml) => {
      const document = new DOMParser().parseFromString(xml, "application/xml");
      const all = (name) => [...document.querySelectorAll(name)].map((it) => it.textContent);
      return { root: document.documentElement.nodeName, ids: all("entry > id"), days: all("entry > updated") };
    }, text);
    assert.equal(read.root, "feed");
    assert.equal(read.ids.length, 50);
    assert.equal(new Set(read.ids).size, 50);
    assert.deepEqual(read.days, read.days.toSorted().reverse());
    await page.context().close();
  });

  test("speaks the language that was chosen on the pages that follow", async () => {
    const page = await open(browser, demo.address);
    await page.getByRole("link", { name: "English" }).click();
    await page.getByRole("link", { name: "Services" }).click();
    await checks.namesItself(page, "en");
    checks.hasNoFaults(page);
    await page.context().close();
  });

  test("shows the published report, with the cases behind its figures", async () => {
    const page = await open(browser, `${demo.address}/reports`);
    await page.locator("ul.rows a").first().click();
    await checks.namesItself(page, "zh-CN");
    const cases = page.locator('a[href^="evidence/"]').first();
    const response = await page.request.get(
      new URL(await cases.getAttribute("href"), page.url()).href,
    );
    assert.ok(response.ok());
    assert.match(await response.text(), /^key,counted\r?\n/);
    await page.context().close();
  });

  test("downloads a register as the exchange has it", async () => {
    const page = await open(browser, `${demo.address}/registers/proofs`);
    const file = await page.locator("a[download]").getAttribute("href");
    const response = await page.request.get(demo.address + file);
    assert.match(response.headers()["content-type"], /^text\/csv/);
    assert.match(await response.text(), /^name,abolished_on,basis\r?\n./);
    await page.context().close();
  });

  test("loads in less than 100 KB and says who may read it", async () => {
    const page = await open(browser, "about:blank");
    let bytes = 0;
    page.on("response", async (response) => {
      bytes += (await response.body().catch(() => Buffer.alloc(0))).length;
    });
    const response = await page.goto(demo.address, { waitUntil: "networkidle" });
    assert.ok(bytes > 1000 && bytes < 100_000, `${bytes} bytes`);
    const headers = response.headers();
    assert.match(headers["content-security-policy"], /default-src 'none'/);
    assert.match(headers["content-security-policy"], /script-src 'self';/);
    assert.equal(headers["x-content-type-options"], "nosniff");
    await page.context().close();
  });

  test("says what to do where there is nothing, to people and to programs", async () => {
    const page = await open(browser, "about:blank");
    for (const path of ["/nothing", "/items/nothing", "/registers/ratings", "/registers/proofs/none", "/reports/1999/report.html"]) {
      const response = await page.goto(demo.address + path);
      assert.equal(response.status(), 404, path);
      assert.ok((await page.locator("main p").first().textContent()).length > 5);
      await checks.isAccessible(page);
    }
    const problem = await page.request.get(`${demo.address}/items/nothing`, {
      headers: { accept: "application/json" },
    });
    assert.equal(problem.status(), 404);
    assert.match(problem.headers()["content-type"], /^application\/problem\+json/);
    assert.equal((await problem.json()).status, 404);
    await page.context().close();
  });
});
