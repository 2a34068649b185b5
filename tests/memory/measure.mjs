// Opens the snapshot of a file, answers the costliest requests that are known, and prints the bytes of linear memory before and
// after them. An instance never gives memory back.
import { hostile } from "../bench/hostile.mjs";
import { get, memory, opener } from "../bench/worker.mjs";

const [file] = process.argv.slice(2);
const edge = opener(file)();
const opened = memory().byteLength;
for (const [, path] of hostile) get(edge, path);
console.log(JSON.stringify({ opened, asked: memory().byteLength }));
