// The code of an image, asked for when someone wants to see it, and coloured once the highlighter has come.

/** @import { ImageKey } from "./address.js" */

import { copyButton } from "./copy_button.js";
import { element } from "./dom.js";
import { codeOf } from "./image_requests.js";

/**
 * A section that opens to the code of an image.
 *
 * @param {ImageKey} key
 */
export function codeSection(key) {
  const content = element("div", {}, element("p", { role: "status" }, "Loading …"));
  const load = async () => {
    const { code, lack } = await codeOf(key);
    if (code === undefined) {
      content.replaceChildren(element("p", { role: "status" }, lack));
      return;
    }
    const text = element("code", {}, code);
    content.replaceChildren(
      ...copyButton("Copy", () => code),
      element("pre", { tabindex: "0", "aria-label": "Code" }, text),
    );
    await coloured(text, key.language);
  };
  const details = element("details", { class: "code" }, element("summary", {}, element("h3", {}, "Code")), content);
  details.addEventListener("toggle", load, { once: true });
  return details;
}

/**
 * Colours code, unless the highlighter does not come: then the code can be read as it is.
 *
 * @param {HTMLElement} text
 * @param {string} language
 */
async function coloured(text, language) {
  try {
    const { highlight } = await import("./highlighter.js");
    highlight(text, language);
  } catch {
    // Nothing is missing but the colours.
  }
}
