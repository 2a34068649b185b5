// One field over all values of all facets, specs by their titles: an editable combobox with a list box.

/** @import { Answer } from "./answer.js" */
/** @import { Facet } from "./facets.js" */

import { element } from "./dom.js";
import { FACETS } from "./facets.js";
import { fold } from "./fold.js";
import { obstacle, Query } from "./url_state.js";
import { grouped, placeIn, valueName } from "./vocabulary.js";

/** Most options that are offered. */
const MOST = 12;

/**
 * @typedef {object} Option
 * @property {Facet} key
 * @property {string} name of the facet
 * @property {string} value
 * @property {string} label of the value
 * @property {number} count
 * @property {boolean} isStart true if the value begins with what was typed
 * @property {string | undefined} why reason if no filter can name the value
 */

export class Search {
  #field;
  #list;
  #go;
  #query = new Query("");
  /** @type {Answer | undefined} */
  #answer;
  /** @type {Option[]} */
  #options = [];
  #active = -1;

  /**
   * @param {HTMLInputElement} field
   * @param {HTMLUListElement} list
   * @param {(text: string) => void} go what to do with the query string that a choice leads to
   */
  constructor(field, list, go) {
    this.#field = field;
    this.#list = list;
    this.#go = go;
    field.addEventListener("input", () => this.#open());
    field.addEventListener("focus", () => this.#open());
    field.addEventListener("blur", () => this.#close());
    field.addEventListener("keydown", (event) => this.#key(event));
    // Before the field loses the focus, which would close the list.
    list.addEventListener("pointerdown", (event) => event.preventDefault());
  }

  /**
   * Offers what `query` has not chosen yet, with the counts of the last answer.
   *
   * @param {Query} query
   * @param {Answer | undefined} answer
   */
  update(query, answer) {
    const isFirst = answer && !this.#answer;
    this.#query = query;
    this.#answer = answer;
    // Something may have been typed before there was anything to offer.
    if (isFirst && document.activeElement === this.#field) this.#open();
  }

  #open() {
    const wanted = fold(this.#field.value.trim());
    if (wanted === "" || !this.#answer) {
      this.#close();
      return;
    }
    this.#options = this.#found(wanted, this.#answer);
    this.#active = -1;
    const items = this.#options.map((option, place) => this.#item(option, place));
    const nothing = element(
      "li",
      { class: "none", role: "option", "aria-disabled": "true" },
      "No value of these images contains this.",
    );
    this.#list.replaceChildren(...(items.length > 0 ? items : [nothing]));
    this.#list.hidden = false;
    this.#field.setAttribute("aria-expanded", "true");
    this.#field.removeAttribute("aria-activedescendant");
  }

  #close() {
    this.#list.hidden = true;
    this.#options = [];
    this.#field.setAttribute("aria-expanded", "false");
    this.#field.removeAttribute("aria-activedescendant");
  }

  /**
   * Values that contain `wanted` and are not chosen yet: those that begin with it first, then by count.
   *
   * @param {string} wanted
   * @param {Answer} answer
   */
  #found(wanted, answer) {
    const found = FACETS.flatMap(({ key, name }) => {
      const group = this.#query.groupsOf(key).at(-1);
      const chosen = group === undefined ? [] : this.#query.groups[group].values;
      const { counts } = answer.countsOf(this.#query, key, group);
      return [...counts].flatMap(([value, count]) => {
        const place = placeIn(key, value, wanted);
        if (place === Infinity || chosen.includes(value)) return [];
        const label = valueName(key, value);
        return [{ key, name, value, label, count, isStart: place === 0, why: obstacle(value) }];
      });
    });
    return found
      .sort((one, other) => Number(other.isStart) - Number(one.isStart) || other.count - one.count)
      .slice(0, MOST);
  }

  /**
   * @param {Option} option
   * @param {number} place
   */
  #item({ name, label, count, why }, place) {
    return element(
      "li",
      {
        id: `found-${place}`,
        role: "option",
        "aria-selected": "false",
        "aria-disabled": why && "true",
        title: why,
        click: () => this.#take(place),
      },
      element("span", { class: "facet-name" }, name),
      element("span", { class: "name" }, label),
      element("span", { class: "count" }, grouped(count)),
    );
  }

  /** @param {number} place */
  #take(place) {
    const { key, value, why } = this.#options[place];
    if (why) return;
    this.#field.value = "";
    this.#close();
    // Of the query as it is now: groups may have come or gone since the list was made.
    const group = this.#query.groupsOf(key).at(-1);
    this.#go(group === undefined ? this.#query.withGroup(key, value) : this.#query.withAlternative(group, value));
  }

  /** @param {KeyboardEvent} event */
  #key(event) {
    const count = this.#options.length;
    if (event.key === "Escape" && !this.#list.hidden) this.#close();
    else if (event.key === "Enter" && count > 0) this.#take(Math.max(0, this.#active));
    else if (event.key === "ArrowDown" && count > 0) this.#move((this.#active + 1) % count);
    else if (event.key === "ArrowUp" && count > 0)
      this.#move((this.#active + count - 1 + Number(this.#active < 0)) % count);
    else return;
    event.preventDefault();
  }

  /** @param {number} place */
  #move(place) {
    this.#list.children[this.#active]?.setAttribute("aria-selected", "false");
    this.#active = place;
    const item = this.#list.children[place];
    item.setAttribute("aria-selected", "true");
    item.scrollIntoView({ block: "nearest" });
    this.#field.setAttribute("aria-activedescendant", item.id);
  }
}
