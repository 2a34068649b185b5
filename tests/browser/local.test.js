// Rule: with the service worker, requests are answered in the browser, each page view from one snapshot, as the worker answers
// them.

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { AWKWARD, api, explore, FAILED, open, SITE } from "./browser.js";
import { builtPackage } from "./package.js";
import { box, grouped, show } from "./page.js";
import { bytesOf, Relay } from "./relay.js";
import { ROUTES, randomFilters, recorded } from "./requests.js";
import { afterAMinute, ask, changes, isSnapshot, restart, settles, visited } from "./visited.js";

test("replies_are_those_of_the_network", async (t) => {
  const { page, relay } = await visited(t);
  relay.take();
  const paths = [...ROUTES, ...(await randomFilters(100)), ...recorded().filter((path) => path.includes("limit="))];
  let local = 0;
  for (const path of paths) {
    const [here, there] = [await ask(page, path), await ask(page, path, { cache: "no-store" })];
    assert.equal(there.isLocal, false);
    local += Number(here.isLocal);
    assert.deepEqual({ ...here, isLocal: false }, there, path);
  }
  assert.ok(local >= ROUTES.length + 100, `${local} of ${paths.length}`);
});

test("a_client_of_the_service_replaced_works_without_the_filter_on_the_network", async (t) => {
  const { page, relay } = await visited(t);
  relay.take();
  const { reply } = relay;
  relay.reply = (path) => (path.startsWith("/plots/filter") ? "none" : reply(path));
  for (const lib of ["plotly", "bokeh", "plotly,bokeh"]) {
    const { isLocal, body } = await ask(page, `/plots/filter?lib=${lib}`);
    assert.ok(isLocal);
    assert.equal(body, (await bytesOf(`/plots/filter?lib=${lib}`)).toString());
  }
  assert.ok((await ask(page, "/libraries")).isLocal);
  const spec = JSON.parse((await ask(page, "/plots/filter?limit=1")).body).images[0].spec_id;
  const document = await ask(page, `/specs/${spec}`);
  assert.deepEqual([document.isLocal, JSON.parse(document.body).id], [false, spec]);
  assert.deepEqual(relay.take(), [`/specs/${spec}`]);
});

test("a_deployment_between_two_clicks_is_seen_by_the_next_page_view", async (t) => {
  const { page, relay } = await visited(t);
  const stats = await ask(page, "/stats");
  assert.ok(stats.isLocal);
  relay.site = AWKWARD;
  await afterAMinute(page);
  const second = await page.context().newPage();
  // The first view keeps its snapshot, also after the change.
  await ask(page, "/languages");
  await changes(page, (await api("/health", AWKWARD)).snapshot.digest);
  assert.deepEqual(await ask(page, "/stats"), stats);
  await second.goto(`${relay.origin}/client`);
  const other = await ask(second, "/stats");
  assert.deepEqual([other.isLocal, other.body], [true, (await bytesOf("/stats", AWKWARD)).toString()]);
  assert.deepEqual(await ask(page, "/stats"), stats);
  // Neither does it lose it when the service worker starts again.
  await restart(page);
  assert.deepEqual([await ask(page, "/stats"), await ask(second, "/stats")], [stats, other]);
});

test("the_service_is_asked_at_most_once_a_minute", async (t) => {
  const { page, relay } = await visited(t);
  const asked = () => relay.take().filter((path) => path === "/snapshots/current").length;
  assert.equal(asked(), 1);
  for (let click = 0; click < 5; click += 1) await ask(page, "/stats");
  await restart(page);
  await ask(page, "/stats");
  assert.equal(asked(), 0);
  await afterAMinute(page);
  for (let click = 0; click < 5; click += 1) await ask(page, "/stats");
  assert.equal(asked(), 1);
});

test("a_service_that_gives_no_snapshot_any_more_ends_it", async (t) => {
  const { page, relay } = await visited(t);
  await settles(page, true);
  const { reply } = relay;
  relay.reply = (path) => (path.startsWith("/snapshots/") ? { status: 404 } : reply(path));
  await afterAMinute(page);
  await ask(page, "/stats");
  await page.waitForFunction(async () => (await navigator.serviceWorker.getRegistrations()).length === 0);
  await page.waitForFunction(async () => (await caches.keys()).length === 0);
  assert.equal((await ask(page, "/stats")).isLocal, false);
});

