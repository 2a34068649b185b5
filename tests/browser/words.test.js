// Rule: what is typed searches the images at once, is part of the address and one entry of the history.

import assert from "node:assert/strict";
import { test } from "node:test";
import { api, explore, isAccessible, photograph, SITE, settled } from "./browser.js";
import { box, cards, chips, fragmentOf, grouped, searchBox, show } from "./page.js";

/** @import { Page } from "playwright-core" */

/**
 * Waits for the list of an address, with its words in the box, and asserts that its images are the API's.
 *
 * @param {Page} page
 * @param {string} search
 */
async function shows(page, search) {
  await page.waitForURL(`${SITE}/explore${search}`);
  await settled(page);
  assert.equal(await searchBox(page).inputValue(), new URLSearchParams(search).get("q") ?? "");
  const { total, images } = await api(`/plots/filter${search || "?"}&limit=48`);
  assert.equal(await page.locator("#total strong").textContent(), grouped(total));
  assert.deepEqual((await cards(page)).slice(0, 48), images.map(fragmentOf));
}

test("typing_searches_without_a_key_and_is_one_entry_of_the_history", async (t) => {
  const page = await explore(t, "?lang=python");
  await searchBox(page).pressSequentially("scatter", { delay: 60 });
  await page.waitForURL(/q=scatter/);
  await searchBox(page).press("End");
  await searchBox(page).pressSequentially(" plo", { delay: 260 });
  await shows(page, "?lang=python&q=scatter+plo&sort=relevance");
  const marks = page.locator(".card").first().locator("mark");
  assert.deepEqual((await marks.allTextContents()).toSorted(), ["Plo", "Scatter"]);
  await page.keyboard.press("Enter");
  await page.goBack();
  await shows(page, "?lang=python");
  assert.equal(await page.locator(".card mark").count(), 0);
  await page.goForward();
  await shows(page, "?lang=python&q=scatter+plo&sort=relevance");
});

test("words_after_enter_are_another_entry", async (t) => {
  const page = await explore(t);
  for (const words of ["line", "bar"]) {
    await searchBox(page).fill(words);
    await page.keyboard.press("Enter");
    await shows(page, `?q=${words}&sort=relevance`);
  }
  await page.goBack();
  await shows(page, "?q=line&sort=relevance");
  await page.goBack();
  await shows(page, "");
});

test("typing_that_is_taken_back_leaves_no_entry", async (t) => {
  const page = await explore(t);
  await box(page, "lang", "python").check();
  await shows(page, "?lang=python");
  await searchBox(page).fill("line");
  await page.waitForURL(/q=line/);
  await searchBox(page).fill("");
  await page.waitForURL(/lang=python$/);
  // A choice before the browser has gone back counts.
  await box(page, "lang", "r").check();
  await shows(page, "?lang=python,r");
  await page.goBack();
  await shows(page, "?lang=python");
  await page.goBack();
  await shows(page, "");
});

test("a_value_that_is_offered_takes_the_place_of_the_words", async (t) => {
  const page = await explore(t, "?lang=python");
  await searchBox(page).fill("scatt");
  await page.waitForURL(/q=scatt/);
  await page.getByRole("option", { name: "Plot type scatter" }).first().click();
  await shows(page, "?lang=python&plot=scatter");
  assert.deepEqual(await chips(page), ["Python", "scatter"]);
  await page.goBack();
  await shows(page, "?lang=python");
});

test("the_list_says_what_enter_does_and_escape_closes_it", async (t) => {
  const page = await explore(t);
  const field = searchBox(page);
  await field.fill("matplotlib");
  const options = page.getByRole("option");
  await options.nth(1).waitFor();
  assert.match(await options.first().textContent(), /^Search for “matplotlib”/);
  assert.match(await options.nth(1).textContent(), /^LibraryMatplotlib/);
  assert.deepEqual(await options.nth(1).locator("mark").allTextContents(), ["Matplotlib"]);
  await field.press("ArrowDown");
  assert.equal(await field.getAttribute("aria-activedescendant"), "found-0");
  await shows(page, "?q=matplotlib&sort=relevance");
  // The reply brings other counts, and the active option stays.
  assert.equal(await field.getAttribute("aria-activedescendant"), "found-0");
  await isAccessible(page);
  await photograph(page, "search");
  await field.press("Escape");
  assert.equal(await field.getAttribute("aria-expanded"), "false");
  assert.equal(await page.getByRole("listbox").count(), 0);
  assert.equal(await field.inputValue(), "matplotlib");
});

test("in_a_narrow_window_the_list_lies_over_the_images", async (t) => {
  const page = await explore(t, "", { width: 360 });
  await searchBox(page).fill("scat");
  await page.waitForURL(/q=scat/);
  await settled(page);
  const isOver = await page.getByRole("listbox").evaluate((list) => {
    const first = document.querySelector(".card").getBoundingClientRect();
    return [...list.children].map((option) => {
      const { x, y, width, height } = option.getBoundingClientRect();
      const places = [0.1, 0.3, 0.7, 0.9].map((part) => document.elementFromPoint(x + part * width, y + height / 2));
      return { isBelow: y > first.y, isSeen: places.every((node) => option.contains(node)) };
    });
  });
  assert.ok(
    isOver.some(({ isBelow }) => isBelow),
    "it reaches over the first card",
  );
  assert.ok(
    isOver.every(({ isSeen }) => isSeen),
    JSON.stringify(isOver),
  );
});

test("words_that_no_image_has_leave_a_way_out", async (t) => {
  const page = await explore(t, "?q=zzzz&sort=relevance");
  await page.getByText("No image matches all of this.").waitFor();
  // Many values match one letter, and a letter may be wrong.
  await searchBox(page).fill("s");
  await page.getByText(/^10 of \d+\+? values$/).waitFor();
  await searchBox(page).fill("sactter");
  await page.getByRole("option", { name: "Plot type scatter" }).first().waitFor();
  await page.keyboard.press("Enter");
  await page.waitForURL(/q=sactter/);
  await page.getByRole("button", { name: "Clear all filters" }).click();
  await shows(page, "");
});

test("words_and_conditions_narrow_each_other", async (t) => {
  const page = await explore(t, "?q=scatter&sort=relevance");
  await show(page, "lib");
  await box(page, "lib", "plotly").check();
  await shows(page, "?q=scatter&sort=relevance&lib=plotly");
  await searchBox(page).fill("scatter basic");
  await page.keyboard.press("Enter");
  await shows(page, "?q=scatter+basic&sort=relevance&lib=plotly");
});
