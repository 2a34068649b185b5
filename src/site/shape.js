// Readers of JSON values: each takes a value and returns it checked, or says which part is not as it should be.

/**
 * A reader of values of type `J`, as the API describes them, into values of type `T`. A value may still be anything: the
 * reader checks it. The type `J` holds the reader to the description.
 *
 * @template J, T
 * @typedef {(value: J, place?: string) => T} Reader
 */

/** @typedef {Record<string, Reader<never, unknown>>} Shapes */

/**
 * The object that a record of `S` is read from. Parts that may be undefined may be missing.
 *
 * @template {Shapes} S
 * @typedef {{ [K in keyof S as undefined extends Parameters<S[K]>[0] ? never : K]: Parameters<S[K]>[0] } &
 *   { [K in keyof S as undefined extends Parameters<S[K]>[0] ? K : never]?: Parameters<S[K]>[0] }} Source
 */

/** A part that is missing or of another kind. Its message is the place of the part. */
export class Mismatch extends Error {}

/** @type {Reader<string, string>} */
export const text = kind((value) => typeof value === "string");
/** @type {Reader<number, number>} */
export const number = kind((value) => typeof value === "number");

/**
 * Reads null and a missing part as undefined, anything else as `shape` does.
 *
 * @template J, T
 * @param {Reader<J, T>} shape
 * @returns {Reader<J | null | undefined, T | undefined>}
 */
export function optional(shape) {
  return (value, place) => (value === null || value === undefined ? undefined : shape(value, place));
}

/**
 * Reads an array.
 *
 * @template J, T
 * @param {Reader<J, T>} shape
 * @returns {Reader<J[], T[]>}
 */
export function list(shape) {
  return (value, place = "") => {
    if (!Array.isArray(value)) throw new Mismatch(place);
    return value.map((item, number) => shape(item, `${place}[${number}]`));
  };
}

/**
 * Reads an object with the parts that `shapes` names, and no others.
 *
 * @template {Shapes} S
 * @param {S} shapes
 * @returns {Reader<Source<S>, { [K in keyof S]: ReturnType<S[K]> }>}
 */
export function record(shapes) {
  return (value, place = "") => {
    const source = object(value, place);
    const parts = Object.entries(shapes).map(([name, shape]) => {
      const part = /** @type {never} */ (Object.hasOwn(source, name) ? source[name] : undefined);
      return [name, shape(part, place === "" ? name : `${place}.${name}`)];
    });
    return Object.fromEntries(parts);
  };
}

/**
 * Reads an object whose keys are data. A `Map`, because an object would find `constructor` in its prototype.
 *
 * @template J, T
 * @param {Reader<J, T>} shape
 * @returns {Reader<{ [key: string]: J }, Map<string, T>>}
 */
export function dictionary(shape) {
  return (value, place = "") => {
    return new Map(Object.entries(object(value, place)).map(([key, item]) => [key, shape(item, `${place}.${key}`)]));
  };
}

/**
 * @template T
 * @param {(value: T) => boolean} fits
 * @returns {Reader<T, T>}
 */
function kind(fits) {
  return (value, place = "") => {
    if (!fits(value)) throw new Mismatch(place);
    return value;
  };
}

/**
 * @template {object} O
 * @param {O} value
 * @param {string} place
 * @returns {O & Record<string, unknown>}
 */
function object(value, place) {
  if (typeof value !== "object" || value === null || Array.isArray(value)) throw new Mismatch(place);
  return /** @type {O & Record<string, unknown>} */ (value);
}
