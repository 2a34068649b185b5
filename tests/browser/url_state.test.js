// Rule: a query string means to the page what it means to the service, and an edit leaves the rest of it as it was.

import assert from "node:assert/strict";
import { test } from "node:test";
import { isExpressible, Query } from "../../src/site/url_state.js";

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

test("a_request_is_the_query_string_with_a_page", () => {
  const free = new Query("?lib=a&x=%7e");
  assert.equal(free.request({}, 48), "/plots/filter?lib=a&x=%7e&limit=48");
  assert.equal(free.request({ limit: 48, offset: 96 }), "/plots/filter?lib=a&x=%7e&limit=48&offset=96");
  assert.equal(free.request(), "/plots/filter?lib=a&x=%7e");
  const limited = new Query("?limit=abc&lib=a&offset=3&limit=5");
  assert.equal(limited.request({}, 48), "/plots/filter?limit=abc&lib=a&offset=3&limit=5");
  assert.equal(limited.request({ limit: 48, offset: 8 }), "/plots/filter?lib=a&limit=48&offset=8");
});

test("edits_survive_being_read_again", () => {
  for (const value of ["a b", "+", "%41", "é", "&=#?", "\u{1f4ca}", "a/b", "\u{feff}x"]) {
    assert.ok(isExpressible(value));
    assert.deepEqual(groups(new Query("").withGroup("feat", value)), [["feat", [value]]]);
  }
  for (const value of ["", "a,b", " a", "a\u{85}", "\u{1c}a"]) assert.ok(!isExpressible(value), JSON.stringify(value));
});
