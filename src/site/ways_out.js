// The ways out of a filter that leaves nothing: each condition that can be given up, with the number of images without it.

/** @import { Answer } from "./answer.js" */

import { get } from "./api.js";
import { element } from "./dom.js";
import { FACETS, isSingle } from "./facets.js";
import { filterPath, OMITTABLE, VALUES } from "./filter_paths.js";
import * as replies from "./replies.js";
import { respelled } from "./spelling.js";
import { Query } from "./url_state.js";
import { grouped, knownTexts, valueName } from "./vocabulary.js";

/** Most ways that are offered: each may cost a request. */
const MOST = 12;

/**
 * A change of the filter.
 *
 * @typedef {object} Way
 * @property {string} label
 * @property {string} text the query string that it leads to
 * @property {number} [total] number of its images, if the answer says it
 */

export class WaysOut {
  #root;
  #note;
  #go;
  #loading = new AbortController();

  /**
   * @param {HTMLElement} root gets a button for each way
   * @param {HTMLElement} note says so if no way leads to images
   * @param {(text: string) => void} go what to do with the query string of a way
   */
  constructor(root, note, go) {
    this.#root = root;
    this.#note = note;
    this.#go = go;
  }

  /**
   * Offers the ways out of `answer`, or nothing if it has images.
   *
   * @param {Answer} answer
   */
  show(answer) {
    this.#loading.abort();
    this.#loading = new AbortController();
    this.#note.textContent = "";
    const ways = answer.reply.total === 0 ? waysOutOf(answer).slice(0, MOST) : [];
    const { signal } = this.#loading;
    const items = ways.map((way) => this.#item(way, signal));
    this.#root.replaceChildren(...items.map(({ button }) => button));
    if (items.length > 0) void this.#judge(items, signal);
  }

  /**
   * @param {Way} way
   * @param {AbortSignal} signal
   */
  #item({ label, text, total }, signal) {
    const button = element("button", { type: "button", click: () => this.#go(text) }, label);
    const known = (total === undefined ? totalOf(text, signal) : Promise.resolve(total)).then((number) => {
      if (number !== undefined) button.textContent = `${label}: ${grouped(number)}`;
      return number;
    });
    return { button, known };
  }

  /**
   * Removes the ways that lead nowhere, once that is known of all, so that no button moves from under a finger twice.
   *
   * @param {{ button: HTMLElement, known: Promise<number | undefined> }[]} items
   * @param {AbortSignal} signal
   */
  async #judge(items, signal) {
    const totals = await Promise.all(items.map(({ known }) => known));
    if (signal.aborted) return;
    for (const [place, { button }] of items.entries()) if (totals[place] === 0) button.remove();
    if (totals.every((total) => total === 0)) this.#note.textContent = "Giving up one condition is not enough.";
  }
}

/**
 * The changes that may lead to images: other spellings of the words, then each condition that can be given up.
 *
 * @param {Answer} answer
 * @returns {Way[]}
 */
export function waysOutOf({ query, reply, globalCounts }) {
  const spelling = query.hasWords ? respelled(query.words, knownTexts(globalCounts)) : undefined;
  const groups = query.groups.map(({ facet, values }, group) => {
    const counts = reply.orCounts[group];
    // Every image has one value of such a facet, so the counts add up. Of tags it has many, which overlap.
    const isSum = isSingle(facet) && counts.size < VALUES;
    return {
      label: `without ${values.map((value) => valueName(facet, value)).join(" or ")}`,
      text: query.withoutGroup(group),
      ...(isSum && { total: [...counts.values()].reduce((sum, count) => sum + count, 0) }),
    };
  });
  const exclusions = FACETS.flatMap(({ key }) =>
    query.excludedOf(key).map((value) => ({
      label: `with ${valueName(key, value)}`,
      text: query.withoutExclusion(key, value),
    })),
  );
  return [
    ...(spelling ? [{ label: `search for “${spelling}”`, text: query.withWords(spelling) }] : []),
    ...groups,
    ...exclusions,
    ...(query.hasWords ? [{ label: `without “${query.words.trim()}”`, text: query.withWords("") }] : []),
  ];
}

/**
 * The number of images of the query string `text`; undefined if the service does not say it.
 *
 * @param {string} text
 * @param {AbortSignal} signal
 */
async function totalOf(text, signal) {
  try {
    const path = filterPath(new Query(text), { limit: 1, omit: OMITTABLE });
    return (await get(path, replies.totalAlone, signal)).body.total;
  } catch {
    return undefined;
  }
}
