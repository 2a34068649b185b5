// The Explorer without a network: the last version of the page, and the files that it names.

import { scope } from "./scope.js";

/** Name of their cache. */
const NAME = "catalog-edge-pages";
/** Address of the page. What follows it is for its script. */
const PAGE = `${scope.location.origin}/explore`;
/** Folder of the files that are named by their content. */
const FILES = `${scope.location.origin}/site/immutable/`;
/** Address of such a file, in a page. */
const NAMED = /\/site\/immutable\/[\w.-]+/g;

/** @param {URL} url */
export function isPage({ origin, pathname }) {
  return origin + pathname === PAGE;
}

/** @param {URL} url */
export function isFile({ href }) {
  return href.startsWith(FILES);
}

/**
 * The page over the network. Without a network, the page as it was last seen.
 *
 * @param {FetchEvent} event
 */
export async function page(event) {
  try {
    const reply = /** @type {Response | undefined} */ (await event.preloadResponse) ?? (await fetch(event.request));
    if (reply.ok) event.waitUntil(keep(reply.clone()));
    return reply;
  } catch (fault) {
    const kept = await caches.match(PAGE, { cacheName: NAME });
    if (!kept) throw fault;
    return kept;
  }
}

/**
 * A file, which is the same for good.
 *
 * @param {Request} request
 */
export async function keptFile(request) {
  const kept = await caches.match(request.url, { cacheName: NAME }).catch(() => undefined);
  return kept ?? fetch(request);
}

/** Keeps the page as it is now. */
export async function keepPage() {
  const reply = await fetch(PAGE).catch(() => undefined);
  if (reply?.ok) await keep(reply);
}

/** Removes page and files. */
export async function clearPages() {
  await caches.delete(NAME);
}

/**
 * Keeps the page with its files, and no other files.
 *
 * @param {Response} reply
 */
async function keep(reply) {
  try {
    const cache = await caches.open(NAME);
    const before = await cache.match(PAGE);
    if (before && before.headers.get("etag") === reply.headers.get("etag")) return;
    const named = (await reply.clone().text()).match(NAMED) ?? [];
    const files = new Set(named.map((path) => new URL(path, PAGE).href));
    // The page last, so that one that is kept has its files.
    await cache.addAll([...files]);
    await cache.put(PAGE, reply);
    const old = (await cache.keys()).filter(({ url }) => url !== PAGE && !files.has(url));
    await Promise.all(old.map((request) => cache.delete(request)));
  } catch (fault) {
    // Without room for it, the page needs the network as before.
    console.warn(`the page is not kept: ${fault}`);
  }
}
