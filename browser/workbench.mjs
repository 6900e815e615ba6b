// Signed in: at the demonstration, or as the administrator of a small ledger.
import assert from "node:assert/strict";

import { open } from "./chromium.mjs";

/** The people of the demonstration, in the order of its page to sign in. */
export const PEOPLE = ["applicant", "clerk", "reviewer", "decider", "supervisor", "auditor"];

/** What `admin` signs in with. */
export const PASSWORD = "四月 窗台 旧地图 安静的风 十二";

/** Presses what leads to another page, and waits until it is there. */
export async function press(page, button) {
  await Promise.all([page.waitForEvent("load"), button.click()]);
}

/** A page on which one of the six is signed in. */
export async function signedIn(browser, demo, person, options = {}) {
  const page = await open(browser, `${demo.address}/sign-in`, options);
  const number = PEOPLE.indexOf(person);
  await press(page, page.locator(`form:has(input[value="${number}"]) button`));
  return page;
}

/** The address of a page in a language. */
export function at(demo, path, language) {
  return `${demo.address}${path}${path.includes("?") ? "&" : "?"}lang=${language}`;
}

/** Signs out. */
export async function signOut(page) {
  await press(page, page.getByRole("button", { name: /^退出 / }));
}

/** What stands above the page, and the page. */
export async function said(page) {
  return [await page.locator("h1").textContent(), await page.locator("main").textContent()];
}

/** Sets the password of `admin` by the code that was given out, and signs in. */
export async function signInAsAdmin(page, origin, code) {
  await page.goto(`${origin}/sign-in/first`);
  await page.getByLabel("登录名").fill("admin");
  await page.getByLabel("启用码").fill(code);
  await page.getByLabel("新密码").fill(PASSWORD);
  await page.getByLabel("再输入一次").fill(PASSWORD);
  await press(page, page.getByRole("button", { name: "设置密码" }));
  await page.getByLabel("登录名").fill("admin");
  await page.getByLabel("密码").fill(PASSWORD);
  await press(page, page.getByRole("button", { name: "登录", exact: true }));
  assert.equal((await said(page))[0], "我的账户");
}
