// An origin that says on a WebSocket what it was asked with, and sends every message back.
export default {
  /** @param {Request} request */
  fetch(request) {
    const { 0: theirs, 1: ours } = new WebSocketPair();
    ours.binaryType = "arraybuffer";
    ours.accept();
    ours.addEventListener("message", ({ data }) => ours.send(data));
    ours.addEventListener("close", ({ code, reason }) => ours.close(code, reason));
    const { headers } = request;
    const names = ["x-forwarded-host", "cookie", "origin", "sec-websocket-protocol"];
    ours.send(JSON.stringify([request.url.split("/").slice(3).join("/"), ...names.map((name) => headers.get(name))]));
    const chosen = headers.get("sec-websocket-protocol")?.split(", ")[0];
    return new Response(null, {
      status: 101,
      webSocket: theirs,
      headers: { "x-from": "origin", ...(chosen && { "sec-websocket-protocol": chosen }) },
    });
  },
};
