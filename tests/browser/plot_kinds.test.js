// Rule: a drawing stands for the kind of plot that whole words of a name say, in the singular or plural, in one word or two.

import assert from "node:assert/strict";
import { test } from "node:test";
import { kindOf } from "../../src/site/plot_kinds.js";

/** @type {[spec_id: string, title: string, kind: ReturnType<typeof kindOf>][]} */
const CASES = [
  ["pie-basic", "Basic Pie Chart", "slices"],
  ["piechart-nested", "", "slices"],
  ["", "Two pies", "slices"],
  ["chess", "Pieces of a game", undefined],
  ["pieces", "Magpie", undefined],
  ["chessboard-pieces", "Chess Board with Pieces", "cells"],
  ["heatmap", "", "cells"],
  ["", "Heat Map of Months", "cells"],
  ["bubble-map-geographic", "Bubble Map with Geographic Markers", "contours"],
  ["scatter-color-mapped", "Color-Mapped Scatter Plot", "dots"],
  ["", "Population by Country", undefined],
  ["", "Counts of Countries", "bars"],
  ["baseline-outline", "Pipeline", undefined],
  ["line_plot", "", "lines"],
  ["", "LINEPLOTS", "lines"],
  ["", "Boxes of Oranges", "boxes"],
  ["", "Oranges", undefined],
  ["", "Violinplots", "boxes"],
  ["", "Streamgraph", "lines"],
  ["", "A graph", "network"],
  ["", "Street Paragraphs", undefined],
  ["", "Climograph", undefined],
  ["star-chart-constellation", "Star Chart", "rings"],
  ["five-stars", "Stars and Charts", undefined],
  ["line-3d", "3D Line", "contours"],
  ["", "Histogrâmme, Histógram", "bars"],
  ["", "", undefined],
];

test("words_name_the_kind_and_parts_of_words_do_not", () => {
  for (const [spec_id, title, kind] of CASES) assert.equal(kindOf({ spec_id, title }), kind, `${spec_id} ${title}`);
});
