// `npm run bench`: sizes, opening and answering of the deployed modules, in one run, as a table. It asserts nothing.
import { execFileSync } from "node:child_process";
import { gzipSync } from "node:zlib";
import { queries } from "./queries.mjs";
import { get, open, snapshot, wasm } from "./worker.mjs";

const PROCESSES = 15;
const BATCHES = 9;
const REPEATS = 20;

const edge = open();
const filters = queries(edge);

row("snapshot", `${snapshot.length} bytes, ${gzipSync(snapshot, { level: 9 }).length} with gzip`);
row("wasm", `${wasm.length} bytes, ${gzipSync(wasm, { level: 9 }).length} with gzip`);

const fresh = Array.from({ length: PROCESSES }, () =>
  JSON.parse(execFileSync(process.execPath, [new URL("open.mjs", import.meta.url).pathname], { encoding: "utf8" })),
);
row("open, fresh process", `${quantile(fresh.map((run) => run.first), 0.5).toFixed(2)} ms (median of ${PROCESSES})`);
row("open, compiled", `${quantile(fresh.map((run) => run.compiled), 0.5).toFixed(3)} ms`);

console.log(`\n${filters.length} filters in WASM, query string to bytes in JavaScript; us`);
console.log("".padEnd(22), ...["p50", "p99", "max", "floor p50", "floor max"].map((name) => name.padStart(10)));
time("limit=36", filters.map((filter) => `${filter}&limit=36`));
time("all images", filters);

/** Times every path, and beside it the bare making of an array of its reply's size: no reply can cost less. */
function time(name, paths) {
  for (let round = 0; round < 5; round += 1) {
    for (const path of paths) get(edge, path);
  }
  const answers = paths.map((path) => batches(() => get(edge, path)));
  const floors = paths.map((path) => {
    const source = get(edge, path);
    return batches(() => new Uint8Array(source));
  });
  const cells = [quantile(answers, 0.5), quantile(answers, 0.99), quantile(answers, 1)];
  cells.push(quantile(floors, 0.5), quantile(floors, 1));
  console.log(name.padEnd(22), ...cells.map((cell) => cell.toFixed(1).padStart(10)));
}

/** Microseconds a call: the median of some batches. */
function batches(call) {
  const times = Array.from({ length: BATCHES }, () => {
    const begun = performance.now();
    for (let repeat = 0; repeat < REPEATS; repeat += 1) call();
    return ((performance.now() - begun) / REPEATS) * 1000;
  });
  return quantile(times, 0.5);
}

function quantile(values, share) {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))];
}

function row(name, text) {
  console.log(name.padEnd(22), text);
}