test("two_tabs_are_answered_by_one_service_worker", async (t) => {
  const { page, relay } = await visited(t);
  await settles(page, true);
  const second = await page.context().newPage();
  await second.goto(`${relay.origin}/client`);
  const both = await Promise.all([page, second].flatMap((tab) => ROUTES.map((path) => ask(tab, path))));
  assert.ok(both.every(({ isLocal }) => isLocal));
  assert.deepEqual(both.slice(ROUTES.length), both.slice(0, ROUTES.length));
  assert.equal(relay.take().filter(isSnapshot).length, 1);
});

test("a_site_of_another_origin_brings_the_service_worker_and_asks_the_service_through_it", async (t) => {
  const folder = builtPackage();
  const relay = await Relay.before(t);
  // The worker lets pages of `http://localhost` read.
  const site = relay.origin.replace("127.0.0.1", "localhost");
  const file = (/** @type {string} */ name, /** @type {string} */ type) => ({
    headers: { "content-type": type },
    body: readFileSync(join(folder, name)),
  });
  const script = `navigator.serviceWorker.register("/service-worker.js?api=${SITE}")`;
  relay.reply = (path) => {
    if (path.startsWith("/service-worker.js")) return file("service-worker.js", "text/javascript");
    if (path.startsWith("/catalog_edge_bg.wasm")) return file("catalog_edge_bg.wasm", "application/wasm");
    return {
      headers: { "content-type": "text/html" },
      body: `<link rel="icon" href="data:,"><script>${script}</script>`,
    };
  };
  const page = await open(t, "/", { site, hasServiceWorker: true, expected: FAILED });
  await page.waitForFunction(() => navigator.serviceWorker.controller !== null);
  for (const path of ROUTES) {
    const [here, there] = [await ask(page, SITE + path), await ask(page, SITE + path, { cache: "no-store" })];
    assert.deepEqual([here.isLocal, here.status, here.body], [true, there.status, there.body], path);
    // Of a reply over the network, the page sees only what the service exposes.
    for (const field of there.headers)
      assert.deepEqual(
        here.headers.find(([name]) => name === field[0]),
        field,
        path,
      );
  }
  const spec = JSON.parse((await ask(page, `${SITE}/plots/filter?limit=1`)).body).images[0].spec_id;
  assert.deepEqual((await ask(page, `${SITE}/specs/${spec}`)).isLocal, false);
});

test("the_explorer_shows_a_deployment_although_the_kept_snapshot_is_older", async (t) => {
  const relay = await Relay.before(t);
  const expected = /Failed to load resource|preloaded using link preload/;
  const page = await explore(t, "", { site: relay.origin, hasServiceWorker: true, expected });
  await page.waitForFunction(() => navigator.serviceWorker.controller !== null);
  relay.site = AWKWARD;
  await page.reload();
  const { snapshot } = await api("/health", AWKWARD);
  await page.locator(`#snapshot a[title$="${snapshot.digest}"]`).waitFor();
  const { total } = await api("/plots/filter?limit=1", AWKWARD);
  await page.locator("#total strong", { hasText: new RegExp(`^${grouped(total)}$`) }).waitFor();
});

test("the_explorer_answers_clicks_here_and_is_reloaded_without_a_network", async (t) => {
  const relay = await Relay.before(t);
  const page = await explore(t, "", { site: relay.origin, hasServiceWorker: true, expected: FAILED });
  assert.doesNotMatch(await page.locator("#reading").textContent(), /in this browser/);
  await page.waitForFunction(() => navigator.serviceWorker.controller !== null);
  relay.take();
  await show(page, "lib");
  await box(page, "lib", "plotly").click();
  await page.locator("#reading", { hasText: "in this browser" }).waitFor();
  assert.deepEqual(
    relay.take().filter((path) => path.startsWith("/plots/")),
    [],
  );
  const [cards, total] = [await page.locator(".card").count(), await page.locator("#total").textContent()];
  relay.reply = () => "none";
  await page.reload();
  await page.locator("#reading", { hasText: "in this browser" }).waitFor();
  assert.deepEqual([await page.locator(".card").count(), await page.locator("#total").textContent()], [cards, total]);
});
