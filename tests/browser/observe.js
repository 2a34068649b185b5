// The Explorer as it is at one moment: everything that must be in step, read in one go.

/** @import { Page } from "playwright-core" */

/** @typedef {"lib" | "plot" | "dep"} Watched */
/** @typedef {{ facet: string, values: string[] }} Group */
/** @typedef {[value: string, isChecked: boolean, count: string]} Box */
/** @typedef {Awaited<ReturnType<typeof observe>>} Seen */

/**
 * The facets that are watched.
 *
 * @type {Watched[]}
 */
export const WATCHED = ["lib", "plot", "dep"];

/**
 * `groups` and `hash` are those of the address. `shown` says for each watched facet which of its groups the boxes
 * belong to, by its place among them; for a group to come that is their number. `boxes` lists value, tick and count.
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
    return {
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
  const groups = [...new URLSearchParams(seen.search)].map(([facet, list]) => ({ facet, values: list.split(",") }));
  return { ...seen, groups };
}
