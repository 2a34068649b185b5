// The package's one function: opens a snapshot and answers from it.

import { LocalCatalogue } from "./catalogue.js";
import { startEngine } from "./engine.js";

/** @import { Catalogue, Options } from "./types.js" */
/** @import { Source } from "./engine.js" */

/** @satisfies {typeof import("./types.js").SnapshotError} */
export class SnapshotError extends Error {
  /** @override */
  name = "SnapshotError";
}

const REMEDY =
  "it is damaged, or of another format: get the current snapshot, and the release of this package that goes with it";

/**
 * Opens a snapshot.
 *
 * @param {Options} options
 * @returns {Promise<Catalogue>}
 */
export async function open({ api, snapshot, engine = new URL("./catalog_edge_bg.wasm", import.meta.url), ...options }) {
  const { fetch: send = fetch, ...policy } = options;
  const [bytes] = await Promise.all([
    snapshot ? bytesOf(snapshot) : currentSnapshot(api, send),
    startEngine(() => sourceOf(engine)),
  ]);
  const local = new LocalCatalogue(bytes, policy);
  const { digest } = local;
  if (digest === undefined) throw new SnapshotError(`the snapshot does not open: ${REMEDY}`);
  const origin = api === undefined ? undefined : new URL(api).origin;
  const isOfApi = (/** @type {Request} */ { url }) => origin === undefined || new URL(url).origin === origin;
  const answer = (/** @type {Request} */ request) => (isOfApi(request) ? local.answer(request) : undefined);
  return {
    digest,
    answer,
    async fetch(input, init) {
      const request = new Request(input, init);
      request.signal.throwIfAborted();
      return answer(request) ?? send(request);
    },
  };
}

/**
 * The snapshot from which the service answers now.
 *
 * @param {string | URL | undefined} api
 * @param {NonNullable<Options["fetch"]>} send
 */
async function currentSnapshot(api, send) {
  if (api === undefined) throw new TypeError("there is nothing to answer from: give snapshot or api");
  const get = async (/** @type {string} */ path) => {
    const reply = await send(new Request(new URL(path, api)));
    if (reply.ok) return reply;
    const remedy = reply.status === 404 ? "it does not give its snapshot (BROWSER = off), or is another service" : "";
    throw new SnapshotError(`${reply.url} answers ${reply.status}: ${remedy || "try again later"}`);
  };
  const { digest } = await (await get("/snapshots/current")).json();
  return (await get(`/snapshots/${digest}`)).arrayBuffer();
}

/** @param {NonNullable<Options["snapshot"]>} snapshot */
async function bytesOf(snapshot) {
  if (snapshot instanceof Response) return snapshot.arrayBuffer();
  if (snapshot instanceof ArrayBuffer) return snapshot;
  const { buffer, byteOffset, byteLength } = snapshot;
  return new Uint8Array(buffer, byteOffset, byteLength).slice().buffer;
}

/**
 * @param {NonNullable<Options["engine"]>} engine
 * @returns {Promise<Source>}
 */
async function sourceOf(engine) {
  if (typeof engine !== "string" && !(engine instanceof URL)) return engine;
  const address = new URL(engine);
  // `fetch` of Node does not read files.
  return address.protocol === "file:" ? fileSystem().readFile(address) : fetch(address);
}

/** File system of the runtimes that have one. A static import would keep bundlers from bundling for browsers. */
function fileSystem() {
  const { process } = /** @type {{ process?: { getBuiltinModule?: (name: string) => any } }} */ (globalThis);
  const module = process?.getBuiltinModule?.("node:fs/promises");
  if (!module) throw new TypeError("this runtime reads no files: give the bytes of catalog_edge_bg.wasm as engine");
  return /** @type {{ readFile(file: URL): Promise<Uint8Array<ArrayBuffer>> }} */ (module);
}
