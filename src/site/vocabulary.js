// What things are called: facets, and the libraries, languages and specs of the catalogue.

import { fold } from "./fold.js";

/** The facets in the API's order: query parameter, name, and whether an image carries just one value. */
export const FACETS = [
  { key: "lang", name: "Language", isSingle: true },
  { key: "lib", name: "Library", isSingle: true },
  { key: "spec", name: "Spec", isSingle: true },
  { key: "plot", name: "Plot type" },
  { key: "data", name: "Data type" },
  { key: "dom", name: "Domain" },
  { key: "feat", name: "Features" },
  { key: "dep", name: "Dependencies" },
  { key: "tech", name: "Techniques" },
  { key: "pat", name: "Patterns" },
  { key: "prep", name: "Data preparation" },
  { key: "style", name: "Styling" },
];

const NAMES = new Map(FACETS.map(({ key, name }) => [key, name]));
const values = { lang: new Map(), lib: new Map(), spec: new Map() };

export function facetName(facet) {
  return NAMES.get(facet);
}

/** What people call a value; its key where the catalogue has no other name for it. */
export function valueName(facet, value) {
  return values[facet]?.get(value) ?? (value === "" ? "(empty)" : value);
}

/** The place at which a folded text occurs in a value or its name, the first of both; `Infinity` if in neither. */
export function placeIn(facet, value, wanted) {
  const places = [valueName(facet, value), value].map((text) => fold(text).indexOf(wanted));
  return Math.min(...places.filter((place) => place >= 0), Infinity);
}

export function learnLanguages(languages) {
  for (const { id, name } of languages) values.lang.set(id, name);
}

export function learnLibraries(libraries) {
  for (const { id, name } of libraries) values.lib.set(id, name);
}

/** Takes the titles of specs by their ids. */
export function learnSpecs(titles) {
  values.spec = titles;
}

const plain = new Intl.NumberFormat("en");

/** 641037 as 641,037. */
export function grouped(number) {
  return plain.format(number);
}

/** `1 image`, `3,623 images`. */
export function counted(number, noun) {
  return `${grouped(number)} ${noun}${number === 1 ? "" : "s"}`;
}
