// Bundles what answers from a snapshot outside the worker: the service worker, and the module of the package.

import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";

/** @import { BuildOptions, Plugin } from "esbuild" */

const SOURCES = fileURLToPath(new URL("../../src/browser", import.meta.url));
/** The generated modules, which `cargo xtask bundle` makes. */
export const GENERATED = fileURLToPath(new URL("../../build/engine", import.meta.url));
/** The engine, in that folder. */
export const ENGINE = "catalog_edge_bg.wasm";

/** @type {Plugin} */
const generated = {
  name: "generated",
  setup({ onResolve }) {
    onResolve({ filter: /^\.\/catalog_edge\.js$/ }, () => ({ path: join(GENERATED, "catalog_edge.js") }));
  },
};

/** @type {BuildOptions} */
const OPTIONS = {
  absWorkingDir: SOURCES,
  bundle: true,
  charset: "utf8",
  legalComments: "none",
  minify: true,
  logLevel: "warning",
  plugins: [generated],
};

/**
 * Writes the service worker, which finds the engine at `engine`.
 *
 * @param {string} outfile
 * @param {string} engine
 */
export async function serviceWorker(outfile, engine) {
  const define = { ENGINE_ADDRESS: JSON.stringify(engine) };
  // A classic script, which any browser runs and `importScripts` takes.
  await build({ ...OPTIONS, entryPoints: ["service_worker.js"], outfile, define, format: "iife" });
}

/**
 * Writes the module of the package, which finds the engine beside itself.
 *
 * @param {string} outfile
 */
export async function packageModule(outfile) {
  await build({ ...OPTIONS, entryPoints: ["index.js"], outfile, format: "esm" });
}
