// A server before the worker under test. Its replies can be replaced, and it counts what is asked over the network.

/** @import { AddressInfo } from "node:net" */
/** @import { TestContext } from "node:test" */

/** @typedef {{ status?: number, headers?: Record<string, string>, body?: string | Buffer }} Own a reply of the test */

import { once } from "node:events";
import { createServer, request as send } from "node:http";
import { SITE } from "./browser.js";

export class Relay {
  /** The worker that answers. */
  site = SITE;
  /** Paths that were asked for over the network, in order. */
  /** @type {string[]} */
  asked = [];
  /**
   * The test's own reply to a request of this path; "none" breaks the connection; undefined leaves it to the worker.
   *
   * @type {(path: string) => Own | "none" | undefined | Promise<Own | "none" | undefined>}
   */
  reply = () => undefined;
  origin = "";

  /** @param {TestContext} test */
  static async before(test) {
    const relay = new Relay();
    const server = createServer(async (request, response) => {
      const { method, url: path, headers } = request;
      relay.asked.push(path);
      const own = await relay.reply(path);
      if (own === "none") return request.socket.destroy();
      if (own) return response.writeHead(own.status ?? 200, own.headers).end(own.body);
      const forwarded = send(relay.site + path, { method, headers: { ...headers, host: new URL(relay.site).host } });
      forwarded.on("error", () => request.socket.destroy());
      forwarded.on("response", (reply) => {
        response.writeHead(reply.statusCode, reply.headers);
        reply.pipe(response);
      });
      return request.pipe(forwarded);
    });
    await once(server.listen(0, "127.0.0.1"), "listening");
    relay.origin = `http://127.0.0.1:${/** @type {AddressInfo} */ (server.address()).port}`;
    test.after(() => {
      server.close();
      server.closeAllConnections();
    });
    return relay;
  }

  /** The paths that were asked for since the last call. */
  take() {
    return this.asked.splice(0);
  }
}

/**
 * The worker's own reply to a GET, as bytes without content encoding.
 *
 * @param {string} path
 * @param {string} [site]
 */
export async function bytesOf(path, site = SITE) {
  return Buffer.from(await (await fetch(site + path)).arrayBuffer());
}
