// The parts of the API's replies that the pages use. `/openapi.json` describes all of them.

import { dictionary, list, number, optional, record, text } from "./shape.js";
import { FACETS } from "./vocabulary.js";

const image = record({
  spec_id: text,
  title: text,
  language: text,
  library: text,
  quality: optional(number),
  url_light: optional(text),
  url_dark: optional(text),
  html: optional(text),
});

const facetCounts = record(Object.fromEntries(FACETS.map(({ key }) => [key, counts])));

export const filterReply = record({
  total: number,
  offset: number,
  images: list(image),
  counts: facetCounts,
  globalCounts: facetCounts,
  orCounts: list(counts),
  specTitles: dictionary(text),
});

export const specImages = record({
  images: list(record({ library: text, language: text, url: text, html: optional(text) })),
});

export const spec = record({
  id: text,
  description: optional(text),
  applications: optional(list(text)),
  implementations: list(
    record({
      library_id: text,
      language: text,
      library_version: optional(text),
      language_version: optional(text),
      generated_by: optional(text),
    }),
  ),
});

export const code = record({ code: text });

export const stats = record({
  specs: number,
  plots: number,
  libraries: number,
  languages: number,
  lines_of_code: number,
});

export const health = record({
  snapshot: record({ digest: text, changed: optional(text), source: optional(text) }),
  counts: record({ values: number }),
});

export const languageList = record({ languages: list(record({ id: text, name: text })) });

export const libraryList = record({ libraries: list(record({ id: text, name: text })) });

/** The body of 422. */
export const parameterErrors = record({
  detail: list(record({ loc: list(text), input: optional(text), msg: text })),
});

/** Counts in the API's order: highest first, then by key. An object of JavaScript puts keys that are numbers first. */
function counts(value, place) {
  const entries = [...dictionary(number)(value, place)];
  return new Map(entries.sort(([key, count], [other, than]) => than - count || (key < other ? -1 : 1)));
}
