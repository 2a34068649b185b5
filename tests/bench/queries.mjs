// Filters to time: a fixed mix over whatever catalogue is there, of 0 to 6 groups of 1 to 5 values, frequent values and rare
// ones; and the recorded ones.
import { existsSync, readFileSync } from "node:fs";
import { gunzipSync } from "node:zlib";
import { chooser } from "./choices.mjs";
import { root } from "./programs.mjs";
import { wordsOf } from "./words.mjs";

const COUNT = 240;
/** Parameters that are no lists of values. */
const SETTINGS = ["limit", "offset", "q", "sort"];
const NOT = "not.";
const RECORDED = `${root}../shared/golden/requests.ndjson.gz`;

/** Paths of the filters, without limit. */
export function queries(edge) {
  const { facets, pick } = chooser(edge, 1);
  return Array.from({ length: COUNT }, (_, index) => {
    const groups = Array.from({ length: index % 7 }, () => {
      const [facet, values] = pick(facets);
      // Cubed, the choice falls on frequent values mostly, as people's does: they stand first.
      const list = Array.from({ length: pick([1, 2, 3, 4, 5]) }, () => pick(values, 3));
      return `${facet}=${list.map(encodeURIComponent).join(",")}`;
    });
    return `/plots/filter?${groups.join("&")}`;
  });
}

/** Paths of the recorded filters that were answered with 200, without their limits; none where there is no record. */
export function recorded() {
  if (!existsSync(RECORDED)) return [];
  const requests = gunzipSync(readFileSync(RECORDED))
    .toString()
    .trim()
    .split("\n")
    .map((line) => JSON.parse(line));
  return requests.flatMap(({ method, target, status }) => {
    const [path, query = ""] = target.split("?", 2);
    if (method !== "GET" || status !== 200 || path !== "/plots/filter") return [];
    return `${path}?${query
      .split("&")
      .filter((pair) => !new URLSearchParams(pair).has("limit"))
      .join("&")}`;
  });
}

/** The path for a page of 36 images. */
export function paged(path) {
  return `${path}&limit=36`;
}

/**
 * Content of a path: the facet if its values are searched, groups and excluded values by facet, the words of `q`, and true
 * if the order is that of quality.
 */
export function requestOf(path) {
  const query = new URLSearchParams(path.slice(path.indexOf("?")));
  const split = (list) =>
    list
      .split(",")
      .map((value) => value.trim())
      .filter((value) => value !== "");
  const lists = [...query]
    .map(([name, list]) => [name, split(list)])
    .filter(([name, values]) => !SETTINGS.includes(name) && values.length > 0);
  const [, facet] = /^\/plots\/facets\/(\w+)/.exec(path) ?? [];
  return {
    facet,
    groups: lists.filter(([name]) => !name.startsWith(NOT)),
    excluded: lists.filter(([name]) => name.startsWith(NOT)).map(([name, values]) => [name.slice(NOT.length), values]),
    words: wordsOf(query.get("q") ?? ""),
    isByQuality: query.get("sort") === "quality",
  };
}
