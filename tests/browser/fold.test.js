// Rule: searches compare words as the service does: without case, accents and ligatures, in any of Unicode's normal forms.

import assert from "node:assert/strict";
import { test } from "node:test";
import { wordsOf } from "../../src/site/fold.js";

test("spellings_of_one_word_are_the_same", () => {
  for (const words of [
    ["Größe", "größe", "GRÖSSE", "GRÖẞE", "grosse", "grösse", "Gro\u0308ße", "gro\u0308sse"],
    ["Ångström", "angstrom", "A\u030angstro\u0308m", "\u212bngström", "ÅNGSTRÖM"],
    ["İstanbul", "istanbul", "ISTANBUL", "I\u0307stanbul"],
    ["ΣΊΣΥΦΟΣ", "Σίσυφος", "σισυφοσ", "σίσυφος"],
    ["ﬁle", "file", "FILE"],
    ["Việt", "viet", "Vie\u0323\u0302t"],
    ["Ёлка", "елка", "е\u0308лка"],
    ["ｆｕｌｌ", "full"],
    ["x²", "x2"],
    ["한글", "한글"],
    ["\u01c6", "dž", "DZ\u030c"],
  ]) {
    assert.deepEqual(
      words.map(wordsOf),
      words.map(() => wordsOf(words[0])),
      words.join(" "),
    );
    assert.equal(wordsOf(words[0]).length, 1, words[0]);
  }
});

test("a_word_is_a_run_of_letters_and_digits", () => {
  for (const [text, count] of /** @type {[string, number][]} */ ([
    ["scatter-basic", 2],
    ["3d_surface", 2],
    ["c++", 1],
    ["don't", 2],
    [" \u3000-+ ", 0],
    ["日本 語", 2],
    ["", 0],
  ])) {
    assert.equal(wordsOf(text).length, count, text);
  }
});
