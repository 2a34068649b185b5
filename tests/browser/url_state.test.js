// Rule: a query string means to the page what it means to the service, and an edit leaves the rest of it as it was.

import assert from "node:assert/strict";
import { test } from "node:test";
import { FACETS } from "../../src/site/facets.js";
import { facetPaths, filterPath, partsKnown } from "../../src/site/filter_paths.js";
import { isExpressible } from "../../src/site/parameters.js";
import { Query } from "../../src/site/url_state.js";

const groups = (/** @type {string} */ text) => new Query(text).groups.map(({ name, values }) => [name, values]);

test("groups_are_read_as_the_service_reads_them", () => {
  /** @type {[string, [string, string[]][]][]} */
  const cases = [
    [
      "?lib=a,b&plot=c",
      [
        ["lib", ["a", "b"]],
        ["plot", ["c"]],
      ],
    ],
    [
      "plot=c&lib=a&plot=d",
      [
        ["plot", ["c"]],
        ["lib", ["a"]],
        ["plot", ["d"]],
      ],
    ],
    ["lib=a%2Cb,+a+,,", [["lib", ["a", "b"]]]],
    ["lib=&lib&LIB=a&library=a&lib=,%20", []],
    ["lib=a+b%2Bc%26d", [["lib", ["a b+c&d"]]]],
    ["lib=%1C%C2%85a%EF%BB%BF", [["lib", ["a\ufeff"]]]],
    ["lib=%E9%zz", [["lib", ["\ufffd%zz"]]]],
    ["??lib=a&&lib=b", [["lib", ["b"]]]],
    ["l%69b=a", [["lib", ["a"]]]],
  ];
  for (const [text, expected] of cases) {
    assert.deepEqual(groups(text), expected, text);
  }
});

test("an_edit_leaves_other_parameters_as_they_were_written", () => {
  const query = new Query("?x=%7e&lib=%61,b&&y&plot=c&offset=9&limit=7");
  assert.equal(query.withAlternative(0, "d e"), "x=%7e&lib=a,b,d+e&y&plot=c&limit=7");
  assert.equal(query.withGroup("plot", "é/+"), "x=%7e&lib=%61,b&y&plot=c&limit=7&plot=%C3%A9%2F%2B");
  assert.equal(query.without(0, "a"), "x=%7e&lib=b&y&plot=c&limit=7");
  assert.equal(query.without(1, "c"), "x=%7e&lib=%61,b&y&limit=7");
  assert.equal(query.cleared(), "x=%7e&y&limit=7");
  assert.equal(query.withoutParameter("limit"), "x=%7e&lib=%61,b&y&plot=c&offset=9");
});

test("a_correction_replaces_a_name_or_a_value_and_nothing_else", () => {
  const query = new Query("?x=%7e&langs=%61,b&lib=A,b&not.lib=A&plot=A&offset=9&x=1&lib=b,A&lib=&q=z&not.z=1&=2");
  const rest = "&plot=A&x=1";
  const end = "&lib=&q=z&not.z=1&=2";
  assert.deepEqual(query.unknownNames, ["x", "langs"]);
  assert.equal(query.valueCount, 6);
  assert.equal(query.withName("langs", "lang"), `x=%7e&lang=%61,b&lib=A,b&not.lib=A${rest}&lib=b,A${end}`);
  assert.equal(query.withValue("lib", "A", "a"), `x=%7e&langs=%61,b&lib=a,b&not.lib=a${rest}&lib=b,a${end}`);
  assert.equal(query.withValue("lib", "A", "b"), `x=%7e&langs=%61,b&lib=b&not.lib=b${rest}&lib=b${end}`);
  assert.equal(query.withoutGroup(0), `x=%7e&langs=%61,b&not.lib=A${rest}&lib=b,A${end}`);
});

