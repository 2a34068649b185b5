// Rule: light or dark, wide or narrow, the pages can be read and used by everyone: axe finds nothing.

/** @import { Page } from "playwright-core" */

import assert from "node:assert/strict";
import { test } from "node:test";
import { explore, isAccessible, open, photograph, SCHEMES, settled } from "./browser.js";
import { chips, searchBox, visit } from "./page.js";

/**
 * Asserts that the page is as wide as its window, no more.
 *
 * @param {Page} page
 */
async function fits(page) {
  const [page_, window_] = await page.evaluate(() => [document.documentElement.scrollWidth, innerWidth]);
  assert.ok(page_ <= window_, `${page_} px of page in ${window_} px of window`);
}

for (const scheme of SCHEMES) {
  test(`the_explorer_is_accessible_in_the_${scheme}`, async (t) => {
    const page = await explore(t, "", { scheme });
    await page.waitForFunction(() => document.querySelectorAll(".card img.is-loaded").length >= 8);
    await isAccessible(page);
    await photograph(page, `explore-${scheme}`);
  });

  test(`an_active_filter_is_accessible_in_the_${scheme}`, async (t) => {
    const page = await explore(t, "?lib=matplotlib,seaborn&plot=scatter&plot=line,nope", {
      scheme,
      hasPictures: false,
      expected: /net::ERR_NAME_NOT_RESOLVED/,
    });
    await page.getByText("drawings stand in for the previews").waitFor();
    await page.locator(".facet").evaluateAll((/** @type {HTMLDetailsElement[]} */ facets) => {
      for (const facet of facets) facet.open = true;
    });
    await isAccessible(page);
    await photograph(page, `filter-${scheme}`);
  });
}

test("the_search_is_accessible_while_it_offers_values", async (t) => {
  const page = await explore(t);
  await searchBox(page).fill("scat");
  await page.keyboard.press("ArrowDown");
  await page.getByRole("option", { name: "Search for", selected: true }).waitFor();
  await page.waitForURL(/q=scat/);
  await settled(page);
  await isAccessible(page);
});

test("a_fault_is_accessible", async (t) => {
  const page = await open(t, "/explore?limit=0", { expected: /status of 422/ });
  await page.getByRole("alert").waitFor();
  await isAccessible(page);
});

test("narrow_windows_hold_everything", async (t) => {
  const page = await explore(t, "?lib=matplotlib,seaborn&plot=scatter", { width: 360 });
  await fits(page);
  await isAccessible(page);
  await photograph(page, "narrow");
  const facets = page.locator("#facets");
  assert.equal(await facets.isVisible(), false);
  const filters = page.getByRole("button", { name: "Filters (3)" });
  const { y, height } = await filters.boundingBox();
  assert.ok(y + height <= 200, `the first control ends at ${y + height} px`);
  await filters.click();
  assert.equal(await facets.isVisible(), true);
  await fits(page);
  await isAccessible(page);
  await photograph(page, "narrow-filters");
  await page.locator('.facet[data-facet="lib"] .values input:checked').first().uncheck();
  await page.waitForURL(/lib=seaborn/);
  await page.waitForFunction(() => document.querySelectorAll("#chips .chip").length === 2);
  assert.deepEqual(await chips(page), ["Seaborn", "scatter"]);
  // The effect of the choice is told in the panel, at the foot of the window, and leads to the images.
  await settled(page);
  await page.getByRole("button", { name: "Filters (2)" }).waitFor();
  const total = await page.locator("#total strong").textContent();
  const show = page.getByRole("button", { name: `Show ${total} images` });
  const foot = await show.boundingBox();
  assert.ok(foot.y < 860 && foot.y + foot.height > 780, `${foot.y} px`);
  await show.click();
  assert.equal(await facets.isVisible(), false);
  assert.equal(await page.evaluate(() => document.activeElement.id), "results");
  // Many chips leave the images in sight.
  await visit(page, `?plot=${[...Array(30).keys()]}`);
  assert.equal((await chips(page)).length, 10);
  await page.getByRole("button", { name: "and 20 more" }).click();
  assert.equal((await chips(page)).length, 30);
  assert.equal(await page.evaluate(() => document.activeElement.firstChild.textContent), "10");
  await isAccessible(page);
});

test("the_theme_is_the_systems_until_chosen_and_is_remembered", async (t) => {
  const page = await explore(t, "", { scheme: "dark" });
  const paper = () => page.evaluate(() => getComputedStyle(document.body).backgroundColor);
  const dark = await paper();
  const picture = () => page.locator(".card img.is-loaded").first().getAttribute("src");
  await page.locator(".card img.is-loaded").first().waitFor();
  assert.match(await picture(), /dark/);
  await page.getByRole("button", { name: "Dark theme", pressed: true }).click();
  const light = await paper();
  assert.notEqual(light, dark);
  await page.waitForFunction(() => document.querySelector(".card img").getAttribute("src").includes("light"));
  await page.reload();
  assert.equal(await paper(), light);
  // The other page knows as well.
  await page.goto(new URL("/docs", page.url()).href);
  assert.equal(await paper(), light);
});

test("motion_stops_where_the_system_asks_for_that", async (t) => {
  const page = await explore(t, "", { before: (opened) => opened.emulateMedia({ reducedMotion: "reduce" }) });
  const moving = await page.evaluate(
    () =>
      [...document.querySelectorAll("*")].filter((node) => getComputedStyle(node).transitionDuration !== "0s").length,
  );
  assert.equal(moving, 0);
});
