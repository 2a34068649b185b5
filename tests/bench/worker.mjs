// The deployed modules, loaded as they are: what the benchmarks time is what runs at the edge.
import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";

const folder = new URL("../../build/worker/", import.meta.url);

/** The file of the snapshot that is measured. */
export const snapshotFile = fileURLToPath(new URL("../../build/bench/catalog.snap", import.meta.url));
/** The file of the deployed wasm. */
export const wasmFile = fileURLToPath(new URL("catalog_edge_bg.wasm", folder));

// The runtime's own Response costs more than an answer and differs from that of workerd; here body and status are enough.
class Reply {
  constructor(body, init) {
    this.body = body;
    this.status = init?.status ?? 200;
  }
}
Object.assign(globalThis, { Response: Reply });

// The modules keep their instance to themselves; its memory is part of what is measured.
let instance;
const Instance = new Proxy(WebAssembly.Instance, {
  construct(target, [module, imports]) {
    instance = new target(module, imports);
    return instance;
  },
});
Object.assign(WebAssembly, { Instance });
const { Edge } = await import(new URL("catalog_edge.js", folder).href);
const { isComplete } = await import(new URL("instance.js", folder).href);

/** A function that makes a new instance with the snapshot of this file opened. */
export function opener(file = snapshotFile) {
  const bytes = readFileSync(file);
  const buffer = bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.length);
  return () => new Edge(buffer);
}

/** The bytes of the reply to a GET. Of a reply in chunks, each is made and the last is returned. */
export function get(edge, path) {
  const url = `http://edge.example${path}`;
  const answer = edge.fetch("GET", url);
  if (!Array.isArray(answer)) return answer.body;
  const [, [first, ...rest]] = answer;
  let chunk = first;
  while (!isComplete(rest)) chunk = edge.chunk(url, rest);
  return chunk;
}

const Copying = globalThis.Uint8Array;
function Viewing(source, start, length) {
  return source instanceof Copying ? source : new Copying(source, start, length);
}
Viewing.prototype = Copying.prototype;

/** Result of `call` while replies are not copied: their bodies are views of linear memory, good until the next one. */
export function uncopied(call) {
  Object.assign(globalThis, { Uint8Array: Viewing });
  try {
    return call();
  } finally {
    globalThis.Uint8Array = Copying;
  }
}

/** The bytes of the reply to a GET. Throws if it is an error. */
export function getGood(edge, path) {
  const url = `http://edge.example${path}`;
  const answer = edge.fetch("GET", url);
  if (Array.isArray(answer)) {
    const [, [first, ...rest]] = answer;
    const chunks = [first];
    while (!isComplete(rest)) chunks.push(edge.chunk(url, rest));
    return Buffer.concat(chunks);
  }
  const { body, status } = answer;
  if (status !== 200) throw new Error(`${path} is answered with ${status}: ${new TextDecoder().decode(body)}`);
  return body;
}

/** The reply to a GET, parsed. Throws if it is an error. */
export function getJson(edge, path) {
  return JSON.parse(new TextDecoder().decode(getGood(edge, path)));
}

/** The instance's linear memory, which only ever grows. */
export function memory() {
  return instance.exports.memory.buffer;
}
