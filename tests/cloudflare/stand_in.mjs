// A stand-in of Cloudflare: `node stand_in.mjs FOLDER` prints its addresses as JSON. Tests POST JSON to /control/NAME: see
// `CONTROL`. As a proxy, the live address leads to hosts of `domain`, over TLS with the folder's server.pem and server.key.

import { once } from "node:events";
import { readFileSync } from "node:fs";
import { createServer } from "node:http";
import { createServer as createSecureServer } from "node:https";
import { join } from "node:path";
import { buffer, json } from "node:stream/consumers";
import { Account } from "./account.mjs";
import * as api from "./api.mjs";
import * as edge from "./edge.mjs";
import { Faults, failure, perform } from "./faults.mjs";

const [folder, domain, account, faults] = [process.argv[2], "team.workers.dev", new Account(), new Faults()];

/** Requests of tests. */
const CONTROL = {
  deploy,
  fault: (wish) => faults.request(wish),
  faults: () => faults.requested.splice(0),
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

async function atApi(request, response) {
  const { url, headers } = request;
  const send = (content) => response.setHeader("content-type", "application/json").end(JSON.stringify(content ?? null));
  if (url.startsWith("/control/")) return send(await CONTROL[url.slice("/control/".length)](await json(request)));
  const call = api.named(request);
  const fault = faults.next("api", call, request, response);
  const isOver = (when) => fault?.when === when && (fault.do !== "deploy" || !deploy(fault));
  if (isOver("before")) return perform(fault, request, response);
  const result = await api.answer(account, domain, call, headers, await buffer(request));
  if (isOver("after")) return perform(fault, request, response);
  return send({ success: true, errors: [], messages: [], result });
}

const atEdge = async (...exchange) => edge.answer({ account, domain, faults, folder }, ...exchange);
const server = (create, options, answer) =>
  create(options, (request, response) =>
    answer(request, response).catch((error) => {
      if (!error.status) console.error(error);
      if (response.headersSent) response.destroy();
      else response.writeHead(error.status ?? 500).end(failure(error.code, error.message));
    }),
  );

const [cert, key] = ["server.pem", "server.key"].map((name) => readFileSync(join(folder, name)));
const secure = server(createSecureServer, { cert, key }, atEdge);
const live = server(createServer, {}, atEdge).on("connect", ({ url }, socket) => {
  if (!url.endsWith(`.${domain}:443`)) return socket.end("HTTP/1.1 403 Forbidden\r\n\r\n");
  socket.on("error", () => {}).write("HTTP/1.1 200 Connection Established\r\n\r\n");
  return secure.emit("connection", socket);
});
const servers = [server(createServer, {}, atApi), live].map((it) => it.listen(0, "127.0.0.1"));
await Promise.all(servers.map((it) => once(it, "listening")));
const origins = servers.map((it) => `http://127.0.0.1:${it.address().port}`);
console.log(JSON.stringify({ api: origins[0], live: origins[1], domain, ...api.CREDENTIALS }));
