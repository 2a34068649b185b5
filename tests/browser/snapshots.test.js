// Rule: a page shows one snapshot, also if another one is deployed between two clicks, while the deployment is not
// everywhere, and if a cache has old replies.

/** @import { Page, Route } from "playwright-core" */

import assert from "node:assert/strict";
import { test } from "node:test";
import { AWKWARD, api, explore, FAILED, SITE } from "./browser.js";
import { counts, grouped, ranked, show } from "./page.js";

const API = /\/(stats|health|languages|libraries|plots\/filter(\?.*)?|specs\/[^?]*(\?.*)?)$/;

/**
 * Lets the worker with the other catalogue answer requests of the API. Returns the number of requests with each path.
 *
 * @param {Page} page
 * @param {(path: string, number: number) => boolean} isOther tells by path and number of the request with this path
 */
async function answer(page, isOther) {
  /** @type {Map<string, number>} */
  const numbers = new Map();
  await page.route(API, async (/** @type {Route} */ route) => {
    const target = route.request().url().slice(SITE.length);
    const path = new URL(target, SITE).pathname;
    const number = numbers.get(target) ?? 0;
    numbers.set(target, number + 1);
    if (!isOther(path, number)) return route.fallback();
    // The page may have given the request up by now.
    return route
      .fetch({ url: AWKWARD + target })
      .then((response) => route.fulfill({ response }))
      .catch(() => {});
  });
  return numbers;
}

/**
 * Waits until the page shows the catalogue of a worker, and asserts that all of it is from there.
 *
 * @param {Page} page
 * @param {string} site
 */
async function shows(page, site) {
  const [health, stats, filter] = await Promise.all([
    api("/health", site),
    api("/stats", site),
    api("/plots/filter?limit=48", site),
  ]);
  await page.locator(`#snapshot a[title$="${health.snapshot.digest}"]`).waitFor();
  await page.waitForFunction(
    ([total]) =>
      document.querySelector("#total strong")?.textContent === total &&
      !document.querySelector("#results").hasAttribute("aria-busy"),
    [grouped(filter.total)],
  );
  assert.equal(await page.locator('[data-figure="plots"]').first().textContent(), grouped(stats.plots));
  await show(page, "lib");
  assert.deepEqual(await counts(page, "lib"), ranked(filter.counts.lib));
}

test("a_deployment_between_two_clicks_replaces_all_that_is_shown", async (t) => {
  let isDeployed = false;
  const page = await explore(t, "", { expected: FAILED, before: (page) => answer(page, () => isDeployed) });
  await shows(page, SITE);
  isDeployed = true;
  await page.locator(".card a").first().click();
  // The image that was clicked is not in the new catalogue.
  await page.getByRole("dialog").getByText("The catalogue has no such image.").waitFor();
  await shows(page, AWKWARD);
});

test("a_deployment_replaces_the_counts_over_all_images", async (t) => {
  const { languages } = await api("/languages", AWKWARD);
  const query = `?lang=python,${languages.find(({ id }) => /^[a-z]+$/i.test(id)).id}`;
  const total = async (/** @type {string} */ site) => {
    const [found, all] = await Promise.all([
      api(`/plots/filter${query}&limit=1`, site),
      api("/plots/filter?limit=1", site),
    ]);
    assert.ok(found.total > 0 && found.total < all.total);
    return `${grouped(found.total)} of ${grouped(all.total)} images`;
  };
  let isDeployed = false;
  const page = await explore(t, query, { expected: FAILED, before: (page) => answer(page, () => isDeployed) });
  assert.equal(await page.locator("#total").textContent(), await total(SITE));
  isDeployed = true;
  await page.locator(".card a").first().click();
  await page.locator("#total", { hasText: await total(AWKWARD) }).waitFor();
});

test("a_deployment_that_is_not_everywhere_is_waited_for", async (t) => {
  let isDeployed = false;
  // A spec's first new reply is asked for again, in case a cache had it. After the second one, each path gives two old ones.
  const isOther = (/** @type {string} */ path, /** @type {number} */ number) =>
    isDeployed && !(path.startsWith("/specs/") ? [2, 3] : [1, 2]).includes(number);
  const page = await explore(t, "", { expected: FAILED, before: (page) => answer(page, isOther) });
  await shows(page, SITE);
  isDeployed = true;
  await page.locator(".card a").first().click();
  await shows(page, AWKWARD);
});

/** True for the first reply of the figures: the one that a cache has kept. */
const isKept = (/** @type {string} */ path, /** @type {number} */ number) => path === "/stats" && number === 0;

/**
 * Settled when the page's script has read the figures. The browser asks for them before the script runs.
 *
 * @param {Page} page
 */
async function figuresAreRead(page) {
  await Promise.all([
    page.waitForEvent("requestfinished", (request) => request.url() === `${SITE}/stats`),
    page.waitForEvent("domcontentloaded"),
  ]);
  await repliesAreRead(page);
}

/**
 * Settled when the page has read the replies that have come: it has then read two more.
 *
 * @param {Page} page
 */
async function repliesAreRead(page) {
  for (const _ of [1, 2]) {
    await page.evaluate(() => fetch("/explore", { cache: "no-store" }).then((reply) => reply.text()));
  }
}

test("an_old_reply_of_a_cache_that_comes_first_is_replaced", async (t) => {
  const page = await explore(t, "", {
    before: async (page) => {
      await answer(page, isKept);
      const figures = figuresAreRead(page);
      await page.route(API, async (route) => {
        if (!route.request().url().endsWith("/stats")) await figures;
        await route.fallback();
      });
    },
  });
  await shows(page, SITE);
});

test("an_old_reply_of_a_cache_that_comes_last_is_asked_for_again_alone", async (t) => {
  const others = Promise.withResolvers();
  /** @type {Map<string, number>} */
  let numbers = new Map();
  const page = await explore(t, "", {
    before: async (page) => {
      numbers = await answer(page, isKept);
      await page.route("**/stats", async (route) => {
        await others.promise;
        await route.fallback();
      });
    },
  });
  // The list is shown, from the right snapshot.
  others.resolve(undefined);
  await shows(page, SITE);
  for (const [path, number] of numbers) assert.equal(number, path === "/stats" ? 2 : 1, path);
});

test("figures_asked_for_before_a_change_are_not_shown_after_it", async (t) => {
  const later = Promise.withResolvers();
  let number = 0;
  const page = await explore(t, "", {
    before: async (page) => {
      await answer(page, isKept);
      const figures = figuresAreRead(page);
      await page.route(API, async (route) => {
        const url = route.request().url();
        if (!url.endsWith("/stats")) await figures;
        // The list tells the page of the change, while the other half of its first figures is on its way.
        if (url.endsWith("/health")) {
          number += 1;
          if (number === 1) await later.promise;
        }
        // The page may have given the request up by now.
        await route.fallback().catch(() => {});
      });
    },
  });
  await shows(page, SITE);
  later.resolve(undefined);
  await repliesAreRead(page);
  await shows(page, SITE);
});
