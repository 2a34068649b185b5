// Rule: with the service worker, requests are answered in the browser, each page view from one snapshot, as the worker answers
// them.

import assert from "node:assert/strict";
import { test } from "node:test";
import { AWKWARD, explore, FAILED } from "./browser.js";
import { box, show } from "./page.js";
import { bytesOf, Relay } from "./relay.js";
import { ROUTES, randomFilters, recorded } from "./requests.js";
import { afterAMinute, ask, isSnapshot, restart, settles, visited } from "./visited.js";

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
  await page.waitForFunction(
    async () =>
      (await (await caches.open("catalog-edge")).keys()).filter(({ url }) => url.includes("/snapshots/")).length === 2,
  );
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
