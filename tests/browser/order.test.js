// Rule: the order of the images is chosen in a menu or shuffled by a button, and is part of the address.

import assert from "node:assert/strict";
import { test } from "node:test";
import { api, explore, FAILED, isAccessible, open, SITE, settled } from "./browser.js";
import { cards, fragmentOf, searchBox } from "./page.js";

/** @import { Page } from "playwright-core" */

/** @param {Page} page */
function menu(page) {
  return page.getByRole("combobox", { name: "Order of the images" });
}

/**
 * Asserts that the first images are those of the API for the page's address.
 *
 * @param {Page} page
 */
async function isInOrder(page) {
  await settled(page);
  const { images } = await api(`/plots/filter${new URL(page.url()).search || "?"}&limit=48`);
  assert.deepEqual((await cards(page)).slice(0, 48), images.map(fragmentOf));
}

test("each_order_of_the_menu_is_that_of_the_api", async (t) => {
  const page = await explore(t, "?lib=plotly&sort=newest");
  assert.equal(await menu(page).inputValue(), "newest");
  await isInOrder(page);
  for (const [name, search] of [
    ["Best quality", "?lib=plotly&sort=quality"],
    ["Newest", "?lib=plotly&sort=newest"],
    ["Default order", "?lib=plotly"],
  ]) {
    await menu(page).selectOption(name);
    await page.waitForURL(`${SITE}/explore${search}`);
    await isInOrder(page);
  }
  await page.goBack();
  await page.waitForURL(/sort=newest/);
  assert.equal(await menu(page).inputValue(), "newest");
  await isInOrder(page);
});

test("shuffling_again_gives_another_order_and_back_the_one_before", async (t) => {
  const page = await explore(t);
  const shuffle = page.getByRole("button", { name: "Shuffle" });
  const orders = [];
  for (let times = 0; times < 2; times++) {
    await shuffle.click();
    await page.waitForURL(/sort=random&seed=\d+$/);
    await isInOrder(page);
    assert.equal(await menu(page).inputValue(), "random");
    orders.push({ url: page.url(), cards: await cards(page) });
  }
  assert.notEqual(orders[0].url, orders[1].url);
  assert.notDeepEqual(orders[0].cards, orders[1].cards);
  await page.goBack();
  await page.waitForURL(orders[0].url);
  await settled(page);
  assert.deepEqual(await cards(page), orders[0].cards);
  // A shared address shows the same order.
  const other = await explore(t, new URL(orders[1].url).search);
  assert.deepEqual(await cards(other), orders[1].cards);
});

test("a_shuffled_list_goes_on_without_doubles_and_a_filter_keeps_its_order", async (t) => {
  const page = await explore(t, "?lang=r&sort=random&seed=7");
  await page.waitForFunction(() => {
    scrollTo(0, document.documentElement.scrollHeight);
    return document.getElementById("more").hidden;
  });
  const all = await cards(page);
  const { images, total } = await api("/plots/filter?lang=r&sort=random&seed=7");
  assert.deepEqual(all, images.map(fragmentOf));
  assert.equal(new Set(all).size, total);
  await page.goto(`${SITE}/explore?lang=r&sort=random&seed=7&plot=bar`);
  await settled(page);
  const kept = await cards(page);
  assert.ok(kept.length > 1);
  assert.deepEqual(
    kept,
    all.filter((card) => kept.includes(card)),
  );
});

test("relevance_is_offered_while_words_are_searched", async (t) => {
  const page = await explore(t);
  const names = () => menu(page).locator("option").allTextContents();
  const orders = ["Default order", "Best quality", "Newest", "Shuffled"];
  assert.deepEqual(await names(), orders);
  await searchBox(page).fill("line");
  await page.keyboard.press("Enter");
  await page.waitForURL(/\?q=line&sort=relevance$/);
  assert.deepEqual(await names(), orders.toSpliced(3, 0, "Relevance"));
  await isInOrder(page);
  await menu(page).selectOption("Default order");
  await page.waitForURL(/\?q=line$/);
  await isInOrder(page);
  await searchBox(page).fill("");
  await page.waitForURL(`${SITE}/explore`);
  assert.deepEqual(await names(), orders);
});

test("an_order_that_the_api_refuses_leaves_a_way_out", async (t) => {
  const page = await open(t, "/explore?sort=random&lib=plotly", { expected: FAILED });
  const alert = page.getByRole("alert");
  await alert.getByText("seed: Field required").waitFor();
  await isAccessible(page);
  await alert.getByRole("button", { name: "Shuffle" }).click();
  await page.waitForURL(/lib=plotly&sort=random&seed=\d+$/);
  await isInOrder(page);
  assert.equal(await alert.isVisible(), false);
});
