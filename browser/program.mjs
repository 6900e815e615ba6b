// Runs the program under test.
import { execFile, spawn } from "node:child_process";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
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
export async function serveDemo() {
  const server = spawn(PROGRAM, ["demo", "--listen", "127.0.0.1:0"], {
    stdio: ["ignore", "pipe", "pipe"],
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
    server.on("exit", (code) => reject(new Error(`the program ended with ${code}:\n${said}`)));
    setTimeout(() => reject(new Error(`no address after three minutes:\n${said}`)), 180_000).unref();
  }).catch((error) => {
    stop();
    throw error;
  });
  return { address, stop };
}
