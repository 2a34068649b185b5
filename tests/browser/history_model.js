// A model of the browser's history on the Explorer: entries of filters, details and what lies below them.

/** @import { Filter, Group } from "./observe.js" */

/** @typedef {{ filter: Filter, image?: string, isOverList?: boolean }} Entry what an entry of the history shows */

/** @type {Filter} */
export const NOTHING = { groups: [], excluded: [], words: "", order: "spec", seed: null };

export class HistoryModel {
  /** @type {Entry[]} */
  #entries = [{ filter: NOTHING }];
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
    else this.#entries[this.#at] = { filter: this.entry.filter };
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
 * The filter with one more value, in a new group if `group` is undefined. It is not excluded any more.
 *
 * @param {Filter} filter
 * @param {string} facet
 * @param {number | undefined} group
 * @param {string} value
 * @returns {Filter}
 */
export function added(filter, facet, group, value) {
  const { groups } = filter;
  const more =
    group === undefined
      ? [...groups, { facet, values: [value] }]
      : groups.map((each, place) => (place === group ? { ...each, values: [...each.values, value] } : each));
  return included({ ...filter, groups: more }, facet, value);
}

/**
 * The filter without a value in a group, and without the group if it was its last.
 *
 * @param {Filter} filter
 * @param {number} group
 * @param {string} value
 * @returns {Filter}
 */
export function without(filter, group, value) {
  return { ...filter, groups: filter.groups.flatMap((each, place) => (place === group ? less(each, value) : [each])) };
}

/**
 * The filter that excludes a value, which no group asks for any more.
 *
 * @param {Filter} filter
 * @param {string} facet
 * @param {string} value
 * @returns {Filter}
 */
export function excluded(filter, facet, value) {
  const groups = filter.groups.flatMap((each) => (each.facet === facet ? less(each, value) : [each]));
  const place = filter.excluded.findIndex((each) => each.facet === facet);
  const list =
    place < 0
      ? [...filter.excluded, { facet, values: [value] }]
      : filter.excluded.with(place, { facet, values: [...filter.excluded[place].values, value] });
  return { ...filter, groups, excluded: list };
}

/**
 * The filter that does not exclude a value.
 *
 * @param {Filter} filter
 * @param {string} facet
 * @param {string} value
 * @returns {Filter}
 */
export function included(filter, facet, value) {
  const list = filter.excluded.flatMap((each) => (each.facet === facet ? less(each, value) : [each]));
  return { ...filter, excluded: list };
}

/**
 * The filter with other words: the first order images by relevance, unless an order was chosen; the last take that away.
 *
 * @param {Filter} filter
 * @param {string} words
 * @returns {Filter}
 */
export function searched(filter, words) {
  const isFirst = filter.words === "" && words !== "" && filter.order === "spec";
  const isLast = words === "" && filter.order === "relevance";
  return { ...filter, words, order: isFirst ? "relevance" : isLast ? "spec" : filter.order };
}

/**
 * The entry as the end of an address.
 *
 * @param {Entry} entry
 */
export function describe({ filter: { groups, excluded: not, words, order, seed }, image = "" }) {
  const lists = [
    groups.map(({ facet, values }) => `${facet}=${values}`),
    not.map(({ facet, values }) => `not.${facet}=${values}`),
  ];
  return `?${[...lists.flat(), `q=${words}`, `sort=${order}`, `seed=${seed}`].join("&")}${image}`;
}

/**
 * @param {Group} group
 * @param {string} value
 */
function less({ facet, values }, value) {
  const left = values.filter((other) => other !== value);
  return left.length > 0 ? [{ facet, values: left }] : [];
}
