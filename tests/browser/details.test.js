// Rule: an image's details have an address of their own, come from the filter alone if no documents were exported,
// and from documents if they were.

/** @import { Page, Route } from "playwright-core" */

import assert from "node:assert/strict";
import { test } from "node:test";
import { TAGS } from "../../src/site/facets.js";
import { api, explore, FAILED, isAccessible, photograph, SCHEMES, SITE, settled } from "./browser.js";
import { chooseTag, firstImage, openSibling } from "./page.js";

/**
 * A worker whose snapshot was exported without documents.
 *
 * @param {Page} page
 */
async function withoutDocuments(page) {
  await page.route("**/specs/**", (route) => route.fulfill({ status: 404, json: { detail: "Not Found" } }));
}

/**
 * Moves a finger over the open details.
 *
 * @param {Page} page
 * @param {number} across pixels to the right
 */
async function swipe(page, across) {
  await page.locator("#details-body").evaluate((body, distance) => {
    const at = { pointerId: 7, pointerType: "touch", isPrimary: true, clientY: 300, bubbles: true };
    body.dispatchEvent(new PointerEvent("pointerdown", { ...at, clientX: 200 }));
    body.dispatchEvent(new PointerEvent("pointerup", { ...at, clientX: 200 + distance }));
  }, across);
}

test("a_card_opens_its_details_and_back_closes_them", async (t) => {
  const page = await explore(t, "?lib=plotly");
  const card = page.locator(".card a").first();
  const fragment = await card.getAttribute("href");
  await card.click();
  const dialog = page.getByRole("dialog");
  await dialog.getByRole("heading", { name: "Implementations" }).waitFor();
  assert.ok(page.url().endsWith(fragment));
  await page.goBack();
  await dialog.waitFor({ state: "hidden" });
  assert.equal(page.url(), `${SITE}/explore?lib=plotly`);
  await card.press("Enter");
  await dialog.getByRole("heading", { name: "Implementations" }).waitFor();
  assert.match(await page.title(), / in Plotly · catalog-edge$/);
  const next = await page.locator(".card a").nth(1).getAttribute("href");
  assert.match(await page.locator("#details-place").textContent(), /^1 of \d+$/);
  await page.keyboard.press("ArrowLeft");
  assert.ok(page.url().endsWith(fragment), "nothing is before the first");
  await page.keyboard.press("ArrowRight");
  await page.waitForURL((url) => url.hash === next);
  assert.match(await page.locator("#details-place").textContent(), /^2 of \d+$/);
  await swipe(page, 60);
  await page.waitForURL((url) => url.hash === fragment);
  await swipe(page, -60);
  await page.waitForURL((url) => url.hash === next);
  await swipe(page, 20);
  await dialog.getByRole("button", { name: "Previous image" }).click();
  await page.waitForURL((url) => url.hash === fragment);
  await dialog.getByRole("button", { name: "Next image" }).click();
  await page.keyboard.press("Escape");
  await dialog.waitFor({ state: "hidden" });
  await page.waitForURL(`${SITE}/explore?lib=plotly`);
  // The focus is where the last image is. All of it was one entry of the history.
  assert.equal(await page.evaluate(() => document.activeElement.getAttribute("href")), next);
  assert.match(await page.title(), /^Plotly: \d+ images · catalog-edge$/);
});

test("details_can_be_shared_and_close_onto_their_filter", async (t) => {
  const { fragment, title } = await firstImage();
  const page = await explore(t, `?lang=python${fragment}`);
  const dialog = page.getByRole("dialog", { name: title });
  await dialog.getByRole("heading", { name: "Tags" }).waitFor();
  await page.context().grantPermissions(["clipboard-read", "clipboard-write"]);
  await dialog.getByRole("button", { name: "Copy link" }).click();
  await dialog.getByRole("button", { name: "Copied" }).waitFor();
  assert.equal(await page.evaluate(() => navigator.clipboard.readText()), page.url());
  await dialog.getByRole("button", { name: "Copy link" }).waitFor();
  await dialog.getByRole("button", { name: "Close" }).click();
  await page.waitForURL(`${SITE}/explore?lang=python`);
  assert.ok((await page.locator(".card").count()) > 0);
  // The focus does not stay at the top of the page.
  assert.equal(await page.evaluate(() => document.activeElement.getAttribute("href")), fragment);
});

