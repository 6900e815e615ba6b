// Passkeys, with an authenticator in software: added to one's own account, shown as the second step and
// by themselves, renamed and removed, on a small ledger that is served on this machine.
import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";

import * as checks from "./checks.mjs";
import { open, startBrowser, WIDTHS } from "./chromium.mjs";
import { freePort, serveLedger } from "./program.mjs";
import { PASSWORD, press, said, signInAsAdmin, signOut } from "./workbench.mjs";

const LANGUAGES = ["zh-CN", "en"];

describe("passkeys", () => {
  let browser;
  let hall;
  let origin;
  /** The page on which `admin` is signed in, with an authenticator. */
  let page;
  let authenticator;

  before(async () => {
    const port = await freePort();
    // Nothing says how browsers address it: on this machine that is known.
    origin = `http://localhost:${port}`;
    hall = await serveLedger(port, {});
    browser = await startBrowser();
    page = await open(browser, `${origin}/sign-in`, { width: 390 });
    authenticator = await authenticatorOf(page);
  });
  after(async () => {
    await browser?.close();
    await hall?.stop();
  });

  /** Gives a page an authenticator that verifies its user; gives how to tell it things. */
  async function authenticatorOf(of) {
    const devtools = await of.context().newCDPSession(of);
    await devtools.send("WebAuthn.enable");
    const { authenticatorId } = await devtools.send("WebAuthn.addVirtualAuthenticator", {
      options: {
        protocol: "ctap2",
        transport: "internal",
        hasResidentKey: true,
        hasUserVerification: true,
        isUserVerified: true,
        automaticPresenceSimulation: true,
      },
    });
    return (what, more = {}) => devtools.send(`WebAuthn.${what}`, { authenticatorId, ...more });
  }

  const show = () => page.getByRole("button", { name: "用通行密钥登录" });
  const passkeys = () => page.locator("section", { has: page.locator("#passkeys") });

  async function add(name) {
    await page.goto(`${origin}/account`);
    await page.getByLabel("通行密钥名称").fill(name);
    await press(page, page.getByRole("button", { name: "添加通行密钥" }));
  }

  async function signInByPassword() {
    await page.goto(`${origin}/sign-in?next=/work/people/new`);
    await page.getByLabel("登录名").fill("admin");
    await page.getByLabel("密码").fill(PASSWORD);
    await press(page, page.getByRole("button", { name: "登录", exact: true }));
  }

  /** What the page would send of its passkey, kept from being sent. */
  async function caught() {
    await page.evaluate(() => {
      HTMLFormElement.prototype.submit = function () {
        globalThis.caught = Object.fromEntries(new FormData(this));
      };
    });
    await show().click();
    return (await page.waitForFunction(() => globalThis.caught)).jsonValue();
  }

  test("are a second factor: the first comes with codes and ends sessions without one", async () => {
    await signInAsAdmin(page, origin, hall.code);
    const other = await open(browser, `${origin}/sign-in`);
    await other.getByLabel("登录名").fill("admin");
    await other.getByLabel("密码").fill(PASSWORD);
    await press(other, other.getByRole("button", { name: "登录", exact: true }));
    // With the password alone nobody is changed.
    assert.equal((await page.goto(`${origin}/work/people/new`)).status(), 403);

    page.faults.length = 0;
    await add("窗口电脑");
    assert.equal((await said(page))[0], "保存恢复码");
    assert.equal(await page.locator("ul.codes li").count(), 10);
    await checks.isAccessible(page);
    await press(page, page.getByRole("link", { name: "我已保存" }));
    const text = await passkeys().textContent();
    assert.match(text, /窗口电脑/);
    assert.match(text, /尚未使用/);
    assert.match(text, /仅在一台设备上/);
    assert.equal((await page.goto(`${origin}/work/people/new`)).status(), 200);
    await other.goto(`${origin}/account`);
    assert.match(other.url(), /\/sign-in\?next/);
    await other.context().close();
    checks.hasNoFaults(page);
  });

  test("aren't added twice to a device, nor under no name", async () => {
    await page.goto(`${origin}/account`);
    await page.getByLabel("通行密钥名称").fill("又一个");
    await page.getByRole("button", { name: "添加通行密钥" }).click();
    await page.getByText("本设备已有通行密钥").waitFor();
    await checks.isAccessible(page);
    const { form_key } = await page.locator('form[action="/account/passkeys"]').evaluate((form) =>
      Object.fromEntries(new FormData(form)),
    );
    const post = (path, form) => page.request.post(origin + path, { form });
    const nameless = await post("/account/passkeys", { form_key, name: " ", response: "{}" });
    assert.match(await nameless.text(), /名称需要 1 至 64 个字符/);
    // No question is asked, and none taken as answered, without the key of the form.
    for (const path of ["/account/passkeys/begin", "/account/passkeys"]) {
      assert.equal((await post(path, { name: "a", response: "{}" })).status(), 403);
    }
  });

  test("are the second step after the password", async () => {
    await page.goto(`${origin}/account`);
    await signOut(page);
    await signInByPassword();
    const [title, text] = await said(page);
    assert.equal(title, "第二步验证");
    assert.match(text, /请使用通行密钥，或者输入一个恢复码/);
    await checks.isAccessible(page);
    await press(page, show());
    assert.equal(new URL(page.url()).pathname, "/work/people/new");
    await page.goto(`${origin}/account`);
    assert.match(await passkeys().textContent(), /最近使用/);
    checks.hasNoFaults(page);
  });

  test("sign in by themselves, verified, and lead on", async () => {
    await signOut(page);
    await page.goto(`${origin}/sign-in?next=/work/people/new`);
    await press(page, show());
    assert.equal(new URL(page.url()).pathname, "/work/people/new");
    assert.equal(await page.getByLabel("姓名").count(), 1);

    await signOut(page);
    await page.goto(`${origin}/sign-in`);
    await authenticator("setUserVerified", { isUserVerified: false });
    await show().click();
    await page.getByText("没有完成").waitFor();
    await authenticator("setUserVerified", { isUserVerified: true });
    await press(page, show());
    assert.equal((await said(page))[0], "我的账户");
    checks.hasNoFaults(page);
  });

  test("answer once, in one browser, and never for less than they have counted", async () => {
    await signOut(page);
    await page.goto(`${origin}/sign-in`);
    const other = await open(browser, `${origin}/sign-in`);
    const refused = async (of, path, form) => {
      const answer = await of.request.post(origin + path, { form, maxRedirects: 0 });
      return answer.status() === 200 && /通行密钥未被接受/.test(await answer.text());
    };
    const answer = await caught();
    assert.ok(await refused(other, "/sign-in/passkey", answer));
    const taken = await page.request.post(`${origin}/sign-in/passkey`, {
      form: answer,
      maxRedirects: 0,
    });
    assert.equal(taken.status(), 303);
    assert.ok(await refused(page, "/sign-in/passkey", answer));
    await other.context().close();

    // A copy that lags behind is told by its counter.
    const { credentials } = await authenticator("getCredentials");
    const [copied] = credentials;
    await authenticator("removeCredential", { credentialId: copied.credentialId });
    await authenticator("addCredential", { credential: { ...copied, signCount: 0 } });
    await page.goto(`${origin}/sign-in`);
    await press(page, show());
    assert.match(await page.getByRole("alert").first().textContent(), /通行密钥未被接受/);
    await checks.isAccessible(page);
    await authenticator("removeCredential", { credentialId: copied.credentialId });
    await authenticator("addCredential", { credential: { ...copied, signCount: 1000 } });
    await press(page, show());
    assert.equal((await said(page))[0], "我的账户");
  });

  test("answer the session that was asked alone", async () => {
    const second = await open(browser, `${origin}/sign-in`);
    const told = await authenticatorOf(second);
    const { credentials } = await authenticator("getCredentials");
    await told("addCredential", { credential: { ...credentials[0], signCount: 2000 } });
    await press(second, second.getByRole("button", { name: "用通行密钥登录" }));
    const { form_key } = await second
      .locator('form[action="/account/passkeys"]')
      .evaluate((form) => Object.fromEntries(new FormData(form)));
    await authenticator("removeCredential", { credentialId: credentials[0].credentialId });
    const of_first = await page.evaluate(async () => {
      const form = document.querySelector('form[action="/account/passkeys"]');
      const body = new URLSearchParams(new FormData(form));
      const asked = await fetch("/account/passkeys/begin", { method: "POST", body });
      const publicKey = PublicKeyCredential.parseCreationOptionsFromJSON({
        ...(await asked.json()),
        excludeCredentials: [],
      });
      const made = await navigator.credentials.create({ publicKey });
      return { name: "备用", response: JSON.stringify(made.toJSON()) };
    });
    const post = (of, key) =>
      of.request.post(`${origin}/account/passkeys`, {
        form: { ...of_first, form_key: key },
        maxRedirects: 0,
      });
    const elsewhere = await post(second, form_key);
    assert.match(await elsewhere.text(), /通行密钥没有添加/);
    const own = await page.locator('input[name="form_key"]').first().inputValue();
    assert.equal((await post(page, own)).status(), 303);
    assert.match(await (await post(page, own)).text(), /通行密钥没有添加/);
    await second.context().close();
    await page.goto(`${origin}/account`);
    assert.equal(await passkeys().locator("li").count(), 2);
  });

  test("are renamed and removed", async () => {
    await passkeys().locator("summary").first().click();
    await page.getByLabel("新名称").first().fill("主楼电脑");
    await checks.isAccessible(page);
    await press(page, page.getByRole("button", { name: "保存名称" }).first());
    assert.match(await passkeys().textContent(), /主楼电脑/);
    for (const name of ["主楼电脑", "备用"]) {
      await press(page, page.getByRole("button", { name: `移除该通行密钥 ${name}` }));
    }
    assert.equal(await passkeys().locator("li").count(), 0);
    assert.match(await page.locator("main").textContent(), /尚未启用/);
    await signOut(page);
    await page.goto(`${origin}/sign-in`);
    await press(page, show());
    assert.match(await page.getByRole("alert").first().textContent(), /通行密钥未被接受/);
    // The password is enough again, for one's own account alone.
    await signInByPassword();
    assert.equal(new URL(page.url()).pathname, "/work/people/new");
    assert.equal(await page.getByLabel("姓名").count(), 0);
    await add("窗口电脑");
    page.faults.length = 0;
  });

  for (const width of WIDTHS) {
    for (const language of LANGUAGES) {
      test(`stand on accessible pages at ${width} px in ${language}`, async () => {
        await page.setViewportSize({ width, height: 844 });
        const nobody = await open(browser, `${origin}/sign-in?lang=${language}`, { width });
        const half = await open(browser, `${origin}/sign-in?lang=${language}`, { width });
        await half.locator("#name").fill("admin");
        await half.locator("#password").fill(PASSWORD);
        await press(half, half.locator('form[action="/sign-in"] button'));
        assert.equal(new URL(half.url()).pathname, "/sign-in/code");
        await page.goto(`${origin}/account?lang=${language}`);
        for (const it of [nobody, half, page]) {
          await checks.namesItself(it, language);
          await checks.hasNoSidewaysScroll(it);
          await checks.isAccessible(it);
          await checks.linksLeadSomewhere(it);
          checks.hasNoFaults(it);
        }
        for (const it of [nobody, half]) await it.context().close();
      });
    }
  }

  for (const width of WIDTHS) {
    test(`say what serves instead without JavaScript, or at another address, at ${width} px`, async () => {
      const without = await open(browser, `${origin}/sign-in`, { width, javaScript: false });
      assert.equal(await without.getByText("用通行密钥登录需要 JavaScript").isVisible(), true);
      assert.equal(await without.getByRole("button", { name: "用通行密钥登录" }).count(), 0);
      const cookies = (await page.context().cookies()).filter((it) => it.name === "session");
      await without.context().addCookies(cookies);
      await without.goto(`${origin}/account`);
      assert.equal(await without.getByText("添加通行密钥需要 JavaScript").isVisible(), true);
      assert.equal(await without.getByRole("button", { name: "添加通行密钥" }).count(), 0);
      await checks.hasNoSidewaysScroll(without);
      // Renaming needs none.
      assert.equal(await without.locator("summary").first().isVisible(), true);
      await without.context().close();

      const address = origin.replace("localhost", "127.0.0.1");
      const elsewhere = await open(browser, `${address}/sign-in`, { width });
      assert.equal(await elsewhere.getByRole("link", { name: `${origin}/sign-in` }).count(), 1);
      assert.equal(await elsewhere.getByRole("button", { name: "用通行密钥登录" }).count(), 0);
      await checks.hasNoSidewaysScroll(elsewhere);
      await checks.isAccessible(elsewhere);
      checks.hasNoFaults(elsewhere);
      await elsewhere.context().close();
    });
  }
});
