// What the random walk does to a filter besides choosing values: excluding, searching, ordering.

/** @import { Walker } from "./walker.js" */

import { clickAt } from "./clicks.js";
import { excluded, included, searched } from "./history_model.js";
import { observe, WATCHED } from "./observe.js";

const WORDS = ["", "scatter", "bar", "plot mat", "sca", "zzz", "é"];
const ORDERS = ["spec", "quality", "newest", "relevance"];

/** @param {Walker} walker */
async function exclude(walker) {
  const found = await press(walker, false);
  if (found) walker.history.push({ filter: excluded(walker.expected.filter, ...found) });
  return found?.join("=");
}

/** @param {Walker} walker */
async function include(walker) {
  const found = await press(walker, true);
  if (found) walker.history.push({ filter: included(walker.expected.filter, ...found) });
  return found?.join("=");
}

/**
 * Types words letter by letter without a pause, and ends with Enter. All of it is one entry of the history.
 *
 * @param {Walker} walker
 */
async function search(walker) {
  const words = walker.one(WORDS);
  const { filter } = walker.expected;
  await walker.page.evaluate((text) => {
    /** @type {HTMLInputElement} */
    const field = document.querySelector("#search");
    field.focus();
    for (const length of Array(text.length + 1).keys()) {
      field.value = text.slice(0, length);
      field.dispatchEvent(new Event("input"));
    }
    field.dispatchEvent(new KeyboardEvent("keydown", { key: "Enter", bubbles: true }));
    field.blur();
  }, words);
  if (words !== filter.words) walker.history.push({ filter: searched(filter, words) });
  return `“${words}”`;
}

/** @param {Walker} walker */
async function sort(walker) {
  const order = walker.one(ORDERS);
  const { filter } = walker.expected;
  const isOffered = await walker.page.evaluate((value) => {
    /** @type {HTMLSelectElement} */
    const menu = document.querySelector("#order");
    if (![...menu.options].some((option) => option.value === value)) return false;
    menu.value = value;
    menu.dispatchEvent(new Event("change"));
    return true;
  }, order);
  if (!isOffered || order === filter.order) return undefined;
  walker.history.push({ filter: { ...filter, order, seed: null } });
  return order;
}

/** @param {Walker} walker */
async function shuffle(walker) {
  await clickAt(walker.page, "#shuffle", 0);
  const { filter } = await observe(walker.page);
  walker.history.push({ filter: { ...walker.expected.filter, order: "random", seed: filter.seed } });
  return filter.seed;
}

export const FILTER_ACTIONS = [exclude, exclude, include, search, search, sort, shuffle];

/**
 * Presses the button beside a value that is excluded or not; undefined if there is none.
 *
 * @param {Walker} walker
 * @param {boolean} isExcluded
 * @returns {Promise<[string, string] | undefined>}
 */
async function press(walker, isExcluded) {
  const facet = walker.one(WATCHED);
  const { boxes } = await observe(walker.page);
  const found = boxes[facet].filter(([, , , isPressed]) => isPressed === isExcluded).map(([value]) => value);
  if (found.length === 0) return undefined;
  const value = walker.one(found);
  const isThere = await clickAt(walker.page, `[data-facet="${facet}"] li[data-value="${value}"] .exclude`, 0);
  return isThere ? [facet, value] : undefined;
}
