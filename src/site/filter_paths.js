// The API's paths for what the page shows of a query.

/** @import { Facet } from "./facets.js" */
/** @import { Query } from "./url_state.js" */

import { encoded, written } from "./parameters.js";

/** Most values of a facet in a reply, and in a page of a facet's search. */
export const VALUES = 50;

/** The path for the titles of all specs. The page asks for it before its scripts run. */
export const TITLES = /** @type {const} */ ("/plots/filter?omit=images,counts,globalCounts,orCounts");

/** Parts of a reply that can be omitted. */
export const OMITTABLE = ["images", "counts", "globalCounts", "orCounts", "specTitles"];

/** Parameters that say in which order the images come, and which of them. */
const PRESENTING = ["sort", "seed", "limit", "offset"];

/** Parameters that choose parts of a reply. They are the page's own to choose. */
const PARTS = ["facets", "values", "fields", "omit"];

/**
 * The path for the images of `query`, with the page and the parts that are `wanted`. Without a limit, as the query string
 * says, at most `most` images.
 *
 * @param {Query} query
 * @param {object} wanted
 * @param {number | undefined} [wanted.limit]
 * @param {number} [wanted.most]
 * @param {number} [wanted.offset]
 * @param {number} [wanted.values]
 * @param {string[]} [wanted.fields]
 * @param {string[]} [wanted.omit]
 * @returns {`/plots/filter?${string}`}
 */
export function filterPath(query, { most, ...wanted }) {
  const { limit = query.isLimited ? undefined : most, offset, ...parts } = wanted;
  const own = Object.entries({ limit, offset, ...parts }).filter(([, value]) => value !== undefined);
  const names = [...PARTS, ...own.map(([name]) => name)];
  const others = query.parameters.filter(({ name }) => !names.includes(name)).map(({ raw }) => raw);
  return `/plots/filter?${[...others, ...own.map(([name, value]) => `${name}=${value}`)].join("&")}`;
}

/**
 * The parts of a reply that the page has, or gets otherwise: the titles, and the counts over all images if it knows them. A
 * reply to a query that names nothing to narrow the images has them as its own counts.
 *
 * @param {Query} query
 * @param {boolean} knowsAllCounts
 */
export function partsKnown(query, knowsAllCounts) {
  const isOfAll = query.parameters.every(({ name }) => PRESENTING.includes(name));
  return knowsAllCounts || isOfAll ? ["globalCounts", "specTitles"] : ["specTitles"];
}

/**
 * The paths for the pages of values of `facet` that `words` find, with their counts in group number `group` of `query`, or
 * in a new group if that is undefined. A page is named by the number of values before it.
 *
 * @param {Query} query
 * @param {Facet} facet
 * @param {number | undefined} group
 * @param {string} words
 * @returns {(offset: number) => `/plots/facets/${string}`}
 */
export function facetPaths(query, facet, group, words) {
  const chosen = group === undefined ? undefined : query.groups[group];
  const others = query.groups.filter((other) => other !== chosen);
  // The service takes the last group of the facet for the one that is being chosen. A new one may have any value.
  const isNew = chosen === undefined && others.some((other) => other.facet === facet);
  const last = chosen ?? (isNew ? written(facet, ["new"]) : undefined);
  const conditions = [...others, ...query.exclusions, ...(last ? [last] : [])].map(({ raw }) => raw);
  // Words that images are searched by have another name here.
  const narrowing = query.hasWords ? [`words=${encoded(query.words)}`] : [];
  const asked = [...conditions, ...narrowing, `q=${encoded(words)}`, `limit=${VALUES}`].join("&");
  return (offset) => `/plots/facets/${facet}?${asked}&offset=${offset}`;
}
