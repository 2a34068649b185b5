// The words that searches compare, as the service does: without case and accents, the same in each of Unicode's normal
// forms.

/**
 * Returns the folded words of `text`: its runs of letters and digits.
 *
 * @param {string} text
 * @returns {string[]}
 */
export function wordsOf(text) {
  return fold(text).match(/[\p{Alphabetic}\p{N}]+/gu) ?? [];
}

/** @param {string} text */
function fold(text) {
  const plain = text.normalize("NFKD").replace(/\p{M}/gu, "");
  // Upper case makes "ss" of "ß", and one letter of both forms of the Greek "s"; the capital "ẞ" stays as it is.
  return plain.toLowerCase().toUpperCase();
}
