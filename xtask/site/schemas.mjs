// The reference's schemas: what a value is, in words, with the members of objects.

import { html, inlineMarkdown } from "./markup.mjs";

/** @typedef {any} Schema a schema of the API's description */
/** @import { Markup } from "./markup.mjs" */

/** Limits of a value, in words. */
const LIMITS = {
  minimum: "at least",
  maximum: "at most",
  minLength: "characters at least",
  minItems: "items at least",
  maxItems: "items at most",
  minProperties: "members at least",
  maxProperties: "members at most",
  pattern: "pattern",
  default: "default",
};

/**
 * The kind of a value of `schema`, in words.
 *
 * @param {Schema} schema
 * @returns {Markup}
 */
export function kind(schema) {
  if (schema.$ref) return link(schema.$ref);
  if (schema.const !== undefined) return html`<code>${JSON.stringify(schema.const)}</code>`;
  if (schema.enum) return html`one of ${joined(schema.enum.map(literal), ", ")}`;
  if (schema.prefixItems) return html`array of ${joined(schema.prefixItems.map(kind), ", ")}`;
  if (schema.type === "array") return html`array of ${kind(schema.items ?? {})}`;
  if (schema.additionalProperties) return html`object of ${kind(schema.additionalProperties)} by key`;
  const types = [schema.type ?? "any value"].flat().join(" or ");
  const limits = Object.entries(LIMITS).filter(([name]) => schema[name] !== undefined);
  const said = limits.map(([name, words]) => html`, ${words} <code>${schema[name]}</code>`);
  return html`${schema.format ? `${types}, ${schema.format}` : types}${said}`;
}

/**
 * A list of the members of `schema`, and of objects within them; nothing if it has none.
 *
 * @param {Schema} schema
 * @returns {Markup}
 */
export function members(schema) {
  const { properties, required = [] } = schema;
  if (!properties) return schema.items ? members(schema.items) : html``;
  const entries = Object.entries(properties).map(([name, member]) => {
    const isOptional = required.includes(name) ? "" : html` <span class="optional">may be missing</span>`;
    const inner = member.$ref ? html`` : members(member);
    return html`<div><dt><code>${name}</code> <span class="kind">${kind(member)}</span>${isOptional}</dt>
<dd>${inlineMarkdown(member.description ?? "")}${inner}</dd></div>
`;
  });
  return html`<dl>${entries}</dl>`;
}

/**
 * A link to the component that `reference` names.
 *
 * @param {string} reference
 */
export function link(reference) {
  const [, , section, name] = reference.split("/");
  return html`<a href="#${anchor(section, name)}">${name}</a>`;
}

/**
 * The id of a component on the page.
 *
 * @param {string} section
 * @param {string} name
 */
export function anchor(section, name) {
  return `${section}-${name}`;
}

/**
 * @param {Markup[]} parts
 * @param {string} between
 */
export function joined(parts, between) {
  return html`${parts.flatMap((part, place) => (place === 0 ? [part] : [between, part]))}`;
}

/** @param {unknown} value */
function literal(value) {
  return html`<code>${typeof value === "string" ? value : JSON.stringify(value)}</code>`;
}
