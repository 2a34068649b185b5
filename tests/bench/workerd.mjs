// Plain workerd, with the deployed worker or with a constant one in JavaScript.

import { once } from "node:events";
import { mkdirSync, writeFileSync } from "node:fs";
import { get } from "node:http";
import { createRequire } from "node:module";
import { createInterface } from "node:readline";
import { bound } from "./bound.mjs";
import { folder } from "./programs.mjs";

const require = createRequire(import.meta.url);
const packages = {
  "linux x64": "linux-64",
  "linux arm64": "linux-arm64",
  "darwin x64": "darwin-64",
  "darwin arm64": "darwin-arm64",
};
const binary = require.resolve(`@cloudflare/workerd-${packages[`${process.platform} ${process.arch}`]}/bin/workerd`);

/** The configuration of the deployed worker, which `cargo xtask bench` writes. */
export const deployed = `${folder()}edge.capnp`;

/**
 * Writes the configuration of a worker whose every reply is `status` with `headers` and `body`.
 *
 * @param {string} name
 * @param {number} status
 * @param {string | Buffer} body
 * @param {Record<string, string>} [headers]
 */
export function constant(name, status, body, headers = { "content-type": "application/json" }) {
  const place = folder(`constant/${name}`);
  const content = status === 200 ? "body" : "null";
  const script = `import body from "./body";
export default { fetch() { return new Response(${content}, { status: ${status}, headers: ${JSON.stringify(headers)} }); } };
`;
  mkdirSync(place, { recursive: true });
  writeFileSync(`${place}/worker.js`, script);
  writeFileSync(`${place}/body`, body);
  const config = `using Workerd = import "/workerd/workerd.capnp";
const config :Workerd.Config = (
  services = [(name = "worker", worker = .worker)],
  sockets = [(name = "http", address = "127.0.0.1:0", http = (), service = "worker")],
);
const worker :Workerd.Worker = (
  compatibilityDate = "2026-11-17",
  modules = [(name = "worker.js", esModule = embed "worker.js"), (name = "./body", data = embed "body")],
);
`;
  writeFileSync(`${place}/config.capnp`, config);
  return `${place}/config.capnp`;
}

/** A running workerd: its port, the shell it hangs on, and a way to stop it. */
export async function serve(config) {
  const { shell, stop } = bound(binary, ["serve", "--import-path=/", "--control-fd=1", config]);
  const lines = createInterface({ input: shell.stdout });
  const [line] = await Promise.race([once(lines, "line"), once(shell, "exit").then(() => ["{}"])]);
  const { port } = JSON.parse(line);
  if (port === undefined) throw new Error(`workerd did not start with ${config}`);
  lines.resume();
  return { port, shell, stop };
}

/** Status, headers and body of a reply. */
export function request(port, path, headers = {}) {
  return new Promise((resolve, reject) => {
    const sent = get({ host: "127.0.0.1", port, path, headers, agent: false }, (reply) => {
      const chunks = [];
      reply.on("data", (chunk) => chunks.push(chunk));
      reply.on("end", () => resolve({ status: reply.statusCode, headers: reply.headers, body: Buffer.concat(chunks) }));
    });
    sent.on("error", reject);
  });
}
