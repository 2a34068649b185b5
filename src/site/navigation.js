// The state of the page and the browser's history. A choice becomes an address at once, and the state is always read
// from the address: so choices, Back, Forward, reload and shared links take one way.

/** @import { Kept, Place, State } from "./address.js" */

import { addressOf, stateOf } from "./address.js";

export class Navigation {
  #onChange;
  #state = stateOf(location, history.state);
  /** True from the closing of details, or the undoing of a draft, until the browser has gone back to the list below. */
  #isClosing = false;
  /**
   * The address chosen in that time, and what to keep beside it.
   *
   * @type {{ address: string, kept: Kept } | undefined}
   */
  #next;
  /**
   * The query string from which the person began to type another; undefined when nothing is being typed.
   *
   * @type {string | undefined}
   */
  #typedFrom;

  /** @param {(state: State, before: State | undefined) => void} onChange called with each state, also the first */
  constructor(onChange) {
    this.#onChange = onChange;
    addEventListener("popstate", () => this.#arrive());
    // Not every browser tells of a new fragment by `popstate`.
    addEventListener("hashchange", () => this.#isClosing || this.#follow());
  }

  /** The state as `stateOf` returns it. */
  get state() {
    return this.#state;
  }

  start() {
    this.#onChange(this.#state, undefined);
  }

  /**
   * Goes to the list of the query string `text`.
   *
   * @param {string} text
   */
  go(text) {
    this.#typedFrom = undefined;
    this.#enter(addressOf(text), {});
  }

  /**
   * Goes to the list of the query string `text`, which is being typed: all that follows until `settle` takes its place in
   * the history.
   *
   * @param {string} text
   */
  draft(text) {
    if (text === this.#state.query.text) return;
    const isFirst = this.#typedFrom === undefined;
    this.#typedFrom ??= this.#state.query.text;
    this.#enter(addressOf(text), {}, isFirst);
  }

  /** Ends the typing. If it came back to where it began, so does the history. */
  settle() {
    const isUndone = this.#typedFrom === this.#state.query.text;
    this.#typedFrom = undefined;
    if (isUndone && this.#next) this.#next = undefined;
    else if (isUndone) this.#leave();
  }

  /**
   * Opens the details that `fragment` names over the list.
   *
   * @param {string} fragment
   */
  open(fragment) {
    this.#typedFrom = undefined;
    this.#enter(addressOf(this.#state.query.text) + fragment, { ...history.state, isOverList: true });
  }

  /**
   * Puts other details in the place of those that are open, also in the history: going back closes them.
   *
   * @param {string} fragment
   */
  exchange(fragment) {
    history.replaceState(history.state, "", fragment);
    this.#follow();
  }

  /** Leaves the details for the list: the entry below them, unless they were opened by a link from elsewhere. */
  close() {
    if (this.#state.isOverList) {
      this.#leave();
    } else {
      history.replaceState(history.state, "", addressOf(this.#state.query.text));
      this.#follow();
    }
  }

  /**
   * Keeps in the history how far the person has come in the list.
   *
   * @param {Place} place
   */
  keep(place) {
    if (this.#isClosing) return;
    this.#state = { ...this.#state, place };
    history.replaceState({ ...history.state, ...place }, "");
  }

  /** Goes back to the entry below. */
  #leave() {
    this.#isClosing = true;
    history.back();
  }

  /**
   * @param {string} address
   * @param {Kept} kept
   * @param {boolean} [isNew] false to put it in the place of the entry that is there
   */
  #enter(address, kept, isNew = true) {
    const url = new URL(address, location.href);
    if (this.#isClosing) {
      // The browser goes back a little later. The choice counts now, its address follows then.
      this.#next = { address, kept };
      this.#become(stateOf(url, kept));
    } else if (url.href !== location.href) {
      if (isNew) history.pushState(kept, "", address);
      else history.replaceState(kept, "", address);
      this.#follow();
    }
  }

  #arrive() {
    if (!this.#isClosing) this.#typedFrom = undefined;
    this.#isClosing = false;
    if (this.#next) history.pushState(this.#next.kept, "", this.#next.address);
    this.#next = undefined;
    this.#follow();
  }

  #follow() {
    this.#become(stateOf(location, history.state));
  }

  /** @param {State} state */
  #become(state) {
    const before = this.#state;
    this.#state = state;
    this.#onChange(state, before);
  }
}
