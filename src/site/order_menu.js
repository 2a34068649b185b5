// The order of the images: a menu, and a button that shuffles them.

import { element } from "./dom.js";
import { Query } from "./url_state.js";

const SHUFFLED = "random";
const RELEVANCE = "relevance";
/** Place of relevance in the menu, before the shuffled order. */
const PLACE = 3;
/** Number of seeds. A short seed keeps addresses short. */
const SEEDS = 100_000;

export class OrderMenu {
  #menu;
  #go;
  #query = new Query("");
  #relevance = element("option", { value: RELEVANCE }, "Relevance");

  /**
   * @param {HTMLSelectElement} menu the orders by the names of the API
   * @param {HTMLButtonElement} button
   * @param {(text: string) => void} go what to do with the query string that a choice leads to
   */
  constructor(menu, button, go) {
    this.#menu = menu;
    this.#go = go;
    menu.addEventListener("change", () => this.#choose(menu.value));
    button.addEventListener("click", () => this.#choose(SHUFFLED));
  }

  /**
   * Shows the order of `query`. Relevance is offered if words are searched.
   *
   * @param {Query} query
   */
  update(query) {
    this.#query = query;
    if (!query.hasWords) this.#relevance.remove();
    else if (!this.#relevance.isConnected) this.#menu.add(this.#relevance, PLACE);
    this.#menu.value = query.order;
    // Relevance without words, and what the service refuses.
    if (this.#menu.selectedIndex < 0) this.#menu.value = "spec";
  }

  /** @param {string} order */
  #choose(order) {
    this.#go(order === SHUFFLED ? shuffled(this.#query) : this.#query.inOrder(order));
  }
}

/**
 * The query string of `query` in a new shuffled order.
 *
 * @param {Query} query
 */
export function shuffled(query) {
  return query.inOrder(SHUFFLED, Math.floor(Math.random() * SEEDS));
}
