// Prints the only job of a GitHub workflow as JSON: `node tests/workflows/job.mjs FILE`.

import { readFile } from "node:fs/promises";

import { parse } from "yaml";

const { jobs, ...workflow } = parse(await readFile(process.argv[2], "utf8"));
const [job, ...others] = Object.values(jobs);
if (others.length > 0) throw new Error("there is more than one job");
console.log(JSON.stringify({ workflow, job }));
