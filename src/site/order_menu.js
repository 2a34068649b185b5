// The order of the images: a menu, and a button that shuffles them.

import { element } from "./dom.js";
import { Query } from "./url_state.js";

const SHUFFLED = "random";
const RELEVANCE = "relevance";
/** Orders by the API's names. */
const ORDERS = new Map([
  ["spec", "Default order"],
  ["quality", "Best quality"],
  ["newest", "Newest"],
  [RELEVANCE, "Relevance"],
  [SHUFFLED, "Shuffled"],
]);
/** Number of seeds. A short seed keeps addresses short. */
const SEEDS = 100_000;

export class OrderMenu {
  #menu;
  #go;
  #query = new Query("");
  #relevance = element("option", { value: RELEVANCE }, ORDERS.get(RELEVANCE));

  /**
   * @param {HTMLSelectElement} menu
   * @param {HTMLButtonElement} button
   * @param {(text: string) => void} go what to do with the query string that a choice leads to
   */
  constructor(menu, button, go) {
    this.#menu = menu;
    this.#go = go;
    const options = [...ORDERS].filter(([order]) => order !== RELEVANCE);
    menu.append(...options.map(([value, name]) => element("option", { value }, name)));
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
    if (query.hasWords) this.#menu.options[2].after(this.#relevance);
    else this.#relevance.remove();
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
