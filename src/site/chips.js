// The active filter, group by group, each value with a way to remove it.

/** @import { Answer } from "./answer.js" */
/** @import { Facet } from "./facets.js" */
/** @import { Query } from "./url_state.js" */

import { element, part } from "./dom.js";
import { facetName } from "./facets.js";
import { valueName } from "./vocabulary.js";

export class Chips {
  #root;
  #go;

  /**
   * @param {HTMLElement} root gets the chips; hidden without any
   * @param {(text: string) => void} go what to do with the query string that a removal leads to
   */
  constructor(root, go) {
    this.#root = root;
    this.#go = go;
  }

  /**
   * Shows `query`; an answer, if there is one, knows which values exist.
   *
   * @param {Query} query
   * @param {Answer | undefined} answer
   */
  update(query, answer) {
    const place = this.#buttons().findIndex((button) => button.matches(":focus"));
    const items = query.groups.map(({ name, values }, group) => {
      const chips = values.flatMap((value, number) => {
        const isUnknown = answer !== undefined && !answer.knows(name, value);
        const joint = number > 0 ? element("span", { class: "joint" }, " or ") : null;
        return [joint, this.#chip(query, group, name, value, isUnknown)];
      });
      return element("li", {}, element("span", { class: "facet-name" }, facetName(name)), " ", ...chips);
    });
    const clear = element(
      "button",
      { type: "button", class: "clear", click: () => this.#go(query.cleared()) },
      "Clear all",
    );
    this.#root.hidden = items.length === 0;
    this.#root.replaceChildren(element("ul", { "aria-label": "Active filters" }, ...items), clear);
    // If the focus was on a chip, it stays at that place of the row.
    const buttons = this.#buttons();
    if (place >= 0 && !this.#root.hidden) buttons[Math.min(place, buttons.length - 1)].focus();
    else if (place >= 0) part("results").focus();
  }

  #buttons() {
    return [...this.#root.querySelectorAll("button")];
  }

  /**
   * @param {Query} query
   * @param {number} group
   * @param {Facet} facet
   * @param {string} value
   * @param {boolean} isUnknown
   */
  #chip(query, group, facet, value, isUnknown) {
    const attributes = {
      type: "button",
      class: isUnknown ? "chip is-unknown" : "chip",
      title: isUnknown ? "No image of the catalogue has this value" : false,
      "aria-label": `Remove ${facetName(facet)}: ${valueName(facet, value)}`,
      click: () => this.#go(query.without(group, value)),
    };
    const cross = element("span", { class: "cross", "aria-hidden": "true" }, "×");
    return element("button", attributes, valueName(facet, value), cross);
  }
}
