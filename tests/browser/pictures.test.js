// Rule: a picture that fails costs that picture alone. Drawings stand in for all pictures of a host, and a note names
// it, while it gives no answer at all; it comes back by itself.

import assert from "node:assert/strict";
import { test } from "node:test";
import { explore, PREVIEWS, photograph, SITE, settled } from "./browser.js";
import { box, show } from "./page.js";
import { garbage, PictureServer, picture, refusing, silence } from "./picture_server.js";

const NETWORK = /Failed to load resource|net::ERR_/;
const IMAGES = 24;

/** Opens the Explorer with previews of these servers by turns. */
async function withPicturesOf(test, servers, { query = `?limit=${IMAGES}`, ...visitor } = {}) {
  return explore(test, query, {
    hosts: servers.map(({ origin }) => origin),
    expected: NETWORK,
    ...visitor,
    before: async (page) => {
      await page.route("**/plots/filter?*", async (route) => {
        const response = await route.fetch();
        const body = await response.json();
        body.images.forEach((image, place) => {
          const { origin } = servers[place % servers.length];
          image.url_light = `${origin}/${place}/light.svg`;
          image.url_dark = `${origin}/${place}/dark.svg`;
        });
        await route.fulfill({ response, json: body });
      });
      await visitor.before?.(page);
    },
  });
}

/** Waits until so many pictures of the gallery have come and so many are missing. */
async function has(page, loaded, missing) {
  await page.waitForFunction(
    ([loaded, missing]) =>
      document.querySelectorAll(".card img.is-loaded").length === loaded &&
      document.querySelectorAll(".card img.is-missing").length === missing,
    [loaded, missing],
  );
}

/** The note's sentence once it is shown. */
async function said(page, pattern) {
  const note = page.locator("#unreachable");
  await note.getByText(pattern).waitFor();
  return page.locator("#unreachable-text").textContent();
}

async function isQuiet(page) {
  assert.equal(await page.locator("#unreachable").isVisible(), false);
}

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
    before: (page) =>
      page.route("**/plots/filter?*", async (route) => {
        const response = await route.fetch();
        const body = await response.json();
        body.images.forEach((image, place) => Object.assign(image, { url_light: urls[place], url_dark: null }));
        await route.fulfill({ response, json: body });
      }),
  });
  await has(page, 0, urls.length);
  await isQuiet(page);
});

test("a_host_that_refuses_connections_is_asked_little_named_and_comes_back_by_itself", async (t) => {
  const server = await PictureServer.start(t);
  await server.close();
  const requests = [];
  const page = await withPicturesOf(t, [server], {
    before: (page) =>
      page.on("request", (request) => request.url().startsWith(server.origin) && requests.push(request)),
  });
  const text = await said(page, server.host);
  assert.equal(text, `${server.host} does not answer: drawings stand in for the previews.`);
  await has(page, 0, IMAGES);
  // One picture and one question, whatever else is selected meanwhile.
  await show(page, "lib");
  await box(page, "lib", "plotly").check();
  await page.waitForURL(/lib=plotly/);
  await settled(page);
  assert.ok(requests.length <= 4, `${requests.length} requests`);
  await photograph(page, "unreachable");
  await server.listen();
  await has(page, IMAGES, 0);
  await isQuiet(page);
});

test("a_host_that_fails_after_it_answered_is_an_outage", async (t) => {
  const server = await PictureServer.start(t);
  const page = await withPicturesOf(t, [server]);
  await has(page, IMAGES, 0);
  await server.close();
  await page.getByRole("button", { name: "Dark theme" }).click();
  await said(page, server.host);
  await has(page, 0, IMAGES);
  await server.listen();
  // Back to what is wanted now, by the button.
  await page.getByRole("button", { name: "Try again" }).click();
  await has(page, IMAGES, 0);
  await isQuiet(page);
  const sources = await page.locator(".card img").evaluateAll((images) => images.map(({ src }) => src));
  assert.ok(sources.every((source) => source.endsWith("/dark.svg")));
});

test("a_host_that_hangs_is_an_outage_after_a_while_and_comes_back", async (t) => {
  const server = await PictureServer.start(t);
  server.answer = silence;
  const page = await withPicturesOf(t, [server]);
  await said(page, server.host);
  await has(page, 0, IMAGES);
  // One picture has gone ahead; the others have waited for the answer.
  assert.equal(server.asked.filter((line) => line.startsWith("GET")).length, 1);
  server.answer = picture;
  await page.getByRole("button", { name: "Try again" }).click();
  await has(page, IMAGES, 0);
  await isQuiet(page);
});

