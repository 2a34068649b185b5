// One box for words and values: what is typed searches the images at once, and values of facets that it may mean are
// offered below. An editable combobox with a list box.

/** @import { Answer } from "./answer.js" */
/** @import { Suggestion } from "./suggestions.js" */

import { element, marked } from "./dom.js";
import { wordsOf } from "./fold.js";
import { suggestions } from "./suggestions.js";
import { Query } from "./url_state.js";
import { grouped } from "./vocabulary.js";

/** Milliseconds from the last key to the search. */
const PAUSE = 150;

export class Search {
  #field;
  #list;
  #count;
  #draft;
  #settle;
  #query = new Query("");
  /** @type {Answer | undefined} */
  #answer;
  /**
   * The query string that this box led to last.
   *
   * @type {string | undefined}
   */
  #drafted;
  /** True from a key until the box is left or a choice is made. */
  #isTyping = false;
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  #timer;
  /** @type {Suggestion[]} */
  #suggestions = [];
  /** Place of the active option: 0 for the search itself, then the suggestions; -1 for none. */
  #active = -1;

  /**
   * @param {HTMLInputElement} field
   * @param {HTMLUListElement} list
   * @param {HTMLElement} count says how many of the values the list has
   * @param {object} to what to do with what a person types and chooses
   * @param {(text: string) => void} to.draft with the query string that the typed words lead to
   * @param {() => void} to.settle called when the person has ended
   */
  constructor(field, list, count, { draft, settle }) {
    this.#field = field;
    this.#list = list;
    this.#count = count;
    this.#draft = draft;
    this.#settle = settle;
    field.addEventListener("input", () => this.#type());
    field.addEventListener("blur", () => this.#end());
    field.addEventListener("keydown", (event) => this.#key(event));
    addEventListener("keydown", (event) => this.#summon(event));
    // Before the field loses the focus, which would close the list.
    list.addEventListener("pointerdown", (event) => event.preventDefault());
  }

  /**
   * Shows the words of `query`, and suggests what it has not chosen yet, with the counts of the last answer.
   *
   * @param {Query} query
   * @param {Answer | undefined} answer
   */
  update(query, answer) {
    const isOwn = query.text === this.#query.text || query.text === this.#drafted;
    this.#query = query;
    this.#answer = answer;
    if (!isOwn) {
      clearTimeout(this.#timer);
      this.#drafted = undefined;
      this.#field.value = query.words;
      this.#close();
    } else if (!this.#list.hidden) {
      this.#open();
    }
  }

  /**
   * A slash leads into the box from anywhere but a text or a dialog.
   *
   * @param {KeyboardEvent} event
   */
  #summon(event) {
    const isTyping = event.target instanceof Element && event.target.closest("input:not([type=checkbox]), dialog");
    if (event.key !== "/" || isTyping || event.ctrlKey || event.metaKey || event.altKey) return;
    event.preventDefault();
    this.#field.focus();
  }

  #type() {
    this.#isTyping = true;
    this.#active = -1;
    this.#open();
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.#search(), PAUSE);
  }

  /** Searches for what is typed, if it is not searched already. */
  #search() {
    clearTimeout(this.#timer);
    this.#lead(this.#query.withWords(this.#field.value));
  }

  /** @param {string} text */
  #lead(text) {
    this.#drafted = text;
    this.#draft(text);
  }

  /** Ends the typing with what is typed. */
  #end() {
    if (this.#isTyping) this.#search();
    this.#close();
    this.#settle();
  }

  #open() {
    const typed = this.#field.value.trim();
    if (wordsOf(typed).length === 0) {
      this.#hide();
      return;
    }
    const active = this.#suggestions[this.#active - 1];
    const { first, total, isCut } = this.#answer
      ? suggestions(typed, this.#query, this.#answer)
      : { first: [], total: 0, isCut: false };
    this.#suggestions = first;
    const items = this.#suggestions.map((suggestion, place) => this.#item(suggestion, place + 1));
    this.#list.replaceChildren(this.#itself(typed), ...items);
    this.#list.hidden = false;
    this.#count.textContent =
      total > first.length ? `${first.length} of ${grouped(total)}${isCut ? "+" : ""} values` : "";
    this.#field.setAttribute("aria-expanded", "true");
    // Counts have come: the active option stays, if it is there.
    const same = this.#suggestions.findIndex(({ key, value }) => key === active?.key && value === active.value);
    this.#move(same < 0 ? Math.min(this.#active, 0) : same + 1);
  }

  #close() {
    this.#isTyping = false;
    this.#hide();
  }

  #hide() {
    this.#list.hidden = true;
    this.#count.textContent = "";
    this.#suggestions = [];
    this.#active = -1;
    this.#field.setAttribute("aria-expanded", "false");
    this.#field.removeAttribute("aria-activedescendant");
  }

  /**
   * The option that stays with the words.
   *
   * @param {string} typed
   */
  #itself(typed) {
    return element(
      "li",
      { id: "found-0", class: "itself", role: "option", "aria-selected": "false", click: () => this.#end() },
      element("span", { class: "name" }, "Search for ", element("strong", {}, `“${typed}”`)),
      element("kbd", { "aria-hidden": "true" }, "Enter"),
    );
  }

  /**
   * @param {Suggestion} suggestion
   * @param {number} place
   */
  #item({ name, value, label, marks: [inLabel, inValue = []], count, why }, place) {
    const id = inValue.length > 0 ? element("code", {}, ...marked(value, inValue)) : null;
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
      element("span", { class: "name" }, ...marked(label, inLabel), id && " ", id),
      element("span", { class: "count" }, grouped(count)),
    );
  }

  /** @param {number} place */
  #take(place) {
    if (place <= 0) {
      this.#end();
      return;
    }
    const { key, value, why } = this.#suggestions[place - 1];
    if (why) return;
    clearTimeout(this.#timer);
    this.#field.value = "";
    this.#close();
    // The words were to find the value. Groups may have come or gone since the list was made.
    const query = new Query(this.#query.withWords(""));
    const group = query.groupsOf(key).at(-1);
    this.#lead(group === undefined ? query.withGroup(key, value) : query.withAlternative(group, value));
    this.#settle();
  }

  /** @param {KeyboardEvent} event */
  #key(event) {
    const isOpen = !this.#list.hidden;
    const count = this.#suggestions.length + 1;
    if (event.key === "Escape" && isOpen) this.#hide();
    else if (event.key === "Enter") this.#take(this.#active);
    else if (event.key === "ArrowDown" && isOpen) this.#move((this.#active + 1) % count);
    else if (event.key === "ArrowUp" && isOpen) this.#move((Math.max(this.#active, 0) + count - 1) % count);
    else if (event.key === "ArrowDown") this.#open();
    else return;
    event.preventDefault();
  }

  /** @param {number} place of the option to activate; -1 for none */
  #move(place) {
    this.#list.children[this.#active]?.setAttribute("aria-selected", "false");
    this.#active = place;
    const item = this.#list.children[place];
    if (!item) {
      this.#field.removeAttribute("aria-activedescendant");
      return;
    }
    item.setAttribute("aria-selected", "true");
    item.scrollIntoView({ block: "nearest" });
    this.#field.setAttribute("aria-activedescendant", item.id);
  }
}
