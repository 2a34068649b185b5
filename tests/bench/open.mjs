// Opens the snapshot in this process and prints the milliseconds: the first time, and the median once compiled.
import { quantile } from "./timing.mjs";
import { opener } from "./worker.mjs";

const open = opener();
const times = Array.from({ length: 60 }, () => {
  const begun = performance.now();
  open();
  return performance.now() - begun;
});
console.log(JSON.stringify({ first: times[0], compiled: quantile(times.slice(30), 0.5) }));
