// A model of the browser's history on the Explorer: entries of groups, details and what lies below them.

/** @import { Group } from "./observe.js" */

/** @typedef {{ groups: Group[], image?: string, isOverList?: boolean }} Entry what an entry of the history shows */

export class HistoryModel {
  /** @type {Entry[]} */
  #entries = [{ groups: [] }];
  #at = 0;

  /** The entry that the page shows. */
  get entry() {
    return this.#entries[this.#at];
  }

  /**
   * A choice: a new entry in the place of all that come after this one.
   *
   * @param {Entry} entry
   */
  push(entry) {
    this.#entries.splice(this.#at + 1, Infinity, entry);
    this.#at += 1;
  }

  /**
   * Details of another image in the place of those that are open.
   *
   * @param {string} image
   */
  exchange(image) {
    this.#entries[this.#at] = { ...this.entry, image };
  }

  /** Closing details leads to the list below them, or puts it in their place. */
  closeDetails() {
    if (this.entry.isOverList) this.#at -= 1;
    else this.#entries[this.#at] = { groups: this.entry.groups };
  }

  /**
   * Goes back or forward; false if there is no such entry.
   *
   * @param {number} steps
   */
  go(steps) {
    if (!this.#entries[this.#at + steps]) return false;
    this.#at += steps;
    return true;
  }
}

/**
 * The numbers of the groups of `facet`.
 *
 * @param {Group[]} groups
 * @param {string} facet
 */
export function groupsOf(groups, facet) {
  return [...groups.keys()].filter((group) => groups[group].facet === facet);
}

/**
 * The groups with one more value, in a new group if `group` is undefined.
 *
 * @param {Group[]} groups
 * @param {string} facet
 * @param {number | undefined} group
 * @param {string} value
 */
export function added(groups, facet, group, value) {
  if (group === undefined) return [...groups, { facet, values: [value] }];
  return groups.map((each, place) => (place === group ? { ...each, values: [...each.values, value] } : each));
}

/**
 * The groups without a value, and without the group if it was its last.
 *
 * @param {Group[]} groups
 * @param {number} group
 * @param {string} value
 */
export function without(groups, group, value) {
  const values = groups[group].values.filter((other) => other !== value);
  return groups.flatMap((each, place) => (place !== group ? [each] : values.length > 0 ? [{ ...each, values }] : []));
}

/**
 * The entry as the end of an address.
 *
 * @param {Entry} entry
 */
export function describe({ groups, image = "" }) {
  return `?${groups.map(({ facet, values }) => `${facet}=${values}`).join("&")}${image}`;
}
