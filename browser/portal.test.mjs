// The portal on the demonstration's ledger: every page at both widths, in both languages, with and
// without JavaScript.
import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";

import * as checks from "./checks.mjs";
import { open, startBrowser, WIDTHS } from "./chromium.mjs";
import { serveDemo } from "./program.mjs";

const PAGES = [
  "/",
  "/search",
  "/search?q=bafw",
  "/search?q=%E6%B2%A1%E6%9C%89%E8%BF%99%E4%B8%AAxyzq",
  "/items",
  "/items?kind=licence&page=1",
  "/items/XK01",
  "/items/XK16",
  "/registers",
  "/registers/intermediary_services",
  "/registers/power_changes",
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

  const at = (path, language) =>
    `${demo.address}${path}${path.includes("?") ? "&" : "?"}lang=${language}`;

  for (const width of WIDTHS) {
    for (const language of LANGUAGES) {
      test(`is accessible on every page at ${width} px in ${language}`, async () => {
        for (const path of PAGES) {
          const page = await open(browser, at(path, language), { width });
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
      await page.getByRole("searchbox").fill(name);
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
    assert.equal(headers["x-content-type-options"], "nosniff");
    await page.context().close();
  });

  test("says what to do where there is nothing, to people and to programs", async () => {
    const page = await open(browser, "about:blank");
    for (const path of ["/nothing", "/items/nothing", "/registers/ratings", "/reports/1999/report.html"]) {
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
