// Rule: Back, Forward and reload leave address and page in step, whatever led there.

/** @import { Page } from "playwright-core" */
/** @import { ImageKey } from "../../src/site/address.js" */

import assert from "node:assert/strict";
import { test } from "node:test";
import { addressOf, stateOf } from "../../src/site/address.js";
import { explore, SITE, settled } from "./browser.js";
import { box, chips, chooseTag, firstImage, openSibling, show } from "./page.js";

/**
 * Waits until the page is at rest and says where it is: address, chips, title of the open details.
 *
 * @param {Page} page
 */
async function where(page) {
  await settled(page);
  await page.waitForFunction(() => !document.getElementById("details-body").hasAttribute("aria-busy"));
  const isOpen = await page.locator("#details").evaluate((/** @type {HTMLDialogElement} */ dialog) => dialog.open);
  const title = isOpen ? await page.locator("#details-title").textContent() : null;
  return [page.url().slice(`${SITE}/explore`.length), await chips(page), title];
}

/**
 * @param {Page} page
 * @param {"goBack" | "goForward" | "reload"} step
 */
async function stepped(page, step) {
  await page[step]();
  return where(page);
}

test("a_tag_of_open_details_and_back_and_forward", async (t) => {
  const { fragment, title } = await firstImage();
  const page = await explore(t, "?lib=plotly");
  const list = ["?lib=plotly", ["Plotly"], null];
  const open = [`?lib=plotly${fragment}`, ["Plotly"], title];
  await page.locator(".card a").first().click();
  assert.deepEqual(await where(page), open);
  const value = await chooseTag(page);
  const tagged = [`?plot=${value}`, [value], null];
  assert.deepEqual(await where(page), tagged);
  assert.deepEqual(await stepped(page, "goBack"), open);
  assert.deepEqual(await stepped(page, "goForward"), tagged);
  assert.deepEqual(await stepped(page, "goBack"), open);
  assert.deepEqual(await stepped(page, "reload"), open);
  // Closing leads to the list below, also after a reload.
  await page.keyboard.press("Escape");
  await page.waitForURL(`${SITE}/explore?lib=plotly`);
  assert.deepEqual(await where(page), list);
  assert.deepEqual(await stepped(page, "goForward"), open);
  assert.deepEqual(await stepped(page, "goForward"), tagged);
});

/** @type {[string, (page: Page) => Promise<void>][]} */
const CLOSINGS = [
  ["escape", (page) => page.keyboard.press("Escape")],
  ["the_button", (page) => page.getByRole("dialog").getByRole("button", { name: "Close" }).click()],
  ["a_click_beside_it", (page) => page.mouse.click(5, 5)],
];

for (const [name, close] of CLOSINGS) {
  test(`details_closed_by_${name}_open_again_by_forward`, async (t) => {
    const { fragment, title } = await firstImage();
    const page = await explore(t, "?lib=plotly");
    await page.locator(".card a").first().click();
    const open = [`?lib=plotly${fragment}`, ["Plotly"], title];
    assert.deepEqual(await where(page), open);
    await close(page);
    await page.waitForURL(`${SITE}/explore?lib=plotly`);
    assert.deepEqual(await where(page), ["?lib=plotly", ["Plotly"], null]);
    assert.deepEqual(await stepped(page, "goForward"), open);
    assert.deepEqual(await stepped(page, "goBack"), ["?lib=plotly", ["Plotly"], null]);
  });
}

test("a_deep_link_closes_onto_its_list_and_back_leaves_no_trace_of_it", async (t) => {
  const { fragment, title } = await firstImage();
  const page = await explore(t, `?lang=python${fragment}`);
  assert.deepEqual(await where(page), [`?lang=python${fragment}`, ["Python"], title]);
  await page.keyboard.press("Escape");
  await page.waitForURL(`${SITE}/explore?lang=python`);
  await show(page, "lib");
  await box(page, "lib", "plotly").check();
  assert.deepEqual(await where(page), ["?lang=python&lib=plotly", ["Python", "Plotly"], null]);
  assert.deepEqual(await stepped(page, "goBack"), ["?lang=python", ["Python"], null]);
  assert.deepEqual(await stepped(page, "reload"), ["?lang=python", ["Python"], null]);
  assert.deepEqual(await stepped(page, "goForward"), ["?lang=python&lib=plotly", ["Python", "Plotly"], null]);
});

test("a_typed_fragment_opens_and_closes", async (t) => {
  const { fragment, title } = await firstImage();
  const page = await explore(t, "?lib=plotly");
  await page.evaluate((hash) => location.assign(hash), fragment);
  assert.deepEqual(await where(page), [`?lib=plotly${fragment}`, ["Plotly"], title]);
  assert.deepEqual(await stepped(page, "goBack"), ["?lib=plotly", ["Plotly"], null]);
  assert.deepEqual(await stepped(page, "goForward"), [`?lib=plotly${fragment}`, ["Plotly"], title]);
  await page.keyboard.press("Escape");
  await page.waitForURL(`${SITE}/explore?lib=plotly`);
  assert.deepEqual(await where(page), ["?lib=plotly", ["Plotly"], null]);
});

test("siblings_are_one_entry_with_the_image", async (t) => {
  const page = await explore(t, "?lib=plotly");
  const fragment = await openSibling(page);
  assert.equal((await where(page))[0], `?lib=plotly${fragment}`);
  await page.keyboard.press("Escape");
  await page.waitForURL(`${SITE}/explore?lib=plotly`);
  assert.equal((await stepped(page, "goForward"))[0], `?lib=plotly${fragment}`);
  assert.equal((await stepped(page, "reload"))[0], `?lib=plotly${fragment}`);
  assert.deepEqual(await stepped(page, "goBack"), ["?lib=plotly", ["Plotly"], null]);
});

test("address_and_state_say_the_same", () => {
  const hard = { spec_id: "a/b#c?", language: "50%", library: " é,__proto__ " };
  /** @type {[string, ImageKey?][]} */
  const cases = [[""], ["lib=a,b&plot=c&x=%7e"], ["", hard], ["lib=a", { spec_id: "a", language: "b", library: "c" }]];
  for (const [text, image] of cases) {
    const address = addressOf(text, image);
    const state = stateOf(new URL(address, SITE), null);
    assert.deepEqual([state.query.text, state.image], [text, image], address);
    assert.equal(addressOf(state.query.text, state.image), address);
  }
  for (const hash of ["", "#", "#results", "#a/b", "#a/b/c/d", "#%/b/c", "#%ff/b/c"]) {
    assert.equal(stateOf({ search: "", hash }, null).image, undefined, hash);
  }
});
