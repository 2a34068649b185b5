// Rule: the name of a bundle changes with its content, and with nothing else.

import assert from "node:assert/strict";
import { mkdtempSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";
import { bundle } from "../../xtask/site/bundle.mjs";

const FILES = {
  "page.js": 'import { a } from "./a.js";\nconsole.log(a, await import("./later.js"));\n',
  "a.js": "export const a = 1;\n",
  "later.js": 'import { a } from "./a.js";\nexport const later = a + 1;\n',
  "page.css": '@import "./part.css";\np { color: red; }\n',
  "part.css": "i { color: green; }\n",
  "icon.svg": "<svg/>\n",
};
const ENTRIES = ["page.js", "page.css", "icon.svg"];

/**
 * The names of the bundles of these files.
 *
 * @param {Record<string, string>} files
 */
async function names(files) {
  const [sources, out] = [0, 1].map(() => mkdtempSync(join(tmpdir(), "bundle-")));
  for (const [name, text] of Object.entries(files)) writeFileSync(join(sources, name), text);
  const bundles = await bundle(sources, ENTRIES, out);
  const written = readdirSync(out);
  for (const { name, needs } of bundles.values()) {
    for (const file of [name, ...needs]) assert.ok(written.includes(file), `${file} among ${written}`);
  }
  for (const name of written) assert.match(name, /^[\w.]+-[A-Z0-9]{8}\.(js|css|svg)$/);
  return { bundles, written, text: (/** @type {string} */ name) => readFileSync(join(out, name), "utf8") };
}

test("equal_files_have_equal_names_wherever_they_lie", async () => {
  const [one, other] = [await names(FILES), await names(FILES)];
  assert.deepEqual(one.bundles, other.bundles);
  // Whatever is loaded on demand is no part of what runs first.
  assert.equal(one.written.length, 5);
  assert.equal(one.bundles.get("page.js").needs.length, 1);
  assert.ok(!one.bundles.get("page.js").needs.some((name) => name.startsWith("later")));
  assert.match(one.text(one.bundles.get("page.css").name), /green.*red/s);
});

/** @type {[string, string, string[]][]} */
const CHANGES = [
  ["page.js", "console.log(2);\n", ["page.js"]],
  ["a.js", "export const a = 2;\n", ["page.js"]],
  ["later.js", "export const later = 3;\n", ["page.js"]],
  ["part.css", "i { color: blue; }\n", ["page.css"]],
  ["icon.svg", "<svg></svg>\n", ["icon.svg"]],
  ["a.js", "// A comment.\nexport const a = 1;\n", []],
];

for (const [file, text, expected] of CHANGES) {
  test(`a_change_of_${file}_renames_${expected.join("_") || "nothing"}`, async () => {
    const [before, after] = [await names(FILES), await names({ ...FILES, [file]: text })];
    const renamed = ENTRIES.filter((entry) => before.bundles.get(entry).name !== after.bundles.get(entry).name);
    assert.deepEqual(renamed, expected);
  });
}
