// A button that copies a text, and says for a moment how that went.

import { element } from "./dom.js";

/** Milliseconds for which the button says how it went. */
const MOMENT = 2_000;

/**
 * A button called `name` that copies what `text` returns, and a status that a screen reader reads out.
 *
 * @param {string} name
 * @param {() => string} text
 */
export function copyButton(name, text) {
  const said = element("span", { class: "unseen", role: "status" });
  const button = element("button", { type: "button", class: "copy", click: () => copy() }, name);
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  let timer;
  const show = (/** @type {string} */ result) => {
    button.textContent = result;
    said.textContent = result;
    clearTimeout(timer);
    timer = setTimeout(() => {
      button.textContent = name;
      said.textContent = "";
    }, MOMENT);
  };
  const copy = async () => {
    try {
      await navigator.clipboard.writeText(text());
      show("Copied");
    } catch {
      show("The browser did not allow it");
    }
  };
  return [button, said];
}
