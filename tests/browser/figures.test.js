// Rule: the figures, counts and images that the Explorer shows are those that the API answers.

import assert from "node:assert/strict";
import { test } from "node:test";
import { FACETS } from "../../src/site/facets.js";
import { api, explore, settled } from "./browser.js";
import { box, cards, counts, fragmentOf, grouped, listed, show, showAll } from "./page.js";

test("figures_are_those_of_stats_and_health", async (t) => {
  const page = await explore(t);
  const [stats, health] = await Promise.all([api("/stats"), api("/health")]);
  for (const [name, number] of Object.entries({ ...stats, values: health.counts.values })) {
    const place = page.locator(`[data-figure="${name}"]`);
    await place.filter({ hasText: /\d/ }).waitFor();
    assert.equal(await place.textContent(), grouped(number), name);
  }
  const snapshot = await page.locator("#snapshot").textContent();
  assert.ok(snapshot.includes(health.snapshot.digest.slice(0, 12)), snapshot);
  assert.ok(snapshot.includes(health.snapshot.source), snapshot);
});

test("every_facet_shows_the_counts_of_the_filter", async (t) => {
  const page = await explore(t, "?lang=python");
  const reply = await api("/plots/filter?lang=python&limit=1");
  for (const { key } of FACETS.filter(({ key }) => key !== "lang")) {
    const expected = listed(reply.counts[key], reply.globalCounts[key]);
    await showAll(page, key, expected.length);
    assert.deepEqual(await counts(page, key), expected, key);
  }
});

test("the_counts_over_all_images_are_asked_for_once", async (t) => {
  /** @type {string[]} */
  const asked = [];
  const note = (/** @type {import("playwright-core").Request} */ request) => {
    const { pathname, searchParams } = new URL(request.url());
    if (pathname === "/plots/filter" && searchParams.has("limit")) asked.push(searchParams.get("omit"));
  };
  const page = await explore(t, "?lib=plotly", { before: (page) => page.on("request", note) });
  await show(page, "plot");
  await box(page, "plot", "scatter").check();
  await page.waitForURL(/plot=scatter/);
  await settled(page);
  assert.deepEqual(asked, ["specTitles", "globalCounts,specTitles"]);
});

test("an_active_facet_shows_what_its_other_values_have", async (t) => {
  const page = await explore(t, "?lib=matplotlib&plot=scatter");
  const { orCounts, globalCounts } = await api("/plots/filter?lib=matplotlib&plot=scatter&limit=1");
  for (const [group, key] of /** @type {const} */ (["lib", "plot"]).entries()) {
    const all = listed(orCounts[group], globalCounts[key]);
    await showAll(page, key, all.length);
    const isChosen = (/** @type {[string, number]} */ [value]) => ["matplotlib", "scatter"].includes(value);
    // What is chosen stands first.
    const rest = all.filter((entry) => !isChosen(entry));
    assert.deepEqual(await counts(page, key), [...all.filter(isChosen), ...rest], key);
    assert.ok(rest.length > 0, key);
  }
});

test("images_are_those_of_the_filter_in_its_order", async (t) => {
  const page = await explore(t, "?lang=r");
  const { images, total } = await api("/plots/filter?lang=r&limit=48");
  assert.deepEqual((await cards(page)).slice(0, 48), images.map(fragmentOf));
  assert.ok((await page.locator("#total").textContent()).startsWith(grouped(total)));
});

test("scrolling_brings_every_image_once", async (t) => {
  const page = await explore(t, "?lang=r");
  const { images } = await api("/plots/filter?lang=r");
  assert.ok(images.length > 96, "more than two pages");
  await page.waitForFunction(() => {
    scrollTo(0, document.documentElement.scrollHeight);
    return document.getElementById("more").hidden;
  });
  assert.deepEqual(await cards(page), images.map(fragmentOf));
});

test("the_request_shown_is_one_that_was_made_and_its_size_is_that_of_the_reply", async (t) => {
  /** @type {string[]} */
  const requests = [];
  const page = await explore(t, "?plot=bar", {
    before: (page) => page.on("request", (request) => requests.push(request.url())),
  });
  const href = await page.locator("#request").evaluate((/** @type {HTMLAnchorElement} */ link) => link.href);
  assert.ok(requests.includes(href), href);
  const body = await (await fetch(href)).text();
  const title = await page.locator("#reading").getAttribute("title");
  assert.match(title, /^[\d.]+ ms from sending the request to the last byte, /);
  assert.ok(title.endsWith(`${grouped(Buffer.byteLength(body))} bytes of JSON`), title);
});

test("all_requests_of_a_page_reach_one_version_of_a_split", async (t) => {
  /** @type {Map<string, string[]>} */
  const keys = new Map();
  for (const visit of ["first", "second"]) {
    /** @type {string[]} */
    const seen = [];
    const see = (/** @type {import("playwright-core").Request} */ request) => {
      if (request.resourceType() === "fetch") seen.push(request.headers()["cloudflare-workers-version-key"]);
    };
    const page = await explore(t, "?plot=bar", { before: (page) => page.on("request", see) });
    // The first requests are the browser's own: it sends them before the script that knows the key.
    await page.getByRole("button", { name: "Clear all", exact: true }).click();
    await page.locator(".card a").first().click();
    await page.getByRole("dialog").getByRole("heading", { name: "Tags" }).waitFor();
    keys.set(visit, [...new Set(seen)]);
    assert.ok(seen.length > 2, "a filter and the details");
  }
  assert.equal(new Set([...keys.values()].flat()).size, 2, "one key a page");
});
