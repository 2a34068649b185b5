// The deployed modules, loaded as they are: what the benchmarks time is what runs at the edge.
import { readFileSync } from "node:fs";

const folder = new URL("../../build/worker/", import.meta.url);

// The runtime's own Response costs more than an answer and differs from that of workerd; here a body is enough.
globalThis.Response = class {
  constructor(body) {
    this.body = body;
  }
};

export const snapshot = readFileSync(new URL("catalog.snap", folder));
export const wasm = readFileSync(new URL("catalog_edge_bg.wasm", folder));

const { Edge } = await import(new URL("catalog_edge.js", folder));

/** A new instance with the snapshot opened. */
export function open() {
  return new Edge(snapshot.buffer.slice(snapshot.byteOffset, snapshot.byteOffset + snapshot.length));
}

/** The bytes of the reply to a GET. */
export function get(edge, path) {
  return edge.fetch("GET", `http://edge.example${path}`).body;
}
