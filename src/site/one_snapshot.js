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
 * The moment at which a request is sent, as a number of changes; true if no reply has come before; and its cache mode.
 *
 * @typedef {{ sent: number, isFirst: boolean, cache: RequestCache }} Terms
 */

/**
 * Returns the terms of a request. A cache may answer it once, because what a cache holds may be old.
 *
 * @param {number} tries number of times that it was sent before
 * @returns {Terms}
 */
export function terms(tries) {
  return { sent: changes, isFirst: shown === undefined, cache: changes > 0 || tries > 0 ? "no-cache" : "default" };
}

/**
 * Returns undefined if a reply may be shown, else the milliseconds after which to ask again.
 *
 * @param {string | null} digest of the snapshot that the reply comes from; null if it comes from none
 * @param {Terms} terms of the request
 * @param {number} tries number of times that it was sent before
 */
export function delayOf(digest, { sent, cache }, tries) {
  if (digest === null || digest === shown) return undefined;
  if (shown === undefined) {
    shown = digest;
    return undefined;
  }
  // Only a reply that was revalidated tells of a deployment.
  if (sent < changes || cache === "default") return 0;
  if (left.has(digest) && tries < TRIES) return WAIT * 2 ** tries;
  left.add(shown);
  left.delete(digest);
  shown = digest;
  changes += 1;
  askAgain();
  return undefined;
}
