// The API page's forms: each sends a request to this service and shows the reply as it comes.

import { element } from "./dom.js";

/** Name of the field with the query. The others are named after what they replace in the path. */
const QUERY = "?";
/** Most characters of a body that are shown. */
const SHOWN = 20_000;

for (const form of document.querySelectorAll("form.trial")) {
  if (!(form instanceof HTMLFormElement)) continue;
  form.hidden = false;
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    void send(form);
  });
}

/** @param {HTMLFormElement} form */
async function send(form) {
  const place = form.querySelector(".reply");
  const path = pathOf(form);
  place?.replaceChildren("Waiting for the reply …");
  place?.replaceChildren(...(await replyTo(path)));
}

/**
 * The path of the request that the fields of `form` say.
 *
 * @param {HTMLFormElement} form
 */
function pathOf(form) {
  const fields = [...new FormData(form)].map(([name, value]) => [name, String(value).trim()]);
  const query = fields.find(([name]) => name === QUERY)?.[1].replace(/^\?/, "");
  const path = fields.reduce(
    (text, [name, value]) => (name === QUERY ? text : text.replace(`{${name}}`, () => encodeURIComponent(value))),
    form.dataset.path ?? "",
  );
  return query ? `${path}?${query}` : path;
}

/**
 * The reply to a GET of `path`: its status, its header fields and its body.
 *
 * @param {string} path
 */
async function replyTo(path) {
  const url = new URL(path, location.href).href;
  const request = element("p", {}, element("code", {}, `curl '${url.replaceAll("'", "%27")}'`));
  try {
    const start = performance.now();
    const reply = await fetch(url);
    const text = await reply.text();
    const time = performance.now() - start;
    const size = new Blob([text]).size.toLocaleString("en");
    const fields = [...reply.headers].map(([name, value]) => `${name}: ${value}`);
    return [
      request,
      element("p", {}, element("strong", {}, `Status ${reply.status}`), ` · ${time.toFixed(0)} ms · ${size} bytes`),
      scrollable("Header fields of the reply", fields.join("\n")),
      ...body(text, url),
    ];
  } catch {
    return [request, element("p", {}, "No reply came. Is the service running, and is there a network?")];
  }
}

/**
 * @param {string} text
 * @param {string} url
 */
function body(text, url) {
  const shown = indented(text);
  const rest = element("p", {}, `This is the beginning. `, element("a", { href: url }, "Open all of it"));
  const start = scrollable("Body of the reply", shown.slice(0, SHOWN));
  return shown.length > SHOWN ? [start, rest] : [start];
}

/**
 * JSON with a line for each member; other text as it is.
 *
 * @param {string} text
 */
function indented(text) {
  try {
    return JSON.stringify(JSON.parse(text), null, 2);
  } catch {
    return text;
  }
}

/**
 * @param {string} name
 * @param {string} text
 */
function scrollable(name, text) {
  return element("pre", { tabindex: 0, role: "region", "aria-label": name }, element("code", {}, text));
}
