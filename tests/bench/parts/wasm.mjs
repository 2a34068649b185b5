// The engine in WASM on V8: opening, and from query string to reply bytes in JavaScript.
import { execFileSync } from "node:child_process";
import { fileURLToPath } from "node:url";
import { costs } from "../costs.mjs";
import { paged, queries, recorded } from "../queries.mjs";
import { batches, percent, quantile, spectrum, sum } from "../timing.mjs";
import { get, memory, opener, uncopied } from "../worker.mjs";

const PROCESSES = 15;
/** Images before the later page. */
const OFFSET = 1000;

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
  const rows = sets
    .filter(([, , paths]) => paths.length > 0)
    .map(([key, name, paths]) => {
      const { linear, array, copies, bytes, spread } = answering(edge, paths);
      report.record({ [`${key}_linear_us`]: spectrum(linear), [`${key}_us`]: spectrum(array) });
      if (key === "filter_limit36") report.record({ floor_memcpy_us: quantile(copies, 0.5) });
      const ends = (times) => Object.values(spectrum(times));
      return [
        name,
        ...ends(linear),
        ...ends(array),
        (sum(array) * 1000) / sum(bytes),
        quantile(copies, 0.5),
        quantile(copies, 1),
        percent(spread),
      ];
    });
  const columns = [
    "in linear memory: p50",
    "p99",
    "worst",
    "as JS array: p50",
    "p99",
    "worst",
    "ns/byte",
    "memcpy: p50",
    "worst",
    "noise",
  ];
  report.table("filters in WASM on V8, us", columns, rows);
  if (known.length === 0) report.note("Recorded filters are left out: there is no ../shared/golden.");
  adding(report, edge);
}

/** The cost of each addition beside the same request without it. */
function adding(report, edge) {
  const found = costs(edge, 1, OFFSET);
  report.table(
    "additions to filters in WASM, limit=36, us",
    ["filters", "p50", "worst", "x without: p50", "worst", "worst with groups", "noise"],
    found.map(({ name, filters, us, ratio, noise }) => [
      name,
      filters,
      us.p50,
      us.max,
      ratio.p50,
      ratio.max,
      ratio.grouped_max,
      noise,
    ]),
  );
  for (const { name, us, ratio } of found) report.record({ additions: { [name]: { us, ratio } } });
}

function opening(report) {
  const script = fileURLToPath(new URL("../open.mjs", import.meta.url));
  const runs = Array.from({ length: PROCESSES }, () =>
    JSON.parse(execFileSync(process.execPath, [script], { encoding: "utf8" })),
  );
  const fresh = runs.map((run) => run.first);
  const [open_ms, open_fresh_ms] = [
    quantile(
      runs.map((run) => run.compiled),
      0.5,
    ),
    quantile(fresh, 0.5),
  ];
  report.table(
    `opening, ${PROCESSES} processes, ms`,
    ["p50", "worst"],
    [
      [
        "compiled",
        open_ms,
        quantile(
          runs.map((run) => run.compiled),
          1,
        ),
      ],
      ["first in a process", open_fresh_ms, quantile(fresh, 1)],
    ],
  );
  report.record({ open_ms, open_fresh_ms });
}

/**
 * Times every path until the reply stands in linear memory, and until it is an array of JavaScript; beside it the bare copy
 * of the reply into a new array: no reply can cost less. No reply is kept: V8 would collect more often for it.
 */
function answering(edge, paths) {
  for (let round = 0; round < 5; round += 1) {
    for (const path of paths) {
      get(edge, path);
      const view = uncopied(() => get(edge, path));
      if (view.buffer !== memory())
        throw new Error(
          "replies are copied after all: see how build/worker/catalog_edge.js makes them, and adapt tests/bench/worker.mjs",
        );
    }
  }
  const timed = paths.map((path) => {
    const reply = get(edge, path);
    const call = () => get(edge, path);
    return {
      linear: uncopied(() => batches(call)),
      array: batches(call),
      copy: batches(() => new Uint8Array(reply)),
      bytes: reply.length,
    };
  });
  return {
    linear: timed.map(({ linear }) => linear.us),
    array: timed.map(({ array }) => array.us),
    copies: timed.map(({ copy }) => copy.us),
    bytes: timed.map(({ bytes }) => bytes),
    spread: quantile(
      timed.map(({ array }) => array.spread),
      0.5,
    ),
  };
}
