// Signing in without a password, on a small ledger: at an OpenID Connect provider from elsewhere.
import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";

import * as checks from "./checks.mjs";
import { open, startBrowser } from "./chromium.mjs";
import { freePort, hasProvider, serveLedger, startProvider } from "./program.mjs";
import { press, said, signInAsAdmin, signOut } from "./workbench.mjs";

/** Goes to the provider, signs in there as `name` and agrees; comes back. */
async function atProvider(page, button, name) {
  await button.click();
  await page.waitForURL("http://127.0.0.1:*/interaction/**");
  await page.locator('input[name="login"]').fill(name);
  await page.locator('input[name="password"]').fill("any");
  await page.locator('button[type="submit"]').click();
  await page.locator('input[name="prompt"][value="consent"]').waitFor({ state: "attached" });
  await page.locator('button[type="submit"]').click();
  await page.waitForURL("http://localhost:*/**");
}

const signIn = (page) => page.getByRole("button", { name: "用市统一身份认证登录" });

const skip = !hasProvider && "`npm ci --prefix crates/openid/tests/provider` has to be run before";

describe("an OpenID Connect provider", { skip }, () => {
  let browser;
  let hall;
  let provider;
  let origin;
  let providerAt;

  before(async () => {
    const [port, providerPort] = [await freePort(), await freePort()];
    origin = `http://localhost:${port}`;
    providerAt = {
      port: providerPort,
      redirect: `${origin}/sign-in/openid/callback`,
      address: `http://127.0.0.1:${providerPort}`,
    };
    hall = await serveLedger(port, {
      XIAONENG_ORIGIN: origin,
      XIAONENG_OPENID_ISSUER: providerAt.address,
      XIAONENG_OPENID_CLIENT_ID: "with secret:",
      XIAONENG_OPENID_CLIENT_SECRET: "a+b%c",
      XIAONENG_OPENID_NAME: "市统一身份认证",
    });
    browser = await startBrowser();
  });
  after(async () => {
    await browser?.close();
    provider?.stop();
    await hall?.stop();
  });

  /** A page under the policy that visitors' browsers hold it to; the provider's own fonts aren't fetched. */
  async function visitor(options = {}) {
    const page = await open(browser, `${origin}/sign-in`, { bypassCSP: false, ...options });
    const isHere = ({ hostname }) => ["localhost", "127.0.0.1"].includes(hostname);
    await page.context().route((url) => !isHere(url), (route) => route.abort());
    return page;
  }

  test("that is away stops nobody from signing in with a password", async () => {
    const page = await visitor();
    await press(page, signIn(page));
    const [title, text] = await said(page);
    assert.equal(title, "身份认证平台暂时无法连接");
    assert.match(text, /用密码登录/);
    await page.goto(`${origin}/sign-in`);
    assert.equal(await page.getByLabel("密码").count(), 1);
    await page.context().close();
    provider = await startProvider(providerAt.port, providerAt.redirect);
    assert.equal(provider.address, providerAt.address);
  });

  for (const javaScript of [true, false]) {
    test(`opens an applicant's account once, JavaScript ${javaScript ? "on" : "off"}`, async () => {
      const page = await visitor({ javaScript });
      const answers = [];
      page.on("request", (it) => it.url().includes("/callback?") && answers.push(it.url()));
      await atProvider(page, signIn(page), `chen.jie-${javaScript}`);
      assert.equal(new URL(page.url()).pathname, "/account");
      const [title, text] = await said(page);
      assert.equal(title, "我的账户");
      assert.match(text, /申请人/);
      const account = text.match(/登录名\s*([0-9a-z]{10})/)[1];

      // Its answer isn't taken twice, nor one with another state.
      const again = await page.goto(answers.at(-1));
      assert.equal(again.status(), 400);
      assert.match((await said(page))[1], /到登录页重新开始/);
      await page.goto(`${origin}/account`);

      // Nothing else is left to sign in with.
      await press(page, page.getByRole("button", { name: /^解除关联/ }));
      assert.equal((await said(page))[0], "不能移除唯一的登录方式");

      await page.goto(`${origin}/account`);
      await signOut(page);
      await page.goto(`${origin}/sign-in`);
      await signIn(page).click();
      await page.waitForURL(`${origin}/account`);
      assert.ok((await said(page))[1].includes(account));
      await page.context().close();
    });
  }

  test("isn't taken at its word with another state, or in another browser", async () => {
    const page = await visitor();
    await signIn(page).click();
    await page.waitForURL(`${providerAt.address}/interaction/**`);
    const wrong = `${providerAt.redirect}?state=another&code=another&iss=${providerAt.address}`;
    for (const answer of [wrong, wrong, providerAt.redirect]) {
      const response = await page.goto(answer);
      assert.equal(response.status(), 400);
      assert.match((await said(page))[1], /到登录页重新开始/);
    }
    await page.context().close();
  });

  test("is linked to an account of the staff, and taken off again", async () => {
    const page = await visitor();
    await signInAsAdmin(page, origin, hall.code);
    await atProvider(page, page.getByRole("button", { name: "关联市统一身份认证" }), "wang.fang");
    assert.equal(new URL(page.url()).pathname, "/account");
    assert.equal(await page.getByRole("button", { name: /^解除关联/ }).count(), 1);
    await signOut(page);
    await page.goto(`${origin}/sign-in?next=/account%3Flang=zh-CN`);
    await signIn(page).click();
    await page.waitForURL(`${origin}/account?lang=zh-CN`);
    assert.match((await said(page))[1], /系统管理员/);
    // The provider says nothing of a second factor.
    assert.equal((await page.goto(`${origin}/work/people`)).status(), 403);
    await page.goto(`${origin}/account`);

    // What is another's by then isn't linked.
    await press(page, page.getByRole("button", { name: /^解除关联/ }));
    assert.equal(await page.getByRole("button", { name: /^解除关联/ }).count(), 0);
    const other = await visitor();
    await atProvider(other, signIn(other), "wang.fang");
    assert.match((await said(other))[1], /申请人/);
    await page.getByRole("button", { name: "关联市统一身份认证" }).click();
    await page.waitForURL(`${origin}/sign-in/openid/callback**`);
    assert.equal((await said(page))[0], "该身份已关联另一个账户");
    await other.context().close();
    await page.context().close();
  });

  test("is offered on pages that are accessible", async () => {
    const page = await open(browser, `${origin}/sign-in`, { width: 390 });
    await page.context().route((url) => url.hostname.includes("font"), (route) => route.abort());
    await checks.isAccessible(page);
    await atProvider(page, signIn(page), "li.na");
    await checks.hasNoSidewaysScroll(page);
    await checks.isAccessible(page);
    await page.context().close();
  });
});

