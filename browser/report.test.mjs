// The annual report as one file, opened from the disk as a reader does.
//
// XIAONENG_REPORT=report.html looks at that file instead of the demonstration's report.
import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";
import { pathToFileURL } from "node:url";

import * as checks from "./checks.mjs";
import { open, startBrowser, WIDTHS } from "./chromium.mjs";
import { demoReport, publishedReport } from "./program.mjs";

const given = process.env.XIAONENG_REPORT;
const languages = given ? [process.env.XIAONENG_REPORT_LANG ?? "zh-CN"] : ["zh-CN", "en"];

// The demonstration's report, and one that has changed since it was published.
const reports = [["the report", demoReport]];
if (!given && process.env.XIAONENG_SAMPLE) {
  reports.push(["a report changed since it was published", publishedReport]);
}

const each = reports.flatMap((report) => languages.map((language) => [...report, language]));
for (const [what, make, language] of each) {
  describe(`${what} in ${language}`, () => {
    let browser;
    let report;
    let address;

    before(async () => {
      report = given ? { html: given, remove: () => {} } : await make(language);
      address = pathToFileURL(report.html).href;
      browser = await startBrowser();
    });
    after(async () => {
      await browser?.close();
      await report?.remove();
    });

    const looks = (name, options, check) =>
      test(name, async () => {
        const page = await open(browser, address, options);
        await check(page);
        checks.hasNoFaults(page);
        await page.context().close();
      });

    for (const width of WIDTHS) {
      looks(`opens at ${width} px without an error or a foreign request`, { width }, (page) =>
        checks.namesItself(page, language),
      );
      looks(`doesn't scroll sideways at ${width} px`, { width }, checks.hasNoSidewaysScroll);
      looks(`is accessible at ${width} px`, { width }, checks.isAccessible);
      looks(`shows where the keyboard is at ${width} px`, { width }, (page) =>
        checks.showsKeyboardFocus(page),
      );
    }

    looks("leads every link within it somewhere", {}, checks.linksLeadSomewhere);
    looks("prints on A4", {}, checks.prints);
    if (make === publishedReport) {
      looks("leads from each figure that has changed to its definition", {}, async (page) => {
        const changed = page.locator("section.since tbody a");
        assert.equal(await changed.count(), 3);
        await changed.first().click();
        const id = new URL(page.url()).hash.slice(1);
        assert.ok(await page.locator(`[id="${id}"]`).isVisible(), id);
      });
    }
    looks("reads the same without script", { javaScript: false }, async (page) => {
      const still = await page.innerText("body");
      const alive = await open(browser, address);
      assert.equal(still, await alive.innerText("body"));
      await alive.context().close();
    });
  });
}