test("exclusions_are_read_as_the_service_reads_them", () => {
  /** @type {[string, [string, string[]][]][]} */
  const cases = [
    [
      "?not.lib=a,b&plot=c&not.plot=d",
      [
        ["lib", ["a", "b"]],
        ["plot", ["d"]],
      ],
    ],
    ["n%6ft.lib=a&not%2Elib=+b+,&not.lib=,", [["lib", ["a", "b"]]]],
    ["NOT.lib=a&not.LIB=a&not.=a&not=a&notlib=a&not.not.lib=a", []],
  ];
  for (const [text, expected] of cases) {
    const query = new Query(text);
    const excluded = FACETS.map(({ key }) => [key, query.excludedOf(key)]);
    assert.deepEqual(
      excluded.filter(([, values]) => values.length > 0),
      expected,
      text,
    );
  }
});

test("a_value_is_chosen_or_excluded_and_never_both", () => {
  const query = new Query("?x=%7e&lib=a,b&not.plot=c&plot=d&lib=b,e&offset=9");
  assert.equal(query.withExclusion("lib", "b"), "x=%7e&lib=a&not.plot=c&plot=d&lib=e&not.lib=b");
  assert.equal(query.withExclusion("plot", "d"), "x=%7e&lib=a,b&not.plot=c,d&lib=b,e");
  assert.equal(query.withAlternative(1, "c"), "x=%7e&lib=a,b&plot=d,c&lib=b,e");
  assert.equal(query.withGroup("plot", "c"), "x=%7e&lib=a,b&plot=d&lib=b,e&plot=c");
  assert.equal(query.withoutExclusion("plot", "c"), "x=%7e&lib=a,b&plot=d&lib=b,e");
  const twice = new Query("?not.lib=a&not.lib=b,a");
  assert.equal(twice.withoutExclusion("lib", "a"), "not.lib=b");
  assert.equal(twice.withExclusion("lib", "c d"), "not.lib=a&not.lib=b,a,c+d");
});

test("the_last_words_and_order_count", () => {
  /** @type {[string, string, boolean, string][]} */
  const cases = [
    ["", "", false, "spec"],
    ["?q=a+b&q=c%20d&sort=newest&sort=quality", "c d", true, "quality"],
    ["?q=+-+&sort=", " - ", false, ""],
    ["?%71=%C3%A9&so%72t=random&seed=7", "é", true, "random"],
  ];
  for (const [text, words, hasWords, order] of cases) {
    const query = new Query(text);
    assert.deepEqual([query.words, query.hasWords, query.order], [words, hasWords, order], text);
  }
});

test("the_first_words_bring_the_order_of_relevance_and_the_last_take_it_away", () => {
  /** @type {[string, string, string][]} */
  const cases = [
    ["lib=a&offset=9", "é +", "lib=a&q=%C3%A9+%2B&sort=relevance"],
    ["sort=newest", " a ", "sort=newest&q=a"],
    ["q=a&lib=b&sort=relevance", "a b", "q=a+b&lib=b&sort=relevance"],
    ["q=a&lib=b&q=c", "d", "lib=b&q=d"],
    ["q=a&lib=b", "d", "q=d&lib=b"],
    ["q=a&lib=b&sort=relevance", " ", "lib=b"],
    ["q=a&sort=newest", "", "sort=newest"],
    ["q=%61&offset=9", " a ", "q=%61&offset=9"],
  ];
  for (const [text, words, expected] of cases) {
    assert.equal(new Query(text).withWords(words), expected, `${text} with “${words}”`);
  }
});

test("an_order_takes_the_place_of_another", () => {
  const query = new Query("?sort=random&lib=a&seed=3&seed=4&sort=random&offset=9&limit=5");
  assert.equal(query.inOrder("newest"), "lib=a&limit=5&sort=newest");
  assert.equal(query.inOrder("random", 0), "lib=a&limit=5&sort=random&seed=0");
  assert.equal(query.inOrder("spec"), "lib=a&limit=5");
});

