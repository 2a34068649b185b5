// Rule: searches ignore case, accents, ligatures and Unicode's normal forms.

import assert from "node:assert/strict";
import { test } from "node:test";
import { fold } from "../../src/site/fold.js";

test("spellings_of_one_word_are_the_same", () => {
  for (const words of [
    ["Größe", "größe", "GRÖSSE", "GRÖẞE", "grosse", "grösse", "Gro\u0308ße", "gro\u0308sse"],
    ["Ångström", "angstrom", "A\u030angstro\u0308m", "\u212bngström", "ÅNGSTRÖM"],
    ["İstanbul", "istanbul", "ISTANBUL", "ıstanbul", "I\u0307stanbul"],
    ["ΣΊΣΥΦΟΣ", "Σίσυφος", "σισυφοσ", "σίσυφος"],
    ["Łódź", "lodz", "ŁO\u0301DZ\u0301"],
    ["smørrebrød", "Smorrebrod"],
    ["Œuvre", "oeuvre", "œuvre"],
    ["ﬁle", "file", "FILE"],
    ["Việt", "viet", "Vie\u0323\u0302t"],
    ["Ёлка", "елка", "е\u0308лка"],
    ["ｆｕｌｌ", "full"],
    ["x²", "x2"],
    ["한글", "한글"],
    ["Đà Nẵng", "da nang"],
    ["Þór", "thor"],
    ["\u01c6", "dž", "DZ\u030c"],
  ]) {
    assert.deepEqual(
      words.map(fold),
      words.map(() => fold(words[0])),
      words.join(" "),
    );
  }
});

test("other_words_stay_others", () => {
  for (const [one, other] of [
    ["a", "b"],
    ["grose", "größe"],
    ["कि", "का"],
    ["बिंदु", "बंद"],
    ["日本", "本日"],
    ["c++", "c"],
    ["a-b", "ab"],
    ["^", "`"],
  ]) {
    assert.notEqual(fold(one), fold(other), `${one} ${other}`);
  }
});
