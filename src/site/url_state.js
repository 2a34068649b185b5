// The page's state is its query string, and its query string is the API's: `/explore?lib=matplotlib&plot=scatter` shows
// what `/plots/filter?lib=matplotlib&plot=scatter` answers. It is read as the service reads it, and parameters that a
// change does not concern stay as they were written.

/** @import { Facet } from "./facets.js" */
/** @import { Condition, Parameter } from "./parameters.js" */

import { wordsOf } from "./fold.js";
import { encoded, isKnown, join, NOT, read, written } from "./parameters.js";

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
    const conditions = this.parameters.filter(isCondition);
    /** Groups in the caller's order, as `orCounts` numbers them: an image must carry one of the values of each. */
    this.groups = conditions.filter(({ isExclusion }) => !isExclusion);
    this.exclusions = conditions.filter(({ isExclusion }) => isExclusion);
    /** The words that images are searched by, as they were typed. */
    this.words = this.#last("q") ?? "";
    this.hasWords = wordsOf(this.words).length > 0;
    this.order = this.#last("sort") ?? "spec";
    this.text = join(this.parameters);
  }

  /** True if the query string itself says how many images to list. */
  get isLimited() {
    return this.parameters.some(({ name }) => name === "limit");
  }

  /** Number of values that are chosen in groups, and of values that are excluded. */
  get valueCount() {
    const excluded = new Set(this.exclusions.flatMap(({ name, values }) => values.map((value) => `${name}=${value}`)));
    return this.groups.reduce((sum, { values }) => sum + values.length, excluded.size);
  }

  /** Names of the parameters that the service ignores, each once. */
  get unknownNames() {
    return [...new Set(this.parameters.map(({ name }) => name))].filter((name) => name !== "" && !isKnown(name));
  }

  /** True if nothing narrows the images. */
  get isEmpty() {
    return this.groups.length === 0 && this.exclusions.length === 0 && !this.hasWords;
  }

  /**
   * The numbers of the groups of `facet`.
   *
   * @param {Facet} facet
   */
  groupsOf(facet) {
    return [...this.groups.keys()].filter((group) => this.groups[group].facet === facet);
  }

  /**
   * The values of `facet` that are excluded.
   *
   * @param {Facet} facet
   */
  excludedOf(facet) {
    return [...new Set(this.exclusions.filter((each) => each.facet === facet).flatMap(({ values }) => values))];
  }

  /**
   * With `value` as one more alternative in the group of that number, and no longer excluded.
   *
   * @param {number} group
   * @param {string} value
   */
  withAlternative(group, value) {
    const { facet, values } = this.groups[group];
    const changed = values.includes(value) ? this.parameters : this.#replaced(this.groups[group], [...values, value]);
    return this.#edited(dropped(changed, facet, value, true));
  }

  /**
   * With one more group, of which `value` must match as well, and no longer excluded.
   *
   * @param {Facet} facet
   * @param {string} value
   */
  withGroup(facet, value) {
    return this.#edited([...dropped(this.parameters, facet, value, true), written(facet, [value])]);
  }

  /**
   * Without `value` in the group of that number, and without the group when it was its last.
   *
   * @param {number} group
   * @param {string} value
   */
  without(group, value) {
    const { values } = this.groups[group];
    return this.#edited(
      this.#replaced(
        this.groups[group],
        values.filter((other) => other !== value),
      ),
    );
  }

  /**
   * Without the group of that number.
   *
   * @param {number} group
   */
  withoutGroup(group) {
    return this.#edited(this.#replaced(this.groups[group], []));
  }

  /**
   * With `other` wherever `value` is chosen or excluded.
   *
   * @param {Facet} facet
   * @param {string} value
   * @param {string} other
   */
  withValue(facet, value, other) {
    return this.#edited(
      this.parameters.map((parameter) =>
        isCondition(parameter) && parameter.facet === facet && parameter.values.includes(value)
          ? written(parameter.name, [...new Set(parameter.values.map((each) => (each === value ? other : each)))])
          : parameter,
      ),
    );
  }

  /**
   * With the parameters called `name` called `other`.
   *
   * @param {string} name
   * @param {string} other
   */
  withName(name, other) {
    return this.#edited(
      this.parameters.map((parameter) =>
        parameter.name === name ? read(`${other}${parameter.raw.replace(/^[^=]*/, "")}`) : parameter,
      ),
    );
  }

  /**
   * Without images that carry `value`, which no group asks for any more.
   *
   * @param {Facet} facet
   * @param {string} value
   */
  withExclusion(facet, value) {
    const last = this.exclusions.findLast((exclusion) => exclusion.facet === facet);
    const changed = last
      ? this.#replaced(last, [...new Set([...last.values, value])])
      : [...this.parameters, written(NOT + facet, [value])];
    return this.#edited(dropped(changed, facet, value, false));
  }

  /**
   * With images that carry `value` again.
   *
   * @param {Facet} facet
   * @param {string} value
   */
  withoutExclusion(facet, value) {
    return this.#edited(dropped(this.parameters, facet, value, true));
  }

  /**
   * With these words in the place of others. The first words order the images by relevance, if no order was chosen.
   *
   * @param {string} words
   */
  withWords(words) {
    if (words.trim() === this.words.trim()) return this.text;
    const isSearch = wordsOf(words).length > 0;
    const parameter = read(`q=${encoded(words.trim())}`);
    const last = this.parameters.findLast(({ name }) => name === "q");
    const others = this.parameters.filter(({ name }) => name !== "q");
    if (!isSearch) return this.#edited(others.filter((other) => !isByRelevance(other)));
    if (last) {
      return this.#edited(
        this.parameters.flatMap((other) => (other === last ? [parameter] : other.name === "q" ? [] : [other])),
      );
    }
    const isOrdered = others.some(({ name }) => name === "sort");
    return this.#edited([...others, parameter, ...(isOrdered ? [] : [read("sort=relevance")])]);
  }

  /**
   * In another order. The shuffled one has a seed.
   *
   * @param {string} order
   * @param {number} [seed]
   */
  inOrder(order, seed) {
    const own = { sort: order === "spec" ? undefined : order, seed };
    const others = this.parameters.filter(({ name }) => !Object.hasOwn(own, name));
    const added = Object.entries(own).filter(([, value]) => value !== undefined);
    return this.#edited([...others, ...added.map(([name, value]) => read(`${name}=${value}`))]);
  }

  /** Without anything that narrows the images. */
  cleared() {
    return this.#edited(
      this.parameters.filter((other) => !isCondition(other) && other.name !== "q" && !isByRelevance(other)),
    );
  }

  /**
   * Without the parameters called `name`; without all exclusions for `not`.
   *
   * @param {string} name
   */
  withoutParameter(name) {
    return join(
      this.parameters.filter((other) => other.name !== name && !(name === "not" && other.name.startsWith(NOT))),
    );
  }

  /**
   * The text of the last parameter called `name`, which is the one that counts.
   *
   * @param {string} name
   */
  #last(name) {
    return this.parameters.findLast((parameter) => parameter.name === name)?.text;
  }

  /**
   * @param {Condition} changed
   * @param {string[]} values none to remove the condition
   * @returns {Parameter[]}
   */
  #replaced(changed, values) {
    const replacement = values.length > 0 ? [written(changed.name, values)] : [];
    return this.parameters.flatMap((parameter) => (parameter === changed ? replacement : [parameter]));
  }

  /**
   * Another selection begins at its first image.
   *
   * @param {Parameter[]} parameters
   */
  #edited(parameters) {
    return join(parameters.filter(({ name }) => name !== "offset"));
  }
}

/**
 * The parameters without `value` in the exclusions, or in the groups, of `facet`.
 *
 * @param {Parameter[]} parameters
 * @param {Facet} facet
 * @param {string} value
 * @param {boolean} isExclusion
 */
function dropped(parameters, facet, value, isExclusion) {
  return parameters.flatMap((parameter) => {
    if (!isCondition(parameter) || parameter.facet !== facet || parameter.isExclusion !== isExclusion)
      return [parameter];
    if (!parameter.values.includes(value)) return [parameter];
    const left = parameter.values.filter((other) => other !== value);
    return left.length > 0 ? [written(parameter.name, left)] : [];
  });
}

/**
 * @param {Parameter} parameter
 * @returns {parameter is Condition}
 */
function isCondition(parameter) {
  return parameter.values !== undefined;
}

/** @param {Parameter} parameter */
function isByRelevance({ name, text }) {
  return name === "sort" && text === "relevance";
}
