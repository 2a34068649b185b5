// Rule: what a person chooses becomes the address, and the address is all there is: shared, gone back to or typed, it
// shows the same.

/** @import { Page } from "playwright-core" */

import assert from "node:assert/strict";
import { test } from "node:test";
import { api, explore, SITE, settled } from "./browser.js";
import { box, cards, chips, counts, facet, fragmentOf, grouped, ranked, show, visit } from "./page.js";

/**
 * The visible state of the page: address, chips, number of images, first cards.
 *
 * @param {Page} page
 */
async function state(page) {
  return {
    search: new URL(page.url()).search,
    chips: await chips(page),
    total: await page.locator("#total").textContent(),
    cards: (await cards(page)).slice(0, 12),
  };
}

/**
 * @param {Page} page
 * @param {string} search
 */
async function waitForSearch(page, search) {
  await page.waitForURL(`${SITE}/explore${search}`);
  await settled(page);
}

/** @param {string} search */
async function totalOf(search) {
  return grouped((await api(`/plots/filter${search}`)).total);
}

test("choosing_a_value_filters_by_it", async (t) => {
  const page = await explore(t);
  await show(page, "lib");
  await box(page, "lib", "matplotlib").check();
  await waitForSearch(page, "?lib=matplotlib");
  assert.deepEqual(await chips(page), ["Matplotlib"]);
  assert.ok((await page.locator("#total").textContent()).startsWith(await totalOf("?lib=matplotlib&limit=1")));
});

test("a_second_value_of_a_facet_widens_and_one_of_another_narrows", async (t) => {
  const page = await explore(t, "?lib=matplotlib");
  await show(page, "lib");
  await box(page, "lib", "seaborn").check();
  await waitForSearch(page, "?lib=matplotlib,seaborn");
  await show(page, "plot");
  await box(page, "plot", "scatter").check();
  await waitForSearch(page, "?lib=matplotlib,seaborn&plot=scatter");
  assert.ok(
    (await page.locator("#total").textContent()).startsWith(
      await totalOf("?lib=matplotlib,seaborn&plot=scatter&limit=1"),
    ),
  );
});

test("a_facet_takes_a_second_condition", async (t) => {
  const page = await explore(t, "?plot=scatter");
  await facet(page, "plot").getByRole("button", { name: "and also" }).click();
  await show(page, "plot");
  const { counts: contextual } = await api("/plots/filter?plot=scatter&limit=1");
  assert.deepEqual(await counts(page, "plot"), ranked(contextual.plot));
  const [value] = ranked(contextual.plot).find(([value]) => value !== "scatter");
  await box(page, "plot", value).check();
  await waitForSearch(page, `?plot=scatter&plot=${value}`);
  assert.deepEqual(await chips(page), ["scatter", value]);
  // Both groups can be reached, each with its own counts.
  const { orCounts } = await api(`/plots/filter?plot=scatter&plot=${value}&limit=1`);
  for (const [group, chosen] of ["scatter", value].entries()) {
    await facet(page, "plot").locator(".groups").getByRole("button", { name: chosen, exact: true }).click();
    await show(page, "plot");
    assert.equal(await box(page, "plot", chosen).isChecked(), true);
    assert.deepEqual(Object.fromEntries(await counts(page, "plot")), orCounts[group]);
  }
});

test("chips_remove_one_value_and_clear_removes_all", async (t) => {
  const page = await explore(t, "?lib=matplotlib,seaborn&plot=scatter&from=a%2Fb&lang=python");
  await page.getByRole("button", { name: "Remove Library: Matplotlib" }).click();
  await waitForSearch(page, "?lib=seaborn&plot=scatter&from=a%2Fb&lang=python");
  await page.getByRole("button", { name: "Remove Library: Seaborn" }).click();
  await waitForSearch(page, "?plot=scatter&from=a%2Fb&lang=python");
  await page.getByRole("button", { name: "Clear all", exact: true }).click();
  // Parameters that the service does not know stay.
  await waitForSearch(page, "?from=a%2Fb");
  assert.deepEqual(await chips(page), []);
  assert.equal(await page.locator("#chips").isVisible(), false);
});

test("unchecking_a_value_removes_it", async (t) => {
  const page = await explore(t, "?plot=scatter,line");
  await box(page, "plot", "scatter").uncheck();
  await waitForSearch(page, "?plot=line");
});

