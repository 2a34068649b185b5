// The row of a value in its facet: a box to choose it, its name and count, a button to exclude it.

import { element, marked } from "./dom.js";
import { matchOf } from "./matches.js";
import { obstacle } from "./parameters.js";

/**
 * @typedef {object} Shown
 * @property {string} label
 * @property {string[]} wanted folded words that were searched for
 * @property {string} count
 * @property {number} share of the highest count, from 0 to 1
 * @property {boolean} isChosen
 * @property {boolean} isExcluded
 */

export class FacetRow {
  #value;
  /** The label and the words that are shown. */
  #shown = "";
  #box;
  #name = element("span", { class: "name" });
  #count = element("span", { class: "count" });
  #exclude;

  /**
   * @param {string} value
   * @param {object} to what to do with a choice
   * @param {(value: string, isChosen: boolean) => void} to.choose
   * @param {(value: string, isExcluded: boolean) => void} to.exclude
   */
  constructor(value, { choose, exclude }) {
    this.#value = value;
    const isDisabled = obstacle(value) !== undefined;
    const box = element("input", { type: "checkbox", disabled: isDisabled, change: () => choose(value, box.checked) });
    this.#box = box;
    const icon = element("span", { "aria-hidden": "true" }, "–");
    const click = () => exclude(value, this.#exclude.getAttribute("aria-pressed") !== "true");
    this.#exclude = element("button", { type: "button", class: "exclude", disabled: isDisabled, click }, icon);
    this.item = element(
      "li",
      { "data-value": value },
      element("label", {}, box, this.#name, this.#count),
      this.#exclude,
    );
  }

  /** @param {Shown} shown */
  show({ label, wanted, count, share, isChosen, isExcluded }) {
    this.#showLabel(label, wanted);
    this.#box.checked = isChosen;
    this.#count.textContent = isExcluded ? "excluded" : count;
    this.#exclude.setAttribute("aria-pressed", String(isExcluded));
    this.item.classList.toggle("is-excluded", isExcluded);
    this.item.classList.toggle("is-none", count === "0" && !isChosen);
    this.item.style.setProperty("--share", share.toFixed(3));
  }

  /**
   * Shows the label, and the value behind it if that is what matched.
   *
   * @param {string} label
   * @param {string[]} wanted
   */
  #showLabel(label, wanted) {
    const key = [label, ...wanted].join("\0");
    if (key === this.#shown) return;
    this.#shown = key;
    const texts = label === this.#value ? [label] : [label, this.#value];
    const [inLabel, inValue = []] = matchOf(wanted, texts)?.marks ?? [[]];
    const id = inValue.length > 0 ? element("code", {}, ...marked(this.#value, inValue)) : "";
    this.#name.replaceChildren(...marked(label, inLabel), id && " ", id);
    this.item.title = obstacle(this.#value) ?? (label === this.#value ? "" : this.#value);
    this.#exclude.setAttribute("aria-label", `Exclude ${label}`);
    this.#exclude.title = `Exclude ${label}`;
  }
}
