// Opens the snapshot in this process and prints the milliseconds: the first time, and the median once compiled.
import { open } from "./worker.mjs";

const times = Array.from({ length: 60 }, () => {
  const begun = performance.now();
  open();
  return performance.now() - begun;
});
const warm = times.slice(30).sort((a, b) => a - b);
console.log(JSON.stringify({ first: times[0], compiled: warm[15] }));
