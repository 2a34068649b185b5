// Asks again by itself for what an outage has kept from the page: when the browser is online again, and by a timer that
// slows down. While nobody sees the page, it waits.

import { Fault } from "./api.js";

/** Milliseconds until the first try by the timer, doubled after each that fails. */
const FIRST = 5_000;
const LONGEST = 60_000;

export class Recovery {
  /**
   * The functions that ask again.
   *
   * @type {Set<() => unknown>}
   */
  #lost = new Set();
  #pause = FIRST;
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  #timer;
  /** True if the timer has run down while nobody saw the page. */
  #isDue = false;

  constructor() {
    addEventListener("online", () => this.#try());
    document.addEventListener("visibilitychange", () => {
      if (this.#isDue && !document.hidden) this.#try();
    });
  }

  /**
   * Calls `ask` again and again until it is found, if `fault` is one that passes; else ends its tries. Returns true if it
   * passes.
   *
   * @param {() => unknown} ask
   * @param {unknown} fault
   */
  lost(ask, fault) {
    if (!isPassing(fault)) {
      this.found(ask);
      return false;
    }
    this.#lost.add(ask);
    this.#wait();
    return true;
  }

  /**
   * Ends the tries of `ask`.
   *
   * @param {() => unknown} ask
   */
  found(ask) {
    this.#lost.delete(ask);
    if (this.#lost.size > 0) return;
    this.#stop();
    this.#pause = FIRST;
  }

  #wait() {
    this.#timer ??= setTimeout(() => {
      this.#isDue = document.hidden;
      if (!document.hidden) this.#try();
    }, this.#pause);
  }

  #try() {
    this.#stop();
    if (this.#lost.size === 0) return;
    this.#pause = Math.min(LONGEST, 2 * this.#pause);
    for (const ask of [...this.#lost]) ask();
    // An ask that hangs, or that was given up for another, says nothing.
    this.#wait();
  }

  #stop() {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    this.#isDue = false;
  }
}

/** @param {unknown} fault */
function isPassing(fault) {
  return fault instanceof Fault && (fault.kind === "unreachable" || (fault.status ?? 0) >= 500);
}
