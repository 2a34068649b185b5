// The snapshots that answer in this browser: the current one of the service, and older ones of page views that began with
// them. Whatever goes wrong here, there is none, and the request goes over the network.

import { LocalCatalogue } from "./catalogue.js";
import { isThrifty } from "./link.js";
import { scope } from "./scope.js";
import { forget, keep, kept, readNote, writeNote } from "./store.js";

/** @import { Note } from "./store.js" */
/** @typedef {{ digest: string, revision: number, bytes: number }} Current reply of `/snapshots/current` */

/** Milliseconds between two questions for the current snapshot, at least. */
const INTERVAL = 60_000;
/** Bytes of the largest snapshot that is loaded. Opened, it takes about three times as much memory. */
const MOST_BYTES = 8_000_000;
/** Statuses of a service that does not give its snapshot any more. */
const WITHDRAWN = [404, 410];

export class Snapshots {
  #folder;
  #prepare;
  #withdrawn;
  /** @type {Map<string, Promise<LocalCatalogue | undefined>>} */
  #opened = new Map();
  /** @type {Note} */
  #note = { checked: 0, views: {} };
  #started = readNote().then((note) => {
    this.#note = note;
  });
  /** @type {Promise<void> | undefined} */
  #checking;
  /** Tag of replies that this engine does not give. */
  #foreign = "";

  /**
   * @param {string} api address of the service, with a slash at its end
   * @param {{ prepare: () => Promise<unknown>, withdrawn: () => Promise<unknown> }} calls `prepare` is called before a snapshot is
   *   opened, `withdrawn` if the service does not give its snapshot any more
   */
  constructor(api, { prepare, withdrawn }) {
    this.#folder = `${api}snapshots/`;
    this.#prepare = prepare;
    this.#withdrawn = withdrawn;
  }

  /**
   * The snapshot of the page view with this id.
   *
   * @param {string} view
   */
  async of(view) {
    await this.#started;
    const { views, digest } = this.#note;
    const seen = views[view];
    if (seen !== undefined) return this.#open(seen);
    const catalogue = digest === undefined ? undefined : await this.#open(digest);
    if (catalogue?.digest === undefined || view === "") return catalogue;
    if (views[view] === undefined) {
      views[view] = catalogue.digest;
      // The reply need not wait for it.
      void writeNote(this.#note);
    }
    return this.#open(views[view]);
  }

  /** Asks the service for its current snapshot, at most once in a while, and changes to that one. */
  check() {
    this.#checking ??= this.#check()
      .catch((fault) => console.warn(fault))
      .finally(() => {
        this.#checking = undefined;
      });
    return this.#checking;
  }

  async #check() {
    await this.#started;
    const note = this.#note;
    const age = Date.now() - note.checked;
    // The clock may have been set back.
    if (age >= 0 && age < INTERVAL) return;
    note.checked = Date.now();
    await writeNote(note);
    const reply = await fetch(`${this.#folder}current`, { cache: "no-cache" });
    if (WITHDRAWN.includes(reply.status)) {
      this.#note = { checked: note.checked, views: {} };
      this.#opened.clear();
      await this.#withdrawn();
      return;
    }
    // A service that fails says nothing about its snapshot.
    if (!reply.ok) return;
    const current = described(await reply.json().catch(() => undefined));
    const isSame = current && current.tag === note.tag && (await this.#open(current.digest));
    // Another snapshot that cannot be used is seen over the network, by all views that begin now.
    const usable = current && (isSame || (await this.#load(current))) ? current : undefined;
    note.digest = usable?.digest;
    note.tag = usable?.tag;
    await this.#forgetOld();
    await writeNote(note);
  }

  /**
   * Loads a snapshot and opens it. Returns true if this gives the replies that the service gives.
   *
   * @param {{ digest: string, tag: string, bytes: number }} current
   */
  async #load({ digest, tag, bytes }) {
    if (tag === this.#foreign || bytes > MOST_BYTES) return false;
    let catalogue = await this.#open(digest);
    if (!catalogue && !isThrifty()) {
      // Kept here, and not in the browser's own cache too.
      const reply = await fetch(this.#url(digest), { cache: "no-store" });
      if (!reply.ok) return false;
      await keep(this.#url(digest), reply.clone());
      this.#opened.set(digest, this.#opening(digest, reply));
      catalogue = await this.#open(digest);
    }
    if (catalogue && catalogue.tag !== tag) this.#foreign = tag;
    return catalogue?.tag === tag;
  }

  /**
   * The snapshot of this digest, if it is kept.
   *
   * @param {string} digest
   */
  async #open(digest) {
    let opening = this.#opened.get(digest);
    if (!opening) {
      opening = kept(this.#url(digest)).then((reply) => (reply ? this.#opening(digest, reply) : undefined));
      this.#opened.set(digest, opening);
    }
    const catalogue = await opening.catch((fault) => console.warn(fault));
    if (!catalogue && this.#opened.get(digest) === opening) this.#opened.delete(digest);
    return catalogue ?? undefined;
  }

  /**
   * Opens a snapshot. One that is damaged is forgotten.
   *
   * @param {string} digest
   * @param {Response} reply
   */
  async #opening(digest, reply) {
    await this.#prepare();
    // Replies name `Origin` in `Vary` if the service lists origins.
    const hasCors = /\borigin\b/i.test(reply.headers.get("vary") ?? "");
    const policy = hasCors ? { corsOrigins: scope.location.origin } : {};
    const catalogue = new LocalCatalogue(await reply.arrayBuffer(), policy);
    if (catalogue.digest === digest) return catalogue;
    await forget((url) => url === this.#url(digest));
    return undefined;
  }

  /** Forgets page views that are over, and the snapshots that no other one needs. */
  async #forgetOld() {
    const note = this.#note;
    const all = await scope.clients.matchAll({ includeUncontrolled: true, type: "all" });
    const live = new Set(all.map(({ id }) => id));
    note.views = Object.fromEntries(Object.entries(note.views).filter(([view]) => live.has(view)));
    const needed = new Set([note.digest, ...Object.values(note.views)]);
    for (const digest of this.#opened.keys()) if (!needed.has(digest)) this.#opened.delete(digest);
    await forget((url) => url.startsWith(this.#folder) && !needed.has(url.slice(this.#folder.length)));
  }

  /** @param {string} digest */
  #url(digest) {
    return `${this.#folder}${digest}`;
  }
}

/**
 * The snapshot that a reply of `/snapshots/current` names, with the `ETag` of the replies from it. Undefined if the reply is
 * another service's.
 *
 * @param {Partial<Current> | undefined} body
 */
function described({ digest, revision, bytes } = {}) {
  const isDescribed = /^[\da-f]{32}$/.test(digest ?? "") && Number.isInteger(revision) && Number.isInteger(bytes);
  if (!isDescribed || digest === undefined || bytes === undefined) return undefined;
  return { digest, bytes, tag: `W/"${digest}-${revision}"` };
}
