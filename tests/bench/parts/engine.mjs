// The engine as native code, beside the naive model, which must give the same bytes.
import { writeFileSync } from "node:fs";
import { additions } from "../additions.mjs";
import { folder, json, ownProgram } from "../programs.mjs";
import { paged, queries } from "../queries.mjs";
import { percent, quantile, spectrum, sum } from "../timing.mjs";
import { opener, snapshotFile } from "../worker.mjs";

/** Images before the later page of an addition. */
const OFFSET = 1000;

export function measure(report) {
  const program = ownProgram("bench-native");
  const edge = opener()();
  const filters = queries(edge);
  const added = additions(edge, filters, 1, OFFSET);
  /** @type {[string, string[]][]} */
  const mixes = [
    ["limit=36", filters.map(paged)],
    ["all images", filters],
    // Every filter with one addition, so that each is held to the model.
    ["limit=36, an addition", filters.map((_, at) => turn(added, at))],
  ];
  const rows = mixes.flatMap(([name, paths]) => {
    const file = `${folder()}/paths`;
    writeFileSync(file, paths.join("\n"));
    const { us, spread, naive_us, memcpy_us, bytes } = json(program, ["engine", snapshotFile, file]);
    const row = (times) => [...Object.values(spectrum(times)), (sum(times) * 1000) / sum(bytes)];
    return [
      [name, ...row(us), percent(quantile(spread, 0.5))],
      [`${name}, naive model`, ...row(naive_us), null],
      [`${name}, memcpy`, ...row(memcpy_us), null],
    ];
  });
  report.table(`${filters.length} filters natively, us`, ["p50", "p99", "worst", "ns/byte", "noise"], rows);
}

/** The path of a filter with the addition whose turn it is. */
function turn(added, at) {
  const [, pairs] = added[at % added.length];
  return pairs[at % pairs.length][1];
}
