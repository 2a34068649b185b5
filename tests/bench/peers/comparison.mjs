// The times of peers on one mix of requests, beside the worker's.
import { batches, batchesAsync, percent, quantile, spectrum } from "../timing.mjs";
import { get } from "../worker.mjs";
import { hold } from "./cases.mjs";

/** @typedef {{ us: number, spread: number, ratio?: number }} Timed */

export class Comparison {
  #cases;
  #own;
  #rows = [];
  /** Medians by the peer's name. */
  medians = {};

  constructor(edge, cases) {
    this.#cases = cases;
    this.#own = cases.map(({ path }) => time(() => get(edge, path)));
    this.add("catalog-edge, WASM", this.#own, "reply bytes");
  }

  /**
   * Adds a row of times of all cases, or of the `chosen` ones, by index. Those that were timed in turns with the worker have
   * their ratio, in which a disturbance of the machine shows least.
   * @param {string} name
   * @param {Timed[]} timed
   * @param {string} note
   */
  add(name, timed, note, chosen = this.#cases.map((_, at) => at)) {
    const times = timed.map(({ us }) => us);
    const { p50, p99, max } = spectrum(times);
    const ratios = timed.map(({ us, ratio }, at) => ratio ?? us / this.#own[chosen[at]].us);
    const spreads = timed.map(({ spread }) => spread);
    const asked = `${timed.length} of ${this.#cases.length}`;
    this.#rows.push([name, asked, p50, p99, max, quantile(ratios, 0.5), percent(quantile(spreads, 0.5)), note]);
    this.medians[name] = p50;
  }

  /** Asks a function in JavaScript what its peer can answer. */
  async ask({ name, note, can }, answer) {
    const chosen = this.#cases.map((_, at) => at).filter((at) => can(this.#cases[at].request));
    for (const at of chosen) hold(name, this.#cases[at], await answer(this.#cases[at].request));
    const timed = [];
    for (const at of chosen) timed.push(await batchesAsync(() => answer(this.#cases[at].request)));
    this.add(name, timed, note, chosen);
  }

  /** Adds answers that a program gave and timed itself. */
  answered(name, answers, note) {
    for (const [at, { answer }] of answers.entries()) hold(name, this.#cases[at], answer);
    this.add(
      name,
      answers.map(({ timed }) => timed),
      note,
    );
  }

  table(report, title) {
    report.table(title, ["asked", "p50", "p99", "worst", "x ours", "noise", "what it makes"], this.#rows);
  }
}

/** Warm, then timed. */
function time(call) {
  for (let round = 0; round < 5; round += 1) call();
  return batches(call);
}
