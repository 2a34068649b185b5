// Builds the pages of src/site into a folder: `node build.mjs FOLDER`.
//
// Files that the pages name go to `immutable/` in that folder, under names that change with the content. Browsers may
// therefore keep them for good.

import { copyFileSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { bundle } from "./bundle.mjs";
import { ENGINE, GENERATED, serviceWorker } from "./local.mjs";
import { reference } from "./reference.mjs";

/** @import { Bundle } from "./bundle.mjs" */

const SOURCES = fileURLToPath(new URL("../../src/site", import.meta.url));
const PAGES = ["docs.html", "explore.html"];
const DESCRIPTION = "openapi.json";
const SERVICE_WORKER = "catalog-edge.js";
/** Folder of the files that are named by their content. The routes know it. */
const IMMUTABLE = "immutable";
/** The address of a file in a page. */
const NAMED = /(?<==")\/site\/([\w.]+)(?=")/g;
/** The place of the API's reference in a page. */
const REFERENCE = "<!-- reference -->";

const [, , folder] = process.argv;
const description = readFileSync(join(SOURCES, DESCRIPTION), "utf8");
mkdirSync(folder, { recursive: true });
copyFileSync(join(SOURCES, DESCRIPTION), join(folder, DESCRIPTION));
const engine = (await bundle(GENERATED, [ENGINE], join(folder, IMMUTABLE))).get(ENGINE);
if (!engine) throw new Error(`the bundler made nothing of ${ENGINE}`);
await serviceWorker(join(folder, SERVICE_WORKER), address(engine.name));
for (const page of PAGES) {
  const text = readFileSync(join(SOURCES, page), "utf8");
  // Each page by itself: what pages share would be one request more for each.
  const bundles = await bundle(SOURCES, filesOf(text), join(folder, IMMUTABLE));
  const built = text
    .replaceAll(NAMED, (_, file) => address(bundles.get(file)?.name ?? file))
    .replace("  </head>", (end) => `${preloads([...bundles.values()])}${end}`)
    .replace(REFERENCE, () => reference(JSON.parse(description)).text);
  writeFileSync(join(folder, page), built);
}

/**
 * The files that a page names.
 *
 * @param {string} text
 */
function filesOf(text) {
  return [...new Set([...text.matchAll(NAMED)].map(([, file]) => file))];
}

/**
 * Lets the browser ask for what the scripts of a page import together with the scripts.
 *
 * @param {Bundle[]} bundles
 */
function preloads(bundles) {
  const needed = new Set(bundles.flatMap(({ needs }) => needs));
  return [...needed].map((name) => `    <link rel="modulepreload" href="${address(name)}">\n`).join("");
}

/** @param {string} name */
function address(name) {
  return `/site/${IMMUTABLE}/${name}`;
}
