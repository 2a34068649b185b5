// The kind of plot that the name of a spec stands for.

/** @import { ImageKey } from "./address.js" */

import { wordsOf } from "./fold.js";

/** @typedef {"cells" | "slices" | "rings" | "boxes" | "network" | "contours" | "bars" | "dots" | "lines"} Kind */

/**
 * The words that name each kind. If a name has words of several kinds, the first of them counts.
 *
 * @type {[Kind, string][]}
 */
const WORDS = [
  [
    "cells",
    `heat heatmap matrix datamatrix grid tilegrid calendar raster barcode qr qrcode mosaic treemap waffle confusion hexbin
    crossword chessboard flame`,
  ],
  ["slices", "pie donut doughnut sunburst gauge rose windrose"],
  ["rings", "radar polar spider windbarb starchart circular"],
  ["boxes", "box boxen violin candle candlestick ohlc gantt range error errorbar forest raincloud"],
  ["network", "network graph tree dendrogram flow flowmap sankey alluvial chord arc hierarchy"],
  ["contours", "contour map density topography surface 3d choropleth field terrain"],
  ["bars", "bar histogram column pareto waterfall lollipop funnel pyramid count"],
  ["dots", "scatter bubble point dot swarm strip manhattan volcano embedding umap regression residual pca biplot"],
  [
    "lines",
    `line area curve lightcurve series timeseries timeline spark sparkline trend step wave waveform spectrum roc stream
    streamline ridge ridgeline slope forecast control survival ecdf`,
  ],
];
/** @type {[Kind, Set<string>][]} */
const KINDS = WORDS.map(([kind, words]) => [kind, new Set(words.split(/\s+/))]);

/** Endings of words for plots: `boxplot`, `barcharts`, `streamgraph`. */
const PLOT = /(?<=.)(plot|chart|graph|diagram)s?$/;

/**
 * Returns the kind of plot that the id or the title of a spec names; undefined if neither does.
 *
 * @param {Pick<ImageKey, "spec_id"> & { title: string }} spec
 */
export function kindOf({ spec_id, title }) {
  const names = [spec_id, title].flatMap(namesIn);
  return KINDS.find(([, words]) => names.some((name) => words.has(name)))?.[0];
}

/**
 * The words of `text`, and each two neighbours as one word: `heat map` is a heatmap. Each also without its plural.
 *
 * @param {string} text
 */
function namesIn(text) {
  const words = wordsOf(text).map((word) => word.toLowerCase());
  const pairs = words.slice(1).map((word, place) => words[place] + word);
  return [...words, ...pairs].flatMap((word) => {
    const name = word.replace(PLOT, "");
    return [word, name, name.replace(/s$/, ""), name.replace(/es$/, "")];
  });
}
