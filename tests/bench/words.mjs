// Words as the worker's searches compare them.

/** Folded words of a text, in order: NFKD without marks, in lower case, runs of letters and digits. */
export function wordsOf(text) {
  const folded = text.normalize("NFKD").replace(/\p{M}/gu, "").toLowerCase();
  return folded.match(/[\p{Alphabetic}\p{N}]+/gu) ?? [];
}
