// Runs the program under test.
import { execFile, spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync } from "node:fs";
import { mkdtemp, rm } from "node:fs/promises";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";

/** The program; `./test browser` sets it. */
export const PROGRAM = process.env.XIAONENG ?? "xiaoneng";

/** The report of the demonstration agency in `language`, and how to throw it away. */
export async function demoReport(language) {
  const folder = await mkdtemp(join(tmpdir(), "xiaoneng-browser-"));
  const out = join(folder, "demo");
  await promisify(execFile)(PROGRAM, ["demo", "--out", out, "--lang", language, "--quiet"]);
  return {
    html: join(out, "report", "report.html"),
    remove: () => rm(folder, { recursive: true, force: true }),
  };
}

/** A report that was published and has changed since, in `language`; `./test browser` names what writes it. */
export async function publishedReport(language) {
  const folder = await mkdtemp(join(tmpdir(), "xiaoneng-browser-"));
  await promisify(execFile)(process.env.XIAONENG_SAMPLE, [folder]);
  return {
    html: join(folder, `report.${language}.html`),
    remove: () => rm(folder, { recursive: true, force: true }),
  };
}

/** Writes the page that verifies bundles into `folder`; gives the file. */
export async function verifyingPage(folder) {
  const page = join(folder, "verify.html");
  await promisify(execFile)(PROGRAM, ["verify", "--page", page]);
  return page;
}

/** Serves the demonstration on a free port; gives its address and how to stop it. */
export function serveDemo() {
  return start(PROGRAM, ["demo", "--listen", "127.0.0.1:0"]);
}

/** A port of this machine that is free. */
export async function freePort() {
  const server = createServer().listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address();
  server.close();
  await once(server, "close");
  return port;
}

/**
 * Serves a small ledger on `port`, with more settings in `environment`.
 *
 * Gives the code by which `admin` sets a password, and how to stop it.
 */
export async function serveLedger(port, environment) {
  const folder = await mkdtemp(join(tmpdir(), "xiaoneng-browser-"));
  const [package_, data] = [join(folder, "package"), join(folder, "data")];
  const run = async (...given) => (await promisify(execFile)(PROGRAM, given)).stdout.trim();
  await run("generate", "--cases", "10", "--out", package_, "--quiet");
  await run("import", package_, "--data", data, "--quiet");
  const who = ["--name", "管理员", "--sign-in-name", "admin", "--role", "system_administrator"];
  const code = await run("account", "open", ...who, "--data", data, "--quiet");
  const served = ["serve", "--data", data, "--listen", `127.0.0.1:${port}`, "--quiet"];
  const server = await start(PROGRAM, served, environment);
  const stop = async () => {
    server.stop();
    await rm(folder, { recursive: true, force: true });
  };
  return { code, stop };
}

const PROVIDER = new URL("../crates/openid/tests/provider/", import.meta.url);

/** Whether the OpenID Connect provider of the tests is installed. */
export const hasProvider = existsSync(new URL("node_modules/oidc-provider", PROVIDER));

/** Starts the provider on `port`; it sends browsers back to `redirect`. */
export function startProvider(port, redirect) {
  return start(process.execPath, [fileURLToPath(new URL("provider.js", PROVIDER)), redirect], {
    PORT: String(port),
  });
}

/** Starts a program that says at which address it serves; gives the address and how to stop it. */
async function start(program, given, environment = {}) {
  const server = spawn(program, given, {
    stdio: ["ignore", "pipe", "pipe"],
    env: { ...process.env, ...environment },
  });
  const stop = () => server.kill();
  const address = await new Promise((resolve, reject) => {
    let said = "";
    const listen = (text) => {
      said += text;
      const found = said.match(/http:\/\/127\.0\.0\.1:\d+/);
      if (found) resolve(found[0]);
    };
    server.stdout.on("data", listen);
    server.stderr.on("data", listen);
    server.on("error", reject);
    server.on("exit", (code) => reject(new Error(`${program} ended with ${code}:\n${said}`)));
    setTimeout(() => reject(new Error(`no address after three minutes:\n${said}`)), 180_000).unref();
  }).catch((error) => {
    stop();
    throw error;
  });
  return { address, stop };
}
