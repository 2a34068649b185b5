// The active filter, group by group, each value with a way to remove it.

import { element } from "./dom.js";
import { facetName, valueName } from "./vocabulary.js";

export class Chips {
  #root;
  #go;

  /**
   * @param {HTMLElement} root where the chips go; hidden without any
   * @param {(text: string) => void} go what to do with the query string that a removal leads to
   */
  constructor(root, go) {
    this.#root = root;
    this.#go = go;
  }

  /** Shows `query`; an answer, if there is one, knows which values exist. */
  update(query, answer) {
    const place = [...this.#root.querySelectorAll("button")].indexOf(document.activeElement);
    const items = query.groups.map(({ name, values }, group) => {
      const chips = values.flatMap((value, number) => {
        const isUnknown = answer && !answer.knows(name, value);
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
    // Where the focus was on a chip, it stays at that place of the row.
    const buttons = [...this.#root.querySelectorAll("button")];
    if (place >= 0 && !this.#root.hidden) buttons[Math.min(place, buttons.length - 1)].focus();
    else if (place >= 0) document.getElementById("results").focus();
  }

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
