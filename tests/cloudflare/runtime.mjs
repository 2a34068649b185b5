// Versions in workerd: a process each, started when it is first asked. A process ends with this one, however that ends,
// because a pipe from this one is what it lives on.

import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdirSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";

/** Number of processes that may run at once. */
const MOST = 6;
const BOUND = fileURLToPath(new URL("../../xtask/src/bound.sh", import.meta.url));
const PACKAGE = `@cloudflare/workerd-${process.platform}-${process.arch.replace("x", "")}`;
const KINDS = { "application/javascript+module": "esModule", "application/wasm": "wasm" };

/** Identity of a version -> its process. The one that was asked last is at the end. */
const running = new Map();

/** The port at which `version` answers, with its files in `folder`. */
export async function port(version, folder) {
  const started = running.get(version.id) ?? start(version, join(folder, version.id));
  running.delete(version.id);
  running.set(version.id, started);
  const [[oldest, ended]] = running;
  if (running.size > MOST && running.delete(oldest)) ended.then(({ shell }) => shell.stdin.end());
  return (await started).port;
}

async function start(version, folder) {
  const { modules } = version.content;
  const files = version.content.files.map(([path, bytes]) => [`assets${path}`, bytes]);
  mkdirSync(join(folder, "assets"), { recursive: true });
  writeFileSync(join(folder, "config.capnp"), config(version, folder));
  const all = [...modules.map(({ name, bytes }) => [`modules/${name}`, bytes]), ...files];
  for (const [path, bytes] of all) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), bytes);
  }
  const workerd = createRequire(import.meta.url).resolve(`${PACKAGE}/bin/workerd`);
  const command = [BOUND, workerd, "serve", "--import-path=/", "--control-fd=1", join(folder, "config.capnp")];
  const shell = spawn("sh", command, { detached: true, stdio: ["pipe", "pipe", "inherit"] });
  const [line] = await Promise.race([once(createInterface(shell.stdout), "line"), once(shell, "exit")]);
  return { shell, port: JSON.parse(line).port };
}

/** The runtime's configuration. To Cap'n Proto an absolute path means: within the import path `/`. */
function config({ id, annotations, content, metadata, resources }, folder) {
  const quoted = JSON.stringify;
  const deployed = { id, tag: annotations["workers/tag"] ?? "", timestamp: metadata.created_on };
  const values = {
    assets: () => `service = "assets"`,
    plain_text: ({ text }) => `text = ${quoted(text)}`,
    version_metadata: () => `json = ${quoted(quoted(deployed))}`,
  };
  const bindings = resources.bindings.map((it) => `(name = ${quoted(it.name)}, ${values[it.type](it)})`);
  const file = (name) => quoted(join(folder, "modules", name));
  const module = ({ name, type }) => `(name = ${quoted(name)}, ${KINDS[type] ?? "data"} = embed ${file(name)})`;
  return `using Workerd = import "/workerd/workerd.capnp";
const config :Workerd.Config = (
  services = [
    (name = "worker", worker = (compatibilityDate = ${quoted(resources.script_runtime.compatibility_date)},
      bindings = [${bindings.join(", ")}], modules = [${content.modules.map(module).join(", ")}])),
    (name = "assets", disk = (path = ${quoted(join(folder, "assets"))})),
    (name = "internet", network = (allow = ["public", "private"])),
  ],
  sockets = [(name = "http", address = "127.0.0.1:0", http = (), service = "worker")],
);`;
}
