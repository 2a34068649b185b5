// Filters to time: a fixed mix over whatever catalogue is there, of 0 to 6 groups of 1 to 5 values, frequent values and rare
// ones; and the recorded ones. The generator is seeded, so that every run asks the same of the same catalogue.
import { existsSync, readFileSync } from "node:fs";
import { gunzipSync } from "node:zlib";
import { root } from "./programs.mjs";
import { getJson } from "./worker.mjs";

const COUNT = 240;
const RECORDED = `${root}../shared/golden/requests.ndjson.gz`;

/** Paths of the filters, without limit. */
export function queries(edge) {
  const { globalCounts } = getJson(edge, "/plots/filter?limit=1");
  const facets = Object.entries(globalCounts).map(([facet, counts]) => [facet, Object.keys(counts)]);
  const random = generator(1);
  const pick = (list, skew = 1) => list[Math.floor(random() ** skew * list.length)];
  return Array.from({ length: COUNT }, (_, index) => {
    const groups = Array.from({ length: index % 7 }, () => {
      const [facet, values] = pick(facets);
      // Cubed, the choice falls on frequent values mostly, as people's does: they stand first.
      const list = Array.from({ length: 1 + Math.floor(random() * 5) }, () => pick(values, 3));
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

/** Uniform numbers in [0, 1): mulberry32. */
function generator(seed) {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

/** The path for a page of 36 images. */
export function paged(path) {
  return `${path}&limit=36`;
}

/** Groups of a path, each a facet and the values of which any will do. */
export function groupsOf(path) {
  const pairs = [...new URLSearchParams(path.slice(path.indexOf("?")))];
  const split = (list) =>
    list
      .split(",")
      .map((value) => value.trim())
      .filter((value) => value !== "");
  return pairs.map(([facet, list]) => [facet, split(list)]).filter(([, values]) => values.length > 0);
}
