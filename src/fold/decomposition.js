/**
 * Returns the NFKD of a character in lower case, without marks, and with spaces for what is no letter and no digit.
 *
 * @param {string} source
 */
export function decomposition(source) {
  return source
    .normalize("NFKD")
    .replace(/\p{M}/gu, "")
    .replace(/[^\p{Alphabetic}\p{N}]/gu, " ")
    .toLowerCase();
}
