// Requests whose replies must be the same wherever they are computed.

import { existsSync, readFileSync } from "node:fs";
import { gunzipSync } from "node:zlib";
import { api } from "./browser.js";
import { chance } from "./chance.js";

/** Requests that were recorded of the service replaced. They are not part of the repository. */
const RECORDED = new URL("../../../shared/golden/requests.ndjson.gz", import.meta.url);

/** Every route that is computed, with every kind of error. */
export const ROUTES = [
  "/stats",
  "/stats?x=1",
  "/languages",
  "/libraries",
  "/libraries/plotly/images",
  "/libraries/plotly/images?sort=random&seed=7&limit=3&offset=1",
  "/libraries/plotly/images?sort=relevance",
  "/libraries/nope%22/images",
  "/specs/nope/images",
  "/plots/facets/lib?q=plo&lib=ggplot2",
  "/plots/facets/spec?not.lib=plotly&limit=2",
  "/plots/facets/nope",
  "/plots/filter",
  "/plots/filter?lib=plotly,bokeh&lang=python&limit=36",
  "/plots/filter?q=b%C3%84r&sort=relevance&values=20&fields=url,title&omit=specTitles",
  "/plots/filter?not.lib=plotly&sort=newest&facets=lib,plot&limit=5",
  "/plots/filter?limit=0&offset=x&not.x=1&sort=best",
  "/plots/filter?limit=99999999999999999999",
];

/** The recorded targets, if they are there. */
export function recorded() {
  if (!existsSync(RECORDED)) return [];
  const lines = gunzipSync(readFileSync(RECORDED)).toString().trim().split("\n");
  /** @type {{ method: string, target: string }[]} */
  const requests = lines.map((line) => JSON.parse(line));
  return requests.filter(({ method }) => method === "GET").map(({ target }) => target);
}

/**
 * Filters that follow from the seed of this run.
 *
 * @param {number} number
 */
export async function randomFilters(number) {
  const { globalCounts } = await api("/plots/filter?limit=1");
  const next = chance("filters");
  /** @type {<T>(list: T[]) => T} */
  const one = (list) => list[Math.floor(next() * list.length)];
  const facets = Object.keys(globalCounts);
  const group = () => {
    const facet = /** @type {keyof typeof globalCounts} */ (one(facets));
    const values = Array.from({ length: 1 + Math.floor(next() * 3) }, () => one(Object.keys(globalCounts[facet])));
    return [`${next() < 0.2 ? "not." : ""}${facet}`, values.join(",")];
  };
  const order = () => one(["spec", "quality", "newest", `random&seed=${Math.floor(next() * 9)}`]);
  return Array.from({ length: number }, () => {
    const groups = Array.from({ length: Math.floor(next() * 4) }, group);
    const page = [`limit=${1 + Math.floor(next() * 48)}`, `offset=${Math.floor(next() * 90)}`, `sort=${order()}`];
    const words = next() < 0.2 ? [`q=${one(["ba", "plot sc", "inter", "hea"])}`] : [];
    const parts = [...groups.map((pair) => pair.map(encodeURIComponent).join("=")), ...page, ...words];
    return `/plots/filter?${parts.join("&")}`;
  });
}
