// Clicks of a person in a hurry: at once, whatever lies over it.

/** @import { Page } from "playwright-core" */

/**
 * Clicks one of the elements that the selector finds; false if it is not there.
 *
 * @param {Page} page
 * @param {string} selector
 * @param {number} place among all that the selector finds
 */
export function clickAt(page, selector, place) {
  return page.evaluate(
    ([wanted, number]) => {
      /** @type {NodeListOf<HTMLElement>} */
      const found = document.querySelectorAll(wanted);
      found[number]?.click();
      return number < found.length;
    },
    /** @type {const} */ ([selector, place]),
  );
}

/**
 * Clicks one of the first 48 visible elements that the selector finds, and returns what it says.
 *
 * @param {Page} page
 * @param {number} random from 0 to 1
 * @param {string} selector
 */
export function clickAny(page, random, selector) {
  return page.evaluate(
    ([wanted, chance]) => {
      /** @type {NodeListOf<HTMLElement>} */
      const all = document.querySelectorAll(wanted);
      const found = [...all].slice(0, 48).filter((node) => node.checkVisibility());
      const node = found[Math.floor(chance * found.length)];
      if (!node) return undefined;
      const term = node.closest("div").querySelector("dt")?.textContent;
      const said = { href: node.getAttribute("href"), text: node.textContent, term };
      node.click();
      return said;
    },
    /** @type {const} */ ([selector, random]),
  );
}
