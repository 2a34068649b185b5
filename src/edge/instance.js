// Holds an opened snapshot, and opens it again after a trap: nothing in the memory of an instance that trapped can be
// trusted. Imports nothing of the platform, so all that answer from a snapshot share it.
import { __wbg_reset_state as replaceInstance } from "./catalog_edge.js";

/** @import { Edge, Rest } from "./catalog_edge.js" */

/** @typedef {Pick<Edge, "fetch" | "failure" | "chunk">} Answering */

/** Openings in a row that may trap. After that, only a new process helps. */
const MOST_TRAPS = 10;

/** Number of instances that were replaced. What was opened in one of them is lost. */
let replaced = 0;
/** True if the instance has trapped. */
let isDamaged = false;

export class Holder {
  #open;
  #closed;
  /** Openings in a row that trapped. */
  #traps = 0;
  /** Number of the instance in which `edge` was opened. */
  #instance = 0;
  /** The opened snapshot, or what stands in for it. */
  edge;

  /**
   * @param {() => Answering} open
   * @param {Answering} closed stands in while nothing is open
   */
  constructor(open, closed) {
    this.#open = open;
    this.#closed = closed;
    this.edge = this.#opened();
  }

  /** Opens the snapshot again if its instance is lost. Called before each use. */
  renew() {
    if ((isDamaged || this.#instance !== replaced) && this.#traps < MOST_TRAPS) this.edge = this.#opened();
  }

  /**
   * Gives up the instance, which has trapped, and opens the snapshot in a new one.
   *
   * @param {unknown} fault
   */
  fail(fault) {
    console.error(fault);
    isDamaged = true;
    this.renew();
  }

  /**
   * Returns the next chunk of a body. A trap breaks the body off, and the snapshot is opened again.
   *
   * @param {string} url
   * @param {Rest} rest
   */
  chunk(url, rest) {
    this.renew();
    try {
      return this.edge.chunk(url, rest);
    } catch (fault) {
      this.fail(fault);
      throw fault;
    }
  }

  #opened() {
    try {
      if (isDamaged) {
        replaceInstance();
        replaced += 1;
        isDamaged = false;
      }
      this.#instance = replaced;
      const edge = this.#open();
      this.#traps = 0;
      return edge;
    } catch (fault) {
      console.error(fault);
      if (isDamaged || fault instanceof WebAssembly.RuntimeError) {
        this.#traps += 1;
        isDamaged = true;
      }
      return this.#closed;
    }
  }
}

/**
 * True if no chunk follows.
 *
 * @param {Rest} rest
 */
export function isComplete([numbers]) {
  return numbers[0] === 0;
}
