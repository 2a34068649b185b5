// The panel of facets in a narrow window: a button opens it, and one at its foot, near the finger, says what a choice has left
// and leads there.

/** @import { Answer } from "./answer.js" */
/** @import { Query } from "./url_state.js" */

import { part } from "./dom.js";
import { counted } from "./vocabulary.js";

export class NarrowPanel {
  #opener = part("filters");
  #closer = part("show-images");
  #clear = part("clear-panel");

  /** @param {() => void} clear called to remove all that narrows the images */
  constructor(clear) {
    this.#opener.addEventListener("click", () => this.#open(this.#opener.getAttribute("aria-expanded") !== "true"));
    this.#clear.addEventListener("click", clear);
    this.#closer.addEventListener("click", () => {
      this.#open(false);
      part("results").scrollIntoView();
      part("results").focus({ preventScroll: true });
    });
  }

  /**
   * Shows how many values `query` has, and how many images if `answer` is the one to it.
   *
   * @param {Query} query
   * @param {Answer | undefined} answer
   */
  update(query, answer) {
    const { valueCount } = query;
    this.#opener.textContent = valueCount > 0 ? `Filters (${valueCount})` : "Filters";
    const total = answer?.fits(query) ? answer.reply.total : undefined;
    this.#closer.textContent = total === undefined ? "Counting …" : `Show ${counted(total, "image")}`;
    this.#clear.hidden = query.isEmpty;
  }

  /** Shows that the images of the last query did not come. */
  fail() {
    this.#closer.textContent = "Show what went wrong";
  }

  /** @param {boolean} isOpen */
  #open(isOpen) {
    this.#opener.setAttribute("aria-expanded", String(isOpen));
  }
}
