// Drawings that replace previews that are missing or have not come yet: each a small plot of the kind that the
// spec's name says. A drawing is made from the names alone, so it is the same every time, and it is plainly not the preview.

/** @import { ImageKey } from "./address.js" */
/** @import { Kind } from "./plot_kinds.js" */
/** @import { Point, Random } from "./strokes.js" */

import { shape } from "./dom.js";
import { kindOf } from "./plot_kinds.js";
import { between, box, circle, clamp, repeat, round, sector, smooth } from "./strokes.js";

/** @typedef {[look: string, path: string]} Stroke class of a path, and its data */
/** @typedef {(random: Random) => Stroke[]} Draw */

const WIDTH = 160;
const HEIGHT = 90;
const HUES = 8;

/** @type {Record<Kind, Draw>} */
const DRAWINGS = { cells, slices, rings, boxes, network, contours, bars, dots, lines };
/**
 * Kinds for names that name none.
 *
 * @type {Kind[]}
 */
const REST = ["lines", "dots", "bars", "contours"];

/**
 * A drawing for an image, as wide as its frame.
 *
 * @param {ImageKey & { title: string }} image
 */
export function placeholder({ spec_id, title, library, language }) {
  const random = generator(`${spec_id}/${language}/${library}`);
  const kind = kindOf({ spec_id, title }) ?? REST[hash(spec_id) % REST.length];
  const strokes = DRAWINGS[kind](random).map(([look, d]) => shape("path", { class: look, d }));
  const attributes = {
    class: "placeholder",
    viewBox: `0 0 ${WIDTH} ${HEIGHT}`,
    "aria-hidden": "true",
    "data-hue": hue(library),
  };
  return shape("svg", attributes, ...strokes);
}

/**
 * The colour of a library, as the style sheet numbers them.
 *
 * @param {string} library
 */
export function hue(library) {
  return hash(library) % HUES;
}

/** @type {Stroke} */
const AXES = ["axis", "M22 14V76H146"];

/** @type {Draw} */
function dots(random) {
  const slope = between(random, -0.45, 0.45);
  const one = () => {
    const x = between(random, 30, 140);
    const y = 45 + slope * (x - 85) + (random() + random() + random() - 1.5) * 22;
    return circle(x, clamp(y, 18, 72), between(random, 1.4, 3.2));
  };
  return [AXES, ["soft", repeat(16, one)], ["strong", repeat(14, one)]];
}

/** @type {Draw} */
function bars(random) {
  const count = 6 + Math.floor(random() * 4);
  const step = 116 / count;
  const all = Array.from({ length: count }, (_, place) => {
    const height = between(random, 12, 56);
    return box(27 + place * step, 75 - height, step * 0.66, height);
  });
  const chosen = Math.floor(random() * count);
  return [["soft", all.filter((_, place) => place !== chosen).join("")], ["strong", all[chosen]], AXES];
}

/** @type {Draw} */
function lines(random) {
  const curve = (/** @type {number} */ low, /** @type {number} */ high) => {
    let y = between(random, low, high);
    /** @type {Point[]} */
    const points = Array.from({ length: 9 }, (_, place) => {
      y = clamp(y + between(random, -13, 13), 18, 70);
      return [24 + place * 15, y];
    });
    return smooth(points);
  };
  const upper = curve(30, 50);
  return [["faint", `${upper}V76H24Z`], ["line", upper], ["thin", curve(45, 66)], AXES];
}

/** @type {Draw} */
function cells(random) {
  const looks = { faint: "", soft: "", strong: "" };
  const focus = [between(random, 2, 10), between(random, 1, 5)];
  for (let column = 0; column < 12; column++) {
    for (let row = 0; row < 6; row++) {
      const near = 1 - Math.hypot((column - focus[0]) / 9, (row - focus[1]) / 5) + between(random, -0.28, 0.28);
      looks[near > 0.68 ? "strong" : near > 0.3 ? "soft" : "faint"] += box(23 + column * 9.7, 15 + row * 10.2, 8.5, 9);
    }
  }
  return Object.entries(looks);
}

