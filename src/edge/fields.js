// Header fields of what passes through: which are kept, which are replaced.

/** Fields of one connection, not of a message (RFC 9110, section 7.6.1); `Host` follows from the URL. */
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

/**
 * Fields by which a client could pretend to be a proxy, or ask for another path than the one that was routed. Some
 * servers take `_` for `-`.
 */
const IS_CLAIM = /^(forwarded|x[-_](forwarded.*|real[-_]ip|host|(original|rewrite)[-_]url))$/;

/** Fields by which a reply says how long it keeps. */
const FRESHNESS = ["cache-control", "expires", "cdn-cache-control", "cloudflare-cdn-cache-control"];

/** The beginning of a URL that names a host. */
const ADDRESS = /^(https?:)?\/\/[^/?#\\]*/i;

/** A name (RFC 9110, section 5.6.2). */
const TOKEN = "[\\w!#$%&'*+.^\\x60|~-]+";
const IS_NAME = new RegExp(`^${TOKEN}$`);

/** Between two fields that the runtime joined. Within a value no comma comes before a blank and a name. */
const BETWEEN_COOKIES = new RegExp(`, (?=${TOKEN}=)`, "g");

/**
 * Fields of `request` for the origin.
 *
 * @param {Pick<Request, "method" | "url" | "headers">} request
 */
export function toOrigin({ method, url, headers }) {
  const kept = endToEnd(headers);
  // The runtime has answered it.
  kept.delete("expect");
  for (const name of [...kept.keys()].filter((name) => IS_CLAIM.test(name))) kept.delete(name);
  const { scheme, host } = partsOf(url);
  kept.set("x-forwarded-host", headers.get("host") ?? host);
  kept.set("x-forwarded-proto", scheme.slice(0, -1));
  const client = headers.get("cf-connecting-ip");
  if (client !== null) kept.set("x-forwarded-for", client);
  const cookies = kept.get("cookie");
  if (cookies !== null) kept.set("cookie", cookies.replace(BETWEEN_COOKIES, "; "));
  if (method === "GET" && /^websocket$/i.test(headers.get("upgrade") ?? "")) kept.set("upgrade", "websocket");
  return kept;
}

/**
 * Fields of the origin's reply for the client.
 *
 * @param {Response} reply
 * @param {Request} request
 * @param {string} url the request's at the origin
 */
export function fromOrigin(reply, request, url) {
  const kept = endToEnd(reply.headers);
  for (const name of ["location", "content-location"]) {
    const place = kept.get(name);
    if (place !== null && namesOrigin(place, url))
      kept.set(name, place.replace(ADDRESS, addressOf(request, place, url)));
  }
  // Caches store a reply that says nothing by guess, and may give it to another visitor. A 304 speaks of one they have.
  if (reply.status !== 304 && !FRESHNESS.some((name) => kept.get(name))) kept.set("cache-control", "private");
  return kept;
}

/**
 * True on either scheme: an origin behind a proxy cannot be sure of its own.
 *
 * @param {string} place
 * @param {string} url
 */
function namesOrigin(place, url) {
  return ADDRESS.test(place) && URL.parse(place, url)?.host === new URL(url).host;
}

/**
 * The address the client knows. An origin on http that says https takes the client there.
 *
 * @param {Request} request
 * @param {string} place
 * @param {string} url
 */
function addressOf(request, place, url) {
  const { scheme, host } = partsOf(request.url);
  const isRaised = /^https:/i.test(place) && url.startsWith("http:");
  return `${isRaised ? "https:" : scheme}//${host}`;
}

/**
 * Scheme, with its colon, and host of a request's URL, which has both.
 *
 * @param {string} url
 */
function partsOf(url) {
  const [scheme = "", , host = ""] = url.split("/", 3);
  return { scheme, host };
}

/** @param {Headers} headers */
function endToEnd(headers) {
  const kept = new Headers(headers);
  const named = (headers.get("connection") ?? "")
    .toLowerCase()
    .split(",")
    .map((name) => name.trim());
  // Anything else is no name that `Headers` would take.
  for (const name of [...OF_THE_CONNECTION, ...named.filter((name) => IS_NAME.test(name))]) kept.delete(name);
  return kept;
}