test("a_host_that_hangs_after_it_answered_is_an_outage_as_well", async (t) => {
  const server = await PictureServer.start(t);
  const page = await withPicturesOf(t, [server]);
  await has(page, IMAGES, 0);
  server.answer = silence;
  await page.getByRole("button", { name: "Dark theme" }).click();
  await said(page, server.host);
  await has(page, 0, IMAGES);
  server.answer = picture;
  await page.getByRole("button", { name: "Try again" }).click();
  await has(page, IMAGES, 0);
  await isQuiet(page);
});

test("a_slow_picture_of_a_host_that_answers_holds_up_no_other", async (t) => {
  const server = await PictureServer.start(t);
  server.answer = (request, response) => {
    if (request.method === "HEAD" || !request.url.startsWith("/0/")) picture(request, response);
  };
  const page = await withPicturesOf(t, [server]);
  await has(page, IMAGES - 1, 0);
  await isQuiet(page);
});

test("hosts_are_apart_and_the_note_names_those_that_are_silent", async (t) => {
  const servers = [await PictureServer.start(t), await PictureServer.start(t), await PictureServer.start(t)];
  const [whole, gone, hanging] = servers;
  await gone.close();
  hanging.answer = silence;
  const page = await withPicturesOf(t, servers);
  assert.match(
    await said(page, `${gone.host} and ${hanging.host} do not answer`),
    /drawings stand in for the previews/,
  );
  await has(page, IMAGES / 3, (2 * IMAGES) / 3);
  hanging.answer = picture;
  await said(page, `${gone.host} does not answer`);
  await has(page, (2 * IMAGES) / 3, IMAGES / 3);
  assert.ok(
    whole.asked.every((line) => line.startsWith("GET")),
    "a host that answers is not asked whether it does",
  );
  await gone.listen();
  await has(page, IMAGES, 0);
  await isQuiet(page);
});

test("the_network_that_comes_back_brings_the_pictures", async (t) => {
  const server = await PictureServer.start(t);
  await server.close();
  const page = await withPicturesOf(t, [server]);
  await said(page, server.host);
  await page.context().setOffline(true);
  await server.listen();
  await page.context().setOffline(false);
  await has(page, IMAGES, 0);
  await isQuiet(page);
});

test("a_closed_note_stays_closed_until_another_host_falls_silent", async (t) => {
  const servers = [await PictureServer.start(t), await PictureServer.start(t)];
  const [first, second] = servers;
  await first.close();
  const page = await withPicturesOf(t, servers);
  await said(page, first.host);
  await page.getByRole("button", { name: "Close this note" }).click();
  await isQuiet(page);
  await second.close();
  await page.getByRole("button", { name: "Dark theme" }).click();
  await said(page, `${first.host} and ${second.host} do not answer`);
});

test("an_unreachable_service_of_previews_can_be_tried_again", async (t) => {
  const page = await explore(t, "", { hasPictures: false, expected: NETWORK });
  await said(page, new URL(SITE).host);
  await page.context().unroute(PREVIEWS);
  await page.getByRole("button", { name: "Try again" }).click();
  await page.waitForFunction(() => document.querySelectorAll(".card img.is-loaded").length >= 8);
  await isQuiet(page);
});

for (const scheme of ["light", "dark"]) {
  test(`the_default_catalogue_shows_its_own_pictures_in_the_${scheme}`, async (t) => {
    // No host but the worker can be asked, and nothing is logged: the harness fails otherwise.
    const page = await explore(t, "", { scheme });
    await page.waitForFunction(() => document.querySelectorAll(".card img.is-loaded").length >= 12);
    assert.equal(await page.locator(".card img.is-missing").count(), 0);
    await isQuiet(page);
    const sources = await page.locator(".card img.is-loaded").evaluateAll((images) => images.map(({ src }) => src));
    assert.equal(new Set(sources).size, sources.length);
    assert.ok(sources.every((source) => source.startsWith(SITE) && source.includes(`/${scheme}.svg#`)));
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
  let answer;
  const held = new Promise((resolve) => (answer = resolve));
  const page = await explore(t, "", {
    before: (page) =>
      page.route(PREVIEWS, async (route) => {
        await held;
        await route.fallback();
      }),
  });
  await page.locator(".card .frame svg").first().waitFor();
  const places = () =>
    page
      .locator(".card a")
      .evaluateAll((links) => links.slice(0, 12).map((link) => JSON.stringify(link.getBoundingClientRect())));
  const before = await places();
  answer();
  await page.waitForFunction(() => document.querySelectorAll(".card img.is-loaded").length >= 12);
  assert.deepEqual(await places(), before);
});
