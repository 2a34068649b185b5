// The deployed worker with its pages, compressed as Cloudflare does it, and a Chromium.
import { cpSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { gzipSync } from "node:zlib";
import { chromium } from "playwright-core";
import { compressing } from "./compressing.mjs";
import { folder, root } from "./programs.mjs";
import { request, serve } from "./workerd.mjs";

/** The configuration of the deployed worker with its pages, which `cargo xtask bench` writes. */
const CONFIG = `${folder()}page.capnp`;
const ARGS = [
  "--no-sandbox",
  "--disable-gpu",
  "--disable-background-networking",
  "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1",
];

/** Calls `use` with a browser, the running worker and the address at which it answers with gzip. */
export async function withPages(use) {
  const { CHROME_PATH: executablePath } = process.env;
  if (!executablePath) throw new Error("there is no Chromium on PATH: set CHROME_PATH");
  rmSync(folder("pages"), { recursive: true });
  cpSync(`${root}build/bench/catalog.documents`, folder("pages"), { recursive: true });
  cpSync(`${root}build/site`, folder("pages/site"), { recursive: true });
  const worker = await serve(CONFIG);
  const { digest } = JSON.parse((await request(worker.port, "/snapshots/current")).body.toString());
  const compressed = gzipSync(readFileSync(`${root}build/bench/catalog.snap`), { level: 9 });
  writeFileSync(`${folder("pages")}/${digest}.snap.gz`, compressed);
  const proxy = await compressing(worker.port);
  const browser = await chromium.launch({ executablePath, args: ARGS });
  try {
    await use(browser, worker, `http://127.0.0.1:${proxy.port}`);
  } finally {
    await browser.close();
    await proxy.stop();
    await worker.stop();
  }
}
