// Rule: a search in a facet finds any value of the catalogue, with its count in this filter, and a long list goes on.

import assert from "node:assert/strict";
import { test } from "node:test";
import { AWKWARD, api, explore, FAILED, isAccessible, photograph, settled } from "./browser.js";
import { box, chips, counts, countTexts, excluder, facet, show, showAll } from "./page.js";

/** @import { Page, Response } from "playwright-core" */

/**
 * Types into the box of a facet, and waits for what is found.
 *
 * @param {Page} page
 * @param {string} key
 * @param {string} words
 * @param {RegExp} said
 */
async function find(page, key, words, said) {
  const isReply = (/** @type {Response} */ reply) =>
    reply.url().includes(`/plots/facets/${key}?`) && new URL(reply.url()).searchParams.get("q") === words;
  const reply = page.waitForResponse(isReply);
  await facet(page, key).getByRole("searchbox").fill(words);
  await reply;
  await facet(page, key).getByRole("status").getByText(said).waitFor();
}

test("typing_finds_values_that_the_page_does_not_have", async (t) => {
  const page = await explore(t);
  await show(page, "spec");
  await find(page, "spec", "scat", /^\d+ found$/);
  const { total, values } = await api("/plots/facets/spec?q=scat&limit=50");
  assert.ok(total > 10);
  assert.deepEqual(
    await counts(page, "spec"),
    values.map(({ value, count }) => [value, count]),
  );
  assert.equal(await facet(page, "spec").getByRole("status").textContent(), `${total} found`);
  const marked = await facet(page, "spec").locator("mark").allTextContents();
  assert.equal(marked.length, total);
  assert.deepEqual([...new Set(marked)], ["Scat"]);
  await find(page, "spec", "scat nope", /^No value matches “scat nope”\.$/);
  assert.deepEqual(await counts(page, "spec"), []);
  await facet(page, "spec").getByRole("searchbox").fill("");
  await facet(page, "spec").getByRole("button", { name: "of Spec" }).waitFor();
});

test("what_is_found_is_counted_in_the_filter_and_chosen_from", async (t) => {
  const page = await explore(t, "?plot=bar&lib=plotly&plot=line&not.lang=r");
  const tabs = facet(page, "plot").locator(".groups");
  const filter = "lib=plotly&not.lang=r";
  /** @type {[string, string, string][]} */
  const cases = [
    ["line", `plot=bar&${filter}&plot=line`, "st"],
    ["bar", `plot=line&${filter}&plot=bar`, "sc"],
    ["+ and also …", `plot=bar&plot=line&${filter}&plot=new`, "s"],
  ];
  for (const [tab, query, words] of cases) {
    await tabs.getByRole("button", { name: tab, exact: true }).click();
    const { values, total } = await api(`/plots/facets/plot?${query}&q=${words}&limit=50`);
    await find(page, "plot", words, new RegExp(`^${total} found$`));
    assert.deepEqual(
      await counts(page, "plot"),
      values.map(({ value, count }) => [value, count]),
      tab,
    );
  }
  await box(page, "plot", "scatter").check();
  await page.waitForURL(/\?plot=bar&lib=plotly&plot=line&not.lang=r&plot=scatter$/);
  await excluder(page, "plot", "step").click();
  await page.waitForURL(/&not.plot=step$/);
  await settled(page);
  assert.deepEqual(await chips(page), ["bar", "Plotly", "line", "scatter", "not R", "not step"]);
});

test("a_long_list_goes_on_where_it_ends", async (t) => {
  const page = await explore(t, "?not.tech=annotations");
  const { globalCounts } = await api("/plots/filter?limit=1");
  const all = Object.keys(globalCounts.tech);
  assert.ok(all.length > 150, "more than three pages");
  await showAll(page, "tech", all.length);
  const shown = (await counts(page, "tech")).map(([value]) => value);
  // What is excluded stands first.
  assert.equal(shown[0], "annotations");
  assert.equal(new Set(shown).size, shown.length);
  assert.deepEqual(shown.toSorted(), all.toSorted());
  await isAccessible(page);
  await photograph(page, "long-facet");
  await facet(page, "tech").getByRole("button", { name: "Show the first 8" }).click();
  assert.equal((await counts(page, "tech")).length, 8);
});

