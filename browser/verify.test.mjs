// The page that verifies a bundle, opened from the disk as somebody does who was handed a bundle.
//
// XIAONENG_BUNDLES is the folder of sample bundles that `./test browser` has written.
import assert from "node:assert/strict";
import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, describe, test } from "node:test";
import { pathToFileURL } from "node:url";

import { changed, pack, unpack, without } from "./archive.mjs";
import * as checks from "./checks.mjs";
import { open, startBrowser, WIDTHS } from "./chromium.mjs";
import { verifyingPage } from "./program.mjs";

const samples = process.env.XIAONENG_BUNDLES;
const sample = (name) => join(samples, name);
const said = (name) => readFile(sample(name), "utf8");
const RECEIPT = "log/edition.tlog-proof";

describe("the page that verifies a bundle", { skip: !samples && "XIAONENG_BUNDLES isn't set" }, () => {
  let folder;
  let address;
  let browser;
  let key;
  let whole;

  before(async () => {
    folder = await mkdtemp(join(tmpdir(), "xiaoneng-browser-"));
    address = pathToFileURL(await verifyingPage(folder)).href;
    browser = await startBrowser();
    key = await said("key");
    whole = unpack(sample("published.zip"));
  });
  after(async () => {
    await browser?.close();
    await rm(folder, { recursive: true, force: true });
  });

  /** Has a bundle verified; gives the page when it has said what came of it. */
  async function verify(bundle, { with: known = key, former = "", english = false, options = {} } = {}) {
    const page = await open(browser, address, options);
    if (english) await page.getByRole("button", { name: "English" }).click();
    const file = typeof bundle === "string" ? bundle : join(folder, "bundle.zip");
    if (file !== bundle) await writeFile(file, bundle);
    await page.locator("#file").setInputFiles(file);
    await page.locator("#key").fill(known);
    if (former) {
      await page.locator("summary").click();
      await page.locator("#former").fill(former);
    }
    await page.locator("#start").click();
    await page.locator("#outcome").waitFor({ timeout: 20_000 });
    return page;
  }

  /** The bundle is refused with this sentence, and its figures aren't shown. */
  async function refuses(bundle, why, known = {}) {
    const page = await verify(bundle, known);
    const outcome = await page.innerText("#outcome");
    assert.match(outcome, /^✗\s*不可信：/);
    assert.ok(outcome.includes(why), `${why}: ${outcome}`);
    assert.equal(await page.locator("#result table").count(), 0);
    checks.hasNoFaults(page);
    await page.context().close();
  }

  /** The bundle holds, but not all of what matters could be told. */
  async function doubts(bundle, why, known = {}) {
    const page = await verify(bundle, known);
    const outcome = await page.innerText("#outcome");
    assert.match(outcome, /^–/);
    assert.ok(outcome.includes(why), `${why}: ${outcome}`);
    checks.hasNoFaults(page);
    await page.context().close();
  }

  const has = (entries, name, change) => pack(changed(entries, name, change));
  const lines = (text) => text.split(/(?<=\n)/);

  for (const width of WIDTHS) {
    for (const english of [false, true]) {
      const language = english ? "en" : "zh-CN";
      test(`says in ${language} at ${width} px that a published bundle is genuine, with its figures`, async () => {
        const former = await said("before.checkpoint");
        const page = await verify(sample("published.zip"), { former, english, options: { width } });
        const outcome = await page.innerText("#outcome");
        assert.match(outcome, english ? /Genuine as far as checked: this is edition 1 / : /经核对属实：.*2019 年年度报告第 1 版/);
        assert.equal(await page.evaluate(() => document.activeElement.id), "outcome");
        assert.deepEqual(await page.locator(".checks .wrong").allInnerTexts(), []);
        assert.equal(await page.locator(".checks > .right").count(), 9);
        const name = english ? "Cases decided" : "作出决定的办件";
        const decided = page.locator("tr", { has: page.getByRole("rowheader", { name, exact: true }) });
        assert.match(await decided.innerText(), /\t3$/);
        await checks.namesItself(page, language);
        await checks.hasNoSidewaysScroll(page);
        await checks.isAccessible(page);
        checks.hasNoFaults(page);
        await page.context().close();
      });

      test(`asks for a bundle in ${language} at ${width} px, and is accessible`, async () => {
        const page = await open(browser, address, { width });
        if (english) await page.getByRole("button", { name: "English" }).click();
        await checks.namesItself(page, language);
        await checks.hasNoSidewaysScroll(page);
        await checks.isAccessible(page);
        await checks.showsKeyboardFocus(page);
        await page.locator("#start").click();
        assert.match(await page.innerText("#file-fault"), english ? /Choose a bundle first/ : /请先选择数据包/);
        await checks.isAccessible(page);
        checks.hasNoFaults(page);
        await page.context().close();
      });

      test(`names in ${language} at ${width} px what was changed`, async () => {
        const bundle = has(whole, "report.json", (text) => text.replace('"value": 3,', '"value": 7,'));
        const page = await verify(bundle, { english, options: { width } });
        const outcome = await page.innerText("#outcome");
        assert.match(outcome, english ? /Not to be trusted: report\.json isn't what was recorded/ : /不可信：report\.json 与记录的不同/);
        const details = await page.locator(".checks .wrong ul").innerText();
        assert.match(details, english ? /: recorded 3, in the bundle 7/ : /：记录为 3，数据包中为 7/);
        await checks.hasNoSidewaysScroll(page);
        await checks.isAccessible(page);
        checks.hasNoFaults(page);
        await page.context().close();
      });
    }
  }

  test("reads a bundle that is stored, and one written as those larger than 4 GB are", async () => {
    for (const form of [{ stored: true }, { large: true }]) {
      const page = await verify(pack(whole, form));
      assert.match(await page.innerText("#outcome"), /^✓/);
      await page.context().close();
    }
  });

  test("refuses acts that were edited, removed, added or swapped", async () => {
    const notLog = "行为与日志不符";
    await refuses(has(whole, "acts.jsonl", (text) => text.replace("1570755600000000", "1570669200000000")), notLog);
    await refuses(has(whole, "acts.jsonl", (text) => lines(text).slice(1).join("")), "第 1 行的编号不对");
    const [first, second, ...rest] = lines(whole.find(([name]) => name === "acts.jsonl")[1].toString());
    await refuses(has(whole, "acts.jsonl", () => [second, first, ...rest].join("")), "第 1 行的编号不对");
    await refuses(has(whole, "acts.jsonl", (text) => text + first), "的编号不对");
    const renumbered = (line, from, to) => line.replace(`"position":${from},`, `"position":${to},`);
    await refuses(has(whole, "acts.jsonl", () => [renumbered(second, 2, 1), renumbered(first, 1, 2), ...rest].join("")), notLog);
    const cut = (text) => lines(text).slice(0, -1).join("");
    await refuses(has(whole, "acts.jsonl", cut), "而报告依据的是");
    const shorter = (text) => text.replace(/"as_of": (\d+)/, (_, last) => `"as_of": ${last - 1}`);
    await refuses(pack(changed(changed(whole, "acts.jsonl", cut), "bundle.json", shorter)), notLog);
    await refuses(has(whole, "acts.jsonl", (text) => text.replace(/^[0-9a-f]+/, "-")), "没有写明散列所用的盐值");
    await refuses(has(whole, "acts.jsonl", (text) => text.replace("police", "office")), "其他机构");
    await refuses(has(whole, "acts.jsonl", (text) => text.slice(0, -1)), "没有写完");
  });

  test("refuses a report, evidence or versions that the act in the log didn't record", async () => {
    await refuses(has(whole, "report.json", (text) => `${text} `), "report.json 与记录的不同");
    await refuses(has(whole, "evidence/cases_overdue.csv", (text) => text.replace("M2,1", "M2,0")), "依据明细与记录的不同");
    await refuses(pack(without(whole, "evidence/cases_overdue")), "依据明细与记录的不同");
    await refuses(pack([...whole, ["evidence/other.csv", "key,counted\n"]]), "依据明细与记录的不同");
    const [procedure] = whole.find(([name]) => name.startsWith("versions/procedures/"));
    await refuses(has(whole, procedure, (text) => `${text}\n`), "版本或其文本与记录的不同");
    await refuses(has(whole, "bundle.json", (text) => text.replace('"edition": 1', '"edition": 2')), "回执是另一条行为的");
  });

  test("refuses a checkpoint or a receipt that was changed, and one that another key signed", async () => {
    const size = (text) => text.replace(/\n(\d+)\n/, (_, acts) => `\n${Number(acts) + 1}\n`);
    await refuses(has(whole, "log/checkpoint", size), "的签名是错的");
    await refuses(has(whole, "log/checkpoint", (text) => text.split("\n\n")[0]), "log/checkpoint 不是检查点");
    await refuses(has(whole, "log/consistency", (text) => lines(text).slice(1).join("")), "行为与日志不符");
    await refuses(has(whole, RECEIPT, (text) => text.replace(/index (\d+)/, "index 0")), "回执中的行为不是日志中的那一条");
    await refuses(has(whole, RECEIPT, () => "c2sp.org/tlog-proof@v1\n"), `${RECEIPT} 的内容不是`);
    await refuses(sample("other-key.zip"), "不是用您给出的公钥签名的");
    await refuses(sample("published.zip"), "不是用您给出的公钥签名的", { with: await said("other.key") });
  });

  test("tells a log that goes on from a checkpoint kept elsewhere from a fork", async () => {
    await refuses(sample("published.zip"), "与数据包中的不同：此后台账被换掉或者重写", { former: await said("fork.checkpoint") });
    await doubts(sample("published.zip"), "无法判断它是否承接", { former: await said("later.checkpoint") });
    const forged = (await said("before.checkpoint")).replace(/\n(\d+)\n/, "\n1\n");
    await refuses(sample("published.zip"), "它不是这个日志的检查点", { former: forged });
  });

  test("says what can't be told without a key, a log, an edition or a receipt", async () => {
    await doubts(sample("published.zip"), "没有日志公钥", { with: "" });
    await doubts(sample("other-key.zip"), "没有日志公钥", { with: "" });
    await doubts(sample("unlogged.zip"), "没有保存日志");
    await doubts(sample("unpublished.zip"), "不是已发布的版本");
    await doubts(pack(without(whole, RECEIPT)), "无法判断记录在案的是否正是这份报告");
    await refuses(sample("rotated.zip"), "后来的公钥");
    const page = await verify(sample("rotated.zip"), { with: `${key}\n${await said("next.key")}` });
    assert.match(await page.innerText("#outcome"), /^✓/);
    await page.context().close();
  });

  test("reads hostile files to a sentence", async () => {
    const bytes = pack(whole);
    for (const length of [0, 1, 100, bytes.length >> 1, bytes.length - 1]) {
      await refuses(bytes.subarray(0, length), "这不是 zip 文件");
    }
    const damaged = Buffer.from(bytes);
    const within = bytes.indexOf("acts.jsonl") + 60;
    damaged.fill(0xff, within, within + 40);
    await refuses(damaged, "acts.jsonl 已损坏");
    await refuses(Buffer.from("<html>nothing</html>"), "这不是 zip 文件");
    const zeros = Buffer.alloc(200 << 20);
    await refuses(pack([...without(whole, "acts.jsonl"), ["acts.jsonl", zeros]]), "acts.jsonl 解压后大得不合常理");
    await refuses(pack([...without(whole, "acts.jsonl"), ["acts.jsonl", zeros]], { claims: { "acts.jsonl": 100 } }), "acts.jsonl 已损坏");
    await refuses(pack([...without(whole, "acts.jsonl"), ["acts.jsonl", "x".repeat(65 << 20)]], { stored: true }), "太长");
    await refuses(pack([...whole, ["../outside", ""]]), "../outside 指向数据包之外");
    await refuses(pack([...whole, whole[0]]), "出现了两次");
    await refuses(pack(Array.from({ length: 10_001 }, (_, index) => [String(index), ""])), "远多于数据包");
    const markup = '<img src=x onerror="document.title=1">';
    await refuses(has(whole, "bundle.json", (text) => text.replace('"police"', JSON.stringify(markup))), "其他机构");
    for (const name of ["bundle.json", "report.json", "versions.json", "log/consistency"]) {
      await refuses(pack(without(whole, name)), `缺少 ${name}`);
      if (name !== "log/consistency") await refuses(has(whole, name, () => "[".repeat(100_000)), `${name} 的内容不是`);
    }
    await refuses(has(whole, "report.json", (text) => text.replace('"count"', '{"toString": 1}')), "report.json 的内容不是");
    // Without the key all of it can be made up, a report that no program would write too.
    const made = changed(without(whole, "log/"), "report.json", (text) =>
      text.replace(/"name": "[^"]*"/, '"name": {"toString": 1}').replace('"figures": [', `"figures": [${'{"id":"x","unit":"y","section":1,"value":null},'.repeat(200_000)}`));
    await doubts(pack(made), "没有保存日志");
    const twice = (text) => JSON.stringify([...JSON.parse(text), JSON.parse(text)[0]]);
    await refuses(has(whole, "versions.json", twice), "出现了两次");
    const page = await verify(pack([...whole, [markup, ""]]));
    assert.ok((await page.innerText(".checks")).includes(markup));
    assert.equal(await page.locator("img").count(), 0);
    await page.context().close();
  });

  test("tells at the field what is wrong with a key or a checkpoint", async () => {
    const page = await open(browser, address);
    await page.locator("#file").setInputFiles(sample("published.zip"));
    for (const [text, why] of [["key", "这不是日志公钥"], [key.slice(0, -4), "这不是日志公钥"], [key.replace(/\+./, "+g"), "这不是日志公钥"], [key.replace("police", "Police"), "编号与内容不符"]]) {
      await page.locator("#key").fill(text);
      await page.locator("#start").click();
      assert.match(await page.innerText("#key-fault"), new RegExp(why), text);
      assert.equal(await page.getAttribute("#key", "aria-invalid"), "true");
    }
    await page.locator("#key").fill(key);
    await page.locator("summary").click();
    await page.locator("#former").fill("nothing");
    await page.locator("#start").click();
    assert.match(await page.innerText("#former-fault"), /不是检查点/);
    assert.equal(await page.locator("#outcome").count(), 0);
    checks.hasNoFaults(page);
    await page.context().close();
  });

  test("keeps what was found when the language is switched, and takes a file that is dropped", async () => {
    const page = await open(browser, address);
    const bytes = (await readFile(sample("published.zip"))).toString("base64");
    await page.evaluate(async (base64) => {
      const content = Uint8Array.from(atob(base64), (char) => char.charCodeAt(0));
      const dataTransfer = new DataTransfer();
      dataTransfer.items.add(new File([content], "2019.zip"));
      document.body.dispatchEvent(new DragEvent("drop", { bubbles: true, dataTransfer }));
    }, bytes);
    assert.match(await page.innerText("#chosen"), /2019\.zip/);
    await page.locator("#key").fill(key);
    await page.locator("#start").click();
    await page.locator("#outcome").waitFor();
    await page.getByRole("button", { name: "English" }).click();
    assert.match(await page.innerText("#outcome"), /Genuine as far as checked/);
    assert.equal(await page.getByRole("button", { name: "中文" }).count(), 1);
    checks.hasNoFaults(page);
    await page.context().close();
  });

  test("can be stopped, and stays alive while a large bundle is read", async () => {
    const acts = whole.find(([name]) => name === "acts.jsonl")[1].toString();
    const line = lines(acts)[0];
    const many = Array.from({ length: 400_000 }, (_, index) => line.replace('"position":1,', `"position":${index + 1},`));
    const page = await open(browser, address);
    const file = join(folder, "large.zip");
    await writeFile(file, pack([...without(whole, "acts.jsonl"), ["acts.jsonl", many.join("")]]));
    await page.locator("#file").setInputFiles(file);
    await page.locator("#start").click();
    await page.locator("#stop").click();
    await page.waitForFunction(() => document.getElementById("status").textContent.includes("已停止"));
    assert.ok(await page.locator("#running").isHidden());
    assert.equal(await page.locator("#outcome").count(), 0);
    checks.hasNoFaults(page);
    await page.context().close();
  });

  test("can't reach a network", async () => {
    const context = await browser.newContext();
    const page = await context.newPage();
    const refusals = [];
    page.on("console", (message) => refusals.push(message.text()));
    await page.goto(address);
    assert.deepEqual(refusals, []);
    await page.evaluate(() => fetch("http://127.0.0.1:9/").catch(() => {}));
    assert.match(refusals.join("\n"), /Content Security Policy/);
    await context.close();
  });

  test("says without script what it needs", async () => {
    const page = await open(browser, address, { javaScript: false });
    assert.match(await page.innerText("noscript"), /xiaoneng verify/);
    assert.ok(await page.locator("#form").isHidden());
    await page.context().close();
  });
});
