// Opens the snapshot in this process, answers the filters of an axis from its lowest point on, and prints what they cost.
// Arguments: the snapshot, the axis, and its points with commas between.
import { axes, highest } from "./axes.mjs";
import { batches, CPU } from "./timing.mjs";
import { get, getJson, memory, opener, uncopied } from "./worker.mjs";

const MEGABYTE = 2 ** 20;
/** Rounds before the timed ones. They are many, because V8 compiles again in the background what is called often. */
const WARM = 30;

const [file, axis, list] = process.argv.slice(2);
const points = list.split(",").map(Number);
const edge = opener(file)();
const path = axes(edge)[axis];
const targets = points.map(path);

// Memory only ever grows, so what is there after a point is what this point needs.
const answered = targets.map((target) => {
  const { total } = getJson(edge, target);
  return { total, mb: memory().byteLength / MEGABYTE, url: target.length };
});
for (let round = 0; round < WARM; round += 1) for (const target of targets) get(edge, target);
const timed = uncopied(() => targets.map((target) => batches(() => get(edge, target), CPU)));
const found = answered.map((each, at) => ({ ...each, ms: timed[at].us / 1000, spread: timed[at].spread }));
console.log(JSON.stringify({ found, highest: highest(path, points.at(-1)) }));
