// Rule: what a person closes for good stays closed, and a browser that keeps nothing, or something else, costs nothing more.

import assert from "node:assert/strict";
import { test } from "node:test";
import { recall, remember } from "../../src/site/remembered.js";

/** @param {unknown} storage */
function with_(storage) {
  Object.defineProperty(globalThis, "localStorage", {
    configurable: true,
    get: () => (typeof storage === "function" ? storage() : storage),
  });
}

test("a_list_is_kept_and_anything_else_counts_as_none", () => {
  for (const [kept, list] of /** @type {[string | null, string[]][]} */ ([
    [null, []],
    ['["a","b"]', ["a", "b"]],
    ['[1,null,"a"]', ["a"]],
    ["{}", []],
    ["null", []],
    ["not JSON", []],
  ])) {
    with_({ getItem: () => kept });
    assert.deepEqual(recall("key"), list, String(kept));
  }
});

test("a_browser_that_keeps_nothing_remembers_as_long_as_the_page", () => {
  with_(() => {
    throw new Error("SecurityError");
  });
  assert.deepEqual(recall("other"), []);
  remember("other", ["a"]);
  assert.deepEqual(recall("other"), ["a"]);
});
