// The facets, in the API's order: the one place that names them. The type check fails unless they are those of the API.

/** @import { components } from "../../build/types/openapi.js" */

/** @typedef {keyof components["schemas"]["FacetCounts"]} Facet the query parameter of a facet */

/**
 * @typedef {object} FacetTraits
 * @property {string} name
 * @property {string} section heading of the part of the panel that it belongs to
 * @property {true} [isSingle] true if an image carries just one value
 * @property {true} [isOpen] true if its values are shown at first. Others open when a person or a filter opens them.
 */

/** @satisfies {Record<Facet, FacetTraits>} */
const TRAITS = {
  lang: { name: "Language", section: "Implemented in", isSingle: true, isOpen: true },
  lib: { name: "Library", section: "Implemented in", isSingle: true, isOpen: true },
  spec: { name: "Spec", section: "What is drawn", isSingle: true },
  plot: { name: "Plot type", section: "What is drawn", isOpen: true },
  data: { name: "Data type", section: "What is drawn" },
  dom: { name: "Domain", section: "What is drawn" },
  feat: { name: "Features", section: "What is drawn" },
  dep: { name: "Dependencies", section: "How it is made" },
  tech: { name: "Techniques", section: "How it is made" },
  pat: { name: "Patterns", section: "How it is made" },
  prep: { name: "Data preparation", section: "How it is made" },
  style: { name: "Styling", section: "How it is made" },
};

/** @typedef {FacetTraits & { key: Facet }} FacetEntry */

/** @type {FacetEntry[]} */
export const FACETS = Object.entries(TRAITS).map(([key, traits]) => ({ key: /** @type {Facet} */ (key), ...traits }));

/** Facets of which an image carries any number of values. */
export const TAGS = FACETS.filter(({ isSingle }) => !isSingle);

/**
 * @param {string} name
 * @returns {name is Facet}
 */
export function isFacet(name) {
  return Object.hasOwn(TRAITS, name);
}

/** @param {Facet} facet */
export function facetName(facet) {
  return TRAITS[facet].name;
}

/**
 * True if an image carries just one value of `facet`.
 *
 * @param {Facet} facet
 */
export function isSingle(facet) {
  return FACETS.some(({ key, isSingle }) => key === facet && isSingle);
}