/** @type {Draw} */
function slices(random) {
  const cuts = [0, between(random, 0.2, 0.38), between(random, 0.5, 0.68), between(random, 0.76, 0.9), 1];
  const looks = ["strong", "soft", "faint", "soft"];
  return looks.map((look, place) => [look, sector(80, 45, 17, 34, cuts[place] + 0.006, cuts[place + 1] - 0.006)]);
}

/** @type {Draw} */
function rings(random) {
  const spokes = 7;
  const corner = (/** @type {number} */ place, /** @type {number} */ radius) => {
    const angle = (place / spokes) * 2 * Math.PI - Math.PI / 2;
    return `${round(80 + radius * Math.cos(angle))} ${round(45 + radius * Math.sin(angle))}`;
  };
  const web = [12, 23, 34].map((radius) => circle(80, 45, radius)).join("");
  const radii = Array.from({ length: spokes }, () => between(random, 10, 33));
  const polygon = `M${radii.map((radius, place) => corner(place, radius)).join("L")}Z`;
  return [
    ["axis", web],
    ["faint", polygon],
    ["line", polygon],
  ];
}

/** @type {Draw} */
function boxes(random) {
  let bodies = "";
  let whiskers = "";
  for (let place = 0; place < 5; place++) {
    const x = 32 + place * 23;
    const middle = between(random, 34, 56);
    const half = between(random, 6, 13);
    bodies += box(x, middle - half, 13, 2 * half);
    const line = middle + between(random, -half / 2, half / 2);
    whiskers += `M${x + 6.5} ${round(middle - half - 8)}v8M${x + 6.5} ${round(middle + half)}v8M${x} ${round(line)}h13`;
  }
  return [["soft", bodies], ["thin", whiskers], AXES];
}

/** @type {Draw} */
function network(random) {
  /** @type {Point[]} */
  const nodes = Array.from({ length: 11 }, (_, place) => [
    26 + (place % 4) * 36 + between(random, -9, 9),
    22 + Math.floor(place / 4) * 23 + between(random, -7, 7),
  ]);
  const edges = nodes.slice(1).map(([x, y], place) => {
    const [fromX, fromY] = nodes[Math.max(0, place - Math.floor(random() * 4))];
    return `M${round(fromX)} ${round(fromY)}L${round(x)} ${round(y)}`;
  });
  const drawn = nodes.map(([x, y]) => circle(x, y, between(random, 2.4, 5)));
  return [
    ["axis", edges.join("")],
    ["soft", drawn.slice(0, 8).join("")],
    ["strong", drawn.slice(8).join("")],
  ];
}

/** @type {Draw} */
function contours(random) {
  const phases = [between(random, 0, 6), between(random, 0, 6)];
  const ring = (/** @type {number} */ size) => {
    /** @type {Point[]} */
    const points = Array.from({ length: 25 }, (_, place) => {
      const angle = (place / 24) * 2 * Math.PI;
      const wobble = 1 + 0.16 * Math.sin(2 * angle + phases[0]) + 0.1 * Math.sin(3 * angle + phases[1]);
      return [80 + size * 1.55 * wobble * Math.cos(angle), 45 + size * 0.82 * wobble * Math.sin(angle)];
    });
    return `${smooth(points)}Z`;
  };
  return [
    ["faint", ring(36)],
    ["faint", ring(28)],
    ["soft", ring(19)],
    ["strong", ring(9)],
  ];
}

/**
 * FNV-1a.
 *
 * @param {string} text
 */
function hash(text) {
  let state = 2166136261;
  for (let place = 0; place < text.length; place++) state = Math.imul(state ^ text.charCodeAt(place), 16777619);
  return state >>> 0;
}

/**
 * Numbers in [0, 1) that `seed` decides: xorshift.
 *
 * @param {string} seed
 * @returns {Random}
 */
function generator(seed) {
  let state = hash(seed) || 1;
  return () => {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    return (state >>> 0) / 4294967296;
  };
}
