// The places in texts that typed words match. Every typed word must begin a word. Two words may be typed as one or one as
// two, and a long word may have one letter wrong.

import { wordsOf } from "./fold.js";

/** Letters of a word from which on one of them may be wrong. */
const LONG = 5;

/** @typedef {[start: number, end: number]} Mark a part of a text */
/** @typedef {{ word: string, start: number, end: number }} Place a folded word, and the part of the text that it stands in */
/**
 * @typedef {object} Match
 * @property {Mark[][]} marks for each text the parts that matched, in order
 * @property {boolean} isExact false if a letter had to be forgiven
 */

/**
 * Returns the match of `wanted`, folded words, with `texts`; undefined if a word matches none of them.
 *
 * @param {string[]} wanted
 * @param {string[]} texts
 * @returns {Match | undefined}
 */
export function matchOf(wanted, texts) {
  const places = texts.map(placesOf);
  return matched(wanted, texts, places, false) ?? matched(wanted, texts, places, true);
}

/**
 * @param {string[]} wanted
 * @param {string[]} texts
 * @param {Place[][]} places the words of each text
 * @param {boolean} isLenient true to join words that were typed apart, and to forgive letters
 * @returns {Match | undefined}
 */
function matched(wanted, texts, places, isLenient) {
  const marks = texts.map(() => /** @type {Mark[]} */ ([]));
  let isExact = true;
  for (let next = 0; next < wanted.length; next += 1) {
    const [word, after] = wanted.slice(next, next + 2);
    const joined = isLenient && after ? found(word + after, texts, places, false) : undefined;
    const match = joined ?? found(word, texts, places, true) ?? (isLenient ? almost(word, places) : undefined);
    if (!match) return undefined;
    if (joined) next += 1;
    isExact &&= match.isExact;
    marks[match.text].push(match.mark);
  }
  return { marks: marks.map(merged), isExact };
}

/**
 * Returns for each of `texts` the parts that words of `wanted` match, in order. A word may match none of them.
 *
 * @param {string[]} wanted
 * @param {string[]} texts
 * @returns {Mark[][]}
 */
export function partsOf(wanted, texts) {
  return texts.map((text) => {
    const places = [placesOf(text)];
    return merged(
      wanted.flatMap((word) => {
        const match = found(word, [text], places, false);
        return match ? [match.mark] : [];
      }),
    );
  });
}

/**
 * True if one edit makes `typed` the beginning of `word`: a letter too many, missing, wrong, or two in the wrong order.
 * Short words must be right.
 *
 * @param {string} typed
 * @param {string} word
 */
export function almostBegins(typed, word) {
  if (typed.length < LONG) return false;
  let same = 0;
  while (same < typed.length && typed[same] === word[same]) same += 1;
  const [letter, next] = [typed.slice(same, same + 1), typed.slice(same + 1, same + 2)];
  const rest = typed.slice(same + 1);
  return (
    word.startsWith(rest, same + 1) ||
    word.startsWith(rest, same) ||
    word.startsWith(letter + rest, same + 1) ||
    word.startsWith(next + letter + typed.slice(same + 2), same)
  );
}

/**
 * The first place that `typed` begins: a word, or two neighbours.
 *
 * @param {string} typed
 * @param {string[]} texts
 * @param {Place[][]} places
 * @param {boolean} mayBeTwo
 */
function found(typed, texts, places, mayBeTwo) {
  for (const [text, words] of places.entries()) {
    for (const [place, { word, start, end }] of words.entries()) {
      const next = mayBeTwo ? words[place + 1] : undefined;
      if (!(word + (next?.word ?? "")).startsWith(typed)) continue;
      /** @type {Mark} */
      const mark = [start, endOf(typed, texts[text], start, next?.end ?? end)];
      return { text, mark, isExact: true };
    }
  }
  return undefined;
}

/**
 * The first word that `typed` begins if one letter is forgiven.
 *
 * @param {string} typed
 * @param {Place[][]} places
 */
function almost(typed, places) {
  for (const [text, words] of places.entries()) {
    const place = words.find(({ word }) => almostBegins(typed, word));
    if (place) return { text, mark: /** @type {Mark} */ ([place.start, place.end]), isExact: false };
  }
  return undefined;
}

/**
 * The end of the shortest part of `text` from `start` on that folds to `typed`: a letter may fold to several.
 *
 * @param {string} typed
 * @param {string} text
 * @param {number} start
 * @param {number} last
 */
function endOf(typed, text, start, last) {
  let end = start;
  for (const letter of text.slice(start, last)) {
    // An accent belongs to the letter before it.
    if (wordsOf(text.slice(start, end)).join("").startsWith(typed) && !/\p{M}/u.test(letter)) return end;
    end += letter.length;
  }
  return last;
}

/**
 * The words of `text`.
 *
 * @param {string} text
 * @returns {Place[]}
 */
function placesOf(text) {
  return [...text.matchAll(/[\p{Alphabetic}\p{N}\p{M}]+/gu)].flatMap(({ 0: part, index }) =>
    wordsOf(part).map((word) => ({ word, start: index, end: index + part.length })),
  );
}

/**
 * `marks` in order, with those that overlap as one.
 *
 * @param {Mark[]} marks
 */
function merged(marks) {
  /** @type {Mark[]} */
  const apart = [];
  for (const [start, end] of marks.toSorted(([one], [other]) => one - other)) {
    const last = apart.at(-1);
    if (last && start <= last[1]) last[1] = Math.max(last[1], end);
    else apart.push([start, end]);
  }
  return apart;
}
