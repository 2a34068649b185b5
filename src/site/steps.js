// The way from one image's details to those beside it in the list: buttons, arrow keys and swipes.

import { part, partOf } from "./dom.js";
import { onSwipe } from "./swipe.js";

/**
 * The neighbours of an image of the list as fragments, and its place in words.
 *
 * @typedef {{ previous: string | undefined, next: string | undefined, place: string }} Beside
 */

export class Steps {
  #list;
  #exchange;
  #buttons = {
    previous: partOf(HTMLButtonElement, "details-previous"),
    next: partOf(HTMLButtonElement, "details-next"),
  };
  #place = part("details-place");
  /** Fragment of the last image that was in the list: of a sibling that is not, the neighbours are those of this one. */
  anchor = "";

  /**
   * @param {HTMLDialogElement} dialog listens to keys
   * @param {HTMLElement} body listens to swipes
   * @param {{ beside: (fragment: string) => Beside | undefined, more: () => unknown }} list
   * @param {(fragment: string) => void} exchange what to do with the fragment of another image
   */
  constructor(dialog, body, list, exchange) {
    this.#list = list;
    this.#exchange = exchange;
    this.#buttons.previous.addEventListener("click", () => this.#step("previous"));
    this.#buttons.next.addEventListener("click", () => this.#step("next"));
    onSwipe(body, (step) => this.#step(step > 0 ? "next" : "previous"));
    dialog.addEventListener("keydown", (event) => {
      const isFree = !event.ctrlKey && !event.metaKey && !event.altKey && !event.shiftKey;
      // Code scrolls by these keys.
      if (!isFree || (event.target instanceof Element && event.target.closest("pre"))) return;
      if (event.key === "ArrowLeft") this.#step("previous");
      else if (event.key === "ArrowRight") this.#step("next");
    });
  }

  /**
   * Offers what is beside the image at `fragment`. Near the end of the list, more of it is asked for.
   *
   * @param {string} fragment
   */
  update(fragment) {
    if (this.#list.beside(fragment)) this.anchor = fragment;
    const beside = this.#list.beside(this.anchor);
    // Not disabled, which would take the focus away.
    for (const step of /** @type {const} */ (["previous", "next"])) {
      this.#buttons[step].setAttribute("aria-disabled", String(beside?.[step] === undefined));
    }
    this.#place.textContent = beside?.place ?? "";
    if (beside && !beside.next) this.#list.more();
  }

  /** @param {"previous" | "next"} step */
  #step(step) {
    const fragment = this.#list.beside(this.anchor)?.[step];
    if (fragment) this.#exchange(fragment);
  }
}
