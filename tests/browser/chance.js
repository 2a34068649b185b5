// Chance that can be repeated: all of it follows from one seed, which every run prints.

/** The seed of this run: `SEED`, or another one in every run. */
export const SEED = Number(process.env.SEED ?? Date.now() % 1_000_000);

/**
 * A function that returns the next number from 0 up to 1 of the sequence that `seed` and `name` begin.
 *
 * @param {string} name
 * @param {number} [seed]
 */
export function chance(name, seed = SEED) {
  const mix = (/** @type {number} */ hash, /** @type {string} */ sign) =>
    Math.imul(hash ^ sign.codePointAt(0), 16777619);
  let state = [...`${seed} ${name}`].reduce(mix, 2166136261);
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296;
  };
}
