// The active filter: its groups, then what is excluded, each value with a way to remove it.

/** @import { Answer } from "./answer.js" */
/** @import { Facet } from "./facets.js" */
/** @import { Query } from "./url_state.js" */

import { element, part } from "./dom.js";
import { FACETS, facetName } from "./facets.js";
import { grouped, valueName } from "./vocabulary.js";

/** Most chips that are shown until the person asks for all. */
const MOST = 10;

/** @typedef {{ value: string, remove: () => string }} Removal a value, and the query string without it */
/** @typedef {{ facet: Facet, isExclusion: boolean, values: Removal[] }} Row a group, or the exclusions of a facet */

export class Chips {
  #root;
  #go;
  #areAllShown = false;

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
    const count = query.valueCount;
    if (count <= MOST) this.#areAllShown = false;
    let room = this.#areAllShown ? count : MOST;
    const items = rowsOf(query).flatMap((row) => {
      const values = row.values.slice(0, room);
      room -= values.length;
      return values.length > 0 ? [this.#item({ ...row, values }, answer)] : [];
    });
    const rest = this.#areAllShown ? 0 : Math.max(0, count - MOST);
    const showRest = () => {
      this.#areAllShown = true;
      this.update(query, answer);
      this.#buttons()[MOST].focus();
    };
    const clear = () => this.#go(query.cleared());
    this.#root.hidden = count === 0;
    this.#root.replaceChildren(
      element("ul", { "aria-label": "Active filters" }, ...items),
      rest > 0 ? button(`and ${grouped(rest)} more`, showRest) : "",
      button("Clear all", clear),
    );
    // If the focus was on a chip, it stays at that place of the row.
    const buttons = this.#buttons();
    if (place >= 0 && !this.#root.hidden) buttons[Math.min(place, buttons.length - 1)].focus();
    else if (place >= 0) part("results").focus();
  }

  #buttons() {
    return [...this.#root.querySelectorAll("button")];
  }

  /**
   * @param {Row} row
   * @param {Answer | undefined} answer
   */
  #item({ facet, isExclusion, values }, answer) {
    const chips = values.flatMap(({ value, remove }, place) => [
      place > 0 && !isExclusion ? element("span", { class: "joint" }, " or ") : null,
      this.#chip(facet, isExclusion, value, answer?.knows(facet, value) === false, remove),
    ]);
    return element("li", {}, element("span", { class: "facet-name" }, facetName(facet)), " ", ...chips);
  }

  /**
   * @param {Facet} facet
   * @param {boolean} isExclusion
   * @param {string} value
   * @param {boolean} isUnknown
   * @param {() => string} remove
   */
  #chip(facet, isExclusion, value, isUnknown, remove) {
    const name = `${isExclusion ? "not " : ""}${valueName(facet, value)}`;
    const attributes = {
      type: "button",
      class: ["chip", isExclusion ? "is-excluded" : "", isUnknown ? "is-unknown" : ""].filter(Boolean).join(" "),
      title: isUnknown ? "No image of the catalogue has this value" : false,
      "aria-label": `Remove ${facetName(facet)}: ${name}`,
      click: () => this.#go(remove()),
    };
    const cross = element("span", { class: "cross", "aria-hidden": "true" }, "×");
    return element("button", attributes, name, cross);
  }
}

/**
 * @param {Query} query
 * @returns {Row[]}
 */
function rowsOf(query) {
  const groups = query.groups.map(({ facet, values }, group) => ({
    facet,
    isExclusion: false,
    values: values.map((value) => ({ value, remove: () => query.without(group, value) })),
  }));
  const exclusions = FACETS.map(({ key }) => ({
    facet: key,
    isExclusion: true,
    values: query.excludedOf(key).map((value) => ({ value, remove: () => query.withoutExclusion(key, value) })),
  }));
  return [...groups, ...exclusions];
}

/**
 * @param {string} name
 * @param {() => void} click
 */
function button(name, click) {
  return element("button", { type: "button", class: "clear", click }, name);
}
