// The engine in WASM on V8: opening, and from query string to reply bytes in JavaScript.
import { execFileSync } from "node:child_process";
import { fileURLToPath } from "node:url";
import { paged, queries, recorded } from "../queries.mjs";
import { batches, percent, quantile, spectrum, sum } from "../timing.mjs";
import { get, opener } from "../worker.mjs";

const PROCESSES = 15;

export function measure(report) {
  opening(report);
  const edge = opener()();
  const [mix, known] = [queries(edge), recorded()];
  const sets = [
    ["filter_limit36", `mix of ${mix.length}, limit=36`, mix.map(paged)],
    ["filter_all", `mix of ${mix.length}, all images`, mix],
    ["recorded_limit36", `${known.length} recorded, limit=36`, known.map(paged)],
    ["recorded_all", `${known.length} recorded, all images`, known],
  ];
  const rows = sets.filter(([, , paths]) => paths.length > 0).map(([key, name, paths]) => {
    const { times, floors, bytes, spread } = answering(edge, paths);
    const { p50, p99, max } = spectrum(times);
    report.record({ [`${key}_us`]: { p50, p99, max } });
    if (key === "filter_limit36") report.record({ floor_memcpy_us: quantile(floors, 0.5) });
    return [name, p50, p99, max, (sum(times) * 1000) / sum(bytes), quantile(floors, 0.5), quantile(floors, 1), percent(spread)];
  });
  const columns = ["p50", "p99", "worst", "ns/byte", "memcpy p50", "worst", "noise"];
  report.table("filters in WASM on V8, us", columns, rows);
  if (known.length === 0) report.note("Recorded filters are left out: there is no ../shared/golden.");
}

function opening(report) {
  const script = fileURLToPath(new URL("../open.mjs", import.meta.url));
  const runs = Array.from({ length: PROCESSES }, () => JSON.parse(execFileSync(process.execPath, [script], { encoding: "utf8" })));
  const fresh = runs.map((run) => run.first);
  const [open_ms, open_fresh_ms] = [quantile(runs.map((run) => run.compiled), 0.5), quantile(fresh, 0.5)];
  report.table(`opening, ${PROCESSES} processes, ms`, ["p50", "worst"], [
    ["compiled", open_ms, quantile(runs.map((run) => run.compiled), 1)],
    ["first in a process", open_fresh_ms, quantile(fresh, 1)],
  ]);
  report.record({ open_ms, open_fresh_ms });
}

/** Times every path, and beside it the bare copying of its reply into a new array: no reply can cost less. */
function answering(edge, paths) {
  for (let round = 0; round < 5; round += 1) {
    for (const path of paths) get(edge, path);
  }
  const timed = paths.map((path) => batches(() => get(edge, path)));
  const replies = paths.map((path) => get(edge, path));
  return {
    times: timed.map(({ us }) => us),
    spread: quantile(timed.map(({ spread }) => spread), 0.5),
    bytes: replies.map((reply) => reply.length),
    floors: replies.map((reply) => batches(() => new Uint8Array(reply)).us),
  };
}
