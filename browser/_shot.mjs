import { open, startBrowser } from "./chromium.mjs";
import { serveDemo } from "./program.mjs";
const demo = await serveDemo(); const browser = await startBrowser();
const wait = (page, button) => Promise.all([page.waitForEvent("load"), button.click()]);
for (const [n, width] of [[2,1280],[2,390]]) {
  const page = await open(browser, `${demo.address}/sign-in`, { width });
  await page.screenshot({ path: `/tmp/shots/sign-in-${width}.png`, fullPage: true });
  await wait(page, page.locator(`form:has(input[value="${n}"]) button`));
  await page.screenshot({ path: `/tmp/shots/work-${width}.png`, fullPage: true });
  await page.goto(`${demo.address}/work/items`);
  await page.screenshot({ path: `/tmp/shots/items-${width}.png`, fullPage: false });
  const first = page.locator("ul.rows a").first();
  await wait(page, first);
  await page.screenshot({ path: `/tmp/shots/item-${width}.png`, fullPage: true });
  console.log(page.url(), await page.locator("p.quiet").first().textContent());
  await page.context().close();
}
const page = await open(browser, `${demo.address}/sign-in`, { width: 390 });
await wait(page, page.locator(`form:has(input[value="3"]) button`));
for (const [name, path] of [["people","/work/people"],["new","/work/people/new"],["leave","/work/leave"],["clients","/work/clients"],["account","/account"],["app","/account/app"]]) {
  await page.goto(demo.address + path); await page.screenshot({ path: `/tmp/shots/${name}-390.png`, fullPage: true });
}
await browser.close(); demo.stop();