test("words_that_images_are_searched_by_narrow_the_counts_of_found_values", async (t) => {
  const page = await explore(t, "?q=scatter+b&sort=relevance&lang=python");
  const { counts: known } = await api("/plots/filter?q=scatter+b&lang=python&limit=1");
  for (const [key, words] of /** @type {const} */ ([
    ["tech", "s"],
    ["spec", "ba"],
  ])) {
    await show(page, key);
    await find(page, key, words, /found$/);
    const rows = await counts(page, key);
    assert.ok(rows.length > 1);
    assert.ok(rows.some(([, count]) => count > 0));
    for (const [value, count] of rows) assert.equal(count, known[key][value] ?? 0, value);
  }
});

test("counts_of_another_filter_are_not_shown_beside_found_values", async (t) => {
  const page = await explore(t, "?q=scatter", { expected: FAILED });
  await show(page, "tech");
  await find(page, "tech", "s", /found$/);
  assert.ok((await counts(page, "tech")).some(([, count]) => count > 0));
  await page.route("**/plots/facets/**", (route) => route.fulfill({ status: 500, json: {} }));
  await page.getByRole("combobox", { name: "Search" }).fill("bar");
  await facet(page, "tech")
    .getByText(/answered 500/)
    .waitFor();
  await settled(page);
  const { counts: known } = await api("/plots/filter?q=bar&limit=1&values=50");
  const shown = await countTexts(page, "tech");
  assert.ok(shown.some(([value]) => known.tech[value] === undefined));
  for (const [value, count] of shown) assert.equal(count, String(known.tech[value] ?? "…"), value);
  await page.unroute("**/plots/facets/**");
  await facet(page, "tech").getByRole("button", { name: "Try again to search" }).click();
  await facet(page, "tech")
    .getByText(/found$/)
    .waitFor();
  for (const [value, count] of await counts(page, "tech")) assert.equal(count, known.tech[value] ?? count, value);
});

test("a_search_that_fails_says_so_and_is_repeated_on_request_alone", async (t) => {
  const page = await explore(t, "", { expected: FAILED });
  await show(page, "lib");
  let failures = 0;
  await page.route("**/plots/facets/**", (route) => {
    failures += 1;
    return route.fulfill({ status: 500, json: {} });
  });
  await find(page, "lib", "p", /answered 500/);
  assert.ok((await counts(page, "lib")).length > 8, "what is known stays");
  await page.unroute("**/plots/facets/**");
  await facet(page, "lib").getByRole("button", { name: "Try again to search Library" }).click();
  await facet(page, "lib")
    .getByText(/found$/)
    .waitFor();
  assert.equal(failures, 1);
});

test("a_next_page_that_fails_leaves_what_is_there", async (t) => {
  const page = await explore(t, "", { expected: FAILED });
  let failures = 0;
  await page.route(/plots\/facets\/tech.*offset=50/, (route) => {
    failures += 1;
    return route.fulfill({ status: 500, json: {} });
  });
  await show(page, "tech");
  const rows = facet(page, "tech").locator(".values li");
  await rows.nth(49).scrollIntoViewIfNeeded();
  await facet(page, "tech")
    .getByText(/answered 500/)
    .waitFor();
  assert.equal(await rows.count(), 50);
  await page.unroute(/plots\/facets\/tech.*offset=50/);
  await facet(page, "tech").getByRole("button", { name: "Try again" }).click();
  await rows.nth(99).waitFor({ state: "attached" });
  assert.equal(failures, 1);
});

test("the_marked_part_is_what_was_found_in_any_script", async (t) => {
  const page = await explore(t, "", { site: AWKWARD });
  await show(page, "plot");
  await find(page, "plot", "grosse", /^2 found$/);
  const marked = await facet(page, "plot").locator("mark").allTextContents();
  assert.deepEqual(marked.toSorted(), ["Größe", "Gro\u0308ße"].toSorted());
});
