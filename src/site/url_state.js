// The page's state is its query string, and its query string is the API's: `/explore?lib=matplotlib&plot=scatter` shows
// what `/plots/filter?lib=matplotlib&plot=scatter` answers. It is read as the service reads it, and parameters that a
// change does not concern stay as they were written.

/** @import { Facet } from "./facets.js" */

import { isFacet } from "./facets.js";

/** @typedef {{ name: Facet, raw: string, values: string[] }} Group */
/** @typedef {Group | { name: string, raw: string, values?: undefined }} Parameter */

// The characters that Python's str.strip removes. Neither \s nor trim of JavaScript removes the same.
const SPACE = "[\\t-\\r\\x1c-\\x20\\x85\\xa0\\u1680\\u2000-\\u200a\\u2028\\u2029\\u202f\\u205f\\u3000]";
const ENDS = new RegExp(`^${SPACE}+|${SPACE}+$`, "g");

/** A filter as a query string says it. Never changes: every edit returns the query string of another one. */
export class Query {
  /** @param {string} text a query string, with or without its question mark */
  constructor(text) {
    /** @type {Parameter[]} */
    this.parameters = text
      .replace(/^\?/, "")
      .split("&")
      .filter((raw) => raw !== "")
      .map(read);
    /** Groups in the caller's order, as `orCounts` numbers them: an image must carry one of the values of each. */
    this.groups = this.parameters.filter(isGroup);
    this.text = this.parameters.map(({ raw }) => raw).join("&");
  }

  /**
   * The numbers of the groups of `facet`.
   *
   * @param {Facet} facet
   */
  groupsOf(facet) {
    return [...this.groups.keys()].filter((group) => this.groups[group].name === facet);
  }

  /**
   * With `value` as one more alternative in the group of that number.
   *
   * @param {number} group
   * @param {string} value
   */
  withAlternative(group, value) {
    const { name, values } = this.groups[group];
    return values.includes(value) ? this.text : this.#withGroup(group, name, [...values, value]);
  }

  /**
   * With one more group, of which `value` must match as well.
   *
   * @param {Facet} facet
   * @param {string} value
   */
  withGroup(facet, value) {
    return this.#edited([...this.parameters, { name: facet, raw: write(facet, [value]) }]);
  }

  /**
   * Without `value` in the group of that number, and without the group when it was its last.
   *
   * @param {number} group
   * @param {string} value
   */
  without(group, value) {
    const { name, values } = this.groups[group];
    return this.#withGroup(
      group,
      name,
      values.filter((other) => other !== value),
    );
  }

  /** Without any group. */
  cleared() {
    return this.#edited(this.parameters.filter((parameter) => !isGroup(parameter)));
  }

  /**
   * Without the parameters called `name`.
   *
   * @param {string} name
   */
  withoutParameter(name) {
    return join(this.parameters.filter((parameter) => parameter.name !== name));
  }

  /**
   * The API's path for a page of this. Without a page: as the query string says, at most `most` images. Nothing is
   * omitted, because the page shows every part of the reply.
   *
   * @param {{ limit?: number | undefined, offset?: number }} [page]
   * @param {number} [most]
   * @returns {`/plots/filter?${string}`}
   */
  request({ limit, offset } = {}, most) {
    let parameters = this.parameters.filter(({ name }) => name !== "omit");
    if (limit !== undefined) parameters = parameters.filter(({ name }) => name !== "limit");
    else if (!this.isLimited) limit = most;
    if (offset !== undefined) parameters = parameters.filter(({ name }) => name !== "offset");
    const page = Object.entries({ limit, offset }).filter(([, value]) => value !== undefined);
    return `/plots/filter?${join([...parameters, ...page.map(([name, value]) => ({ raw: `${name}=${value}` }))])}`;
  }

  /** True if the query string itself says how many images to list. */
  get isLimited() {
    return this.parameters.some(({ name }) => name === "limit");
  }

  /**
   * @param {number} group
   * @param {Facet} name
   * @param {string[]} values
   */
  #withGroup(group, name, values) {
    const changed = this.groups[group];
    const replacement = values.length > 0 ? [{ name, raw: write(name, values) }] : [];
    return this.#edited(this.parameters.flatMap((parameter) => (parameter === changed ? replacement : [parameter])));
  }

  /**
   * Another selection begins at its first image.
   *
   * @param {Pick<Parameter, "name" | "raw">[]} parameters
   */
  #edited(parameters) {
    return join(parameters.filter(({ name }) => name !== "offset"));
  }
}

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
 * @param {Parameter} parameter
 * @returns {parameter is Group}
 */
function isGroup(parameter) {
  return parameter.values !== undefined;
}

/**
 * @param {string} raw
 * @returns {Parameter}
 */
function read(raw) {
  // Behind a separator, so that a question mark at its beginning is not taken for that of a query string.
  const [[name, list]] = new URLSearchParams(`&${raw}`);
  if (!isFacet(name)) return { name, raw };
  const values = list.split(",").map((value) => value.replace(ENDS, ""));
  const distinct = [...new Set(values.filter((value) => value !== ""))];
  return distinct.length > 0 ? { name, raw, values: distinct } : { name, raw };
}

/**
 * @param {Facet} name
 * @param {string[]} values
 */
function write(name, values) {
  return `${name}=${values.map((value) => encodeURIComponent(value).replaceAll("%20", "+")).join(",")}`;
}

/** @param {Pick<Parameter, "raw">[]} parameters */
function join(parameters) {
  return parameters.map(({ raw }) => raw).join("&");
}
