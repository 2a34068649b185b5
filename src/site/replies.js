// The parts of the API's replies that the pages use. `/openapi.json` describes all of them, and the type check holds these
// readers to it.

/** @import { components, paths } from "../../build/types/openapi.js" */
/** @import { Facet } from "./facets.js" */
/** @import { Reader } from "./shape.js" */

import { FACETS } from "./facets.js";
import { dictionary, list, number, optional, record, text } from "./shape.js";

/**
 * The body of the reply to a GET of a path.
 *
 * @template {keyof paths} P
 * @typedef {paths[P]["get"]["responses"][200]["content"]["application/json"]} Body
 */

/** @typedef {ReturnType<typeof filterReply>} FilterReply */
/** @typedef {ReturnType<typeof image> & { html?: string | undefined }} Image */
/** @typedef {ReturnType<typeof facetValues>["values"][number]} FacetValue */
/** @typedef {Map<string, number>} Counts */
/** @typedef {ReturnType<typeof spec>} Spec */
/** @typedef {ReturnType<typeof stats>} Stats */
/** @typedef {ReturnType<typeof health>} Health */
/** @typedef {ReturnType<typeof named>} Named */

/**
 * A reply without the parts that can be left out, with those that were asked for.
 *
 * @template T
 * @typedef {T extends (infer I)[] ? Asked<I>[] : T extends object ? { [K in keyof T]-?: Asked<T[K]> } : T} Asked
 */
/** @typedef {Asked<Body<"/plots/filter">>} FilterBody */

/** Fields of the images of a list. */
const IMAGE = {
  spec_id: text,
  title: text,
  language: text,
  library: text,
  quality: optional(number),
  url_light: optional(text),
  url_dark: optional(text),
};
const image = record(IMAGE);
/** @type {string[]} */
export const IMAGE_FIELDS = Object.keys(IMAGE);

/** One reader for each facet. */
const facetCounts = record(
  /** @type {Record<Facet, typeof counts>} */ (Object.fromEntries(FACETS.map(({ key }) => [key, counts]))),
);

const page = { total: number, images: list(image) };

/**
 * A page of images and the counts.
 *
 * @satisfies {Reader<FilterBody, unknown>}
 */
export const filterReply = record({
  ...page,
  offset: number,
  counts: facetCounts,
  globalCounts: optional(facetCounts),
  valueTotals: dictionary(number),
  orCounts: list(counts),
});

/**
 * The titles of all specs alone.
 *
 * @satisfies {Reader<FilterBody, unknown>}
 */
export const titlesAlone = record({ specTitles: dictionary(text) });

/**
 * A page of images alone.
 *
 * @satisfies {Reader<FilterBody, unknown>}
 */
export const imagePage = record(page);

/**
 * Counts alone.
 *
 * @satisfies {Reader<FilterBody, unknown>}
 */
export const countsAlone = record({ counts: facetCounts });

/** Images with their interactive pages. */
export const interactiveImages = record({ images: list(record({ ...IMAGE, html: optional(text) })) });

/**
 * The number of images alone.
 *
 * @satisfies {Reader<FilterBody, unknown>}
 */
export const totalAlone = record({ total: number });

/** @satisfies {Reader<Body<"/plots/facets/{facet}">, unknown>} */
export const facetValues = record({
  total: number,
  values: list(record({ value: text, label: text, count: number })),
});

/** @satisfies {Reader<Body<"/specs/{id}/images">, unknown>} */
export const specImages = record({
  images: list(record({ library: text, language: text, url: text, html: optional(text) })),
});

/** @satisfies {Reader<Body<"/specs/{id}">, unknown>} */
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

/** @satisfies {Reader<Body<"/specs/{id}/{library}/code">, unknown>} */
export const code = record({ code: text });

/** @satisfies {Reader<Body<"/stats">, unknown>} */
export const stats = record({
  specs: number,
  plots: number,
  libraries: number,
  languages: number,
  lines_of_code: number,
});

/** @satisfies {Reader<Body<"/health">, unknown>} */
export const health = record({
  snapshot: record({ digest: text, changed: optional(text), source: optional(text) }),
  counts: record({ values: number }),
});

const named = record({ id: text, name: text });

/** @satisfies {Reader<Body<"/languages">, unknown>} */
export const languageList = record({ languages: list(named) });

/** @satisfies {Reader<Body<"/libraries">, unknown>} */
export const libraryList = record({ libraries: list(named) });

/**
 * The body of 422.
 *
 * @satisfies {Reader<components["schemas"]["ParameterErrors"], unknown>}
 */
export const parameterErrors = record({
  detail: list(record({ loc: list(text), input: optional(text), msg: text })),
});

/**
 * Counts in the API's order: highest first, then by key. An object of JavaScript puts keys that are numbers first.
 *
 * @param {{ [key: string]: number }} value
 * @param {string} [place]
 */
function counts(value, place) {
  const entries = [...dictionary(number)(value, place)];
  return new Map(entries.sort(([key, count], [other, than]) => than - count || (key < other ? -1 : 1)));
}
