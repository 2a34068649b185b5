// Words as they were probably meant, if no image has them as they were typed.

import { wordsOf } from "./fold.js";
import { almostBegins } from "./matches.js";

/** Fewest letters of the parts of a word that is split. */
const FEWEST = 3;

/**
 * The words of `typed` with those replaced that begin no word of `texts`: by two words that were typed as one, by one that
 * was typed as two, or by one that differs in a letter. Undefined if there is nothing to replace, or nothing to replace it by.
 *
 * @param {string} typed
 * @param {Iterable<string>} texts
 */
export function respelled(typed, texts) {
  const known = [...new Set([...texts].flatMap(wordsOf))].sort((one, other) => one.length - other.length);
  const begins = (/** @type {string} */ beginning) => known.some((word) => word.startsWith(beginning));
  const words = wordsOf(typed);
  /** @type {string[]} */
  const meant = [];
  for (let next = 0; next < words.length; next += 1) {
    const [word, after = ""] = words.slice(next, next + 2);
    const isBoth = after !== "" && begins(word + after) && !(begins(word) && begins(after));
    const found = isBoth ? word + after : begins(word) ? word : (split(word, known, begins) ?? close(word, known));
    if (!found) return undefined;
    if (isBoth) next += 1;
    meant.push(found);
  }
  const text = meant.join(" ");
  return text === words.join(" ") ? undefined : text.toLowerCase();
}

/**
 * @param {string} word
 * @param {string[]} known
 * @param {(beginning: string) => boolean} begins
 */
function split(word, known, begins) {
  const first = known.find(
    (other) =>
      other.length >= FEWEST &&
      word.length - other.length >= FEWEST &&
      word.startsWith(other) &&
      begins(word.slice(other.length)),
  );
  return first && `${first} ${word.slice(first.length)}`;
}

/**
 * @param {string} word
 * @param {string[]} known
 */
function close(word, known) {
  return known.find((other) => almostBegins(word, other));
}
