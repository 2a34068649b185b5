#!/usr/bin/env node
// Runs the binary of this platform, which an optional dependency of the package brings.

import { spawn } from "node:child_process";
import { createRequire } from "node:module";
import { constants } from "node:os";
import { fileURLToPath } from "node:url";

const platform = `${process.platform}-${process.arch}`;
const name = `@catalog-edge/builder-${platform}`;

/** Path of the binary, if its package is installed. */
function find() {
  try {
    return createRequire(import.meta.url).resolve(`${name}/bin/catalog-builder`);
  } catch {
    return undefined;
  }
}

/** @param {string} text */
function fail(text) {
  console.error(`error: ${text}`);
  process.exit(1);
}

/** @param {string} binary */
function run(binary) {
  const worker = fileURLToPath(new URL("bundle", import.meta.url));
  const env = { CATALOG_BUILDER_WORKER: worker, ...process.env };
  // A terminal sends its signals to the child as well, and the second of a kind ends it at once.
  const isAtTerminal = process.stdin.isTTY || process.stdout.isTTY || process.stderr.isTTY;
  // Before the child starts, so that no signal ends the launcher alone.
  for (const signal of /** @type {const} */ (["SIGHUP", "SIGINT", "SIGTERM"])) {
    process.on(signal, () => {
      if (!isAtTerminal || signal === "SIGTERM") child.kill(signal);
    });
  }
  const child = spawn(binary, process.argv.slice(2), { stdio: "inherit", env });
  child.on("error", ({ message }) => fail(`cannot start '${binary}': ${message}`));
  child.on("exit", (code, signal) => process.exit(signal ? 128 + constants.signals[signal] : (code ?? 1)));
}

const binary = find();
if (binary !== undefined) run(binary);
else {
  const { optionalDependencies } = createRequire(import.meta.url)("./package.json");
  if (name in optionalDependencies) {
    fail(`the package ${name} is not installed. Run npm install again, without --omit=optional`);
  }
  const platforms = Object.keys(optionalDependencies).map((name) => name.replace("@catalog-edge/builder-", ""));
  fail(`there is no catalog-builder for ${platform}, only for ${platforms.join(", ")}. Build it from the sources`);
}
