// What must hold for every page, whatever it shows.
import assert from "node:assert/strict";
import { createRequire } from "node:module";

const AXE = createRequire(import.meta.url).resolve("axe-core/axe.min.js");

/** Nothing went wrong while the page was opened. */
export function hasNoFaults(page) {
  assert.deepEqual(page.faults, []);
}

/** The page itself never scrolls sideways; a wide table scrolls in a frame of its own. */
export async function hasNoSidewaysScroll(page) {
  const found = await page.evaluate(() => {
    const room = document.documentElement.clientWidth;
    const scrollsByItself = (element) => {
      for (let at = element; at && at !== document.body; at = at.parentElement) {
        if (/auto|scroll|hidden|clip/.test(getComputedStyle(at).overflowX)) return true;
      }
      return false;
    };
    const wide = [...document.body.querySelectorAll("*")]
      .filter((element) => element.getBoundingClientRect().right > room + 1)
      .filter((element) => !scrollsByItself(element))
      .slice(0, 5)
      .map((element) => element.outerHTML.slice(0, 120));
    return { room, width: document.documentElement.scrollWidth, wide };
  });
  assert.ok(
    found.width <= found.room,
    `${found.width} px in ${found.room} px:\n${found.wide.join("\n")}`,
  );
}

/** axe-core finds no violation of WCAG 2.2 A and AA and of its best practices. */
export async function isAccessible(page) {
  await page.addScriptTag({ path: AXE });
  const violations = await page.evaluate(async () => {
    const result = await globalThis.axe.run(document, { resultTypes: ["violations"] });
    return result.violations.map(({ id, help, nodes }) => ({
      id,
      help,
      at: nodes.slice(0, 3).map((node) => node.html.slice(0, 200)),
    }));
  });
  assert.deepEqual(violations, []);
}

/** The page says which language it is in and has a title and one main heading. */
export async function namesItself(page, language) {
  assert.equal(await page.getAttribute("html", "lang"), language);
  assert.notEqual((await page.title()).trim(), "");
  assert.equal(await page.locator("h1").count(), 1);
}

/** Every link within the page leads to something, and no id stands twice. */
export async function linksLeadSomewhere(page) {
  const { dangling, twice } = await page.evaluate(() => {
    const ids = [...document.querySelectorAll("[id]")].map((element) => element.id);
    const links = [...document.querySelectorAll('a[href^="#"]')]
      .map((link) => decodeURIComponent(link.getAttribute("href").slice(1)))
      .filter((target) => target !== "" && target !== "top");
    const known = new Set(ids);
    return {
      dangling: [...new Set(links.filter((target) => !known.has(target)))].slice(0, 10),
      twice: ids.filter((id, index) => ids.indexOf(id) !== index).slice(0, 10),
    };
  });
  assert.deepEqual(dangling, [], "links that lead nowhere");
  assert.deepEqual(twice, [], "ids that stand twice");
}

/** Tab reaches the page's links, and what has the focus is in view and marked. */
export async function showsKeyboardFocus(page, stops = 15) {
  const seen = new Set();
  for (let stop = 0; stop < stops; stop += 1) {
    await page.keyboard.press("Tab");
    const focus = await page.evaluate(() => {
      const element = document.activeElement;
      if (!element || element === document.body) return null;
      const style = getComputedStyle(element);
      const box = element.getBoundingClientRect();
      return {
        html: element.outerHTML.slice(0, 120),
        marked:
          (style.outlineStyle !== "none" && parseFloat(style.outlineWidth) > 0) ||
          style.boxShadow !== "none",
        inView: box.bottom > 0 && box.top < innerHeight && box.width > 0,
      };
    });
    if (focus === null) break;
    assert.ok(focus.marked, `no visible focus on ${focus.html}`);
    assert.ok(focus.inView, `focus out of view on ${focus.html}`);
    seen.add(focus.html);
  }
  assert.ok(seen.size > 3, `the keyboard reaches only ${seen.size} things`);
}

/** The page prints on A4: nothing is cut off at the side, and there is at least one sheet. */
export async function prints(page) {
  await page.emulateMedia({ media: "print" });
  await page.setViewportSize({ width: 718, height: 1047 }); // A4 within margins of 1 cm
  await hasNoSidewaysScroll(page);
  const pdf = await page.pdf({ format: "A4", margin: margins("1cm") });
  const sheets = pdf.toString("latin1").match(/\/Type\s*\/Page\b/g) ?? [];
  assert.ok(sheets.length > 0, "an empty print");
  await page.emulateMedia({ media: "screen" });
}

function margins(width) {
  return { top: width, right: width, bottom: width, left: width };
}
