// Colours code. It is large, so only those who look at code load it.

import hljs from "@highlightjs/cdn-assets/es/core.js";
import javascript from "@highlightjs/cdn-assets/es/languages/javascript.min.js";
import julia from "@highlightjs/cdn-assets/es/languages/julia.min.js";
import python from "@highlightjs/cdn-assets/es/languages/python.min.js";
import r from "@highlightjs/cdn-assets/es/languages/r.min.js";

/** Characters of the longest code that is coloured: the page must not stand still for it. */
const LONGEST = 200_000;

for (const [name, grammar] of Object.entries({ javascript, julia, python, r })) hljs.registerLanguage(name, grammar);

/**
 * Colours what `node` contains, code in this language, by classes. Other languages stay as they are.
 *
 * @param {HTMLElement} node
 * @param {string} language
 */
export function highlight(node, language) {
  const code = node.textContent;
  if (!hljs.getLanguage(language) || code.length > LONGEST) return;
  // It escapes the code.
  node.innerHTML = hljs.highlight(code, { language, ignoreIllegals: true }).value;
}
