// Builds the files of the package `catalog-edge` into a folder: `node package.mjs FOLDER`.

import { createHash } from "node:crypto";
import { copyFileSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { ENGINE, GENERATED, packageModule, serviceWorker } from "./local.mjs";

const [, , folder] = process.argv;
const engine = join(GENERATED, ENGINE);
const digest = createHash("sha256").update(readFileSync(engine)).digest("hex").slice(0, 16);
await packageModule(join(folder, "index.js"));
// An engine that a browser has kept is of this release, because its address names the content.
await serviceWorker(join(folder, "service-worker.js"), `${ENGINE}?${digest}`);
copyFileSync(engine, join(folder, ENGINE));
copyFileSync(fileURLToPath(new URL("../../src/browser/types.d.ts", import.meta.url)), join(folder, "index.d.ts"));
