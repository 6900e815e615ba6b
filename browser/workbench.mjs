// Signed in at the demonstration.
import { open } from "./chromium.mjs";

/** The people of the demonstration, in the order of its page to sign in. */
export const PEOPLE = ["applicant", "clerk", "reviewer", "decider", "supervisor", "auditor"];

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
