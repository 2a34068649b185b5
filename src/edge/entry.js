// The worker's entry module: hands requests to the wasm, and does what takes waiting: assets and the origin.
import { env } from "cloudflare:workers";
import snapshot from "./catalog.snap";
import { Edge } from "./catalog_edge.js";
import { Holder, isComplete } from "./instance.js";
import { forward } from "./origin.js";
import digest from "./release.js";

/** A name or an address, perhaps with a port. The runtime passes on any text, a path as well. */
const HOST = /^([\w.-]+|\[[\da-f:.]+\])(:\d*)?$/i;

/** @typedef {Exclude<ReturnType<Edge["fetch"]>, Response>} Rest */
/** @typedef {Extract<Rest, ["chunks", ...unknown[]]>[1]} Chunks */

/**
 * The last that passed: nearly every request has the same.
 *
 * @type {string | null}
 */
let lastHost = null;

const held = new Holder(open, { fetch: refuse, failure: refuse, chunk: lack });

export default {
  /** @param {Request} request */
  fetch(request) {
    const { method, url, headers } = request;
    held.renew();
    try {
      const host = headers.get("host");
      if (host !== lastHost) {
        if (host !== null && !HOST.test(host)) {
          // The URL begins with that text, so its path is not where it seems to be.
          const path = url.slice(url.indexOf("//") + 2 + host.length);
          return failure({ method, url: `http://host${path}`, headers }, 400);
        }
        lastHost = host;
      }
      const isOptions = method === "OPTIONS";
      const answer = held.edge.fetch(
        method,
        url,
        headers.get("origin"),
        headers.get("if-none-match"),
        isOptions ? headers.get("access-control-request-method") : null,
        isOptions ? headers.get("access-control-request-headers") : null,
      );
      return answer instanceof Response ? answer : finish(request, answer);
    } catch (fault) {
      held.fail(fault);
      return failure(request, 500);
    }
  },
};

function open() {
  /** @param {Exclude<keyof Cloudflare.Env, "ASSETS" | "CF_VERSION_METADATA">} name */
  const variable = (name) => (env[name] === undefined ? undefined : String(env[name]));
  return new Edge(
    snapshot,
    variable("CORS_ORIGINS"),
    variable("CORS_LOCALHOST"),
    variable("ORIGIN"),
    variable("ORIGIN_TIMEOUT"),
    variable("BROWSER"),
    digest,
    env.CF_VERSION_METADATA?.id,
  );
}

/**
 * Does what the wasm left to do.
 *
 * @param {Request} request
 * @param {Rest} rest
 */
async function finish(request, rest) {
  try {
    const [kind, where, how] = rest;
    // Of a body in chunks no length is known, so a HEAD needs none of them.
    if (kind === "chunks") return request.method === "HEAD" ? how : new Response(stream(request.url, where), how);
    const reply = kind === "origin" ? await forward(request, where, how) : await asset(kind, where, how);
    return reply instanceof Response ? reply : failure(request, reply);
  } catch (fault) {
    console.error(fault);
    return failure(request, 500);
  }
}

/**
 * A body in chunks. Each is made when the reader asks for it: a stalled reader holds one chunk and what continues it.
 *
 * @param {string} url
 * @param {Chunks} chunks
 */
function stream(url, chunks) {
  const [, ...rest] = chunks;
  let [first] = /** @type {(Uint8Array | undefined)[]} */ (chunks);
  return new ReadableStream(
    {
      pull(stream) {
        // After a trap it is too late for a status: breaking off is what is left to tell.
        stream.enqueue(first ?? held.chunk(url, rest));
        // A reader may stall for long. It does not hold what it has read.
        first = undefined;
        if (isComplete(rest)) stream.close();
      },
    },
    { highWaterMark: 0 },
  );
}

/**
 * The asset at `path` under `head`, or a status if there is none. Whatever the status of `head`, the asset must be there.
 *
 * @param {"document" | "page"} kind
 * @param {string} path
 * @param {Response} head
 */
async function asset(kind, path, head) {
  const isHeld = head.status === 304;
  const file = await env.ASSETS.fetch(`https://assets.invalid/${path}`, { method: isHeld ? "HEAD" : "GET" });
  if (file.ok) {
    if (isHeld) return head;
    const { headers } = head;
    return new Response(file.body, headers.has("content-encoding") ? { headers, encodeBody: "manual" } : head);
  }
  await file.body?.cancel();
  if (kind === "page" && file.status === 404) return 404;
  console.error(`asset ${path}: ${file.status}`);
  return 503;
}

/**
 * @param {Pick<Request, "method" | "url" | "headers">} request
 * @param {number} status
 */
function failure({ method, url, headers }, status) {
  return held.edge.failure(method, url, headers.get("origin"), status);
}

/**
 * The answer if not even the policy of this deployment can be read.
 *
 * @param {string} _method
 * @param {string} url
 */
function refuse(_method, url) {
  const path = /^[^/]*\/\/[^/]*([^?]*)/.exec(url)?.[1];
  const body = { status: 503, message: "Service unavailable", path };
  const headers = { "cache-control": "no-store", "retry-after": "30", "x-content-type-options": "nosniff" };
  return Response.json(body, { status: 503, headers });
}

/** @returns {never} */
function lack() {
  throw new Error("no instance is open, so there is no body to go on with");
}