test("details_show_siblings_and_tags", async (t) => {
  const image = await firstImage();
  const page = await explore(t, image.fragment);
  const dialog = page.getByRole("dialog");
  await dialog.getByRole("heading", { name: "Tags" }).waitFor();
  const { images } = await api(`/plots/filter?spec=${image.spec_id}`);
  assert.equal(await dialog.locator(".siblings a").count(), images.length);
  const own = await api(`/plots/filter?spec=${image.spec_id}&lang=${image.language}&lib=${image.library}`);
  const tags = TAGS.flatMap(({ key }) => Object.keys(own.counts[key]));
  assert.deepEqual((await dialog.locator(".tags .chip").allTextContents()).sort(), tags.sort());
});

test("documents_bring_texts_versions_and_code", async (t) => {
  const image = await firstImage();
  const page = await explore(t, image.fragment);
  const spec = await api(`/specs/${image.spec_id}`);
  const made = spec.implementations.find(({ library_id }) => library_id === image.library);
  const dialog = page.getByRole("dialog");
  await dialog.getByText(spec.description).waitFor();
  assert.equal(await page.locator("meta[name=description]").getAttribute("content"), spec.description);
  for (const use of spec.applications) await dialog.getByText(use).waitFor();
  const caption = await dialog.locator("figcaption").textContent();
  for (const fact of [made.library_version, made.language_version, made.generated_by]) {
    assert.ok(fact && caption.includes(fact), `${fact} in ${caption}`);
  }
  await dialog.getByText("Code", { exact: true }).click();
  await dialog.locator("pre").waitFor();
  const { code } = await api(`/specs/${image.spec_id}/${image.library}/code?language=${image.language}`);
  assert.equal(await dialog.locator("pre").textContent(), code);
  await dialog.locator("pre .hljs-keyword").first().waitFor();
  assert.equal(await dialog.locator("pre").textContent(), code);
});

test("without_documents_the_filter_answers", async (t) => {
  const page = await explore(t, "?lib=plotly", { expected: /status of 404/, before: withoutDocuments });
  const dialog = page.getByRole("dialog");
  for (const place of [0, 1]) {
    await page.locator(".card a").nth(place).click();
    await dialog.getByRole("heading", { name: "Tags" }).waitFor();
    assert.ok((await dialog.locator(".siblings a").count()) > 0);
    assert.equal(await dialog.getByText("What it shows").count(), 0);
    assert.equal(await dialog.getByText("There is no text of this spec now").count(), 0);
    await page.goBack();
    await dialog.waitFor({ state: "hidden" });
  }
  await page.locator(".card a").first().click();
  await dialog.getByText("Code", { exact: true }).click();
  await dialog.getByText("The service has no code of this image.").waitFor();
});

/** @type {[string, (route: Route) => Promise<void>, RegExp?][]} */
const LOST = [
  ["missing", (route) => route.fulfill({ status: 404, json: { detail: "Not Found" } })],
  ["unavailable", (route) => route.fulfill({ status: 503, json: { message: "Service unavailable" } }), /answered 503/],
  ["unreachable", (route) => route.abort("connectionrefused"), /does not answer/],
  ["of_another_form", (route) => route.fulfill({ json: [] }), /lacks a form that this page knows/],
  ["incomplete", (route) => route.fulfill({ json: { id: "x", description: "y" } }), /lacks a usable “implementations”/],
];

