// Requests that peers are asked, with the worker's answers, to which theirs are held.
import { inFacet, total } from "../additions.mjs";
import { choices } from "../choices.mjs";
import { paged, requestOf } from "../queries.mjs";
import { getJson } from "../worker.mjs";

/** Most groups of a filter that is narrowed by more. With more groups it finds little. */
const GROUPS = 3;
const TRIES = 20;

/** Paths of those filters, each with excluded values, a word or the beginning of one, and the order of quality. */
export function narrowed(edge, filters) {
  const choice = choices(edge);
  return few(filters).flatMap((path, at) => {
    // Another word and other values, until something is found.
    for (let tried = 0; tried < TRIES; tried += 1) {
      const word = at % 2 === 0 ? choice.words(1) : choice.letters();
      const narrow = `${path}&${choice.excluded([1 + (at % 3)])}&q=${word}`;
      if (total(edge, narrow) > 0) return [paged(`${narrow}&sort=quality`)];
    }
    return [];
  });
}

/** Paths of searches among the values of a facet, within those filters. */
export function searches(edge, filters) {
  const choice = choices(edge);
  return few(filters).map((path) => `${inFacet(path, choice.facetNames(1))}&q=${choice.letters()}`);
}

function few(filters) {
  return filters.filter((path) => requestOf(path).groups.length <= GROUPS);
}

/** The answer to each path that peers must give, with rows for images. */
export function casesOf(edge, paths, { images }) {
  const rows = new Map(images.map(({ spec, lang, lib }, row) => [`${spec} ${lang} ${lib}`, row]));
  return paths.map((path) => {
    const request = requestOf(path);
    const reply = getJson(edge, path);
    if (request.facet) return { path, request, expected: reply };
    const page = reply.images.map(({ spec_id, language, library }) => rows.get(`${spec_id} ${language} ${library}`));
    const { total, counts, orCounts } = reply;
    return { path, request, expected: { total, page, counts, orCounts } };
  });
}

/** Holds a peer's answer to the worker's. The order of counts says nothing. */
export function hold(name, { path, request, expected }, answer) {
  const wrong = request.facet ? searchFaults(expected, answer) : filterFaults(expected, answer);
  if (wrong.length > 0) throw new Error(`${name} answers otherwise: ${path}: ${wrong.join(", ")}`);
}

function filterFaults(expected, { total, page, counts, orCounts }) {
  return [
    total !== expected.total && `total ${total}, not ${expected.total}`,
    String(page) !== String(expected.page) && `page ${page}, not ${expected.page}`,
    ...Object.keys(expected.counts).map(
      (facet) => differ(counts[facet], expected.counts[facet]) && `counts of ${facet}`,
    ),
    ...expected.orCounts.map((each, group) => differ(orCounts[group], each) && `orCounts of group ${group}`),
  ].filter(Boolean);
}

function searchFaults(expected, { total, values }) {
  const shown = (list) => JSON.stringify(list.map(({ value, label, count }) => [value, label, count]));
  return [
    total !== expected.total && `total ${total}, not ${expected.total}`,
    shown(values) !== shown(expected.values) && `${shown(values)}, not ${shown(expected.values)}`,
  ].filter(Boolean);
}

function differ(a, b) {
  const sorted = (object) => JSON.stringify(Object.entries(object).sort(([a], [b]) => (a < b ? -1 : 1)));
  return sorted(a) !== sorted(b);
}
