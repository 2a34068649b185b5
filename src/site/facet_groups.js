// The groups of a facet: buttons to choose which of them the values belong to, and the way to one more.

/** @import { FacetEntry } from "./facets.js" */
/** @import { Query } from "./url_state.js" */

import { element } from "./dom.js";
import { valueName } from "./vocabulary.js";

export class FacetGroups {
  #facet;
  #pick;

  /**
   * @param {FacetEntry} facet
   * @param {(group: number | undefined) => void} pick what to do with the number of a group, or undefined for a new one
   */
  constructor(facet, pick) {
    this.#facet = facet;
    this.#pick = pick;
    const label = `Conditions on ${facet.name}`;
    this.root = element("div", { class: "groups", role: "group", "aria-label": label, hidden: true });
  }

  /**
   * Shows the groups of `query`, with number `shown` as the one whose values are shown.
   *
   * @param {Query} query
   * @param {number | undefined} shown
   */
  update(query, shown) {
    const groups = query.groupsOf(this.#facet.key);
    this.root.hidden = groups.length === 0;
    /**
     * @param {number | undefined} group
     * @param {string} text
     */
    const tab = (group, text) => {
      const click = () => {
        this.#pick(group);
        // The buttons are new ones.
        /** @type {HTMLElement | null} */
        const pressed = this.root.querySelector("[aria-pressed=true]");
        pressed?.focus();
      };
      return element("button", { type: "button", "aria-pressed": String(group === shown), click }, text);
    };
    const named = (/** @type {number} */ group) =>
      query.groups[group].values.map((value) => valueName(this.#facet.key, value)).join(" or ");
    const tabs = groups.map((group) => tab(group, named(group)));
    // An image has one language, library and spec: a second condition on those would leave nothing.
    if (!this.#facet.isSingle) tabs.push(tab(undefined, "+ and also …"));
    this.root.replaceChildren(...(tabs.length > 1 ? tabs : []), hint(shown === undefined));
  }
}

/** @param {boolean} isNew */
function hint(isNew) {
  const text = isNew ? "And: a value here narrows the result." : "Or: another value widens the result.";
  return element("p", { class: "hint" }, text);
}
