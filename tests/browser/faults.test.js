// Rule: whatever does not answer, the page says so in words, keeps what it has, and offers the way on.

/** @import { Page, Route } from "playwright-core" */

import assert from "node:assert/strict";
import { test } from "node:test";
import { explore, FAILED, FILTER, open, SITE, settled } from "./browser.js";
import { box, chips, show } from "./page.js";

test("a_bad_limit_is_explained_and_can_be_removed", async (t) => {
  const page = await open(t, "/explore?lib=plotly&limit=abc", { expected: FAILED });
  const alert = page.getByRole("alert");
  await alert.waitFor();
  assert.match(await alert.textContent(), /limit=abc: Input should be a valid integer/);
  await alert.getByRole("button", { name: "Remove limit" }).click();
  await page.waitForURL(`${SITE}/explore?lib=plotly`);
  await page.locator(".card").first().waitFor();
  assert.equal(await alert.isVisible(), false);
  assert.deepEqual(await chips(page), ["Plotly"]);
});

/** @type {[string, (route: Route) => Promise<void>, RegExp][]} */
const UNANSWERED = [
  ["an_unreachable_service", (route) => route.abort("connectionrefused"), /does not answer/],
  [
    "an_unavailable_service",
    (route) => route.fulfill({ status: 503, json: { status: 503, message: "Service unavailable" } }),
    /answered 503: Service unavailable/,
  ],
  ["a_reply_that_is_not_json", (route) => route.fulfill({ status: 200, body: "<html>" }), /not JSON/],
  ["an_error_that_is_not_json", (route) => route.fulfill({ status: 502, body: "<html>" }), /answered 502/],
];

/**
 * Events that bring the page back by itself.
 *
 * @type {Record<string, (page: Page) => Promise<unknown>>}
 */
const RECOVERIES = {
  an_unreachable_service: (page) => page.evaluate(() => dispatchEvent(new Event("online"))),
  an_unavailable_service: (page) => page.clock.fastForward("00:06"),
};

for (const [name, answer, said] of UNANSWERED) {
  test(`${name}_is_said_and_can_be_tried_again`, async (t) => {
    const page = await explore(t, "", { expected: FAILED, before: (opened) => opened.clock.install() });
    await page.route(FILTER, answer);
    await show(page, "lib");
    await box(page, "lib", "plotly").click();
    const alert = page.getByRole("alert");
    await alert.waitFor();
    assert.match(await alert.textContent(), said);
    // The filter that was asked for is still there, to be mended or tried again.
    assert.deepEqual(await chips(page), ["Plotly"]);
    await page.unroute(FILTER);
    await RECOVERIES[name]?.(page);
    if (!RECOVERIES[name]) await alert.getByRole("button", { name: "Try again" }).click();
    await alert.waitFor({ state: "hidden" });
    await page.locator(".card").first().waitFor();
    await settled(page);
    assert.ok((await page.locator(".card .library").allTextContents()).every((library) => library === "Plotly"));
  });
}

test("a_next_page_that_fails_leaves_the_images_and_can_be_tried_again", async (t) => {
  const page = await explore(t, "?lib=plotly&limit=6", { expected: FAILED });
  await page.route(FILTER, (route) => route.abort("connectionrefused"));
  await page.getByRole("button", { name: "Show more" }).click();
  await page.getByText("What is here stays.").waitFor();
  assert.equal(await page.locator(".card").count(), 6);
  await page.unroute(FILTER);
  await page.getByRole("button", { name: "Show more" }).click();
  await page.waitForFunction(() => document.querySelectorAll(".card").length === 54);
});

test("without_figures_the_page_works", async (t) => {
  const page = await explore(t, "?lib=plotly", {
    expected: FAILED,
    before: (page) =>
      page.route(/\/(stats|health|languages|libraries)$/, (route) => route.fulfill({ status: 503, json: {} })),
  });
  assert.match(await page.locator("#snapshot").textContent(), /No figures: The service answered 503/);
  assert.deepEqual(await chips(page), ["plotly"]);
  assert.ok((await page.locator(".card").count()) > 0);
});
