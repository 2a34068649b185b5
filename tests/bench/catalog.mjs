// Which catalogue is measured, and its facts in forms that others read.
import { execFileSync } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import { withCluster } from "./cluster.mjs";
import { builder, folder, json, ownProgram, root } from "./programs.mjs";
import { getJson, opener, snapshotFile } from "./worker.mjs";

const LOAD = `${root}../shared/catalog/load.sh`;
/** As many images as the real catalogue has. */
const IMAGES = "3623";

/** Makes the snapshot that is measured: of the real catalogue where that and a server are there, or else as large a one. */
export async function catalogue() {
  if (!existsSync(LOAD)) return synthesize("../shared/catalog");
  const isExported = await withCluster((_psql, env) => {
    execFileSync("bash", [LOAD, "catalogue"], { env, stdio: ["ignore", "ignore", "inherit"] });
    build(["export"], { ...process.env, DATABASE_URL: `postgresql://postgres@/catalogue?host=${env.PGHOST}` });
    return true;
  });
  return isExported ? sentence("The real catalogue") : synthesize("PostgreSQL's server");
}

function synthesize(lacking) {
  build(["synth", "--images", IMAGES, "--seed", "1"], process.env);
  return sentence(`A synthetic catalogue for want of ${lacking}`);
}

function build(command, env) {
  execFileSync(builder(), [...command, "--quiet", "--out", snapshotFile], { env, stdio: "inherit" });
}

/** Its figures. */
function sentence(name) {
  const edge = opener()();
  const { plots, specs } = getJson(edge, "/stats");
  const { total, globalCounts } = getJson(edge, "/plots/filter?limit=1");
  const values = Object.values(globalCounts).reduce((count, facet) => count + Object.keys(facet).length, 0);
  const { source } = facts();
  return `${name}: ${total} images of ${plots} plots and ${specs} specs, ${values} facet values, made by ${source}.`;
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
