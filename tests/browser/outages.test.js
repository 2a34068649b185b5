// Rule: drawings stand in for all pictures of a host, and a note names it, while it gives no answer at all; it comes back
// by itself.

import assert from "node:assert/strict";
import { test } from "node:test";
import { explore, PREVIEWS, photograph, SITE, settled } from "./browser.js";
import { box, show } from "./page.js";
import { PictureServer, picture, silence } from "./picture_server.js";
import { has, IMAGES, isQuiet, jump, losePatience, NETWORK, said, withPicturesOf } from "./previews.js";

test("a_host_that_refuses_connections_is_asked_little_named_and_comes_back_by_itself", async (t) => {
  const server = await PictureServer.start(t);
  await server.close();
  /** @type {string[]} */
  const requests = [];
  const page = await withPicturesOf(t, [server], {
    before: (opened) => opened.on("request", (request) => requests.push(request.url())),
  });
  const text = await said(page, server.host);
  assert.equal(text, `${server.host} does not answer: drawings stand in for the previews.`);
  assert.equal(await page.locator("#unreachable").getByRole("status").textContent(), text);
  // It lies in the page, over nothing.
  const places = await page
    .locator("#unreachable, .card")
    .evaluateAll((nodes) => nodes.map((node) => node.getBoundingClientRect()).map(({ top, bottom }) => [top, bottom]));
  assert.ok(
    places.slice(1).every(([top]) => top >= places[0][1]),
    JSON.stringify(places[0]),
  );
  await has(page, 0, IMAGES);
  // One picture and one question, whatever else is selected meanwhile.
  await show(page, "lib");
  await box(page, "lib", "plotly").check();
  await page.waitForURL(/lib=plotly/);
  await settled(page);
  const asked = requests.filter((url) => url.startsWith(server.origin));
  assert.ok(asked.length <= 4, `${asked.length} requests`);
  await photograph(page, "unreachable");
  await server.listen();
  await jump(page);
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
  const sources = await page
    .locator(".card img")
    .evaluateAll((images) => images.map((image) => image.getAttribute("src")));
  assert.ok(sources.every((source) => source.endsWith("/dark.svg")));
});

test("a_host_that_hangs_is_an_outage_after_a_while_and_comes_back", async (t) => {
  const server = await PictureServer.start(t);
  server.answer = silence;
  const page = await withPicturesOf(t, [server]);
  await losePatience(page, server);
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
  const before = server.asked.length;
  await page.getByRole("button", { name: "Dark theme" }).click();
  await losePatience(page, server, before);
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
  await server.isAsked("GET");
  await jump(page);
  await has(page, IMAGES - 1, 0);
  await isQuiet(page);
});

test("hosts_are_apart_and_the_note_names_those_that_are_silent", async (t) => {
  const servers = [await PictureServer.start(t), await PictureServer.start(t), await PictureServer.start(t)];
  const [whole, gone, hanging] = servers;
  await gone.close();
  hanging.answer = silence;
  const page = await withPicturesOf(t, servers);
  // Those of the whole host have come before time jumps, so it owes the page nothing.
  await has(page, IMAGES / 3, IMAGES / 3);
  await losePatience(page, hanging);
  const text = await said(page, `${gone.host} and ${hanging.host} do not answer`);
  assert.match(text, /drawings stand in for the previews/);
  await has(page, IMAGES / 3, (2 * IMAGES) / 3);
  hanging.answer = picture;
  const refused = page.waitForEvent("requestfailed", (request) => request.url().startsWith(gone.origin));
  await jump(page);
  await refused;
  await said(page, `${gone.host} does not answer`);
  await has(page, (2 * IMAGES) / 3, IMAGES / 3);
  assert.ok(
    whole.asked.every((line) => line.startsWith("GET")),
    "a host that answers is not asked whether it does",
  );
  await gone.listen();
  await jump(page);
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
  await page.getByRole("button", { name: "Do not show again" }).click();
  await isQuiet(page);
  assert.deepEqual(await page.evaluate(() => JSON.parse(localStorage.getItem("hosts-not-noted"))), [first.host]);
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
