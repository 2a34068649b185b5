// The files of the npm package, built for a test.

import { execFileSync } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after } from "node:test";
import { fileURLToPath } from "node:url";

/** Builds the files into a folder that goes with the tests of this file, and returns it. */
export function builtPackage() {
  const folder = mkdtempSync(join(tmpdir(), "catalog-edge-"));
  after(() => rmSync(folder, { recursive: true }));
  execFileSync(process.execPath, [fileURLToPath(new URL("../../xtask/site/package.mjs", import.meta.url)), folder]);
  return folder;
}
