// Starts Debian's Chromium and opens pages that keep what went wrong in them.
import { chromium } from "playwright-core";

/** The widths at which every page is looked at: a phone and a desk. */
export const WIDTHS = [390, 1280];

/** Starts the browser; `CHROMIUM` names another one. */
export function startBrowser() {
  return chromium.launch({
    executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium",
    args: [
      "--no-sandbox",
      "--disable-gpu",
      "--disable-quic",
      "--no-first-run",
      "--disable-background-networking",
      "--disable-component-update",
      "--disable-sync",
    ],
  });
}

/**
 * Opens `address` in a context of its own.
 *
 * `page.faults` holds every console error, uncaught exception and failed or foreign request.
 */
export async function open(
  browser,
  address,
  { width = 1280, javaScript = true, bypassCSP = true } = {},
) {
  const context = await browser.newContext({
    viewport: { width, height: 844 },
    javaScriptEnabled: javaScript,
    bypassCSP, // so that the checks may bring scripts of their own
    reducedMotion: "reduce", // focus is in view at once, without a scroll to wait for
    locale: "zh-CN",
  });
  const page = await context.newPage();
  page.faults = [];
  page.on("console", (message) => {
    if (message.type() === "error") page.faults.push(`console: ${message.text()}`);
  });
  page.on("pageerror", (error) => page.faults.push(`exception: ${error.message}`));
  page.on("requestfailed", (request) => page.faults.push(`request failed: ${request.url()}`));
  page.on("request", (request) => {
    if (!request.url().startsWith("data:") && !sameHouse(request.url(), address)) {
      page.faults.push(`request to another place: ${request.url()}`);
    }
  });
  const response = await page.goto(address, { waitUntil: "load" });
  if (response && !response.ok() && response.status() !== 0) {
    page.faults.push(`status ${response.status()} for ${address}`);
  }
  return page;
}

function sameHouse(url, address) {
  return new URL(url).protocol === "file:"
    ? url.split("#")[0] === address.split("#")[0]
    : new URL(url).origin === new URL(address).origin;
}
