// Rule: the package answers every computed route as the worker does, byte for byte and field for field, and leaves the rest to
// the network.

import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { fileURLToPath } from "node:url";
import { gzipSync } from "node:zlib";
import { SITE } from "./browser.js";
import { builtPackage } from "./package.js";
import { bytesOf } from "./relay.js";
import { ROUTES, randomFilters, recorded } from "./requests.js";

/** Fields of the connection, and of the length that is known only when a body is sent. */
const OF_THE_CONNECTION = ["connection", "content-length", "date", "keep-alive", "transfer-encoding"];
/** The variables of the worker under test. */
const POLICY = variables();

const folder = builtPackage();
/** @type {typeof import("../../src/browser/types.js")} */
const { open, SnapshotError } = await import(join(folder, "index.js"));

const { digest } = await (await fetch(`${SITE}/snapshots/current`)).json();
const snapshot = await bytesOf(`/snapshots/${digest}`);

/** The variables of the deployment that decide on header fields. */
function variables() {
  const text = readFileSync(new URL("../../wrangler.toml", import.meta.url), "utf8");
  const of = (/** @type {string} */ name) => text.match(new RegExp(`^${name} = "(.*)"`, "m"))[1];
  return { corsOrigins: of("CORS_ORIGINS"), corsLocalhost: /** @type {"on"} */ (of("CORS_LOCALHOST")) };
}

/** @param {Response} reply */
async function all(reply) {
  const headers = [...reply.headers].filter(([name]) => !OF_THE_CONNECTION.includes(name));
  return { status: reply.status, headers, body: Buffer.from(await reply.arrayBuffer()) };
}

/**
 * Asserts that the reply from the snapshot is that of the worker.
 *
 * @param {{ fetch: typeof fetch }} catalogue
 * @param {string} path
 * @param {RequestInit} [init]
 */
async function isSame(catalogue, path, init) {
  const [local, remote] = await Promise.all([catalogue.fetch(SITE + path, init), fetch(SITE + path, init)]);
  assert.equal(local.url, "", `${path} came over the network`);
  const [ours, theirs] = await Promise.all([all(local), all(remote)]);
  assert.deepEqual([ours.status, ours.headers], [theirs.status, theirs.headers], path);
  assert.ok(ours.body.equals(theirs.body), path);
}

test("it_is_the_engine_of_the_worker_and_no_larger_than_its_modules", () => {
  const worker = fileURLToPath(new URL("../../build/worker/", import.meta.url));
  const engine = "catalog_edge_bg.wasm";
  assert.ok(readFileSync(join(folder, engine)).equals(readFileSync(join(worker, engine))));
  const size = (/** @type {string[]} */ ...path) => gzipSync(readFileSync(join(...path))).length;
  const scripts = readdirSync(worker).filter((name) => name.endsWith(".js"));
  const most = scripts.reduce((total, name) => total + size(worker, name), 0);
  for (const script of ["index.js", "service-worker.js"]) assert.ok(size(folder, script) <= most, script);
});

test("every_computed_route_is_answered_as_the_worker_answers_it", async () => {
  const catalogue = await open({ snapshot, ...POLICY });
  assert.equal(catalogue.digest, digest);
  const etag = (await fetch(`${SITE}/stats`)).headers.get("etag");
  /** @type {RequestInit[]} */
  const forms = [
    {},
    { method: "HEAD" },
    { headers: { origin: "https://anyplot.ai" } },
    { headers: { origin: "https://evil.example", "if-none-match": etag } },
    { headers: { origin: "http://localhost:5173", "if-none-match": '"x"' } },
  ];
  for (const path of ROUTES) for (const form of forms) await isSame(catalogue, path, form);
});

test("every_recorded_request_is_answered_as_the_worker_answers_it", async (t) => {
  const targets = recorded();
  if (targets.length === 0) return t.skip("../shared is missing");
  const catalogue = await open({ snapshot, ...POLICY });
  const isLocal = (/** @type {string} */ path) => catalogue.answer(new Request(SITE + path)) !== undefined;
  const computed = targets.filter(isLocal);
  assert.ok(computed.length > 400, `${computed.length} of ${targets.length}`);
  for (const path of computed) await isSame(catalogue, path);
});

test("random_filters_are_answered_as_the_worker_answers_them", async () => {
  const catalogue = await open({ snapshot, ...POLICY });
  for (const path of await randomFilters(1000)) await isSame(catalogue, path);
});

test("everything_else_goes_over_the_network", async () => {
  /** @type {string[]} */
  const sent = [];
  const send = async (/** @type {Request} */ { method, url }) => {
    sent.push(`${method} ${url.slice(SITE.length)}`);
    return new Response("network");
  };
  const catalogue = await open({ snapshot, api: SITE, fetch: send });
  const spec = "/specs/scatter-basic";
  const others = [
    "/specs",
    spec,
    `${spec}/plotly/code`,
    "/health",
    "/snapshots/current",
    "/explore",
    "/",
    "/nope",
    "/stats/",
  ];
  for (const path of others) assert.equal(await (await catalogue.fetch(SITE + path)).text(), "network", path);
  await catalogue.fetch(`${SITE}/stats`, { method: "POST" });
  await catalogue.fetch("https://other.example/stats");
  const expected = [
    ...others.map((path) => `GET ${path}`),
    "POST /stats",
    `GET ${"https://other.example/stats".slice(SITE.length)}`,
  ];
  assert.deepEqual(sent, expected);
});

test("a_request_that_was_aborted_is_not_answered", async () => {
  const catalogue = await open({ snapshot });
  await assert.rejects(catalogue.fetch(`${SITE}/stats`, { signal: AbortSignal.abort() }), { name: "AbortError" });
});

test("the_snapshot_may_come_from_the_service", async () => {
  for (const source of [{ api: SITE }, { snapshot: await fetch(`${SITE}/snapshots/${digest}`) }]) {
    const catalogue = await open(source);
    assert.equal(catalogue.digest, digest);
    const reply = await catalogue.fetch(`${SITE}/stats`);
    assert.deepEqual(await reply.json(), await (await fetch(`${SITE}/stats`)).json());
  }
});

test("a_snapshot_that_cannot_be_used_is_refused_with_the_reason", async (t) => {
  t.mock.method(console, "error", () => {});
  const flipped = Buffer.from(snapshot);
  flipped[flipped.length >> 1] ^= 1;
  const newer = Buffer.from(snapshot);
  newer[newer.indexOf(2)] = 3;
  for (const damaged of [flipped, newer, snapshot.subarray(0, 1000), Buffer.alloc(0)]) {
    await assert.rejects(open({ snapshot: damaged }), SnapshotError);
  }
  const gone = async () => new Response("", { status: 404 });
  await assert.rejects(open({ api: SITE, fetch: gone }), /answers 404.*BROWSER = off/);
  await assert.rejects(open({}), /give snapshot or api/);
  // Those that can be used still answer.
  await isSame(await open({ snapshot, ...POLICY }), "/stats");
});