test("a_shared_address_shows_the_same", async (t) => {
  const page = await explore(t);
  await show(page, "lib");
  await box(page, "lib", "plotly").check();
  await waitForSearch(page, "?lib=plotly");
  await show(page, "plot");
  await box(page, "plot", "bar").check();
  await waitForSearch(page, "?lib=plotly&plot=bar");
  const other = await explore(t, new URL(page.url()).search);
  assert.deepEqual(await state(other), await state(page));
});

test("back_and_forward_show_what_was_there", async (t) => {
  const page = await explore(t);
  const states = [await state(page)];
  for (const [key, value, search] of [
    ["lib", "plotly", "?lib=plotly"],
    ["plot", "bar", "?lib=plotly&plot=bar"],
  ]) {
    await show(page, key);
    await box(page, key, value).check();
    await waitForSearch(page, search);
    states.push(await state(page));
  }
  /** @type {["goBack" | "goForward", number][]} */
  const steps = [
    ["goBack", 1],
    ["goBack", 0],
    ["goForward", 1],
    ["goForward", 2],
  ];
  for (const [step, place] of steps) {
    await page[step]();
    await waitForSearch(page, states[place].search);
    assert.deepEqual(await state(page), states[place]);
  }
});

test("going_back_returns_to_the_same_place_of_a_long_list", async (t) => {
  const page = await explore(t);
  await page.waitForFunction(() => {
    if (document.querySelectorAll(".card").length < 144) scrollTo(0, document.documentElement.scrollHeight);
    return document.querySelectorAll(".card").length >= 144;
  });
  const link = page.locator(".card a").nth(100);
  await link.scrollIntoViewIfNeeded();
  await page.waitForFunction(() => history.state?.scroll === scrollY);
  /** The first card in sight, and its place. */
  const first = () =>
    page.evaluate(() => {
      const card = [...document.querySelectorAll(".card")].find((card) => card.getBoundingClientRect().bottom > 0);
      return { image: card.querySelector("a").hash, top: card.getBoundingClientRect().top };
    });
  const before = await first();
  await page.locator(".values input").first().check();
  await page.waitForURL(/lang=/);
  await settled(page);
  await page.goBack();
  await waitForSearch(page, "");
  await page.waitForFunction(() => document.querySelectorAll(".card").length >= 144);
  await settled(page);
  await page.waitForFunction(({ image, top }) => {
    const card = [...document.querySelectorAll(".card")].find((card) => card.getBoundingClientRect().bottom > 0);
    return card.querySelector("a").hash === image && Math.abs(card.getBoundingClientRect().top - top) < 5;
  }, before);
});

test("unknown_values_are_named_and_leave_a_way_out", async (t) => {
  const page = await explore(t, "?lib=nope");
  assert.match(await page.locator("#total").textContent(), /^0 of /);
  assert.match(await page.locator(".chip.is-unknown").getAttribute("title"), /No image of the catalogue/);
  await page.getByRole("button", { name: "Clear all filters" }).click();
  await waitForSearch(page, "");
  assert.ok((await page.locator(".card").count()) >= 48);
  // What was probably meant takes its place.
  /** @type {[search: string, said: string, offered: string, expected: string][]} */
  const cases = [
    ["?langs=r&lib=ggplot2", "langs is not a filter. Did you mean lang?", "lang", "?lang=r&lib=ggplot2"],
    ["?lang=R&x=1", "R is not a value of Language. Did you mean r?", "r", "?lang=r&x=1"],
    ["?not.lib=Plotli", "Plotli is not a value of Library. Did you mean plotly?", "plotly", "?not.lib=plotly"],
    [
      "?spec=Arc-Basic&lib=plotly",
      "Arc-Basic is not a value of Spec. Did you mean arc-basic?",
      "arc-basic",
      "?spec=arc-basic&lib=plotly",
    ],
    ["?from=a&lang=r", "from is not a filter.", "Remove from", "?lang=r"],
  ];
  for (const [search, said, offered, expected] of cases) {
    await visit(page, search);
    const remark = page.locator("#remarks p").filter({ hasText: said });
    await remark.getByRole("button", { name: offered, exact: true }).click();
    await waitForSearch(page, expected);
    assert.equal(await remark.count(), 0, search);
  }
});

