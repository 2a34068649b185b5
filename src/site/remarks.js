// Remarks on what the address asks for and the service does not know: parameters that are no filters, and values that no
// image has. Each with what was probably meant.

/** @import { Answer } from "./answer.js" */
/** @import { Facet } from "./facets.js" */
/** @import { Child } from "./dom.js" */
/** @import { Query } from "./url_state.js" */

import { get } from "./api.js";
import { element } from "./dom.js";
import { FACETS, facetName } from "./facets.js";
import { VALUES } from "./filter_paths.js";
import { nearest } from "./nearest.js";
import { encoded, isExpressible } from "./parameters.js";
import * as replies from "./replies.js";
import { namedValues, valueName } from "./vocabulary.js";

/** Most remarks on parameters, and on values. */
const MOST = 3;

export class Remarks {
  #root;
  #go;
  /** @type {Query | undefined} */
  #query;
  /** @type {Answer | undefined} */
  #answer;
  /** The remarks that are shown: they are replaced only by others, because a screen reader reads them out. */
  #shown = "";
  /**
   * Values that the service found for others, by facet and value; undefined if it found none.
   *
   * @type {Map<string, string | undefined>}
   */
  #found = new Map();

  /**
   * @param {HTMLElement} root gets the remarks
   * @param {(text: string) => void} go what to do with the query string that a correction leads to
   */
  constructor(root, go) {
    this.#root = root;
    this.#go = go;
  }

  /**
   * Shows what there is to say about `query`, with the last answer.
   *
   * @param {Query} query
   * @param {Answer | undefined} answer
   */
  update(query, answer) {
    this.#query = query;
    this.#answer = answer;
    const names = query.unknownNames.slice(0, MOST).map((name) => ({ name, meant: parameterMeantBy(name) }));
    const values = answer?.fits(query) ? unknownValues(query, answer).slice(0, MOST) : [];
    const meant = values.map(({ facet, value }) => this.#meantBy(facet, value));
    const key = JSON.stringify([query.text, names, values, meant]);
    if (key === this.#shown) return;
    this.#shown = key;
    this.#root.replaceChildren(
      ...names.map(({ name, meant }) =>
        element(
          "p",
          {},
          ...[element("code", {}, name), " is not a filter. "],
          ...this.#offer(meant, (other) => query.withName(name, other)),
          element("button", { type: "button", click: () => this.#go(query.withoutParameter(name)) }, `Remove ${name}`),
        ),
      ),
      ...values.map(({ facet, value }, place) =>
        element(
          "p",
          {},
          ...[element("code", {}, value), ` is not a value of ${facetName(facet)}. `],
          ...this.#offer(meant[place], (other) => query.withValue(facet, value, other)),
        ),
      ),
    );
  }

  /**
   * @param {string | undefined} meant
   * @param {(meant: string) => string} corrected returns the query string with it
   * @returns {Child[]}
   */
  #offer(meant, corrected) {
    if (meant === undefined) return [];
    const take = () => this.#go(corrected(meant));
    return ["Did you mean ", element("button", { type: "button", click: take }, element("code", {}, meant)), "? "];
  }

  /**
   * The value that was probably meant by one that does not exist. The service is asked if the page has not all of them.
   *
   * @param {Facet} facet
   * @param {string} value
   */
  #meantBy(facet, value) {
    const counted = [...(this.#answer?.globalCounts[facet].keys() ?? [])];
    const named = namedValues(facet);
    const values = [...new Set([...counted, ...named])];
    const known = nearest(
      value,
      values.filter(isExpressible).map((other) => [other, other, valueName(facet, other)]),
    );
    if (known !== undefined || counted.length < VALUES || named.length > 0) return known;
    const key = `${facet}=${value}`;
    if (!this.#found.has(key)) {
      this.#found.set(key, undefined);
      void searched(facet, value).then((found) => {
        this.#found.set(key, found);
        if (this.#query) this.update(this.#query, this.#answer);
      });
    }
    return this.#found.get(key);
  }
}

/**
 * Values that `query` chooses or excludes and that no image of the catalogue has.
 *
 * @param {Query} query
 * @param {Answer} answer
 */
function unknownValues(query, answer) {
  const values = [...query.groups, ...query.exclusions].flatMap(({ facet, values }) =>
    values.map((value) => ({ facet, value })),
  );
  const unknown = values.filter(({ facet, value }) => !answer.knows(facet, value));
  return [...new Map(unknown.map((each) => [`${each.facet}=${each.value}`, each])).values()];
}

/**
 * The parameter that was probably meant by one that the service ignores.
 *
 * @param {string} name
 */
export function parameterMeantBy(name) {
  return nearest(
    name,
    FACETS.map(({ key, name }) => [key, key, name]),
  );
}

/**
 * The first value that the service finds by the words of `value`; undefined if it finds none or does not answer.
 *
 * @param {Facet} facet
 * @param {string} value
 */
async function searched(facet, value) {
  try {
    const { body } = await get(`/plots/facets/${facet}?q=${encoded(value)}&limit=5`, replies.facetValues);
    return body.values.map((found) => found.value).find(isExpressible);
  } catch {
    return undefined;
  }
}
