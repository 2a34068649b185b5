// Hosts of pictures on the loopback interface, over TLS as the pages' content policy asks for.

/** @import { IncomingMessage, ServerResponse } from "node:http" */
/** @import { Server } from "node:https" */
/** @import { AddressInfo } from "node:net" */
/** @import { TestContext } from "node:test" */

import { generateKeyPairSync, sign } from "node:crypto";
import { once } from "node:events";
import { createServer } from "node:https";

const PICTURE = `<svg xmlns="http://www.w3.org/2000/svg" width="16" height="9"><rect width="16" height="9"/></svg>`;
const IDENTITY = selfSigned();

/** @typedef {(request: IncomingMessage, response: ServerResponse) => void} Answer */

/** A host that answers every request with a picture, until it is told to do otherwise. */
export class PictureServer {
  /**
   * Requests as they came: method, a blank, the path.
   *
   * @type {string[]}
   */
  asked = [];
  /**
   * The answer to every request.
   *
   * @type {Answer}
   */
  answer = picture;
  /** Called with each request that comes. */
  #notice = () => {};
  /** @type {Server} */
  #server;
  #port = 0;

  /**
   * Starts one that ends with `test`.
   *
   * @param {TestContext} test
   */
  static async start(test) {
    const server = new PictureServer();
    await server.listen();
    test.after(() => server.close());
    return server;
  }

  get host() {
    return `127.0.0.1:${this.#port}`;
  }

  get origin() {
    return `https://${this.host}`;
  }

  /** Listens, after {@link close} on the same port again. */
  async listen() {
    this.#server = createServer(IDENTITY, (request, response) => {
      this.asked.push(`${request.method} ${request.url}`);
      this.#notice();
      this.answer(request, response);
    });
    this.#server.listen(this.#port, "127.0.0.1");
    await once(this.#server, "listening");
    this.#port = /** @type {AddressInfo} */ (this.#server.address()).port;
  }

  /**
   * Waits for a request of this method, which comes after the first `past` requests.
   *
   * @param {"GET" | "HEAD"} method
   * @param {number} [past]
   */
  async isAsked(method, past = 0) {
    const isThere = () => this.asked.slice(past).some((line) => line.startsWith(method));
    while (!isThere()) await new Promise((resolve) => (this.#notice = () => resolve(undefined)));
  }

  /** Refuses connections from now on, and cuts those that are open. */
  async close() {
    if (!this.#server.listening) return;
    this.#server.close();
    this.#server.closeAllConnections();
    await once(this.#server, "close");
  }
}

/** @type {Answer} */
export function picture(_request, response) {
  response.writeHead(200, { "content-type": "image/svg+xml", "cache-control": "no-store" }).end(PICTURE);
}

/**
 * Another status for every path that `pattern` fits.
 *
 * @param {number} status
 * @param {RegExp} [pattern]
 * @returns {Answer}
 */
export function refusing(status, pattern = /./) {
  return (request, response) => {
    if (!pattern.test(request.url)) picture(request, response);
    else response.writeHead(status, { "content-type": "text/html" }).end("<p>No.");
  };
}

/** @type {Answer} */
export function garbage(_request, response) {
  response.writeHead(200, { "content-type": "image/png", "cache-control": "no-store" }).end("no picture");
}

export function silence() {}

/** A key and a certificate for it that nobody else has signed. */
function selfSigned() {
  const { publicKey, privateKey } = generateKeyPairSync("ec", { namedCurve: "P-256" });
  const element = (/** @type {number} */ tag, /** @type {Buffer[]} */ ...parts) => {
    const body = Buffer.concat(parts);
    // All there is has fewer than 65,536 bytes, and DER takes the shortest form only.
    const size = body.length < 256 ? [body.length] : [body.length >> 8, body.length & 255];
    const length = body.length < 128 ? size : [0x80 + size.length, ...size];
    return Buffer.concat([Buffer.from([tag, ...length]), body]);
  };
  const sequence = (/** @type {Buffer[]} */ ...parts) => element(0x30, ...parts);
  const commonName = Buffer.from("0603550403", "hex");
  const name = sequence(element(0x31, sequence(commonName, element(0x0c, Buffer.from("pictures")))));
  const time = (/** @type {string} */ text) => element(0x17, Buffer.from(text));
  const ecdsaWithSha256 = sequence(Buffer.from("06082a8648ce3d040302", "hex"));
  const validity = sequence(time("200101000000Z"), time("491231000000Z"));
  const spki = publicKey.export({ type: "spki", format: "der" });
  const content = sequence(element(0x02, Buffer.from([1])), ecdsaWithSha256, name, validity, name, spki);
  const signature = element(0x03, Buffer.from([0]), sign("sha256", content, privateKey));
  const certificate = sequence(content, ecdsaWithSha256, signature).toString("base64");
  return {
    key: privateKey.export({ type: "pkcs8", format: "pem" }),
    cert: `-----BEGIN CERTIFICATE-----\n${certificate.replace(/.{64}/g, "$&\n")}\n-----END CERTIFICATE-----\n`,
  };
}
