// The row of a value in its facet: a box to choose it, its name and count, a button to exclude it.

import { element } from "./dom.js";
import { obstacle } from "./parameters.js";

/**
 * @typedef {object} Shown
 * @property {string} label
 * @property {number[] | undefined} [match] start and end of the part of the label that was searched for
 * @property {string} count
 * @property {number} share of the highest count, from 0 to 1
 * @property {boolean} isChosen
 * @property {boolean} isExcluded
 */

export class FacetRow {
  #value;
  #label = "";
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
  show({ label, match, count, share, isChosen, isExcluded }) {
    this.#showLabel(label, match);
    this.#box.checked = isChosen;
    this.#count.textContent = isExcluded ? "excluded" : count;
    this.#exclude.setAttribute("aria-pressed", String(isExcluded));
    this.item.classList.toggle("is-excluded", isExcluded);
    this.item.classList.toggle("is-none", count === "0" && !isChosen);
    this.item.style.setProperty("--share", share.toFixed(3));
  }

  /**
   * @param {string} label
   * @param {number[] | undefined} match
   */
  #showLabel(label, match) {
    const [start, end] = match ?? [0, 0];
    const parts = [label.slice(0, start), label.slice(start, end), label.slice(end)];
    if (parts.join("\0") !== this.#label) {
      this.#label = parts.join("\0");
      const [before, found, after] = parts;
      this.#name.replaceChildren(before, found === "" ? "" : element("mark", {}, found), after);
    }
    this.item.title = obstacle(this.#value) ?? (label === this.#value ? "" : this.#value);
    this.#exclude.setAttribute("aria-label", `Exclude ${label}`);
    this.#exclude.title = `Exclude ${label}`;
  }
}
