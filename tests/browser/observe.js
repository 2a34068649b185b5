// The Explorer as it is at one moment: everything that must be in step, read in one go.

/** @import { Page } from "playwright-core" */

/** @typedef {"lib" | "plot" | "dep"} Watched */
/** @typedef {{ facet: string, values: string[] }} Group */
/**
 * @typedef {object} Filter
 * @property {Group[]} groups
 * @property {Group[]} excluded one entry a facet
 * @property {string} words
 * @property {string} order
 * @property {string | null} seed
 */
/** @typedef {[value: string, isChecked: boolean, count: string, isExcluded: boolean]} Box */
/** @typedef {Awaited<ReturnType<typeof observe>>} Seen */

/**
 * The facets that are watched.
 *
 * @type {Watched[]}
 */
export const WATCHED = ["lib", "plot", "dep"];

/**
 * `filter` and `hash` are those of the address, `words` and `order` those of the box and the menu. `shown` says for each watched facet which of its groups the boxes
 * belong to, by its place among them; for a group to come that is their number. `boxes` lists value, tick, count and exclusion.
 *
 * @param {Page} page
 */
export async function observe(page) {
  const seen = await page.evaluate((facets) => {
    /**
     * @template T
     * @param {(facet: Element) => T} read
     */
    const watched = (read) => {
      const entries = facets.map((key) => [key, read(document.querySelector(`.facet[data-facet="${key}"]`))]);
      return /** @type {Record<Watched, T>} */ (Object.fromEntries(entries));
    };
    /** @type {HTMLDialogElement} */
    const dialog = document.querySelector("#details");
    /** @type {HTMLInputElement} */
    const box = document.querySelector("#search");
    /** @type {HTMLSelectElement} */
    const menu = document.querySelector("#order");
    return {
      words: box.value,
      order: menu.value,
      search: location.search,
      hash: location.hash,
      isOpen: dialog.open,
      title: document.getElementById("details-title").textContent,
      current: dialog.querySelector(".siblings [aria-current]")?.getAttribute("href"),
      chips: [...document.querySelectorAll("#chips .chip")].map((chip) => chip.firstChild.textContent),
      shown: watched((facet) => {
        const tabs = [...facet.querySelectorAll(".groups button")];
        const pressed = tabs.findIndex((tab) => tab.getAttribute("aria-pressed") === "true");
        return Math.max(0, pressed);
      }),
      boxes: watched((facet) => {
        /** @type {NodeListOf<HTMLElement>} */
        const rows = facet.querySelectorAll(".values li");
        /** @returns {Box} */
        const box = (/** @type {HTMLElement} */ row) => [
          row.dataset.value,
          row.querySelector("input").checked,
          row.querySelector(".count").textContent,
          row.querySelector(".exclude").getAttribute("aria-pressed") === "true",
        ];
        return [...rows].map(box);
      }),
      isOld: document.getElementById("facets").classList.contains("is-old"),
      total: document.querySelector("#total strong")?.textContent,
      cards: [...document.querySelectorAll(".card")].map((card) => ({
        fragment: card.querySelector("a").getAttribute("href"),
        picture: card.querySelector("img")?.src,
      })),
    };
  }, WATCHED);
  return { ...seen, filter: filterOf(seen.search) };
}

/**
 * Reads an address of the walk: no name is written twice but those of facets.
 *
 * @param {string} search
 * @returns {Filter}
 */
function filterOf(search) {
  const parameters = new URLSearchParams(search);
  const [words, order, seed] = ["q", "sort", "seed"].map((name) => parameters.get(name));
  const lists = [...parameters].filter(([name]) => !["q", "sort", "seed"].includes(name));
  const [not, groups] = [true, false].map((isNot) =>
    lists
      .filter(([name]) => name.startsWith("not.") === isNot)
      .map(([name, list]) => ({ facet: name.replace("not.", ""), values: list.split(",") })),
  );
  return { groups, excluded: not, words: words ?? "", order: order ?? "spec", seed };
}
