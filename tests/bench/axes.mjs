// Filters that grow along one axis, the others staying at the base point.
import { chooser } from "./choices.mjs";
import { paged } from "./queries.mjs";

/** The point that all axes but that of values go through. */
export const BASE = { images: 100_000, groups: 4, values: 16 };
/** The longest URL that Cloudflare accepts, in bytes. */
const LONGEST_URL = 16 * 1024;

/** For each axis, a function that makes the path of the filter at a point. */
export function axes(edge) {
  const { facets } = chooser(edge, 0);
  const tagged = facets.filter(([facet, values]) => facet !== "spec" && values.length > BASE.values);
  const [[, specs]] = facets.filter(([facet]) => facet === "spec");
  return {
    groups: (count) => filter(Array.from({ length: count }, (_, at) => group(tagged, at))),
    // The one facet that has thousands of values.
    values: (count) => filter([["spec", specs.slice(0, count)]]),
  };
}

/** The highest point up to `end` whose URL Cloudflare accepts. */
export function highest(path, end) {
  let point = 0;
  while (point < end && path(point + 1).length <= LONGEST_URL) point += 1;
  return point;
}

/**
 * A group of the most frequent values of a facet without one of them. The facets come in turn, and each time it is another value
 * that is left out, so all groups differ and many images match.
 */
function group(facets, at) {
  const [facet, values] = facets[at % facets.length];
  const without = Math.floor(at / facets.length);
  return [facet, values.slice(0, BASE.values + 1).filter((_, place) => place !== without)];
}

function filter(groups) {
  return paged(
    `/plots/filter?${groups.map(([facet, values]) => `${facet}=${values.map(encodeURIComponent).join(",")}`).join("&")}`,
  );
}
