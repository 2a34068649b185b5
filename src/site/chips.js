// The active filter: its groups, then what is excluded, each value with a way to remove it.

/** @import { Answer } from "./answer.js" */
/** @import { Facet } from "./facets.js" */
/** @import { Query } from "./url_state.js" */

import { element, part } from "./dom.js";
import { FACETS, facetName } from "./facets.js";
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
    const isUnknown = (/** @type {Facet} */ facet, /** @type {string} */ value) =>
      answer?.knows(facet, value) === false;
    const groups = query.groups.map(({ facet, values }, group) =>
      values.flatMap((value, number) => {
        const joint = number > 0 ? element("span", { class: "joint" }, " or ") : null;
        const remove = () => query.without(group, value);
        return [joint, this.#chip(facet, valueName(facet, value), isUnknown(facet, value), remove)];
      }),
    );
    const exclusions = FACETS.map(({ key }) =>
      query.excludedOf(key).map((value) => {
        const remove = () => query.withoutExclusion(key, value);
        return this.#chip(key, `not ${valueName(key, value)}`, isUnknown(key, value), remove, "is-excluded");
      }),
    );
    const items = [
      ...groups.map((chips, group) => item(query.groups[group].facet, chips)),
      ...FACETS.flatMap(({ key }, place) => (exclusions[place].length > 0 ? [item(key, exclusions[place])] : [])),
    ];
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
   * @param {Facet} facet
   * @param {string} name
   * @param {boolean} isUnknown
   * @param {() => string} remove returns the query string without this
   * @param {string} [kind]
   */
  #chip(facet, name, isUnknown, remove, kind = "") {
    const attributes = {
      type: "button",
      class: ["chip", kind, isUnknown ? "is-unknown" : ""].filter(Boolean).join(" "),
      title: isUnknown ? "No image of the catalogue has this value" : false,
      "aria-label": `Remove ${facetName(facet)}: ${name}`,
      click: () => this.#go(remove()),
    };
    const cross = element("span", { class: "cross", "aria-hidden": "true" }, "×");
    return element("button", attributes, name, cross);
  }
}

/**
 * @param {Facet} facet
 * @param {(HTMLElement | null)[]} chips
 */
function item(facet, chips) {
  return element("li", {}, element("span", { class: "facet-name" }, facetName(facet)), " ", ...chips);
}
