// Rule: a name or a word that does not exist is answered with the one that was probably meant, or with none.

import assert from "node:assert/strict";
import { test } from "node:test";
import { isOneEdit, nearest } from "../../src/site/nearest.js";
import { parameterMeantBy } from "../../src/site/remarks.js";
import { respelled } from "../../src/site/spelling.js";

test("the_nearest_name_is_in_other_case_or_one_letter_off_or_longer_or_shorter", () => {
  /** @type {[value: string, ...names: string[]][]} */
  const values = [
    ["r", "r", "R"],
    ["python", "python", "Python"],
    ["go", "go", "Go"],
    ["ggplot2", "ggplot2", "ggplot2"],
    ["letsplot", "letsplot", "lets-plot"],
    ["größe", "größe", "Größe"],
  ];
  for (const [text, meant] of /** @type {[string, string | undefined][]} */ ([
    ["R", "r"],
    ["Python", "python"],
    ["pyhton", "python"],
    ["pythonn", "python"],
    ["phyton3", undefined],
    ["py", undefined],
    ["pyt", "python"],
    ["python3", "python"],
    ["ggplot", "ggplot2"],
    ["Lets Plot", "letsplot"],
    ["GROSSE", "größe"],
    ["g", undefined],
    ["gx", undefined],
    ["x", undefined],
    ["", undefined],
    ["+", undefined],
  ])) {
    assert.equal(nearest(text, values), meant, text);
  }
});

test("one_edit_is_one_letter_or_two_neighbours", () => {
  for (const [one, other, expected] of /** @type {[string, string, boolean][]} */ ([
    ["lang", "langs", true],
    ["lang", "lng", true],
    ["lang", "lamg", true],
    ["lang", "alng", true],
    ["lang", "lagn", true],
    ["lang", "lang", false],
    ["lang", "gnal", false],
    ["lang", "language", false],
    ["aa", "aaa", true],
    ["", "a", true],
    ["", "", false],
  ])) {
    assert.equal(isOneEdit(one, other), expected, `${one} ${other}`);
    assert.equal(isOneEdit(other, one), expected, `${other} ${one}`);
  }
});

test("a_parameter_that_is_none_is_likely_a_facet", () => {
  for (const [name, meant] of /** @type {[string, string | undefined][]} */ ([
    ["langs", "lang"],
    ["Lang", "lang"],
    ["language", "lang"],
    ["library", "lib"],
    ["libraries", "lib"],
    ["plot_type", "plot"],
    ["specs", "spec"],
    ["utm_source", undefined],
    ["from", undefined],
    ["__proto__", undefined],
  ])) {
    assert.equal(parameterMeantBy(name), meant, name);
  }
});

test("words_are_split_joined_and_corrected_by_the_words_that_are_known", () => {
  const texts = ["Basic Scatter Plot", "heatmap-annotated", "Matplotlib", "Größe"];
  for (const [typed, meant] of /** @type {[string, string | undefined][]} */ ([
    ["scatterplot", "scatter plot"],
    ["Scatterplot basic", "scatter plot basic"],
    ["heat map", "heatmap"],
    ["scattr", "scatter"],
    ["basic sactter", "basic scatter"],
    ["scatter", undefined],
    ["scat plo", undefined],
    ["zzzzzz", undefined],
    ["scattr zzzzzz", undefined],
    ["grose", "grosse"],
    ["", undefined],
  ])) {
    assert.equal(respelled(typed, texts), meant, typed);
  }
});
