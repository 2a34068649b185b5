// The name that was probably meant by one that does not exist.

import { wordsOf } from "./fold.js";

/** Fewest letters that two names must share to be taken for each other. */
const FEWEST = 3;

/**
 * The candidate that `text` was probably to name: in other case or accents, with one letter wrong, or written shorter or
 * longer. Undefined if none is near.
 *
 * @template T
 * @param {string} text
 * @param {[candidate: T, ...names: string[]][]} candidates
 * @returns {T | undefined}
 */
export function nearest(text, candidates) {
  const typed = wordsOf(text).join("");
  if (typed === "") return undefined;
  const named = candidates.flatMap(([candidate, ...names]) =>
    names.map((name) => ({ candidate, name: wordsOf(name).join("") })),
  );
  const isLong = (/** @type {string} */ name) => Math.min(name.length, typed.length) >= FEWEST;
  const same = named.find(({ name }) => name === typed);
  const close = named.find(({ name }) => isLong(name) && isOneEdit(name, typed));
  const begun = named
    .filter(({ name }) => isLong(name) && (typed.startsWith(name) || name.startsWith(typed)))
    .sort((one, other) => Math.abs(one.name.length - typed.length) - Math.abs(other.name.length - typed.length));
  return (same ?? close ?? begun[0])?.candidate;
}

/**
 * True if one letter more, less or other makes `one` the `other`, or two neighbours in the other order.
 *
 * @param {string} one
 * @param {string} other
 */
export function isOneEdit(one, other) {
  const [short, long] = one.length <= other.length ? [one, other] : [other, one];
  let start = 0;
  while (start < short.length && short[start] === long[start]) start += 1;
  let end = 0;
  while (end < short.length - start && short.at(-1 - end) === long.at(-1 - end)) end += 1;
  const [rest, longer] = [short.slice(start, short.length - end), long.slice(start, long.length - end)];
  if (longer.length === 1) return rest.length <= 1;
  return rest.length === 2 && longer === rest[1] + rest[0];
}