test("what_narrows_is_cleared_and_the_order_stays", () => {
  assert.equal(
    new Query("?x=%7e&lib=a&not.plot=b&q=c&sort=newest&limit=5&offset=9").cleared(),
    "x=%7e&sort=newest&limit=5",
  );
  assert.equal(new Query("?q=c&sort=relevance").cleared(), "");
});

test("a_request_is_the_query_string_with_a_page_and_its_parts", () => {
  const free = new Query("?lib=a&x=%7e");
  assert.equal(filterPath(free, { most: 48 }), "/plots/filter?lib=a&x=%7e&limit=48");
  assert.equal(filterPath(free, { limit: 48, offset: 96 }), "/plots/filter?lib=a&x=%7e&limit=48&offset=96");
  assert.equal(filterPath(free, {}), "/plots/filter?lib=a&x=%7e");
  const limited = new Query("?limit=abc&lib=a&offset=3&limit=5");
  assert.equal(filterPath(limited, { most: 48 }), "/plots/filter?limit=abc&lib=a&offset=3&limit=5");
  assert.equal(filterPath(limited, { limit: 48, offset: 8 }), "/plots/filter?lib=a&limit=48&offset=8");
  const partial = new Query("?omit=images&values=x&fields=url&facets=lib&not.lib=a&q=b&sort=random&seed=1");
  assert.equal(
    filterPath(partial, { most: 48, values: 50, fields: ["url", "title"], omit: ["counts"] }),
    "/plots/filter?not.lib=a&q=b&sort=random&seed=1&limit=48&values=50&fields=url,title&omit=counts",
  );
});

test("counts_over_all_images_are_asked_for_once_and_only_if_the_own_counts_are_others", () => {
  const known = ["globalCounts", "specTitles"];
  for (const text of ["", "?sort=random&seed=7", "?limit=5&offset=9&sort=newest"]) {
    assert.deepEqual(partsKnown(new Query(text), false), known, text);
  }
  for (const text of ["?lib=a", "?not.lib=a", "?q=b&sort=relevance", "?x=y"]) {
    assert.deepEqual(partsKnown(new Query(text), false), ["specTitles"], text);
    assert.deepEqual(partsKnown(new Query(text), true), known, text);
  }
});

test("a_search_in_a_facet_has_the_group_last_that_is_being_chosen", () => {
  const query = new Query("?plot=a&lib=b&not.lib=c&plot=d&q=words&sort=newest&limit=5&x=y");
  const page = "q=%C3%A9+f&limit=50&offset=100";
  /** @type {[import("../../src/site/facets.js").Facet, number | undefined, string][]} */
  const cases = [
    ["plot", 0, "lib=b&plot=d&not.lib=c&plot=a"],
    ["plot", 2, "plot=a&lib=b&not.lib=c&plot=d"],
    ["plot", undefined, "plot=a&lib=b&plot=d&not.lib=c&plot=new"],
    ["tech", undefined, "plot=a&lib=b&plot=d&not.lib=c"],
  ];
  for (const [facet, group, conditions] of cases) {
    const path = `/plots/facets/${facet}?${conditions}`;
    assert.equal(facetPaths(query, facet, group, "é f")(100), `${path}&words=words&${page}`);
    assert.equal(facetPaths(new Query(query.withWords("")), facet, group, "é f")(100), `${path}&${page}`);
  }
});

test("edits_survive_being_read_again", () => {
  for (const value of ["a b", "+", "%41", "é", "&=#?", "\u{1f4ca}", "a/b", "\u{feff}x"]) {
    assert.ok(isExpressible(value));
    assert.deepEqual(groups(new Query("").withGroup("feat", value)), [["feat", [value]]]);
    assert.deepEqual(new Query(new Query("").withExclusion("feat", value)).excludedOf("feat"), [value]);
  }
  for (const value of ["", "a,b", " a", "a\u{85}", "\u{1c}a"]) assert.ok(!isExpressible(value), JSON.stringify(value));
  for (const words of ["a b", "c++ %41", "é", "&=#?x", "a/b"]) {
    assert.equal(new Query(new Query("").withWords(words)).words, words);
  }
});
