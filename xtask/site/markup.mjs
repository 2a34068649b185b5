// Text of HTML, put together from parts. What is not markup already is escaped.

import { Marked } from "marked";

/** @typedef {string | number | Markup | (string | number | Markup)[]} Part */

const ENTITIES = new Map([
  ["&", "&amp;"],
  ["<", "&lt;"],
  [">", "&gt;"],
  ['"', "&quot;"],
]);

/** A text that is HTML. */
export class Markup {
  /** @param {string} text */
  constructor(text) {
    this.text = text;
  }

  toString() {
    return this.text;
  }
}

/**
 * The tag of templates that are HTML: html`<p>${text}</p>`.
 *
 * @param {TemplateStringsArray} texts
 * @param {Part[]} parts
 */
export function html(texts, ...parts) {
  return new Markup(texts.map((text, place) => text + (place < parts.length ? escaped(parts[place]) : "")).join(""));
}

const marked = new Marked({
  renderer: {
    // What descriptions write between angle brackets is text.
    html: ({ text }) => escaped(text),
  },
});

/**
 * Markdown as HTML.
 *
 * @param {string} text
 */
export function markdown(text) {
  return new Markup(marked.parse(text, { async: false }));
}

/**
 * Markdown of one paragraph as HTML, without the element of the paragraph.
 *
 * @param {string} text
 */
export function inlineMarkdown(text) {
  return new Markup(marked.parseInline(text, { async: false }));
}

/**
 * @param {Part} part
 * @returns {string}
 */
function escaped(part) {
  if (Array.isArray(part)) return part.map(escaped).join("");
  if (part instanceof Markup) return part.text;
  return String(part).replaceAll(/[&<>"]/g, (sign) => ENTITIES.get(sign) ?? sign);
}
