// Signing in and the pages of accounts, on the demonstration's ledger: each role's pages at both widths
// and in both languages, and the way of an account from the code to the second factor.
import assert from "node:assert/strict";
import { createHmac } from "node:crypto";
import { after, before, describe, test } from "node:test";

import * as checks from "./checks.mjs";
import { open, startBrowser, WIDTHS } from "./chromium.mjs";
import { serveDemo } from "./program.mjs";
import { at, press, signedIn } from "./workbench.mjs";

const LANGUAGES = ["zh-CN", "en"];
/** The pages that each of the demonstration's people may open. */
const PAGES = {
  applicant: ["/account"],
  clerk: ["/account", "/work"],
  reviewer: ["/account", "/work"],
  decider: [
    "/account",
    "/account/app",
    "/work",
    "/work/people",
    "/work/people?q=xyzq",
    "/work/people/new",
    "/work/leave",
    "/work/clients",
  ],
  supervisor: ["/account", "/work", "/work/people", "/work/leave"],
  auditor: ["/account", "/work", "/work/people", "/work/leave", "/work/clients"],
};
const PASSWORD = "四月 窗台 旧地图 安静的风 十二";

/** The code that an authenticator shows (RFC 6238). */
function totp(secret, now = Date.now()) {
  const letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
  const bits = [...secret].map((it) => letters.indexOf(it).toString(2).padStart(5, "0")).join("");
  const key = Buffer.from(bits.match(/.{8}/g).map((it) => parseInt(it, 2)));
  const step = Buffer.alloc(8);
  step.writeBigUInt64BE(BigInt(Math.floor(now / 30_000)));
  const mac = createHmac("sha1", key).update(step).digest();
  const at = mac[19] & 15;
  return String((mac.readUInt32BE(at) & 0x7fffffff) % 1_000_000).padStart(6, "0");
}

