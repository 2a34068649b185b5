// Which catalogue is measured, and its facts in forms that others read.
import { readFileSync } from "node:fs";
import { json, folder, ownProgram } from "./programs.mjs";
import { getJson, opener, snapshotFile } from "./worker.mjs";

/** A sentence about the catalogue. */
export function catalogue() {
  const edge = opener()();
  const { plots, specs } = getJson(edge, "/stats");
  const { total, globalCounts } = getJson(edge, "/plots/filter?limit=1");
  const values = Object.values(globalCounts).reduce((count, facet) => count + Object.keys(facet).length, 0);
  const { source } = facts();
  return `Catalogue: ${total} images of ${plots} plots and ${specs} specs, ${values} facet values, made by ${source}.`;
}

let written;

/** `facets` in reply order, `source`, and the files `json` and `msgpack` with all that the snapshot says. */
export function facts() {
  const place = folder("facts");
  written ??= json(ownProgram("bench-native"), ["facts", snapshotFile, place]);
  return { ...written, json: `${place}/facts.json`, msgpack: `${place}/facts.msgpack` };
}

/** The facts themselves: languages, libraries, specs and images. */
export function readFacts() {
  return JSON.parse(readFileSync(facts().json, "utf8"));
}
