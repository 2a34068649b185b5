// The size of the catalogue, and the snapshot that answers.

/** @import { Health, Stats } from "./replies.js" */

import { get, sentence } from "./api.js";
import { element, part } from "./dom.js";
import * as replies from "./replies.js";
import { grouped } from "./vocabulary.js";

/** @type {[Intl.RelativeTimeFormatUnit, number][]} */
const UNITS = [
  ["year", 31_556_952],
  ["month", 2_629_746],
  ["day", 86_400],
  ["hour", 3_600],
  ["minute", 60],
  ["second", 1],
];

let asking = new AbortController();

/**
 * Asks for the figures and shows them, or says why there are none. Returns the reason. Another call takes the place of one
 * that still waits, because a part of its replies may be of a snapshot that the page has left.
 *
 * @returns {Promise<unknown>}
 */
export async function learnFigures() {
  asking.abort();
  asking = new AbortController();
  const { signal } = asking;
  try {
    const [stats, health] = await Promise.all([
      get("/stats", replies.stats, signal),
      get("/health", replies.health, signal),
    ]);
    if (signal.aborted) return undefined;
    showFigures(part("figures"), { ...stats.body, values: health.body.counts.values });
    showSnapshot(part("snapshot"), health.body);
    return undefined;
  } catch (fault) {
    if (signal.aborted) return undefined;
    part("snapshot").textContent = `No figures: ${sentence(fault)}`;
    return fault;
  }
}

/**
 * Fills the places of `list` with figures, an object that has one for each.
 *
 * @param {HTMLElement} list
 * @param {Stats & { values: number }} figures
 */
function showFigures(list, figures) {
  for (const [name, figure] of Object.entries(figures)) {
    const place = list.querySelector(`[data-figure="${name}"]`);
    if (place) place.textContent = grouped(figure);
  }
}

/**
 * Says in `line` which snapshot answers, where it comes from and how old its newest record is.
 *
 * @param {HTMLElement} line
 * @param {Health} health
 */
function showSnapshot(line, { snapshot }) {
  const digest = element(
    "a",
    { href: "/health", title: `XXH3-128 of the snapshot: ${snapshot.digest}` },
    element("code", {}, snapshot.digest.slice(0, 12)),
  );
  /** @type {(Node | string)[]} */
  const parts = ["snapshot ", digest];
  if (snapshot.changed)
    parts.push(
      " · newest record ",
      element("time", { datetime: snapshot.changed, title: snapshot.changed }, age(snapshot.changed)),
    );
  if (snapshot.source) parts.push(` · ${snapshot.source}`);
  line.replaceChildren(...parts);
}

/**
 * `2 days ago`.
 *
 * @param {string} moment
 */
function age(moment) {
  const seconds = (Date.now() - Date.parse(moment)) / 1000;
  const [unit, size] = UNITS.find(([, least]) => Math.abs(seconds) >= least) ?? UNITS[UNITS.length - 1];
  return new Intl.RelativeTimeFormat("en", { numeric: "auto" }).format(-Math.round(seconds / size), unit);
}
