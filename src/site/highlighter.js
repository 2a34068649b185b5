// Colours code. It is large, so only those who look at code load it.

import hljs from "highlight.js/lib/core";
import javascript from "highlight.js/lib/languages/javascript";
import julia from "highlight.js/lib/languages/julia";
import python from "highlight.js/lib/languages/python";
import r from "highlight.js/lib/languages/r";

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
