// The values that the service finds in a facet: the first page, and more of them on request.

/** @import { FacetValue } from "./replies.js" */

import { get, sentence } from "./api.js";
import * as replies from "./replies.js";

export class FoundValues {
  #show;
  #loading = new AbortController();
  /** @type {((offset: number) => `/plots/facets/${string}`) | undefined} */
  #pathAt;
  /** The filter of which the counts are asked for, and that of the counts that have come. */
  #filter = "";
  #counted = "";
  #isLoading = false;
  /** Number of values before the page that was asked for last. */
  #offset = 0;
  /** @type {FacetValue[]} */
  values = [];
  /** Number of values that match; undefined until a reply says it. */
  total = /** @type {number | undefined} */ (undefined);
  /** Says why there is no reply. */
  fault = /** @type {string | undefined} */ (undefined);

  /** @param {() => void} show called when there is something new */
  constructor(show) {
    this.#show = show;
  }

  /**
   * Asks for the first page, if it is not that of the last request. What was found before stays until it comes.
   *
   * @param {(offset: number) => `/plots/facets/${string}`} pathAt returns the path of a page
   * @param {string} filter names what narrows the counts
   */
  ask(pathAt, filter) {
    if (pathAt(0) === this.#pathAt?.(0)) return;
    this.#stop();
    this.#pathAt = pathAt;
    this.#filter = filter;
    void this.#load(0);
  }

  /** True if the counts are those of the filter that was asked for last. */
  get isCounted() {
    return this.#counted === this.#filter;
  }

  /** Asks for the next page, if there is one. After a fault, only `again` asks. */
  more() {
    if (!this.#isLoading && !this.fault && this.values.length < (this.total ?? 0)) void this.#load(this.values.length);
  }

  /** Asks again for what did not come. */
  again() {
    void this.#load(this.#offset);
  }

  /** Forgets everything. */
  clear() {
    this.#stop();
    this.#pathAt = undefined;
    this.values = [];
    this.total = undefined;
    this.fault = undefined;
  }

  #stop() {
    this.#loading.abort();
    this.#loading = new AbortController();
    this.#isLoading = false;
  }

  /** @param {number} offset */
  async #load(offset) {
    const { signal } = this.#loading;
    const path = this.#pathAt?.(offset);
    if (!path) return;
    this.#isLoading = true;
    this.#offset = offset;
    this.fault = undefined;
    try {
      const { body } = await get(path, replies.facetValues, signal);
      this.values = offset === 0 ? body.values : [...this.values, ...body.values];
      this.total = body.total;
      this.#counted = this.#filter;
    } catch (fault) {
      if (signal.aborted) return;
      this.fault = sentence(fault);
    }
    this.#isLoading = false;
    this.#show();
  }
}
