// What is kept between visits, in Cache Storage: files by their address, and a note of the state.

/** Name of the cache. A page of the site may have others. */
const NAME = "catalog-edge";
/** Key of the note, which has no address: keys of a cache are addresses. */
const NOTE = "https://note.invalid/";

/**
 * The state: identity of the snapshot that answers, the time at which the service was last asked for it, and the snapshot of
 * each page view, by its client id.
 *
 * @typedef {{ digest?: string | undefined, tag?: string | undefined, checked: number, views: Record<string, string> }} Note
 */

/** @returns {Promise<Note>} */
export async function readNote() {
  const { digest, tag, checked = 0, views = {} } = (await (await kept(NOTE))?.json().catch(() => undefined)) ?? {};
  return { digest, tag, checked, views };
}

/** @param {Note} note */
export async function writeNote(note) {
  await keep(NOTE, Response.json(note));
}

/**
 * The kept file of this address. Browsers may turn the storage off: then there is none.
 *
 * @param {string} url
 */
export async function kept(url) {
  try {
    return await (await caches.open(NAME)).match(url);
  } catch (fault) {
    console.warn(`nothing is kept: ${fault}`);
    return undefined;
  }
}

/**
 * Keeps a file. If there is no room for it, it is not kept: everything works without, over the network.
 *
 * @param {string} url
 * @param {Response} reply
 */
export async function keep(url, reply) {
  try {
    await (await caches.open(NAME)).put(url, reply);
  } catch (fault) {
    console.warn(`${url} is not kept: ${fault}`);
  }
}

/**
 * Removes the kept files of which `isUnwanted` says so.
 *
 * @param {(url: string) => boolean} isUnwanted
 */
export async function forget(isUnwanted) {
  try {
    const cache = await caches.open(NAME);
    const unwanted = (await cache.keys()).filter(({ url }) => isUnwanted(url));
    await Promise.all(unwanted.map((request) => cache.delete(request)));
  } catch (fault) {
    console.warn(`nothing is removed: ${fault}`);
  }
}

/** Removes everything. */
export async function clear() {
  await caches.delete(NAME);
}
