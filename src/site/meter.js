// The time that filters take, measured by the browser: the last one in words, the last few as a row of bars.

/** @import { Timing } from "./api.js" */

import { element, shape } from "./dom.js";

const KEPT = 32;
const HEIGHT = 18;
const STEP = 4;

export class Meter {
  #request;
  #reading;
  #history;
  /** @type {number[]} */
  #times = [];

  /**
   * @param {HTMLAnchorElement} request gets the exact request
   * @param {HTMLElement} reading gets time and size
   * @param {SVGElement} history gets the bars
   */
  constructor(request, reading, history) {
    this.#request = request;
    this.#reading = reading;
    this.#history = history;
  }

  /**
   * Shows that `path` was asked for.
   *
   * @param {string} path
   */
  ask(path) {
    this.#request.href = path;
    this.#request.textContent = readable(path);
  }

  /**
   * Shows how the reply to the last request came.
   *
   * @param {Promise<Timing>} timing
   */
  async answer(timing) {
    const path = this.#request.href;
    const { milliseconds, bytes, isCached, isLocal } = await timing;
    if (path !== this.#request.href) return;
    const size = `${(bytes / 1000).toFixed(bytes < 10_000 ? 1 : 0)} kB`;
    const source = isCached ? "from the browser's cache" : "from sending the request to the last byte";
    const place = isLocal ? " · in this browser" : isCached ? " · cached" : "";
    this.#reading.replaceChildren(element("strong", {}, milli(milliseconds)), ` · ${size}${place}`);
    this.#reading.title = `${milli(milliseconds)} ${source}, ${bytes.toLocaleString("en")} bytes of JSON`;
    if (isCached) return;
    this.#times = [...this.#times, milliseconds].slice(-KEPT);
    this.#draw();
  }

  /**
   * Shows that the last request failed.
   *
   * @param {number} [status] the status of the reply, if one came
   */
  fail(status) {
    this.#reading.textContent = String(status ?? "no answer");
  }

  #draw() {
    const highest = Math.max(...this.#times);
    const sorted = this.#times.toSorted((one, other) => one - other);
    const median = sorted[Math.floor(sorted.length / 2)];
    const bars = this.#times.map((time, place) => {
      const height = Math.max(1.5, (time / highest) * HEIGHT);
      return shape("rect", { x: place * STEP, y: HEIGHT - height, width: STEP - 1.2, height, rx: 0.8 });
    });
    const width = this.#times.length * STEP;
    this.#history.setAttribute("viewBox", `0 0 ${width} ${HEIGHT}`);
    this.#history.setAttribute("width", String(width));
    const label = `The last ${this.#times.length} replies: median ${milli(median)}, slowest ${milli(highest)}`;
    this.#history.replaceChildren(shape("title", {}, label), ...bars);
    this.#history.toggleAttribute("hidden", this.#times.length < 2);
  }
}

/** @param {number} milliseconds */
function milli(milliseconds) {
  return `${milliseconds.toFixed(milliseconds < 10 ? 1 : 0)} ms`;
}

/** @param {string} path */
function readable(path) {
  try {
    return decodeURI(path);
  } catch {
    return path;
  }
}
