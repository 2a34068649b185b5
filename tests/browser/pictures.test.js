// Rule: a picture that fails costs that picture alone, and those of the default catalogue come from the worker itself.

import assert from "node:assert/strict";
import { test } from "node:test";
import { explore, PREVIEWS, SCHEMES, SITE } from "./browser.js";
import { garbage, PictureServer, picture, refusing } from "./picture_server.js";
import { has, IMAGES, isQuiet, withPicturesOf, withPreviews } from "./previews.js";

for (const status of [401, 404, 429, 503]) {
  test(`pictures_answered_with_${status}_are_missing_alone`, async (t) => {
    const server = await PictureServer.start(t);
    server.answer = refusing(status, /^\/(0|1|2|11)\//);
    const page = await withPicturesOf(t, [server]);
    await has(page, IMAGES - 4, 4);
    await isQuiet(page);
    const drawing = page.locator(".card").first().locator(".frame svg path").first();
    assert.ok(await drawing.isVisible());
  });
}

test("a_host_that_has_none_of_the_pictures_is_no_outage", async (t) => {
  const server = await PictureServer.start(t);
  server.answer = refusing(404);
  const page = await withPicturesOf(t, [server]);
  await has(page, 0, IMAGES);
  await isQuiet(page);
  // Another theme has other pictures, which may be there.
  server.answer = picture;
  await page.getByRole("button", { name: "Dark theme" }).click();
  await has(page, IMAGES, 0);
});

test("pictures_that_cannot_be_decoded_are_no_outage", async (t) => {
  const server = await PictureServer.start(t);
  server.answer = garbage;
  const page = await withPicturesOf(t, [server]);
  await has(page, 0, IMAGES);
  await isQuiet(page);
});

test("urls_that_are_none_or_not_to_be_loaded_are_asked_for_never", async (t) => {
  const urls = ["", "https://", "http://127.0.0.1:1/a.png", "//[", "javascript:alert(1)", "data:,x", null];
  const page = await explore(t, `?limit=${urls.length}`, {
    before: (opened) => withPreviews(opened, (place) => ({ url_light: urls[place], url_dark: null })),
  });
  await has(page, 0, urls.length);
  await isQuiet(page);
});

for (const scheme of SCHEMES) {
  test(`the_default_catalog_shows_its_own_pictures_in_the_${scheme}`, async (t) => {
    // No host but the worker can be asked, and nothing is logged: the harness fails otherwise.
    const page = await explore(t, "", { scheme });
    await page.waitForFunction(() => document.querySelectorAll(".card img.is-loaded").length >= 12);
    assert.equal(await page.locator(".card img.is-missing").count(), 0);
    await isQuiet(page);
    const sources = await page
      .locator(".card img.is-loaded")
      .evaluateAll((images) => images.map((image) => image.getAttribute("src")));
    assert.equal(new Set(sources).size, sources.length);
    assert.ok(sources.every((source) => source.startsWith("/site/previews/") && source.includes(`/${scheme}.svg#`)));
    await page.locator(".card a", { hasText: "Altair" }).first().click();
    const dialog = page.getByRole("dialog");
    await dialog.locator(".frame img.is-loaded").waitFor();
    const link = dialog.getByRole("link", { name: "Interactive version" });
    const [plot] = await Promise.all([page.context().waitForEvent("page"), link.click()]);
    await plot.locator("svg .plot path title").first().waitFor({ state: "attached" });
    assert.ok(plot.url().startsWith(`${SITE}/site/previews/`) && plot.url().endsWith("#altair"));
  });
}

test("pictures_cover_their_drawings_and_move_nothing", async (t) => {
  const pictures = Promise.withResolvers();
  const page = await explore(t, "", {
    before: (opened) =>
      opened.route(PREVIEWS, async (route) => {
        await pictures.promise;
        await route.fallback();
      }),
  });
  await page.locator(".card .frame svg").first().waitFor();
  const places = () =>
    page
      .locator(".card a")
      .evaluateAll((links) => links.slice(0, 12).map((link) => JSON.stringify(link.getBoundingClientRect())));
  const before = await places();
  pictures.resolve(undefined);
  await page.waitForFunction(() => document.querySelectorAll(".card img.is-loaded").length >= 12);
  assert.deepEqual(await places(), before);
});
