/**
 * Returns the NFKD of a character, without marks.
 *
 * @param {string} source
 */
export function decomposition(source) {
  return source.normalize("NFKD").replace(/\p{M}+/gu, "");
}
