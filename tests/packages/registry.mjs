// A registry of npm packages: `node tests/packages/registry.mjs FILE ...`, each a package that `npm pack` made. Prints its
// address.

import { execFileSync } from "node:child_process";
import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { createServer } from "node:http";
import { basename } from "node:path";

/** @type {Map<string, Buffer>} */
const files = new Map();
/** @type {Map<string, { version: string, name: string, file: string, integrity: string }>} */
const packages = new Map();
for (const path of process.argv.slice(2)) {
  const [file, content] = [basename(path), readFileSync(path)];
  const description = JSON.parse(execFileSync("tar", ["-xzOf", path, "package/package.json"], { encoding: "utf8" }));
  const integrity = `sha512-${createHash("sha512").update(content).digest("base64")}`;
  files.set(file, content);
  packages.set(description.name, { ...description, file, integrity });
}

const server = createServer(({ url, headers }, response) => {
  const path = decodeURIComponent(url.slice(1));
  if (files.has(path)) return response.end(files.get(path));
  const found = packages.get(path);
  if (found === undefined) return response.writeHead(404).end("{}");
  const { file, integrity, ...description } = found;
  const dist = { tarball: `http://${headers.host}/${file}`, integrity };
  const { name, version } = description;
  const versions = { [version]: { ...description, dist } };
  return response.end(JSON.stringify({ name, "dist-tags": { latest: version }, versions }));
});
server.listen(0, "127.0.0.1", () => {
  const address = server.address();
  if (address !== null && typeof address === "object") console.log(`http://127.0.0.1:${address.port}`);
});
