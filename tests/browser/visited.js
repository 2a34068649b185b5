// A visitor whose requests a service worker answers, with a relay before the worker.

/** @import { TestContext } from "node:test" */
/** @import { Page } from "playwright-core" */

import { open } from "./browser.js";
import { bytesOf, Relay } from "./relay.js";

const SCRIPT = "/catalog-edge.js";
/** A page that registers the service worker and does nothing else. */
const CLIENT = {
  headers: { "content-type": "text/html" },
  body: `<!doctype html><link rel="icon" href="data:,"><script>navigator.serviceWorker.register("${SCRIPT}")</script>`,
};
/** Messages of what a test provokes. */
const PROVOKED = /Failed to load resource|is not kept|TypeError|RuntimeError|unreachable|snapshot|SyntaxError/;

/**
 * True for the address of a snapshot.
 *
 * @type {(path: string) => boolean}
 */
export const isSnapshot = (path) => /^\/snapshots\/[\da-f]{32}$/.test(path);

/**
 * A visitor of a page that registers the service worker, whose script begins with `prefix`.
 *
 * @param {TestContext} t
 * @param {{ prefix?: string, reply?: Relay["reply"] }} [options]
 */
export async function visited(t, { prefix = "", reply = () => undefined } = {}) {
  const relay = await Relay.before(t);
  const script = prefix + (await bytesOf(SCRIPT)).toString();
  relay.reply = async (path) => {
    if (path === "/client") return CLIENT;
    if (path === SCRIPT) return { headers: { "content-type": "text/javascript" }, body: script };
    return reply(path);
  };
  const page = await open(t, "/client", { site: relay.origin, hasServiceWorker: true, expected: PROVOKED });
  await page.evaluate(() => navigator.serviceWorker.ready);
  await page.waitForFunction(() => navigator.serviceWorker.controller !== null);
  return { page, relay };
}

/**
 * The reply to a GET, as a page sees it.
 *
 * @param {Page} page
 * @param {string} path
 * @param {{ cache?: RequestCache }} [init]
 */
export function ask(page, path, init) {
  return page.evaluate(
    async ([path, init]) => {
      const reply = await fetch(path, init);
      const isLocal = reply.headers.get("server-timing")?.startsWith("browser;") ?? false;
      const others = ["connection", "content-length", "date", "keep-alive", "server-timing", "transfer-encoding"];
      const headers = [...reply.headers].filter(([name]) => !others.includes(name));
      return { isLocal, status: reply.status, headers, body: await reply.text() };
    },
    /** @type {const} */ ([path, init]),
  );
}

/**
 * Lets the service worker ask for the current snapshot with the next request, as if a minute had passed.
 *
 * @param {Page} page
 */
export async function afterAMinute(page) {
  // Ended first, so that it does not write its own note later.
  await restart(page);
  await page.evaluate(async () => {
    const cache = await caches.open("catalog-edge");
    const note = await (await cache.match("https://note.invalid/")).json();
    await cache.put("https://note.invalid/", Response.json({ ...note, checked: 0 }));
  });
}

/**
 * Ends the service worker as a browser does. The next request starts it again.
 *
 * @param {Page} page
 */
export async function restart(page) {
  const session = await page.context().newCDPSession(page);
  await session.send("ServiceWorker.enable");
  await session.send("ServiceWorker.stopAllWorkers");
  await session.detach();
}

/**
 * Waits until page views that begin now are answered from the snapshot of this digest: from none if it is undefined.
 *
 * @param {Page} page
 * @param {string | undefined} digest
 */
export async function changes(page, digest) {
  await page.waitForFunction(
    async (digest) => (await (await caches.match("https://note.invalid/")).json()).digest === digest,
    digest,
  );
}

/**
 * Waits until the answers come from here, or not.
 *
 * @param {Page} page
 * @param {boolean} isLocal
 */
export async function settles(page, isLocal) {
  while ((await ask(page, "/stats")).isLocal !== isLocal) await new Promise((resolve) => setTimeout(resolve, 50));
}
