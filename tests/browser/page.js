// The Explorer as a person sees it: its facets and what stands in them, its cards, its details.

/** @import { Page } from "playwright-core" */
/** @import { ImageKey } from "../../src/site/address.js" */

import { api, settled } from "./browser.js";

/**
 * Goes to the list of a query string without opening the page anew, as Back and Forward do, and waits for its reply.
 *
 * @param {Page} page
 * @param {string} search
 */
export async function visit(page, search) {
  await page.evaluate((address) => {
    history.pushState({}, "", address);
    dispatchEvent(new PopStateEvent("popstate"));
  }, `/explore${search}`);
  await settled(page);
}

/**
 * The part of the page that belongs to the facet of this key.
 *
 * @param {Page} page
 * @param {string} key
 */
export function facet(page, key) {
  return page.locator(`.facet[data-facet="${key}"]`);
}

/**
 * Opens a facet and shows all of its values. In one go: a reply that comes in between may take the button away.
 *
 * @param {Page} page
 * @param {string} key
 */
export function show(page, key) {
  return facet(page, key).evaluate((/** @type {HTMLDetailsElement} */ details) => {
    if (!details.open) details.querySelector("summary").click();
    /** @type {HTMLElement} */
    const all = details.querySelector(".more");
    if (!all.hidden && all.getAttribute("aria-expanded") === "false") all.click();
  });
}

/**
 * The values a facet shows, each with its count, in order.
 *
 * @param {Page} page
 * @param {string} key
 * @returns {Promise<[string, number][]>}
 */
export async function counts(page, key) {
  const shown = await countTexts(page, key);
  return shown.map(([value, text]) => [value, Number(text.replaceAll(",", ""))]);
}

/**
 * The values of a facet that are shown, with what stands in the place of their counts.
 *
 * @param {Page} page
 * @param {string} key
 * @returns {Promise<[string, string][]>}
 */
export function countTexts(page, key) {
  return facet(page, key)
    .locator(".values li")
    .evaluateAll((/** @type {HTMLElement[]} */ rows) =>
      rows.map((row) => [row.dataset.value, row.querySelector(".count").textContent]),
    );
}

/**
 * The same of an object of the API: highest first, then by key, as JavaScript keeps no other order of numbers.
 *
 * @param {Record<string, number>} found
 */
export function ranked(found) {
  return Object.entries(found).sort(([key, one], [than, other]) => other - one || (key < than ? -1 : 1));
}

/**
 * The values that a facet shows if all of them are asked for: those that `found` counts, and in a list that is too long for
 * a reply also those of `all` that nothing carries.
 *
 * @param {Record<string, number>} found
 * @param {Record<string, number>} all
 */
export function listed(found, all) {
  const counted = ranked(found);
  if (counted.length <= 50) return counted;
  return [
    ...counted,
    ...Object.keys(all)
      .filter((value) => !Object.hasOwn(found, value))
      .sort()
      .map(none),
  ];
}

/**
 * @param {string} value
 * @returns {[string, number]}
 */
function none(value) {
  return [value, 0];
}

/**
 * Shows all values of a facet, as many as the catalogue has, also those that nothing carries now.
 *
 * @param {Page} page
 * @param {string} key
 * @param {number} total
 */
export async function showAll(page, key, total) {
  await show(page, key);
  const rows = facet(page, key).locator(".values li");
  while ((await rows.count()) < total) {
    const shown = await rows.count();
    await rows.last().scrollIntoViewIfNeeded();
    await rows.nth(shown).waitFor({ state: "attached" });
  }
}

/**
 * The button that excludes a value.
 *
 * @param {Page} page
 * @param {string} key
 * @param {string} value
 */
export function excluder(page, key, value) {
  return facet(page, key).locator(`.values li[data-value="${value}"] .exclude`);
}

/**
 * The box for words and values.
 *
 * @param {Page} page
 */
export function searchBox(page) {
  return page.getByRole("combobox", { name: "Search images" });
}

/**
 * The box beside a value.
 *
 * @param {Page} page
 * @param {string} key
 * @param {string} value
 */
export function box(page, key, value) {
  return facet(page, key).locator(`.values li[data-value="${value}"] input`);
}

/**
 * The active filter as its chips say it: one list of texts.
 *
 * @param {Page} page
 */
export function chips(page) {
  return page.locator("#chips .chip").evaluateAll((found) => found.map((chip) => chip.firstChild.textContent));
}

/**
 * The fragments that the cards lead to, in order.
 *
 * @param {Page} page
 */
export function cards(page) {
  return page.locator(".card a").evaluateAll((links) => links.map((link) => link.getAttribute("href")));
}

/**
 * The fragment that the card of an image leads to, if its names need no escapes.
 *
 * @param {ImageKey} image
 */
export function fragmentOf({ spec_id, language, library }) {
  return `#${spec_id}/${language}/${library}`;
}

/** The first image of plotly, with the fragment that its card leads to. */
export async function firstImage() {
  const { images } = await api("/plots/filter?lib=plotly&limit=1");
  return { ...images[0], fragment: fragmentOf(images[0]) };
}

/**
 * Opens the details of the first card, goes on to another implementation of its spec and returns the fragment of that.
 *
 * @param {Page} page
 */
export async function openSibling(page) {
  await page.locator(".card a").first().click();
  const siblings = page.getByRole("dialog").locator(".siblings");
  const other = siblings.locator("a:not([aria-current])").first();
  const fragment = await other.getAttribute("href");
  await other.click();
  await siblings.locator(`a[aria-current][href="${fragment}"]`).waitFor();
  return fragment;
}

/**
 * Chooses the first tag of the open details and returns its value.
 *
 * @param {Page} page
 */
export async function chooseTag(page) {
  const tag = page.getByRole("dialog").locator(".tags .chip").first();
  const value = await tag.textContent();
  await tag.click();
  return value;
}

/**
 * 641037 as 641,037.
 *
 * @param {number} number
 */
export function grouped(number) {
  return number.toLocaleString("en");
}
