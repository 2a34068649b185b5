// The service worker: answers the requests of pages from a snapshot in this browser. A page registers it with the address of
// this script. `?api=https://api.example` at its end names a service of another origin.

import { startEngine } from "./engine.js";
import { clearPages, isFile, isPage, keepPage, keptFile, page } from "./pages.js";
import { scope } from "./scope.js";
import { Snapshots } from "./snapshots.js";
import { clear, forget, keep, kept } from "./store.js";

const { location } = scope;
/** Address of the engine. */
const ENGINE = new URL(ENGINE_ADDRESS, location.href).href;
/** Address of the service. */
const API = new URL("/", new URL(new URLSearchParams(location.search).get("api") ?? "/", location.href)).href;
/** True if the service brings its own pages. */
const HAS_PAGES = API === `${location.origin}/`;
/** Cache modes of requests that a kept reply may answer. */
const TAKES_KEPT = ["default", "force-cache"];
/** Milliseconds to wait for the snapshot, which is there at once if nothing is wrong. */
const PATIENCE = 1000;

const snapshots = new Snapshots(API, {
  prepare: () => startEngine(engine).catch(forgetEngine),
  async withdrawn() {
    await scope.registration.unregister();
    await Promise.all([clear(), clearPages()]);
  },
});

scope.addEventListener("install", (event) => {
  const page = HAS_PAGES ? keepPage() : undefined;
  event.waitUntil(Promise.all([scope.skipWaiting(), snapshots.check(), page]));
});

scope.addEventListener("activate", (event) => {
  event.waitUntil(Promise.all([scope.clients.claim(), scope.registration.navigationPreload?.enable()]));
});

scope.addEventListener("fetch", (event) => {
  const { request } = event;
  if (request.method !== "GET") return;
  const url = new URL(request.url);
  if (HAS_PAGES && isFile(url)) event.respondWith(keptFile(request));
  else if (HAS_PAGES && isPage(url)) event.respondWith(page(event));
  else if (url.href.startsWith(API) && request.mode !== "navigate") {
    if (TAKES_KEPT.includes(request.cache)) event.respondWith(answer(event));
  } else return;
  event.waitUntil(snapshots.check());
});

/** @param {FetchEvent} event */
async function answer({ request, clientId }) {
  const catalogue = await Promise.race([snapshots.of(clientId), patience()]).catch((fault) => console.warn(fault));
  const start = performance.now();
  const reply = catalogue?.answer(request);
  if (!reply) return fetch(request);
  // The only difference to a reply over the network, for those who want to know.
  reply.headers.set("server-timing", `browser;dur=${(performance.now() - start).toFixed(1)}`);
  return reply;
}

/** @returns {Promise<undefined>} */
function patience() {
  return new Promise((resolve) => setTimeout(resolve, PATIENCE));
}

/**
 * Forgets an engine that does not start, because its kept file may be damaged.
 *
 * @param {unknown} fault
 */
async function forgetEngine(fault) {
  await forget((url) => url === ENGINE);
  throw fault;
}

/** The engine as a reply. It is kept, so that it is there without a network. */
async function engine() {
  const before = await kept(ENGINE);
  if (before) return before;
  const reply = await fetch(ENGINE, { cache: "no-store" });
  if (reply.ok) {
    // Those of earlier versions.
    await forget((url) => url.includes(".wasm"));
    await keep(ENGINE, reply.clone());
  }
  return reply;
}
