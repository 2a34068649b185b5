// Rule: every typed word must begin a word of the label or the id; two words may be typed as one and one as two, a long
// word may have one letter wrong, and what matched is marked as it stands there.

import assert from "node:assert/strict";
import { test } from "node:test";
import { wordsOf } from "../../src/site/fold.js";
import { almostBegins, matchOf, partsOf } from "../../src/site/matches.js";

/**
 * The texts with what `typed` matches in brackets; undefined if it matches nothing.
 *
 * @param {string} typed
 * @param {string[]} texts
 */
function shown(typed, texts) {
  const match = matchOf(wordsOf(typed), texts);
  return match?.marks.map((marks, text) =>
    marks.reduceRight(
      (before, [start, end]) => `${before.slice(0, start)}[${before.slice(start, end)}]${before.slice(end)}`,
      texts[text],
    ),
  );
}

test("what_matched_is_marked", () => {
  /** @type {[typed: string, texts: string[], expected: string[] | undefined][]} */
  const cases = [
    ["sca", ["Basic Scatter Plot"], ["Basic [Sca]tter Plot"]],
    ["atter", ["Basic Scatter Plot"], undefined],
    ["plot bas", ["Basic Scatter Plot"], ["[Bas]ic Scatter [Plot]"]],
    ["plot mat", ["Basic Scatter Plot", "matplotlib"], ["Basic Scatter [Plot]", "[mat]plotlib"]],
    ["plot lib", ["Basic Scatter Plot", "matplotlib"], undefined],
    ["scatter-basic", ["Basic Scatter Plot", "scatter-basic"], ["[Basic] [Scatter] Plot", "scatter-basic"]],
    ["highch", ["Other", "highcharts"], ["Other", "[highch]arts"]],
    ["scatterplot", ["Basic Scatter Plot"], ["Basic [Scatter Plot]"]],
    ["scatterp", ["Basic Scatter-Plot"], ["Basic [Scatter-P]lot"]],
    ["heat map", ["Basic Heatmap"], ["Basic [Heatmap]"]],
    ["basic heat m", ["Basic Heatmap"], ["[Basic] [Heatm]ap"]],
    ["gros se", ["Größe"], ["[Größe]"]],
    ["grosse", ["Gro\u0308ße in parts"], ["[Gro\u0308ße] in parts"]],
    ["gro", ["Gro\u0308ße"], ["[Gro\u0308]ße"]],
    ["日本", ["x 日本語"], ["x [日本]語"]],
    ["fi", ["ﬁle"], ["[ﬁ]le"]],
    ["scattr", ["Basic Scatter Plot"], ["Basic [Scatter] Plot"]],
    ["sactter plto", ["Basic Scatter Plot"], undefined],
    ["sactter plot", ["Basic Scatter Plot"], ["Basic [Scatter] [Plot]"]],
    ["plto", ["Basic Scatter Plot"], undefined],
    ["", ["Basic"], ["Basic"]],
  ];
  for (const [typed, texts, expected] of cases) assert.deepEqual(shown(typed, texts), expected, typed);
});

test("one_letter_is_forgiven_in_long_words", () => {
  /** @type {[typed: string, word: string, expected: boolean][]} */
  const cases = [
    ["SCATR", "SCATTER", true],
    ["SCXTTER", "SCATTER", true],
    ["SCAATTER", "SCATTER", true],
    ["SACTTER", "SCATTER", true],
    ["CSATTER", "SCATTER", true],
    ["XCATTER", "SCATTER", true],
    ["CATTER", "SCATTER", true],
    ["SCATTERS", "SCATTER", true],
    ["SXAXTER", "SCATTER", false],
    ["SCATTERED", "SCATTER", false],
    ["SCTT", "SCATTER", false],
    ["UNDEF", "U", false],
    ["SCATTER", "", false],
  ];
  for (const [typed, word, expected] of cases) assert.equal(almostBegins(typed, word), expected, `${typed} ${word}`);
});

test("a_match_without_a_letter_forgiven_is_exact", () => {
  for (const [typed, isExact] of /** @type {[string, boolean][]} */ ([
    ["scatter", true],
    ["scatterplot", true],
    ["scattr", false],
  ])) {
    assert.equal(matchOf(wordsOf(typed), ["Scatter Plot"])?.isExact, isExact, typed);
  }
});

test("parts_are_those_of_any_word", () => {
  assert.deepEqual(partsOf(wordsOf("bas plot nothing"), ["Basic Scatter Plot", "basic"]), [
    [
      [0, 3],
      [14, 18],
    ],
    [[0, 3]],
  ]);
  assert.deepEqual(partsOf([], ["Basic"]), [[]]);
});
