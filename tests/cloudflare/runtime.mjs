// Versions in workerd: a process each, started when it is first asked. It ends with this one, whose pipe it reads.

import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdirSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";

const BOUND = fileURLToPath(new URL("../../xtask/src/bound.sh", import.meta.url));
const PACKAGE = `@cloudflare/workerd-${process.platform}-${process.arch.replace("x", "")}`;
const KINDS = { "application/javascript+module": "esModule", "application/wasm": "wasm" };

/** Identity of a version -> its process. The one that was asked last is at the end; no more than six run. */
const running = new Map();

/** The port at which `version` answers, with its files in `folder`. */
export async function port(version, folder) {
  const started = running.get(version.id) ?? start(version, join(folder, version.id));
  running.delete(version.id);
  running.set(version.id, started);
  const [[oldest, ended]] = running;
  if (running.size > 6 && running.delete(oldest)) ended.then(({ shell }) => shell.stdin.end());
  return (await started).port;
}

async function start(version, folder) {
  const file = (path, bytes) => {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), bytes);
  };
  file("config.capnp", config(version, folder));
  for (const { name, bytes } of version.content.modules) file(`modules/${name}`, bytes);
  for (const [path, bytes] of version.content.files) file(`assets${path}`, bytes);
  const workerd = createRequire(import.meta.url).resolve(`${PACKAGE}/bin/workerd`);
  const command = [BOUND, workerd, "serve", "--import-path=/", "--control-fd=1", join(folder, "config.capnp")];
  const shell = spawn("sh", command, { detached: true, stdio: ["pipe", "pipe", "inherit"] });
  const [line] = await Promise.race([once(createInterface(shell.stdout), "line"), once(shell, "exit")]);
  if (typeof line !== "string") throw new Error(`version ${version.id} does not start`);
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
  const { compatibility_date, compatibility_flags } = resources.script_runtime;
  return `using Workerd = import "/workerd/workerd.capnp";
const config :Workerd.Config = (
  services = [
    (name = "worker", worker = (
      compatibilityDate = ${quoted(compatibility_date)}, compatibilityFlags = ${quoted(compatibility_flags)},
      bindings = [${bindings.join(", ")}], modules = [${content.modules.map(module).join(", ")}])),
    (name = "assets", disk = (path = ${quoted(join(folder, "assets"))})),
    (name = "internet", network = (allow = ["public", "private"])),
  ],
  sockets = [(name = "http", address = "127.0.0.1:0", http = (), service = "worker")],
);`;
}
