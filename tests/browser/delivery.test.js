// Rule: a page names all that its first view needs, asks for each part once, and says if a part is gone. Its files may be
// kept for good.

/** @import { Request } from "playwright-core" */

import assert from "node:assert/strict";
import { test } from "node:test";
import { explore, open, SITE, settled } from "./browser.js";

/** Most requests of the Explorer's first view, without pictures. */
const BUDGET = 11;
/** Replies of the API. */
const API = /^\/(stats|health|languages|libraries|plots\/filter\?.*)$/;

/** @type {[string, boolean][]} the Explorer's query, which finds images, and true if the page itself asks for its images */
const VIEWS = [
  ["", true],
  ["?lib=plotly,bokeh&not.lang=r&q=bar+plot&sort=relevance", true],
  ["?sort=random&seed=7&not.spec=%E2%82%AC", true],
  ["?sort=newest", true],
  ["?lib=&q=", true],
  ["?limit=5", false],
  ["?fields=url&lib=plotly", false],
];

for (const [query, isWhole] of VIEWS) {
  test(`the_first_view_of_${query || "all"}_asks_for_each_part_once_and_at_once`, async (t) => {
    /** @type {Request[]} */
    const requests = [];
    await explore(t, query, { before: (page) => page.on("request", (request) => requests.push(request)) });
    // Pictures, and the icon: without a cache, as in tests, the browser asks for it twice.
    const isPicture = (/** @type {string} */ path) => /\/previews\/|\/icon-/.test(path);
    const paths = requests.map((request) => request.url().slice(SITE.length)).filter((path) => !isPicture(path));
    assert.deepEqual(paths, [...new Set(paths)]);
    assert.ok(paths.length <= BUDGET, paths.join("\n"));
    // The browser calls a preload "other", and what a script asks for "fetch".
    const late = requests.filter((request) => request.resourceType() === "fetch");
    assert.equal(late.length, isWhole ? 0 : 1, late.map((request) => request.url()).join("\n"));
    assert.equal(paths.filter((path) => API.test(path)).length, 6);
  });
}

test("files_of_pages_are_kept_for_good_and_pages_are_revalidated", async () => {
  for (const path of ["/explore", "/docs"]) {
    const page = await fetch(SITE + path);
    assert.equal(page.headers.get("cache-control"), "no-cache");
    const text = await page.text();
    const files = [...new Set(text.match(/(?<=")\/site\/[^"]+/g))];
    assert.ok(files.length >= 4, files.join());
    for (const file of files) {
      assert.match(file, /^\/site\/immutable\/\w+-[A-Z0-9]{8}\.(js|css|svg)$/);
      const reply = await fetch(SITE + file);
      assert.equal(reply.status, 200, file);
      assert.equal(reply.headers.get("cache-control"), "public, max-age=31536000, immutable", file);
      assert.equal(reply.headers.get("etag"), page.headers.get("etag"), file);
    }
    // A page of an earlier version names files that are gone.
    const old = await fetch(SITE + files.at(-1).replace(/-\w+\./, "-AAAAAAAA."));
    assert.equal(old.status, 404);
    assert.equal(old.headers.get("cache-control"), "no-store");
  }
});

test("a_page_whose_script_is_gone_says_so_and_can_be_reloaded", async (t) => {
  const script = "**/site/immutable/explore-*.js";
  const page = await open(t, "/explore?lib=plotly", {
    // What was preloaded for the script is not used.
    expected: /Failed to load resource|preloaded using link preload/,
    before: (page) => page.route(script, (route) => route.fulfill({ status: 404, json: {} })),
  });
  const note = page.getByText("This page has not started.");
  assert.equal(await note.isVisible(), false);
  // Not waiting for the seconds that a slow network gets.
  await note.evaluate((node) => node.getAnimations().map((animation) => animation.finish()));
  assert.equal(await note.isVisible(), true);
  await page.unroute(script);
  await page.getByRole("link", { name: "Reload the page" }).click();
  await page.locator(".card").first().waitFor();
  await settled(page);
  assert.equal(await note.count(), 0);
  assert.equal(new URL(page.url()).search, "?lib=plotly");
});
