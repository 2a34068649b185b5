// The parameters of a query string, read and written as the service reads them.

/** @import { paths } from "../../build/types/openapi.js" */
/** @import { Facet } from "./facets.js" */

import { isFacet } from "./facets.js";

/**
 * A parameter that lists values of a facet: a group, of which an image carries one, or an exclusion, of which it carries
 * none.
 *
 * @typedef {object} Condition
 * @property {string} name
 * @property {string} raw as it was written
 * @property {string} text its value
 * @property {Facet} facet
 * @property {boolean} isExclusion
 * @property {string[]} values
 */
/** @typedef {{ name: string, raw: string, text: string, values?: undefined }} Other */
/** @typedef {Condition | Other} Parameter */

/** Prefix of the names of exclusions. */
export const NOT = "not.";

/**
 * Parameters that list no values.
 *
 * @satisfies {Record<Exclude<keyof NonNullable<paths["/plots/filter"]["get"]["parameters"]["query"]>, Facet | `not.${Facet}`>, true>}
 */
const OTHERS = {
  q: true,
  sort: true,
  seed: true,
  limit: true,
  offset: true,
  omit: true,
  facets: true,
  values: true,
  fields: true,
};

/**
 * True if the service reads the parameter called `name`, or says itself why it does not.
 *
 * @param {string} name
 */
export function isKnown(name) {
  return isFacet(name) || name.startsWith(NOT) || Object.hasOwn(OTHERS, name);
}

// The characters that Python's str.strip removes. Neither \s nor trim of JavaScript removes the same.
const SPACE = "[\\t-\\r\\x1c-\\x20\\x85\\xa0\\u1680\\u2000-\\u200a\\u2028\\u2029\\u202f\\u205f\\u3000]";
const ENDS = new RegExp(`^${SPACE}+|${SPACE}+$`, "g");

/**
 * Returns why no group can name `value`, in words; undefined if one can. Every link that filters by a value asks.
 *
 * @param {string} value
 */
export function obstacle(value) {
  if (value === "") return "A filter cannot name this value: it is empty.";
  if (value.includes(",")) return "A filter cannot name this value: lists are split at commas.";
  if (value.replace(ENDS, "") !== value) return "A filter cannot name this value: blanks at its ends are removed.";
  if (!value.isWellFormed()) return "A filter cannot name this value: it is not valid Unicode.";
  return undefined;
}

/**
 * True if a group can name `value`.
 *
 * @param {string} value
 */
export function isExpressible(value) {
  return obstacle(value) === undefined;
}

/**
 * A text as part of a query string.
 *
 * @param {string} text
 */
export function encoded(text) {
  return encodeURIComponent(text.toWellFormed()).replaceAll("%20", "+");
}

/**
 * The query string of `parameters`.
 *
 * @param {Parameter[]} parameters
 */
export function join(parameters) {
  return parameters.map(({ raw }) => raw).join("&");
}

/**
 * Reads one parameter.
 *
 * @param {string} raw
 * @returns {Parameter}
 */
export function read(raw) {
  // Behind a separator, so that a question mark at its beginning is not taken for that of a query string.
  const [[name, text]] = new URLSearchParams(`&${raw}`);
  const isExclusion = name.startsWith(NOT);
  const facet = isExclusion ? name.slice(NOT.length) : name;
  if (!isFacet(facet)) return { name, raw, text };
  const values = text.split(",").map((value) => value.replace(ENDS, ""));
  const distinct = [...new Set(values.filter((value) => value !== ""))];
  return distinct.length > 0 ? { name, raw, text, facet, isExclusion, values: distinct } : { name, raw, text };
}

/**
 * A parameter that lists `values`.
 *
 * @param {string} name
 * @param {string[]} values
 */
export function written(name, values) {
  return read(`${name}=${values.map(encoded).join(",")}`);
}
