// Names of libraries, languages and specs, and numbers, as people read them.

/** @import { Facet } from "./facets.js" */
/** @import { Named } from "./replies.js" */

/**
 * Names of values, by facet and value.
 *
 * @type {Map<Facet, Map<string, string>>}
 */
const names = new Map();

/**
 * The name of a value; its key if the catalogue has no name for it.
 *
 * @param {Facet} facet
 * @param {string} value
 */
export function valueName(facet, value) {
  return names.get(facet)?.get(value) ?? (value === "" ? "(empty)" : value);
}

/** @param {Named[]} languages */
export function learnLanguages(languages) {
  names.set("lang", byId(languages));
}

/** @param {Named[]} libraries */
export function learnLibraries(libraries) {
  names.set("lib", byId(libraries));
}

/** @param {Map<string, string>} titles titles of specs by their ids */
export function learnSpecs(titles) {
  names.set("spec", titles);
}

/**
 * The values of a facet that have names: all languages, libraries and specs. None until the names are known.
 *
 * @param {Facet} facet
 */
export function namedValues(facet) {
  return [...(names.get(facet)?.keys() ?? [])];
}

/**
 * The texts that words of images are found in, as far as they are known: values and their names.
 *
 * @param {Record<Facet, Map<string, number>>} counts of all values that the page has
 */
export function knownTexts(counts) {
  const values = Object.values(counts).flatMap((values) => [...values.keys()]);
  return [...values, ...[...names.values()].flatMap((known) => [...known.keys(), ...known.values()])];
}

const plain = new Intl.NumberFormat("en");

/**
 * 641037 as 641,037.
 *
 * @param {number} number
 */
export function grouped(number) {
  return plain.format(number);
}

/**
 * `1 image`, `3,623 images`.
 *
 * @param {number} number
 * @param {string} noun
 */
export function counted(number, noun) {
  return `${grouped(number)} ${noun}${number === 1 ? "" : "s"}`;
}

/** @param {Named[]} list */
function byId(list) {
  return new Map(list.map(({ id, name }) => [id, name]));
}
