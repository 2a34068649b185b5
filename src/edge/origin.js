// Passes a request on to the origin, and its reply back.
import { fromOrigin, toOrigin } from "./fields.js";
import { upload, Wait } from "./upload.js";

/**
 * Cloudflare's own statuses for an origin that does not answer.
 *
 * @param {number} status
 */
const isUnreachable = (status) => (status >= 520 && status <= 527) || status === 530;

/**
 * The origin's reply. Else a status: 502 if there is none; if nothing happens for so many `seconds`, 504 if it was the
 * origin's turn, 408 if the client's.
 *
 * @param {Request} request
 * @param {string} url
 * @param {number} seconds
 */
export async function forward(request, url, seconds) {
  const { method } = request;
  const wait = new Wait(seconds);
  try {
    wait.begin(504);
    const reply = await fetch(url, {
      method,
      headers: toOrigin(request),
      // `fetch` sends no body with these, and HTTP gives it no meaning (RFC 9110, section 9.3.1).
      body:
        method === "GET" || method === "HEAD"
          ? null
          : request.body && upload(request.body, request.headers.get("content-length"), wait),
      redirect: "manual",
      signal: wait.signal,
    });
    if (isUnreachable(reply.status)) {
      await reply.body?.cancel();
      return 502;
    }
    const { status, statusText, webSocket } = reply;
    return new Response(reply.body, { status, statusText, webSocket, headers: fromOrigin(reply, request, url) });
  } catch (fault) {
    console.error(fault);
    return wait.status;
  } finally {
    wait.end();
  }
}
