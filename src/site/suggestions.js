// Values of facets that typed words may mean.

/** @import { Answer } from "./answer.js" */
/** @import { Facet } from "./facets.js" */
/** @import { Mark } from "./matches.js" */
/** @import { Query } from "./url_state.js" */

import { FACETS } from "./facets.js";
import { wordsOf } from "./fold.js";
import { matchOf } from "./matches.js";
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
 * @property {Mark[][]} marks what matched in the label, and in the value
 * @property {number} count
 * @property {string | undefined} why reason if no filter can name the value
 */

/**
 * The values of the answer that `typed` matches and that `query` does not choose or exclude yet: the first of them, the
 * number of all, and true if the catalogue may have more than the answer. Those that begin with the first word come first,
 * then by count. A letter is forgiven only if nothing matches otherwise.
 *
 * @param {string} typed
 * @param {Query} query
 * @param {Answer} answer
 * @returns {{ first: Suggestion[], total: number, isCut: boolean }}
 */
export function suggestions(typed, query, answer) {
  const wanted = wordsOf(typed);
  if (wanted.length === 0) return { first: [], total: 0, isCut: false };
  const found = FACETS.flatMap(({ key, name }) => {
    const group = query.groupsOf(key).at(-1);
    const { counts, total = Number.POSITIVE_INFINITY } = answer.countsOf(query, key, group);
    const isCut = total > counts.size;
    const decided = new Set([...(group === undefined ? [] : query.groups[group].values), ...query.excludedOf(key)]);
    return [...counts].flatMap(([value, count]) => {
      const label = valueName(key, value);
      const texts = label === value ? [label] : [label, value];
      const match = decided.has(value) ? undefined : matchOf(wanted, texts);
      if (!match) return [];
      const { marks, isExact } = match;
      const isStart = wordsOf(label)[0]?.startsWith(wanted[0]) ?? false;
      return [{ isExact, isCut, isStart, suggestion: { key, name, value, label, marks, count, why: obstacle(value) } }];
    });
  });
  const isAnyExact = found.some(({ isExact }) => isExact);
  const kept = found
    .filter(({ isExact }) => isExact || !isAnyExact)
    .sort((one, other) => Number(other.isStart) - Number(one.isStart) || other.suggestion.count - one.suggestion.count);
  const first = kept.slice(0, MOST).map(({ suggestion }) => suggestion);
  return { first, total: kept.length, isCut: kept.some(({ isCut }) => isCut) };
}
