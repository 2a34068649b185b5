// The spelling that searches compare: without case, accents and ligatures, the same in each of Unicode's normal forms.

/** Letters that Unicode does not take apart, as people type them without a mark. */
const PLAIN = new Map([
  ["Æ", "AE"],
  ["Œ", "OE"],
  ["Ø", "O"],
  ["Ð", "D"],
  ["Đ", "D"],
  ["Ħ", "H"],
  ["Ł", "L"],
  ["Ŧ", "T"],
  ["Þ", "TH"],
]);
const LETTERS = new RegExp([...PLAIN.keys()].join("|"), "g");

/**
 * Returns `text` as searches compare it.
 *
 * @param {string} text
 */
export function fold(text) {
  return (
    text
      .normalize("NFKD")
      // Marks that any script may carry, and joiners. The vowel signs of a script are letters, not accents.
      .replace(/\p{Script=Inherited}/gu, "")
      // Upper case makes "ss" of "ß", and one letter of both forms of the Greek "s"; the capital "ẞ" stays as it is.
      .toLowerCase()
      .toUpperCase()
      .replace(LETTERS, (letter) => PLAIN.get(letter) ?? letter)
  );
}
