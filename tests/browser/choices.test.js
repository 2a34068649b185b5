// Rule: a choice counts at once, however late its reply is: no later choice loses it, and no late reply undoes it.

/** @import { TestContext } from "node:test" */
/** @import { Page, Route } from "playwright-core" */

import assert from "node:assert/strict";
import { test } from "node:test";
import { api, explore, FILTER, SITE, settled } from "./browser.js";
import { box, cards, chips, fragmentOf, grouped, searchBox, show } from "./page.js";

/** Answers the requests of filters only when asked to, in any order. */
class Gate {
  /** @type {Route[]} */
  #held = [];
  /** Called with each request that comes. */
  #notice = () => {};

  /** @param {Page} page */
  async shut(page) {
    await page.route(FILTER, (route) => {
      this.#held.push(route);
      this.#notice();
    });
  }

  /**
   * Waits for the list of the page's address, or for `query`. What the page gave up at once may never have come here.
   *
   * @param {Page} page
   * @param {string} [query]
   */
  async holds(page, query = asked(page)) {
    // The parts of the reply that the page asks for come behind.
    const isHeld = () => this.#held.some((route) => new URL(route.request().url()).search.startsWith(`?${query}&`));
    while (!isHeld()) await new Promise((resolve) => (this.#notice = () => resolve(undefined)));
  }

  /** Answers what is held, the newest first. */
  async open() {
    for (const route of this.#held.splice(0).reverse()) await route.continue().catch(() => {});
  }
}

/**
 * The query of the request for the page's list.
 *
 * @param {Page} page
 */
function asked(page) {
  const { search } = new URL(page.url());
  const query = search.slice(1);
  return query.includes("limit=") ? query : `${query}${query && "&"}limit=48`;
}

/**
 * The Explorer and a gate that is shut.
 *
 * @param {TestContext} t
 * @returns {Promise<[Page, Gate]>}
 */
async function started(t, query = "") {
  const page = await explore(t, query);
  await show(page, "lib");
  const gate = new Gate();
  await gate.shut(page);
  return [page, gate];
}

/**
 * The visible state of the page at this moment: address, chips, ticked libraries.
 *
 * @param {Page} page
 */
async function said(page) {
  const ticked = await page
    .locator('.facet[data-facet="lib"] .values li:has(input:checked)')
    .evaluateAll((/** @type {HTMLElement[]} */ rows) => rows.map((row) => row.dataset.value));
  return [new URL(page.url()).search, await chips(page), ticked.sort()];
}

test("three_quick_choices_are_three_entries_of_the_history", async (t) => {
  const [page, gate] = await started(t);
  await page.evaluate(async () => {
    for (const library of ["matplotlib", "plotly", "bokeh"]) {
      document.querySelector(`[data-facet="lib"] li[data-value="${library}"]`).querySelector("input").click();
      await new Promise((resolve) => setTimeout(resolve, 30));
    }
  });
  const states = [
    ["", [], []],
    ["?lib=matplotlib", ["Matplotlib"], ["matplotlib"]],
    ["?lib=matplotlib,plotly", ["Matplotlib", "Plotly"], ["matplotlib", "plotly"]],
    ["?lib=matplotlib,plotly,bokeh", ["Matplotlib", "Plotly", "Bokeh"], ["bokeh", "matplotlib", "plotly"]],
  ];
  assert.deepEqual(await said(page), states[3]);
  await gate.holds(page);
  await gate.open();
  await settled(page);
  assert.deepEqual(await said(page), states[3]);
  const { total } = await api("/plots/filter?lib=matplotlib,plotly,bokeh&limit=1");
  assert.equal(await page.locator("#total strong").textContent(), grouped(total));
  await page.unroute(FILTER);
  for (const place of [2, 1, 0]) {
    await page.goBack();
    assert.deepEqual(await said(page), states[place]);
    await settled(page);
    assert.deepEqual(await said(page), states[place]);
  }
});

test("ticked_and_unticked_before_a_reply_is_unticked", async (t) => {
  const [page, gate] = await started(t);
  await page.evaluate(async () => {
    const tick = () =>
      document.querySelector('[data-facet="lib"] li[data-value="plotly"]').querySelector("input").click();
    tick();
    await new Promise((resolve) => setTimeout(resolve, 20));
    tick();
  });
  assert.deepEqual(await said(page), ["", [], []]);
  await gate.holds(page);
  await gate.open();
  await settled(page);
  assert.deepEqual(await said(page), ["", [], []]);
  assert.equal(await page.getByRole("alert").isVisible(), false);
  assert.equal(await page.locator("#total").textContent(), "3,623 images");
});

test("search_and_details_take_the_choice_and_not_the_last_reply", async (t) => {
  const [page, gate] = await started(t);
  await box(page, "lib", "plotly").check();
  await searchBox(page).fill("matplotlib");
  await page.getByRole("option", { name: "Library Matplotlib" }).click();
  assert.deepEqual(await said(page), ["?lib=plotly,matplotlib", ["Plotly", "Matplotlib"], ["matplotlib", "plotly"]]);
  // The card is of the old list; what it opens lies over the new one.
  await page.locator(".card a").first().click();
  assert.equal(new URL(page.url()).search, "?lib=plotly,matplotlib");
  await page.keyboard.press("Escape");
  await page.waitForURL(`${SITE}/explore?lib=plotly,matplotlib`);
  await gate.open();
  await settled(page);
  assert.deepEqual(await said(page), ["?lib=plotly,matplotlib", ["Plotly", "Matplotlib"], ["matplotlib", "plotly"]]);
});

test("a_removed_group_shifts_no_counts_of_others", async (t) => {
  const [page, gate] = await started(t, "?plot=scatter&lib=plotly&plot=bar");
  await page.getByRole("button", { name: "Remove Plot type: scatter" }).click();
  await page.getByRole("button", { name: "Remove Library: Plotly" }).click();
  assert.deepEqual(await said(page), ["?plot=bar", ["bar"], []]);
  assert.deepEqual(await box(page, "plot", "bar").isChecked(), true);
  await gate.holds(page);
  // Until the reply comes, counts are marked as old, and there is no number of images.
  assert.equal(await page.locator("#total").textContent(), "Counting …");
  assert.equal(await page.title(), "bar · catalog-edge");
  assert.match(await page.locator("#facets").getAttribute("class"), /is-old/);
  await gate.open();
  await settled(page);
  assert.doesNotMatch(await page.locator("#facets").getAttribute("class"), /is-old/);
});

test("a_late_next_page_is_not_appended_to_another_list", async (t) => {
  const page = await explore(t, "?lib=plotly&limit=6");
  const gate = new Gate();
  await gate.shut(page);
  await page.getByRole("button", { name: "Show more" }).click();
  await gate.holds(page, "lib=plotly&limit=48&offset=6");
  await page.getByRole("button", { name: "Remove Library" }).click();
  await gate.holds(page);
  // The list on the screen belongs to the older choice: there is nothing to append to it.
  await page.getByRole("button", { name: "Show more" }).click();
  await gate.open();
  await settled(page);
  const { images } = await api("/plots/filter?limit=6");
  assert.deepEqual(await cards(page), images.map(fragmentOf));
});

test("a_next_page_of_another_snapshot_is_not_appended", async (t) => {
  const page = await explore(t, "?lib=plotly&limit=6");
  const reply = await api("/plots/filter?limit=48&offset=6");
  await page.route(FILTER, (route) => route.fulfill({ json: { ...reply, orCounts: [{}] } }));
  await page.getByRole("button", { name: "Show more" }).click();
  await page.getByText("The catalogue has changed meanwhile").waitFor();
  assert.equal(await page.locator(".card").count(), 6);
});

test("a_reply_that_waited_for_the_names_does_not_undo_a_choice", async (t) => {
  const page = await explore(t, "?lang=python&lib=plotly");
  const gate = new Gate();
  const names = Promise.withResolvers();
  await page.route("**/languages", async (route) => {
    await names.promise;
    await route.continue();
  });
  const reply = page.waitForResponse(/plots\/filter\?lang=python&lib=plotly/);
  await page.reload();
  await (await reply).finished();
  await gate.shut(page);
  await page.getByRole("button", { name: "Remove Library" }).click();
  await gate.holds(page);
  assert.deepEqual(await chips(page), ["python"]);
  names.resolve(undefined);
  // The names are there, and the list still waits for its own reply.
  await page.locator("#chips").getByText("Python").waitFor();
  assert.equal(await page.locator(".card").count(), 0);
  await gate.open();
  await settled(page);
  const { total } = await api("/plots/filter?lang=python&limit=1");
  assert.equal(await page.locator("#total strong").textContent(), grouped(total));
});

test("a_choice_before_the_first_reply_counts", async (t) => {
  const gate = new Gate();
  const page = await explore(t, "?lib=plotly");
  await gate.shut(page);
  await page.reload();
  await page.getByRole("button", { name: "Remove Library" }).click();
  assert.deepEqual(await said(page), ["", [], []]);
  await gate.holds(page);
  await gate.open();
  await settled(page);
  assert.deepEqual(await said(page), ["", [], []]);
  assert.equal(await page.locator("#total").textContent(), "3,623 images");
});
