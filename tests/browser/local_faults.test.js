// Rule: whatever goes wrong in the service worker costs a request over the network, and nothing that a page can see.

import assert from "node:assert/strict";
import { test } from "node:test";
import { api } from "./browser.js";
import { bytesOf } from "./relay.js";
import { afterAMinute, ask, changes, isSnapshot, restart, settles, visited } from "./visited.js";

/** @type {[string, (whole: Buffer) => Buffer][]} */
const DAMAGE = [
  ["a_truncated", (whole) => whole.subarray(0, whole.length >> 1)],
  ["a_flipped", (whole) => Buffer.from(whole.map((byte, place) => (place === whole.length >> 1 ? byte ^ 1 : byte)))],
  ["a_newer", (whole) => Buffer.from(whole.map((byte, place) => (place === whole.indexOf(2) ? 3 : byte)))],
  ["an_empty", () => Buffer.alloc(0)],
];

for (const [name, damage] of DAMAGE) {
  test(`${name}_snapshot_is_not_used`, async (t) => {
    const { page, relay } = await visited(t, {
      reply: async (path) => (isSnapshot(path) ? { body: damage(await bytesOf(path)) } : undefined),
    });
    assert.equal((await ask(page, "/stats")).isLocal, false);
    // Once the service is well again, it answers here.
    const { reply } = relay;
    relay.reply = (path) => (isSnapshot(path) ? undefined : reply(path));
    await afterAMinute(page);
    await settles(page, true);
  });
}

for (const [name, part] of [
  ["snapshot", "/snapshots/"],
  ["engine", ".wasm"],
]) {
  test(`a_kept_${name}_that_is_damaged_is_loaded_again`, async (t) => {
    const { page } = await visited(t);
    await settles(page, true);
    await page.evaluate(async (part) => {
      const cache = await caches.open("catalog-edge");
      const [key] = (await cache.keys()).filter(({ url }) => url.includes(part));
      await cache.put(key, new Response("damaged"));
    }, part);
    await restart(page);
    assert.equal((await ask(page, "/stats")).status, 200);
    await afterAMinute(page);
    await settles(page, true);
  });
}

/** Lets a test break the instance that answers: from then on, each request to it traps. */
const BREAKABLE = `
let live;
WebAssembly.Instance = new Proxy(WebAssembly.Instance, {
  construct(target, [module, imports]) {
    const instance = { exports: { ...new target(module, imports).exports }, isBroken: false };
    const { edge_fetch } = instance.exports;
    instance.exports.edge_fetch = (...parameters) => {
      if (instance.isBroken) throw new WebAssembly.RuntimeError("unreachable");
      return edge_fetch(...parameters);
    };
    live = instance;
    return instance;
  },
});
addEventListener("message", ({ ports: [port] }) => {
  live.isBroken = true;
  port.postMessage("broken");
});
`;

test("a_trap_costs_one_request_over_the_network", async (t) => {
  const { page, relay } = await visited(t, { prefix: BREAKABLE });
  await settles(page, true);
  for (let round = 0; round < 3; round += 1) {
    const path = `/plots/filter?lib=plotly&limit=${round + 1}`;
    const whole = await ask(page, path);
    assert.ok(whole.isLocal);
    await page.evaluate(() => {
      const { port1, port2 } = new MessageChannel();
      navigator.serviceWorker.controller.postMessage("", [port2]);
      return new Promise((resolve) => (port1.onmessage = resolve));
    });
    relay.take();
    const broken = await ask(page, path);
    assert.deepEqual({ ...broken, isLocal: true }, whole);
    assert.deepEqual([broken.isLocal, relay.take()], [false, [path]]);
  }
});

/** @type {[string, string][]} */
const ODD = [
  ["who_saves_data", "Object.defineProperty(navigator, 'connection', { value: { saveData: true } });"],
  ["a_slow_link", "Object.defineProperty(navigator, 'connection', { value: { effectiveType: '2g' } });"],
  [
    "a_metered_link",
    "Object.defineProperty(navigator, 'connection', { value: { effectiveType: '4g', type: 'cellular' } });",
  ],
  ["no_memory_for_the_engine", "WebAssembly.Instance = function () { throw new RangeError('out of memory'); };"],
];

for (const [name, prefix] of ODD) {
  test(`${name}_leaves_all_to_the_network`, async (t) => {
    const { page, relay } = await visited(t, { prefix });
    const reply = await ask(page, "/stats");
    assert.deepEqual([reply.isLocal, JSON.parse(reply.body)], [false, await api("/stats")]);
    if (/link|data/.test(name)) assert.ok(!relay.take().some(isSnapshot));
  });
}

/** @type {[string, string][]} */
const UNKEPT = [
  ["no_room", "Cache.prototype.put = () => Promise.reject(new DOMException('full', 'QuotaExceededError'));"],
  ["no_storage", "CacheStorage.prototype.open = () => Promise.reject(new DOMException('off', 'SecurityError'));"],
];

for (const [name, prefix] of UNKEPT) {
  test(`with_${name}_the_snapshot_answers_until_the_service_worker_ends`, async (t) => {
    const { page } = await visited(t, { prefix });
    assert.ok((await ask(page, "/stats")).isLocal);
    await restart(page);
    assert.equal((await ask(page, "/stats")).status, 200);
  });
}

/** @type {[string, (current: any) => any][]} */
const UNKNOWN = [
  ["another_revision", (current) => ({ ...current, revision: current.revision + 1 })],
  ["too_large_a_snapshot", (current) => ({ ...current, bytes: 8_000_001 })],
  ["another_service", () => ({ status: "ok" })],
];

for (const [name, change] of UNKNOWN) {
  const changed = async () => ({
    body: JSON.stringify(change(JSON.parse((await bytesOf("/snapshots/current")).toString()))),
  });
  test(`${name}_leaves_all_to_the_network`, async (t) => {
    const { page } = await visited(t, { reply: (path) => (path === "/snapshots/current" ? changed() : undefined) });
    assert.equal((await ask(page, "/stats")).isLocal, false);
  });
}

test("another_revision_that_is_deployed_leaves_later_page_views_to_the_network", async (t) => {
  const { page, relay } = await visited(t);
  const { reply } = relay;
  const stats = await ask(page, "/stats");
  const { revision, ...current } = JSON.parse((await bytesOf("/snapshots/current")).toString());
  const other = { body: JSON.stringify({ ...current, revision: revision + 1 }) };
  relay.reply = (path) => (path === "/snapshots/current" ? other : reply(path));
  await afterAMinute(page);
  await ask(page, "/stats");
  await changes(page, undefined);
  const second = await page.context().newPage();
  await second.goto(`${relay.origin}/client`);
  assert.equal((await ask(second, "/stats")).isLocal, false);
  // The view that began before keeps its snapshot.
  assert.deepEqual(await ask(page, "/stats"), stats);
  assert.ok(stats.isLocal);
});

test("a_service_that_fails_does_not_matter", async (t) => {
  const { page, relay } = await visited(t);
  await settles(page, true);
  const { reply } = relay;
  relay.reply = (path) => (path === "/client" ? reply(path) : { status: 503 });
  await afterAMinute(page);
  for (let click = 0; click < 3; click += 1) assert.ok((await ask(page, "/stats")).isLocal);
  relay.reply = () => "none";
  await afterAMinute(page);
  for (let click = 0; click < 3; click += 1) assert.ok((await ask(page, "/stats")).isLocal);
});
