// A proxy that compresses bodies as Cloudflare does for browsers, because workerd by itself does not.
import { once } from "node:events";
import { createServer } from "node:http";
import { brotliCompressSync, constants, gzipSync, zstdCompressSync } from "node:zlib";
import { request } from "./workerd.mjs";

/** The levels at which servers compress what they make on request. */
export const CODINGS = {
  gzip: (body) => gzipSync(body, { level: 6 }),
  brotli: (body) => brotliCompressSync(body, { params: { [constants.BROTLI_PARAM_QUALITY]: 4 } }),
  zstd: (body) => zstdCompressSync(body, { params: { [constants.ZSTD_c_compressionLevel]: 3 } }),
};

/** A proxy in front of the server on `port`, which answers with gzip: its port, and a way to stop it. */
export async function compressing(port) {
  const server = createServer(async ({ url, headers: { host: _, ...headers } }, response) => {
    try {
      const { status, headers: fields, body } = await request(port, url, headers);
      const { "content-length": _length, "transfer-encoding": _coding, connection: _connection, ...kept } = fields;
      // The snapshot is compressed already.
      const isSent = body.length < 50 || kept["content-encoding"] !== undefined;
      response.writeHead(status, isSent ? kept : { ...kept, "content-encoding": "gzip" });
      response.end(isSent ? body : CODINGS.gzip(body));
    } catch {
      response.destroy();
    }
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const stop = async () => {
    server.closeAllConnections();
    server.close();
    await once(server, "close");
  };
  const { port: own } = /** @type {import("node:net").AddressInfo} */ (server.address());
  return { port: own, stop };
}
