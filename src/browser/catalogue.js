// Answers from a snapshot, in any runtime with the classes of `fetch`.

import { Holder, isComplete } from "../edge/instance.js";
import { Edge } from "./catalog_edge.js";

/** @import { Answering } from "../edge/instance.js" */
/** @import { Chunks } from "./catalog_edge.js" */

/** @typedef {{ corsOrigins?: string | undefined, corsLocalhost?: string | undefined }} Policy variables of the service */

/** Address of the origin, to which the engine leaves what it does not answer. Here that is the network, whatever the address. */
const NETWORK = "https://network.invalid";

/**
 * Stands in while nothing is open: leaves every request to the network.
 *
 * @type {Answering}
 */
const CLOSED = {
  fetch: () => ["origin", NETWORK, 0],
  failure: () => Response.error(),
  chunk() {
    throw new Error("no instance is open, so there is no body to go on with");
  },
};

export class LocalCatalogue {
  #held;

  /**
   * @param {ArrayBuffer} snapshot
   * @param {Policy} [policy]
   */
  constructor(snapshot, { corsOrigins, corsLocalhost } = {}) {
    // The paths of the snapshot itself describe the service, as `/health` does, so they are left to it.
    const open = () => new Edge(snapshot, corsOrigins, corsLocalhost, NETWORK, undefined, "off", undefined, undefined);
    this.#held = new Holder(open, CLOSED);
    const stats = this.answer(new Request(`${NETWORK}/stats`));
    /** `ETag` of all replies: digest and revision. Undefined if the snapshot does not open. */
    this.tag = stats?.headers.get("etag") ?? undefined;
    /** Digest of the snapshot. Undefined if it does not open. */
    this.digest = stats?.headers.get("snapshot-digest") ?? undefined;
  }

  /**
   * The reply to `request`. Undefined if it is not computed from the snapshot, or if that failed.
   *
   * @param {Request} request
   */
  answer({ method, url, headers }) {
    if (method !== "GET" && method !== "HEAD") return undefined;
    const [address] = url.split("#", 1);
    const answer = this.#answer(method, address, headers);
    if (!answer) return undefined;
    const [reply, chunks] =
      answer instanceof Response ? [answer] : answer[0] === "chunks" ? [answer[2], answer[1]] : [];
    if (!reply || isOfService(reply)) return undefined;
    if (method === "HEAD") return new Response(null, reply);
    if (!chunks) return reply.body ? reply : reply.clone();
    const body = this.#whole(address, chunks);
    return body && new Response(body, reply);
  }

  /**
   * @param {string} method
   * @param {string} url
   * @param {Headers} headers
   */
  #answer(method, url, headers) {
    this.#held.renew();
    try {
      return this.#held.edge.fetch(method, url, headers.get("origin"), headers.get("if-none-match"), null, null);
    } catch (fault) {
      this.#held.fail(fault);
      return undefined;
    }
  }

  /**
   * The body whose first chunk is there; undefined if another one cannot be made. It is made as a whole, so that a fault costs
   * a request over the network, and never half a body.
   *
   * @param {string} url
   * @param {Chunks} chunks
   */
  #whole(url, [first, ...rest]) {
    try {
      const made = [first];
      while (!isComplete(rest)) made.push(this.#held.chunk(url, rest));
      const body = new Uint8Array(made.reduce((length, chunk) => length + chunk.length, 0));
      let end = 0;
      for (const chunk of made) {
        body.set(chunk, end);
        end += chunk.length;
      }
      return body;
    } catch {
      return undefined;
    }
  }
}

/**
 * True if the reply describes the service, which the network knows better, or leads to another path.
 *
 * @param {Response} reply
 */
function isOfService({ ok, headers }) {
  return headers.has("location") || (ok && headers.get("cache-control") === "no-store");
}
