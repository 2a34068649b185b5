// The reference of the API, as HTML: everything that its description says, and a form to try each operation.

import { html, inlineMarkdown, markdown } from "./markup.mjs";
import { anchor, joined, kind, link, members } from "./schemas.mjs";

/** @import { Markup } from "./markup.mjs" */
/** @import { Schema } from "./schemas.mjs" */

/** @typedef {any} Description the API's description, as OpenAPI 3.1 */
/** @typedef {{ path: string, operation: any, parameters: any[] }} Operation */

/** Schema of the parameters that choose values of facets. There are many, all alike. */
const OF_FACETS = "#/components/schemas/Values";

/**
 * The main part of the page.
 *
 * @param {Description} description
 */
export function reference(description) {
  const { info, tags, components } = description;
  const all = operations(description);
  const ofTag = (/** @type {string} */ name) => all.filter(({ operation }) => operation.tags.includes(name));
  return html`<nav class="contents" aria-label="Operations">
${tags.map((/** @type {any} */ { name }) => contents(name, ofTag(name)))}
<h2>Parts</h2>
<ul><li><a href="#responses">Responses</a></li><li><a href="#headers">Headers</a></li><li><a href="#schemas">Schemas</a></li></ul>
</nav>
<main id="main" tabindex="-1">
<h1>${info.title} <small>${info.version}</small></h1>
<p class="summary">${info.summary}</p>
${markdown(info.description)}
${tags.map((/** @type {any} */ tag) => section(tag, ofTag(tag.name)))}
${part("responses", components.responses, response)}
${part("headers", components.headers, header)}
${part("schemas", components.schemas, schema)}
</main>`;
}

/**
 * The operations, with their parameters looked up.
 *
 * @param {Description} description
 * @returns {Operation[]}
 */
function operations({ paths, components }) {
  const found = (/** @type {any} */ entry) =>
    entry.$ref ? components.parameters[entry.$ref.split("/").at(-1)] : entry;
  return Object.entries(paths).map(([path, { get }]) => ({
    path,
    operation: get,
    parameters: (get.parameters ?? []).map(found),
  }));
}

/**
 * @param {string} name
 * @param {Operation[]} list
 */
function contents(name, list) {
  const items = list.map(({ path, operation }) => {
    return html`<li><a href="#${operation.operationId}"><code>${path}</code></a></li>`;
  });
  return html`<h2>${titled(name)}</h2>
<ul>${items}</ul>
`;
}

/**
 * @param {{ name: string, description: string }} tag
 * @param {Operation[]} list
 */
function section({ name, description }, list) {
  return html`<h2 id="${name}">${titled(name)}</h2>
${markdown(description)}
${list.map(article)}`;
}

/** @param {Operation} entry */
function article({ path, operation, parameters }) {
  const { operationId, summary, description = "", responses } = operation;
  const ofFacets = parameters.filter(({ schema }) => schema.$ref === OF_FACETS);
  const others = parameters.filter((parameter) => !ofFacets.includes(parameter));
  const folded = html`<details><summary>${ofFacets.length} parameters of facets, ${ofFacets[0]?.name} to ${ofFacets.at(-1)?.name ?? ""}</summary>
<dl>${ofFacets.map(parameterEntry)}</dl></details>`;
  return html`<article id="${operationId}" aria-labelledby="${operationId}-name">
<h3 id="${operationId}-name"><span class="method">GET</span> <code>${path}</code></h3>
<p class="summary">${summary}</p>
${markdown(description)}
${trial(path, operationId, parameters)}
<h4>Parameters</h4>
${ofFacets.length > 0 ? folded : ""}
<dl>${others.map(parameterEntry)}</dl>
<h4>Responses</h4>
<dl>${Object.entries(responses).map(([status, entry]) => responseEntry(status, entry))}</dl>
</article>
`;
}

/**
 * An example of a request as a link, and a form in its place that only scripts can serve.
 *
 * @param {string} path
 * @param {string} operationId
 * @param {any[]} parameters
 */
