// Passes a request on to the origin and its reply back, both as they are.

/** Headers of one connection, not of a message (RFC 9110, section 7.6.1); `Host` follows from the URL. */
const OF_THE_CONNECTION = [
  "connection",
  "host",
  "keep-alive",
  "proxy-authenticate",
  "proxy-authorization",
  "proxy-connection",
  "te",
  "trailer",
  "transfer-encoding",
  "upgrade",
];

/** What Cloudflare answers in the place of an origin that does not. */
const isUnreachable = (status) => (status >= 520 && status <= 527) || status === 530;

/** The origin's reply; 502 if it gives none, 504 if its head takes longer than so many `seconds`. */
export async function forward(request, url, seconds) {
  const waiting = new AbortController();
  const timer = setTimeout(() => waiting.abort(), seconds * 1000);
  try {
    const reply = await fetch(url, {
      method: request.method,
      headers: endToEnd(request.headers),
      body: request.body,
      redirect: "manual",
      signal: waiting.signal,
    });
    if (isUnreachable(reply.status)) {
      await reply.body?.cancel();
      return 502;
    }
    return new Response(reply.body, {
      status: reply.status,
      statusText: reply.statusText,
      headers: endToEnd(reply.headers),
    });
  } catch (fault) {
    console.error(fault);
    return waiting.signal.aborted ? 504 : 502;
  } finally {
    clearTimeout(timer);
  }
}

function endToEnd(headers) {
  const kept = new Headers(headers);
  const named = (headers.get("connection") ?? "").toLowerCase().split(",");
  for (const name of [...OF_THE_CONNECTION, ...named.map((name) => name.trim()).filter(isName)]) kept.delete(name);
  return kept;
}

/** Anything else is no name that `Headers` would take. */
function isName(text) {
  return /^[\w!#$%&'*+.^`|~-]+$/.test(text);
}
