// The demonstration as `xiaoneng demo` serves it.
import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";

import * as checks from "./checks.mjs";
import { open, startBrowser, WIDTHS } from "./chromium.mjs";
import { serveDemo } from "./program.mjs";

describe("the demonstration", () => {
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
    test(`has an accessible front page at ${width} px`, async () => {
      const page = await open(browser, `${demo.address}/demo/`, { width });
      await checks.namesItself(page, "zh-CN");
      await checks.hasNoSidewaysScroll(page);
      await checks.isAccessible(page);
      checks.hasNoFaults(page);
      await page.context().close();
    });
  }

  test("leads to the report and from a figure to the cases behind it", async () => {
    const page = await open(browser, `${demo.address}/demo/`);
    await page.getByRole("link", { name: "打开年度报告" }).click();
    await page.locator('a[href="#figure-cases_overdue"]').first().click();
    const figure = page.locator("#figure-cases_overdue");
    assert.ok(await figure.isVisible());
    const cases = await figure.locator('a[href="evidence/cases_overdue.csv"]').getAttribute("href");
    const response = await page.request.get(new URL(cases, page.url()).href);
    assert.ok(response.ok());
    assert.match(await response.text(), /^key,counted\r?\n/);
    checks.hasNoFaults(page);
    await page.context().close();
  });
});
