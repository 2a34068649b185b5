// The panel of facets: their values with the counts of what each would leave or bring.

/** @import { Answer } from "./answer.js" */
/** @import { Query } from "./url_state.js" */

import { element } from "./dom.js";
import { FacetView } from "./facet_view.js";
import { FACETS } from "./facets.js";

/** A choice of what to do with a value is the caller's: it gets the query string that follows. */
export class FacetPanel {
  #root;
  #facets;

  /**
   * @param {HTMLElement} root gets the facets, under the headings of their sections
   * @param {(text: string) => void} go what to do with the query string that a choice leads to
   */
  constructor(root, go) {
    this.#root = root;
    this.#facets = FACETS.map((facet) => new FacetView(facet, go));
    for (const [place, { section }] of FACETS.entries()) {
      if (section !== FACETS[place - 1]?.section) root.append(element("h3", {}, section));
      root.append(this.#facets[place].root);
    }
  }

  /**
   * Shows the choices of `query` with the counts of the last answer, which are marked if it answers another query.
   *
   * @param {Query} query
   * @param {Answer | undefined} answer
   */
  update(query, answer) {
    this.#root.classList.toggle("is-old", !answer?.fits(query));
    for (const facet of this.#facets) facet.update(query, answer);
  }

  /** Forgets what searches in the facets have found. */
  forget() {
    for (const facet of this.#facets) facet.forget();
  }
}