for (const [name, answer, said] of LOST) {
  test(`a_document_that_is_${name}_costs_only_its_own_text`, async (t) => {
    const { images } = await api("/plots/filter?lib=plotly&limit=2");
    const [one, other] = images.map(({ spec_id }) => spec_id);
    assert.notEqual(one, other);
    const page = await explore(t, "?lib=plotly", { expected: FAILED });
    await page.route(`**/specs/${one}`, answer);
    const dialog = page.getByRole("dialog");
    await page.locator(".card a").first().click();
    await dialog.getByRole("heading", { name: "Tags" }).waitFor();
    assert.ok((await dialog.locator(".siblings a").count()) > 0);
    assert.equal(await dialog.getByText("What it shows").count(), 0);
    const notes = await dialog.locator("p[role=status]").allTextContents();
    if (said) assert.match(notes.join(" "), said);
    else assert.ok(!notes.join(" ").includes("no text of this spec"), notes.join(" "));
    await page.goBack();
    await dialog.waitFor({ state: "hidden" });
    await page.locator(".card a").nth(1).click();
    await dialog.getByText((await api(`/specs/${other}`)).description).waitFor();
    await page.goBack();
    await dialog.waitFor({ state: "hidden" });
    // It is asked for again when its details are opened again.
    await page.unroute(`**/specs/${one}`);
    await page.locator(".card a").first().click();
    await dialog.getByText((await api(`/specs/${one}`)).description).waitFor();
  });
}

test("siblings_take_the_place_of_the_image", async (t) => {
  const page = await explore(t, "?lib=plotly");
  const replies = Promise.withResolvers();
  const paths = /\/(plots\/filter|specs)/;
  await page.route(paths, async (route) => {
    await replies.promise;
    await route.fallback().catch(() => {});
  });
  const title = await page.locator(".card .title").first().textContent();
  await page.locator(".card a").first().click();
  // What the card knows is there before any reply.
  const opened = page.getByRole("dialog", { name: title });
  assert.match(await opened.locator("figcaption").textContent(), /^Plotly · Python · quality \d+/);
  assert.equal(await opened.locator(".frame img").count(), 1);
  assert.equal(await opened.locator(".pending").count(), 1);
  replies.resolve(undefined);
  await opened.getByRole("heading", { name: "Tags" }).waitFor();
  await opened.getByText("A tag takes the place of the filter.").waitFor();
  await page.keyboard.press("Escape");
  const fragment = await openSibling(page);
  assert.ok(page.url().endsWith(fragment));
  // The link that was clicked is a new one, and has the focus.
  await page.waitForFunction(() => !document.getElementById("details-body").hasAttribute("aria-busy"));
  assert.equal(await page.evaluate(() => document.activeElement.getAttribute("href")), fragment);
  await page.goBack();
  await page.getByRole("dialog").waitFor({ state: "hidden" });
});

test("a_tag_filters_by_it", async (t) => {
  const page = await explore(t, "?lib=plotly");
  await page.locator(".card a").first().click();
  const value = await chooseTag(page);
  await page.waitForURL(`${SITE}/explore?plot=${value}`);
  await settled(page);
  assert.equal(await page.getByRole("dialog").count(), 0);
});

test("an_image_that_is_not_there_is_said_to_be_missing", async (t) => {
  const page = await explore(t, "#nope/python/plotly", { expected: /status of 404/ });
  await page.getByText("The catalogue has no such image.").waitFor();
});

for (const scheme of SCHEMES) {
  test(`open_details_are_accessible_in_the_${scheme}`, async (t) => {
    const image = await firstImage();
    const page = await explore(t, `?lib=plotly${image.fragment}`, { scheme });
    const dialog = page.getByRole("dialog");
    await dialog.getByText("Code", { exact: true }).click();
    await dialog.locator("pre .hljs-keyword").first().waitFor();
    await isAccessible(page);
    await photograph(page, `details-${scheme}`);
  });
}