describe("an OpenID Connect provider that says a second factor was used", { skip }, () => {
  let browser;
  let hall;
  let provider;
  let origin;

  before(async () => {
    const [port, providerPort] = [await freePort(), await freePort()];
    origin = `http://localhost:${port}`;
    provider = await startProvider(providerPort, `${origin}/sign-in/openid/callback`);
    hall = await serveLedger(port, {
      XIAONENG_ORIGIN: origin,
      XIAONENG_OPENID_ISSUER: provider.address,
      XIAONENG_OPENID_CLIENT_ID: "more-factors",
      XIAONENG_OPENID_NAME: "市统一身份认证",
    });
    browser = await startBrowser();
  });
  after(async () => {
    await browser?.close();
    provider?.stop();
    await hall?.stop();
  });

  test("is believed: nothing else is asked for", async () => {
    const page = await open(browser, `${origin}/sign-in`, { bypassCSP: false });
    const isHere = ({ hostname }) => ["localhost", "127.0.0.1"].includes(hostname);
    await page.context().route((url) => !isHere(url), (route) => route.abort());
    await signInAsAdmin(page, origin, hall.code);
    assert.equal((await page.goto(`${origin}/work/people`)).status(), 403);
    await page.goto(`${origin}/account`);
    await atProvider(page, page.getByRole("button", { name: "关联市统一身份认证" }), "wang.fang");
    await signOut(page);
    await page.goto(`${origin}/sign-in`);
    await signIn(page).click();
    await page.waitForURL(`${origin}/account`);
    assert.equal((await page.goto(`${origin}/work/people`)).status(), 200);
    await page.context().close();
  });
});
