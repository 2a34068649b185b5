// The compiled engine. A program has one, whatever it answers from.

import { initSync } from "./catalog_edge.js";

/** @typedef {WebAssembly.Module | BufferSource | Response} Source the engine, compiled or not */

/** @type {Promise<unknown> | undefined} */
let started;

/**
 * Compiles the engine, unless it is already there. Fails if `source` is not the engine of this release.
 *
 * @param {() => Promise<Source>} source
 */
export function startEngine(source) {
  started ??= source()
    .then(compiled)
    .then((module) => initSync({ module }))
    .catch((fault) => {
      // The next caller may have better luck.
      started = undefined;
      throw fault;
    });
  return started;
}

/** @param {Source} source */
async function compiled(source) {
  if (source instanceof WebAssembly.Module) return source;
  if (!(source instanceof Response)) return WebAssembly.compile(source);
  if (!source.ok) throw new Error(`the engine is not to be had: ${source.url} answers ${source.status}`);
  // Servers that send another type exist.
  const isNamed = source.headers.get("content-type")?.startsWith("application/wasm");
  return isNamed ? WebAssembly.compileStreaming(source) : WebAssembly.compile(await source.arrayBuffer());
}