function trial(path, operationId, parameters) {
  const exampleOf = (/** @type {any} */ { name, example }) => [name, [example].flat().join(",")];
  const inPath = parameters.filter((parameter) => parameter.in === "path").map(exampleOf);
  const inQuery = parameters.filter((parameter) => parameter.in === "query" && parameter.example !== undefined);
  const query = inQuery.map((parameter) => exampleOf(parameter).join("=")).join("&");
  const filled = inPath.reduce((text, [name, value]) => text.replace(`{${name}}`, value), path);
  const target = query === "" ? filled : `${filled}?${query}`;
  const fields = inPath.map(([name, value]) => field(name, `{${name}}`, value));
  const takesQuery = parameters.some((parameter) => parameter.in === "query");
  return html`<p class="example">Example: <a href="${target}"><code>${target}</code></a></p>
<form class="trial" data-path="${path}" aria-label="Try ${path}" hidden>
${fields}${takesQuery ? field("?", "Query", query) : ""}
<button>Send</button>
<div class="reply" role="status" id="${operationId}-reply"></div>
</form>`;
}

/**
 * @param {string} name
 * @param {string} label
 * @param {string} value
 */
function field(name, label, value) {
  return html`<label>${label} <input name="${name}" value="${value}" autocomplete="off" autocapitalize="off" spellcheck="false"></label>
`;
}

/** @param {any} parameter */
function parameterEntry({ name, required, schema, description, in: place }) {
  const isIn = place === "query" ? "" : `${place}, `;
  return html`<div><dt><code>${name}</code> <span class="kind">${isIn}${kind(schema)}</span>${required ? html` <span class="required">required</span>` : ""}</dt>
<dd>${inlineMarkdown(description)}</dd></div>
`;
}

/**
 * @param {string} status
 * @param {any} entry
 */
function responseEntry(status, entry) {
  const content = entry.$ref ? link(entry.$ref) : html`${inlineMarkdown(entry.description)}${contentOf(entry)}`;
  return html`<div><dt><code>${status}</code></dt><dd>${content}</dd></div>
`;
}

/**
 * The body and the header fields of a response.
 *
 * @param {any} entry
 */
function contentOf({ content = {}, headers = {} }) {
  const bodies = Object.entries(content).map(([type, { schema, example }]) => {
    const shown =
      example === undefined ? "" : html`<pre tabindex="0"><code>${JSON.stringify(example, null, 2)}</code></pre>`;
    return html`<p>Body: <code>${type}</code>, ${kind(schema)}</p>${members(schema)}${shown}`;
  });
  const fields = Object.entries(headers).map(([name, entry]) => {
    const place = entry.$ref ? `#${anchor("headers", entry.$ref.split("/").at(-1))}` : "#headers";
    return html`<a href="${place}"><code>${name}</code></a>`;
  });
  return html`${bodies}${fields.length > 0 ? html`<p>Headers: ${joined(fields, ", ")}</p>` : ""}`;
}

/**
 * A chapter for the components of one kind.
 *
 * @param {string} name
 * @param {Record<string, any>} components
 * @param {(entry: any) => Markup} content
 */
function part(name, components, content) {
  const entries = Object.entries(components).map(
    ([key, entry]) => html`<section id="${anchor(name, key)}"><h3>${key}</h3>
${content(entry)}</section>
`,
  );
  return html`<h2 id="${name}">${titled(name)}</h2>
${entries}`;
}

/** @param {any} entry */
function response(entry) {
  return html`${markdown(entry.description)}${contentOf(entry)}`;
}

/** @param {any} entry */
function header(entry) {
  return html`${markdown(entry.description)}<p class="kind">${kind(entry.schema)}</p>`;
}

/** @param {Schema} entry */
function schema(entry) {
  return html`${markdown(entry.description ?? "")}<p class="kind">${kind(entry)}</p>${members(entry)}`;
}

/** @param {string} name */
function titled(name) {
  return name[0].toUpperCase() + name.slice(1);
}
