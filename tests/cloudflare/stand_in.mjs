// A stand-in of Cloudflare for tests: `node stand_in.mjs CERTIFICATE KEY`. Prints its addresses as one line of JSON and
// ends with its standard input. Tests POST to /control/NAME, with a body of JSON: see `CONTROL`. As a proxy, the live
// address leads to the hosts of `domain`, over TLS with that certificate.

import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { createServer } from "node:http";
import { createServer as createSecureServer } from "node:https";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { buffer, json } from "node:stream/consumers";

import { Account } from "./account.mjs";
import * as api from "./api.mjs";
import * as edge from "./edge.mjs";
import { failure, Faults, perform } from "./faults.mjs";

const domain = "team.workers.dev";
const folder = mkdtempSync(join(tmpdir(), "cloudflare-"));
const [account, faults] = [new Account(), new Faults()];

/** Requests of tests. */
const CONTROL = {
  clear: () => (faults.requested = []),
  deploy,
  fault: (wish) => faults.request(wish),
  faults: () => faults.requested,
  journal: () => faults.journal,
  scripts: () => [...account.scripts.values()],
  wait: (what) => faults.wait(what),
};

/** Somebody else deploys `versions`, or a copy of the live version. */
function deploy({ versions, annotations }) {
  const [[script], author] = [[...account.scripts.values()], "somebody@example.com"];
  const { resources, content } = account.version(script, script.deployments[0].versions[0].version_id);
  const copy = () => ({ version_id: account.addVersion(script, {}, resources, content, author).id, percentage: 100 });
  return account.deploy(script, { versions: versions ?? [copy()], annotations }, author);
}

async function answer(request, response) {
  const { method, url, headers } = request;
  const send = (content) => response.setHeader("content-type", "application/json").end(JSON.stringify(content ?? null));
  if (url.startsWith("/control/")) return send(await CONTROL[url.slice("/control/".length)](await json(request)));

  const path = url.split("?")[0];
  const fault = faults.next("api", api.named({ method, path }), request, response);
  const isOver = (when) => fault?.when === when && (fault.do !== "deploy" || !deploy(fault));
  if (isOver("before")) return perform(fault, request, response);
  const result = await api.answer(account, domain, { method, path, headers, body: await buffer(request) });
  return isOver("after")
    ? perform(fault, request, response)
    : send({ success: true, errors: [], messages: [], result });
}

const server = (create, options, handle) =>
  create(options, (request, response) =>
    handle(request, response).catch((error) => {
      if (!error.status) console.error(error);
      if (response.headersSent) response.destroy();
      else response.writeHead(error.status ?? 500).end(failure(error.code, error.message));
    }),
  );

const atEdge = async (...exchange) => edge.answer({ account, domain, faults, folder }, ...exchange);
const [cert, key] = process.argv.slice(2).map((file) => readFileSync(file));
const secure = server(createSecureServer, { cert, key }, atEdge);
const live = server(createServer, {}, atEdge).on("connect", ({ url }, socket) => {
  if (!url.endsWith(`.${domain}:443`)) return socket.end("HTTP/1.1 403 Forbidden\r\n\r\n");
  socket.write("HTTP/1.1 200 Connection Established\r\n\r\n");
  return secure.emit("connection", socket);
});
const origins = [server(createServer, {}, answer), live].map(async (listener) => {
  await new Promise((resolve) => listener.listen(0, "127.0.0.1", resolve));
  return `http://127.0.0.1:${listener.address().port}`;
});
process.stdin.resume().on("close", () => {
  rmSync(folder, { recursive: true });
  process.exit();
});
const [origin, edgeOrigin] = await Promise.all(origins);
console.log(JSON.stringify({ origin, live: edgeOrigin, domain, account: api.ACCOUNT, token: api.TOKEN }));
