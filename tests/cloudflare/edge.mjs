// Addresses of versions. `NAME.DOMAIN` and the loopback address are live: the newest deployment decides on the version.
// `FIRST8-NAME.DOMAIN` is the preview of a version.

import { request as ask } from "node:http";
import { pipeline } from "node:stream/promises";
import { chosen } from "./account.mjs";
import { perform } from "./faults.mjs";
import { port } from "./runtime.mjs";

export async function answer({ account, domain, faults, folder }, request, response) {
  const { method, url: path, headers } = request;
  const { at, script, version } = place(account.scripts, headers.host.split(`.${domain}`));
  const deployed = (index) => script?.deployments[index] && chosen(script, script.deployments[index], headers);
  let reached = version ?? deployed(0);
  const fault = faults.next(at, `${method} ${path.split("?")[0]}`, request, response, reached);
  if (fault?.do === "previous") reached = deployed(1) ?? reached;
  else if (fault) return perform(fault, request, response);
  if (!reached) return response.writeHead(404).end("There is nothing here yet");
  const forwarded = ask({ port: await port(reached, folder), method, path, headers });
  const replied = new Promise((resolve, reject) => forwarded.on("response", resolve).on("error", reject));
  const [reply] = await Promise.all([replied, pipeline(request, forwarded)]);
  response.writeHead(reply.statusCode, reply.rawHeaders);
  return pipeline(reply, response);
}

function place(scripts, [label, rest]) {
  const live = scripts.get(label) ?? (rest === undefined && scripts.values().next().value);
  if (live || rest === undefined) return { at: "live", script: live };
  const script = scripts.get(label.slice(9));
  const isIt = ({ id }) => script.subdomain.previews_enabled && id.startsWith(label.slice(0, 8));
  return { at: "preview", version: script?.versions.find(isIt) };
}
