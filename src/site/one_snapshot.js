// Keeps a page on one snapshot. A deployment during a visit, or a cache, may give replies of another one. Then the page asks
// again for all that it shows.

/** Most times that a reply of a snapshot the page has left is asked for again. After that, the snapshot counts as restored. */
const TRIES = 5;
/** Milliseconds to wait before the first of these, doubled each time: a deployment is everywhere within seconds. */
const WAIT = 250;

/**
 * Digest of the snapshot that the page shows.
 *
 * @type {string | undefined}
 */
let shown;
/**
 * Digests of those that it showed before.
 *
 * @type {Set<string>}
 */
const left = new Set();
/** Number of times that the page has changed to another snapshot. */
let changes = 0;
let askAgain = () => {};

/** @param {() => void} call called when the page changes to another snapshot */
export function whenReplaced(call) {
  askAgain = call;
}

/**
 * The moment at which a request is sent, and its cache mode: after a change, the browser's cache may have old replies.
 *
 * @returns {{ sent: number, cache: RequestCache }}
 */
export function request() {
  return { sent: changes, cache: changes > 0 ? "no-cache" : "default" };
}

/**
 * Returns undefined if a reply may be shown, else the milliseconds after which to ask again.
 *
 * @param {string | null} digest of the snapshot that the reply comes from; null if it comes from none
 * @param {number} sent the moment at which the request was sent
 * @param {number} tries number of times that it was sent before
 */
export function delayOf(digest, sent, tries) {
  if (digest === null || digest === shown) return undefined;
  if (sent < changes) return 0;
  if (left.has(digest) && tries < TRIES) return WAIT * 2 ** tries;
  const before = shown;
  shown = digest;
  left.delete(digest);
  if (before !== undefined) {
    left.add(before);
    changes += 1;
    askAgain();
  }
  return undefined;
}
