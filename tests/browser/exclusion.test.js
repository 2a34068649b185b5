// Rule: a value is excluded beside its box, by pointer and keyboard, and says so in words until it is taken back.

import assert from "node:assert/strict";
import { test } from "node:test";
import { api, explore, isAccessible, photograph, SITE, settled } from "./browser.js";
import { box, chips, excluder, facet, grouped, show } from "./page.js";

/** @import { Page } from "playwright-core" */

/**
 * Waits for the list of an address and asserts that its number of images is the API's.
 *
 * @param {Page} page
 * @param {string} search
 */
async function shows(page, search) {
  await page.waitForURL(`${SITE}/explore${search}`);
  await settled(page);
  const { total } = await api(`/plots/filter${search || "?"}&limit=1`);
  assert.equal(await page.locator("#total strong").textContent(), grouped(total));
}

test("an_excluded_value_is_left_out_and_comes_back", async (t) => {
  const page = await explore(t);
  const button = facet(page, "lang").getByRole("button", { name: "Exclude R", exact: true });
  assert.equal(await button.getAttribute("aria-pressed"), "false");
  await button.click();
  await shows(page, "?not.lang=r");
  assert.equal(await button.getAttribute("aria-pressed"), "true");
  assert.deepEqual(await chips(page), ["not R"]);
  const row = facet(page, "lang").locator('li[data-value="r"]');
  assert.equal(await row.locator(".count").textContent(), "excluded");
  await page.goBack();
  await shows(page, "");
  assert.equal(await button.getAttribute("aria-pressed"), "false");
  await page.goForward();
  await shows(page, "?not.lang=r");
  await page.getByRole("button", { name: "Remove Language: not R" }).click();
  await shows(page, "");
  assert.deepEqual(await chips(page), []);
});

test("the_keyboard_excludes_and_takes_back_and_keeps_its_place", async (t) => {
  const page = await explore(t);
  await box(page, "lang", "julia").focus();
  await page.keyboard.press("Tab");
  await page.keyboard.press("Enter");
  await shows(page, "?not.lang=julia");
  const isFocused = () => excluder(page, "lang", "julia").evaluate((button) => button === document.activeElement);
  assert.equal(await isFocused(), true);
  await page.keyboard.press("Space");
  await shows(page, "");
  assert.equal(await isFocused(), true);
});

test("choosing_and_excluding_take_a_value_from_each_other", async (t) => {
  const page = await explore(t, "?lib=plotly,bokeh");
  await show(page, "lib");
  await excluder(page, "lib", "plotly").click();
  await shows(page, "?lib=bokeh&not.lib=plotly");
  assert.equal(await box(page, "lib", "plotly").isChecked(), false);
  await box(page, "lib", "plotly").check();
  await shows(page, "?lib=bokeh,plotly");
  assert.deepEqual(await chips(page), ["Bokeh", "Plotly"]);
});

test("exclusions_of_several_facets_stand_together_and_are_cleared_together", async (t) => {
  const page = await explore(t, "?not.tech=annotations&lib=plotly&not.lang=r,nope&not.tech=nothing");
  assert.deepEqual(await chips(page), ["Plotly", "not R", "not nope", "not annotations", "not nothing"]);
  const unknown = await page
    .locator(".chip.is-unknown")
    .evaluateAll((all) => all.map((chip) => chip.firstChild.textContent));
  // Of the techniques the page has only the first, so it cannot say which are unknown.
  assert.deepEqual(unknown, ["not nope"]);
  await page.getByRole("button", { name: "Clear all", exact: true }).click();
  await shows(page, "");
});

test("other_facets_count_without_what_is_excluded", async (t) => {
  const page = await explore(t, "?lang=python&not.lib=plotly");
  const { orCounts, counts } = await api("/plots/filter?lang=python&not.lib=plotly&limit=1");
  const shown = async (/** @type {string} */ key, /** @type {string} */ value) =>
    facet(page, key).locator(`li[data-value="${value}"] .count`).textContent();
  for (const [value, count] of Object.entries(orCounts[0])) assert.equal(await shown("lang", value), grouped(count));
  assert.equal(await shown("lib", "bokeh"), grouped(counts.lib.bokeh));
});

for (const width of [1280, 360]) {
  test(`exclusions_are_accessible_at_${width}_pixels`, async (t) => {
    const page = await explore(t, "?not.lib=plotly&not.lang=r&plot=scatter&q=basic&sort=random&seed=7", { width });
    const filters = page.getByRole("button", { name: /^Filters/ });
    if (await filters.isVisible()) await filters.click();
    await isAccessible(page);
    const [inner, outer] = await page.evaluate(() => [document.documentElement.scrollWidth, innerWidth]);
    assert.ok(inner <= outer, `${inner} px of page in ${outer} px of window`);
    await photograph(page, `exclusions-${width}`);
  });
}
