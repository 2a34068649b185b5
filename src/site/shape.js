// Readers of JSON values: each takes a value and returns it checked, or says which part is not as it should be.

/** A part that is missing or of another kind. Its message is the place of the part. */
export class Mismatch extends Error {}

export const text = kind((value) => typeof value === "string");
export const number = kind((value) => typeof value === "number");

/** Reads null and a missing part as undefined, anything else as `shape` does. */
export function optional(shape) {
  return (value, place) => (value == null ? undefined : shape(value, place));
}

/** Reads an array. */
export function list(shape) {
  return (value, place = "") => {
    if (!Array.isArray(value)) throw new Mismatch(place);
    return value.map((item, number) => shape(item, `${place}[${number}]`));
  };
}

/** Reads an object with the parts that `shapes` names, and no others. */
export function record(shapes) {
  return (value, place = "") => {
    if (!isObject(value)) throw new Mismatch(place);
    const read = {};
    for (const [name, shape] of Object.entries(shapes)) {
      const part = Object.hasOwn(value, name) ? value[name] : undefined;
      read[name] = shape(part, place === "" ? name : `${place}.${name}`);
    }
    return read;
  };
}

/** Reads an object whose keys are data. A `Map`, because an object would find `constructor` in its prototype. */
export function dictionary(shape) {
  return (value, place = "") => {
    if (!isObject(value)) throw new Mismatch(place);
    return new Map(Object.entries(value).map(([key, item]) => [key, shape(item, `${place}.${key}`)]));
  };
}

function kind(fits) {
  return (value, place = "") => {
    if (!fits(value)) throw new Mismatch(place);
    return value;
  };
}

function isObject(value) {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
