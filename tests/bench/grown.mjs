// Opens the snapshot in this process, answers the mix of filters a page at a time, then with each addition, and prints
// times and memory. Arguments: the snapshot, and the offset of the later page, if one is asked.
import { costs } from "./costs.mjs";
import { hostile } from "./hostile.mjs";
import { paged, queries } from "./queries.mjs";
import { batches, quantile } from "./timing.mjs";
import { get, getGood, memory, opener } from "./worker.mjs";

const MEGABYTE = 2 ** 20;
const OPENINGS = 5;
/** The share of the filters that get additions. It has no factor of the mix's seven numbers of groups. */
const STRIDE = 5;

const [file, offset] = process.argv.slice(2);
const open = opener(file);
const opening = () => {
  const begun = performance.now();
  const edge = open();
  return [edge, performance.now() - begun];
};
const [edge, first_ms] = opening();
const opened_mb = memory().byteLength / MEGABYTE;

const filters = queries(edge);
const paths = filters.map(paged);
for (const path of paths) get(edge, path);
const timed = paths.map((path) => batches(() => get(edge, path)));
const largest = paths.map((path) => getGood(edge, path).length);
const additions = costs(edge, STRIDE, offset && Number(offset));
const worst = hostile.map(([name, path]) => {
  const bytes = getGood(edge, path).length;
  const begun = performance.now();
  get(edge, path);
  return { name, bytes, ms: performance.now() - begun };
});
const mem_mb = memory().byteLength / MEGABYTE;
globalThis.gc();
const heap_mb = process.memoryUsage().heapUsed / MEGABYTE;

const times = timed.map(({ us }) => us / 1000);
const grouped = Array.from({ length: 7 }, (_, groups) => times.filter((_, index) => index % 7 === groups));
// Last, because no opened instance ever frees its snapshot.
const open_ms = quantile(
  Array.from({ length: OPENINGS }, () => opening()[1]),
  0.5,
);
const spread = quantile(
  timed.map((each) => each.spread),
  0.5,
);
const reply_mb = Math.max(...largest) / MEGABYTE;
console.log(
  JSON.stringify({ first_ms, open_ms, opened_mb, mem_mb, heap_mb, reply_mb, times, grouped, spread, additions, worst }),
);