describe("accounts", () => {
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

  async function signIn(page, name, password) {
    await page.goto(`${demo.address}/sign-in`);
    await page.getByLabel("登录名").fill(name);
    await page.getByLabel("密码").fill(password);
    await press(page, page.getByRole("button", { name: "登录" }));
  }

  async function isFine(page, language) {
    await checks.namesItself(page, language);
    await checks.hasNoSidewaysScroll(page);
    await checks.isAccessible(page);
    await checks.linksLeadSomewhere(page);
    checks.hasNoFaults(page);
  }

  for (const width of WIDTHS) {
    for (const language of LANGUAGES) {
      test(`are accessible for each role at ${width} px in ${language}`, async () => {
        const nobody = await open(browser, demo.address, { width });
        const everybody = [[nobody, ["/sign-in", "/sign-in/code", "/sign-in/first"]]];
        for (const [person, pages] of Object.entries(PAGES)) {
          everybody.push([await signedIn(browser, demo, person, { width }), pages]);
        }
        for (const [page, pages] of everybody) {
          for (const path of pages) {
            await page.goto(at(demo, path, language));
            await isFine(page, language);
          }
          await page.context().close();
        }
      });
    }
  }

  test("show each role what is theirs and say why the rest isn't", async () => {
    const page = await signedIn(browser, demo, "clerk");
    assert.equal(await page.locator("h1").textContent(), "工作台");
    const response = await page.goto(`${demo.address}/work/people/new`);
    assert.equal(response.status(), 403);
    assert.match(await page.locator("main").textContent(), /系统管理员/);
    await checks.isAccessible(page);
    await page.context().close();
  });

  test("lead who isn't signed in to the page to sign in, and back", async () => {
    const page = await open(browser, `${demo.address}/work/people`);
    assert.match(page.url(), /\/sign-in\?next=%2Fwork%2Fpeople$/);
    assert.equal(await page.locator('form[action="/sign-in"] input[name="next"]').inputValue(), "/work/people");
    await page.context().close();
  });

  for (const javaScript of [true, false]) {
    test(`go from a code to a second factor, JavaScript ${javaScript ? "on" : "off"}`, async () => {
      const name = `clerk-${javaScript ? 1 : 2}`;
      const admin = await signedIn(browser, demo, "decider", { width: 390, javaScript });
      await admin.goto(`${demo.address}/work/people/new`);
      await admin.getByLabel("姓名").fill("窗口甲");
      await admin.getByLabel("登录名").fill(name);
      await admin.getByLabel("处室").fill("治安处");
      await admin.getByLabel("窗口人员").check();
      await press(admin, admin.getByRole("button", { name: /开设账户/ }));
      const code = (await admin.locator("code").textContent()).trim();
      assert.match(code, /^([0-9A-Z]{4}-){5}[0-9A-Z]{4}$/);
      await checks.hasNoSidewaysScroll(admin);
      if (javaScript) await checks.isAccessible(admin);

      const page = await open(browser, `${demo.address}/sign-in/first`, { width: 390, javaScript });
      const set = async (given, password) => {
        await page.getByLabel("登录名").fill(name);
        await page.getByLabel("启用码").fill(given);
        await page.getByLabel("新密码").fill(password);
        await page.getByLabel("再输入一次").fill(password);
        await press(page, page.getByRole("button", { name: "设置密码" }));
      };
      await set(code.toLowerCase().replaceAll("-", " "), "一二三四一二三四一二三四一二三四");
      assert.match(await page.getByRole("alert").textContent(), /密码/);
      await set(code.toLowerCase().replaceAll("-", " "), PASSWORD);
      assert.match(page.url(), /\/sign-in$/);
      // The code is good once.
      await page.goto(`${demo.address}/sign-in/first`);
      await set(code, PASSWORD);
      assert.match(await page.getByRole("alert").textContent(), /启用码/);

      await signIn(page, name, "wrong password here");
      assert.match(await page.getByRole("alert").textContent(), /登录名与密码不符/);
      await signIn(page, name.toUpperCase(), PASSWORD);
      assert.equal(await page.locator("h1").textContent(), "我的账户");
      await press(page, page.getByRole("link", { name: "启用验证器" }));
      const secret = (await page.locator("code").textContent()).trim();
      await page.getByLabel("六位数字").fill("000000");
      await press(page, page.getByRole("button", { name: "启用验证器" }));
      assert.match(await page.getByRole("alert").textContent(), /数字不正确/);
      await page.getByLabel("六位数字").fill(totp(secret));
      await press(page, page.getByRole("button", { name: "启用验证器" }));
      assert.equal(await page.locator("ul.codes li").count(), 10);
      const recovery = (await page.locator("ul.codes li").first().textContent()).trim();
      if (javaScript) await checks.isAccessible(page);
      await press(page, page.getByRole("link", { name: "我已保存" }));
      await press(page, page.getByRole("button", { name: /^退出 / }));
      assert.equal(new URL(page.url()).pathname, "/");

      // The digits of the step that was used aren't taken again; a recovery code is, once.
      await signIn(page, name, PASSWORD);
      assert.equal(await page.locator("h1").textContent(), "第二步验证");
      await page.goto(`${demo.address}/account`);
      assert.match(page.url(), /\/sign-in\/code/);
      await page.getByLabel("验证码").fill(recovery);
      await press(page, page.getByRole("button", { name: "继续" }));
      assert.equal(await page.locator("h1").textContent(), "我的账户");
      assert.match(await page.locator("main").textContent(), /还有 9 个恢复码/);

      // The administrator ends the session, and issues another code.
      await press(admin, admin.getByRole("link", { name: "已交给本人" }));
      await press(admin, admin.getByRole("button", { name: "退出其全部登录" }));
      await checks.hasNoSidewaysScroll(admin);
      await page.goto(`${demo.address}/account`);
      assert.match(page.url(), /\/sign-in\?next/);
      await press(admin, admin.getByRole("link", { name: "为何有权或无权" }));
      assert.match(await admin.locator("main").textContent(), /收件受理/);
      await checks.hasNoSidewaysScroll(admin);
      if (javaScript) await checks.isAccessible(admin);
      for (const it of [admin, page]) {
        checks.hasNoFaults(it);
        await it.context().close();
      }
    });
  }

  test("can be closed to guessing", async () => {
    const page = await open(browser, `${demo.address}/sign-in`);
    // Waits double from the third failure on: by the tenth one has to wait, however slow the machine.
    let said = "";
    for (let guess = 0; guess < 10 && !said.includes("尝试次数过多"); guess += 1) {
      await signIn(page, "nobody-has-this-name", `guess ${guess}`);
      said = await page.getByRole("alert").textContent();
    }
    assert.match(said, /尝试次数过多/);
    await page.context().close();
  });

  test("keep leave and issue tokens that do what they were issued for", async () => {
    const page = await signedIn(browser, demo, "decider");
    await page.goto(`${demo.address}/work/leave`);
    await page.getByLabel("请假人").selectOption({ index: 1 });
    await page.getByLabel("代办人").selectOption({ index: 2 });
    await page.getByLabel("起始日期").fill("2020-01-02");
    await page.getByLabel("截止日期").fill("2020-01-01");
    await press(page, page.getByRole("button", { name: "登记请假" }));
    assert.match(await page.getByRole("alert").textContent(), /日期/);
    await page.getByLabel("截止日期").fill("2999-01-01");
    await press(page, page.getByRole("button", { name: "登记请假" }));
    assert.equal(await page.locator("ul.rows li").count(), 1);
    await checks.isAccessible(page);
    await press(page, page.getByRole("button", { name: /^销假/ }));
    assert.equal(await page.locator("ul.rows li").count(), 0);

    await page.goto(`${demo.address}/work/clients`);
    await page.getByLabel("用途").fill("统计平台");
    const auditor = await page.locator("#account option", { hasText: "监督人员" }).textContent();
    await page.getByLabel("以谁的角色").selectOption({ label: auditor });
    await page.getByLabel("查看台账").check();
    await page.getByLabel("有效天数").fill("30");
    await press(page, page.getByRole("button", { name: "发放令牌" }));
    const token = (await page.locator("code").textContent()).trim();
    const asked = async (path) => {
      const response = await page.request.get(demo.address + path, {
        headers: { Authorization: `Bearer ${token}`, Accept: "application/json", Cookie: "" },
      });
      return [response.status(), (await response.text()).includes('"reason":"scope"')];
    };
    assert.deepEqual(await asked("/work/people"), [403, true]);
    await press(page, page.getByRole("button", { name: /^收回令牌/ }));
    assert.deepEqual(await asked("/work/people"), [401, false]);
    checks.hasNoFaults(page);
    await page.context().close();
  });

  test("take no form from another site", async () => {
    const page = await signedIn(browser, demo, "decider");
    const response = await page.request.post(`${demo.address}/work/people/new`, {
      form: { name: "a", sign_in_name: "ab", roles: "auditor" },
    });
    assert.equal(response.status(), 403);
    const elsewhere = await page.request.post(`${demo.address}/sign-in`, {
      form: { name: "a", password: "b" },
      headers: { Origin: "https://elsewhere.example" },
    });
    assert.equal(elsewhere.status(), 403);
    await page.context().close();
  });
});
