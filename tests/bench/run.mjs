// `npm run bench`: the parts that are asked for, or all, in one run, so that ratios hold; a table, and `bench.json`. It
// asserts nothing about time. A part throws where what it times does not answer right: the others are shown all the same.
import { writeFileSync } from "node:fs";
import { parseArgs } from "node:util";
import { catalogue } from "./catalog.mjs";
import { Report } from "./report.mjs";

const PARTS = ["size", "wasm", "engine", "edge", "page", "browser", "scale", "growth", "peers", "cost"];

const { values } = parseArgs({ options: { only: { type: "string" } } });
const chosen = values.only?.split(",") ?? PARTS;
const unknown = chosen.filter((part) => !PARTS.includes(part));
if (unknown.length > 0) {
  console.error(`--only ${unknown.join(",")} is no part: choose among ${PARTS.join(",")}`);
  process.exit(2);
}

const report = new Report();
console.error("making the catalogue");
report.note(await catalogue());
for (const part of PARTS.filter((name) => chosen.includes(name))) {
  console.error(`timing: ${part}`);
  const { measure } = await import(`./parts/${part}.mjs`);
  try {
    await measure(report);
  } catch (fault) {
    console.error(fault);
    report.note(
      `FAILED: ${part}: ${fault instanceof Error ? fault.message : fault}\nOnce that is mended, try it alone: npm run bench -- --only ${part}`,
    );
    process.exitCode = 1;
  }
}
console.log(report.text());
writeFileSync(new URL("../../bench.json", import.meta.url), `${JSON.stringify(report.figures, null, 2)}\n`);
