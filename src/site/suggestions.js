// Values of facets that typed words may mean.

/** @import { Answer } from "./answer.js" */
/** @import { Facet } from "./facets.js" */
/** @import { Query } from "./url_state.js" */

import { FACETS } from "./facets.js";
import { areBeginnings, wordsOf } from "./fold.js";
import { obstacle } from "./parameters.js";
import { valueName } from "./vocabulary.js";

/** Most values that are suggested. */
const MOST = 10;

/**
 * @typedef {object} Suggestion
 * @property {Facet} key
 * @property {string} name of the facet
 * @property {string} value
 * @property {string} label of the value
 * @property {number} count
 * @property {string | undefined} why reason if no filter can name the value
 */

/**
 * Values of the answer in which each word of `typed` begins a word, and which `query` does not choose or exclude yet. Those
 * that begin with the first word come first, then by count.
 *
 * @param {string} typed
 * @param {Query} query
 * @param {Answer} answer
 * @returns {Suggestion[]}
 */
export function suggestions(typed, query, answer) {
  const wanted = wordsOf(typed);
  if (wanted.length === 0) return [];
  const found = FACETS.flatMap(({ key, name }) => {
    const group = query.groupsOf(key).at(-1);
    const { counts } = answer.countsOf(query, key, group);
    const decided = [...(group === undefined ? [] : query.groups[group].values), ...query.excludedOf(key)];
    return [...counts].flatMap(([value, count]) => {
      const label = valueName(key, value);
      if (decided.includes(value) || !areBeginnings(wanted, [label, value])) return [];
      const isStart = wordsOf(label)[0]?.startsWith(wanted[0]) ?? false;
      return [{ isStart, suggestion: { key, name, value, label, count, why: obstacle(value) } }];
    });
  });
  return found
    .sort((one, other) => Number(other.isStart) - Number(one.isStart) || other.suggestion.count - one.suggestion.count)
    .slice(0, MOST)
    .map(({ suggestion }) => suggestion);
}
