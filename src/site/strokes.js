// Strokes of small drawings: path data of simple shapes, and numbers to vary them by.

/** @typedef {[x: number, y: number]} Point */
/** @typedef {() => number} Random the next number from 0 up to 1 */

/**
 * @param {number} x
 * @param {number} y
 * @param {number} radius
 */
export function circle(x, y, radius) {
  const r = round(radius);
  return `M${round(x - radius)} ${round(y)}a${r} ${r} 0 1 0 ${2 * r} 0a${r} ${r} 0 1 0 ${-2 * r} 0`;
}

/**
 * @param {number} x
 * @param {number} y
 * @param {number} width
 * @param {number} height
 */
export function box(x, y, width, height) {
  return `M${round(x)} ${round(y)}h${round(width)}v${round(height)}h${-round(width)}z`;
}

/**
 * @param {number} x
 * @param {number} y
 * @param {number} inner
 * @param {number} outer
 * @param {number} from
 * @param {number} to
 */
export function sector(x, y, inner, outer, from, to) {
  const at = (/** @type {number} */ radius, /** @type {number} */ turn) => {
    const angle = turn * 2 * Math.PI - Math.PI / 2;
    return `${round(x + radius * Math.cos(angle))} ${round(y + radius * Math.sin(angle))}`;
  };
  const large = to - from > 0.5 ? 1 : 0;
  const arc = (/** @type {number} */ radius, /** @type {0 | 1} */ sweep, /** @type {number} */ turn) =>
    `A${radius} ${radius} 0 ${large} ${sweep} ${at(radius, turn)}`;
  return `M${at(outer, from)}${arc(outer, 1, to)}L${at(inner, to)}${arc(inner, 0, from)}Z`;
}

/**
 * A curve through points of growing or turning direction: control points halfway.
 *
 * @param {Point[]} points
 */
export function smooth(points) {
  const [[x, y], ...rest] = points;
  let path = `M${round(x)} ${round(y)}`;
  let [lastX, lastY] = [x, y];
  for (const [nextX, nextY] of rest) {
    path += `Q${round(lastX)} ${round(lastY)} ${round((lastX + nextX) / 2)} ${round((lastY + nextY) / 2)}`;
    [lastX, lastY] = [nextX, nextY];
  }
  return `${path}L${round(lastX)} ${round(lastY)}`;
}

/**
 * @param {number} count
 * @param {() => string} make
 */
export function repeat(count, make) {
  return Array.from({ length: count }, make).join("");
}

/**
 * @param {Random} random
 * @param {number} low
 * @param {number} high
 */
export function between(random, low, high) {
  return low + random() * (high - low);
}

/**
 * @param {number} number
 * @param {number} low
 * @param {number} high
 */
export function clamp(number, low, high) {
  return Math.min(high, Math.max(low, number));
}

/** @param {number} number */
export function round(number) {
  return Math.round(number * 10) / 10;
}