test("a_filter_that_leaves_nothing_offers_what_each_condition_costs", async (t) => {
  const page = await explore(t);
  /** @type {[search: string, ways: [label: string, search: string][]][]} */
  const cases = [
    [
      "?lib=plotly&lang=r,julia",
      [
        ["without Plotly", "?lang=r,julia"],
        ["without R or Julia", "?lib=plotly"],
      ],
    ],
    [
      "?plot=scatter&lib=bokeh&not.plot=scatter&limit=5&offset=7",
      [
        ["without scatter", "?lib=bokeh&not.plot=scatter&limit=5"],
        ["with scatter", "?plot=scatter&lib=bokeh&limit=5"],
      ],
    ],
    [
      "?q=scatterplot&lang=r",
      [
        ["search for “scatter plot”", "?q=scatter+plot&lang=r"],
        ["without “scatterplot”", "?lang=r"],
      ],
    ],
    ["?lib=plotly&lang=r&plot=nothing", []],
  ];
  for (const [search, ways] of cases) {
    await visit(page, search);
    await page.waitForFunction(
      (count) =>
        document.querySelectorAll("#ways button").length === count &&
        !/[^\d]$/.test(document.getElementById("ways").textContent),
      ways.length,
    );
    const offered = await page.locator("#ways button").allTextContents();
    const expected = await Promise.all(ways.map(async ([label, to]) => `${label}: ${await totalOf(to)}`));
    assert.deepEqual(offered, expected, search);
    assert.equal(await page.getByText("Giving up one condition is not enough.").count(), ways.length > 0 ? 0 : 1);
  }
  await visit(page, cases[0][0]);
  await page.getByRole("button", { name: /^without R or Julia: / }).click();
  await waitForSearch(page, "?lib=plotly");
  assert.equal(await page.locator("#ways button").count(), 0);
});

test("a_page_of_the_address_is_a_page_of_the_api", async (t) => {
  const page = await explore(t, "?lib=plotly&limit=5&offset=10");
  const { images } = await api("/plots/filter?lib=plotly&limit=5&offset=10");
  assert.deepEqual(await cards(page), images.map(fragmentOf));
  await page.getByRole("button", { name: "Show more" }).click();
  await page.waitForFunction(() => document.querySelectorAll(".card").length > 5);
  const more = await api("/plots/filter?lib=plotly&limit=53&offset=10");
  assert.deepEqual(await cards(page), more.images.map(fragmentOf));
  // Another selection begins at its first image, and keeps the size of its page.
  await show(page, "lib");
  await box(page, "lib", "plotly").uncheck();
  await waitForSearch(page, "?limit=5");
  assert.equal((await cards(page)).length, 5);
});

test("the_keyboard_alone_filters", async (t) => {
  const page = await explore(t);
  await page.keyboard.press("/");
  await page.keyboard.type("scatt");
  const option = page.getByRole("option", { name: "Plot type scatter" }).first();
  await option.waitFor();
  // The first option searches for what was typed.
  await page.keyboard.press("ArrowDown");
  await page.keyboard.press("ArrowDown");
  assert.equal(await option.getAttribute("aria-selected"), "true");
  await page.keyboard.press("Enter");
  await page.waitForURL(/plot=scatter$/);
  await settled(page);
  // From the top of the page through its links into the facets.
  await page.locator("#theme").focus();
  for (let steps = 0; steps < 40; steps++) {
    await page.keyboard.press("Tab");
    if (await page.evaluate(() => document.activeElement.matches('.facet[data-facet="lib"] .values input'))) break;
  }
  await page.keyboard.press("Space");
  await page.waitForURL(/plot=scatter&lib=/);
  await settled(page);
  // The focus stays on the value, wherever the new counts have put it.
  const value = new URL(page.url()).searchParams.get("lib");
  assert.equal(await page.evaluate(() => document.activeElement.closest("li").dataset.value), value);
  await page.keyboard.press("Space");
  await page.waitForURL(/plot=scatter$/);
});

test("the_number_of_results_is_announced", async (t) => {
  const page = await explore(t);
  const status = page.getByRole("status").filter({ hasText: "images" });
  await show(page, "lib");
  await box(page, "lib", "plotly").check();
  await waitForSearch(page, "?lib=plotly");
  assert.match(await status.textContent(), new RegExp(`^${await totalOf("?lib=plotly&limit=1")} of [\\d,]+ images$`));
});
