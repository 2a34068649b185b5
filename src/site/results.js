// What stands around the images: how many there are, that there are none, or what went wrong.

/** @import { Answer } from "./answer.js" */

import { element, part } from "./dom.js";
import { counted, grouped } from "./vocabulary.js";

/**
 * Says how many images there are.
 *
 * @param {Answer} answer
 */
export function show({ size, reply: { images, offset, total } }) {
  part("fault").hidden = true;
  for (const id of ["content", "facets", "end"]) part(id).hidden = false;
  const isAll = size === undefined || size === total;
  part("total").replaceChildren(
    element("strong", {}, grouped(total)),
    isAll ? " images" : ` of ${grouped(size)} images`,
  );
  part("nothing").hidden = images.length > 0;
  part("nothing-text").textContent =
    total > 0
      ? `${counted(total, "image")} match, but none comes after the first ${grouped(offset)}.`
      : "No image matches all of this.";
  part("from-start").hidden = total === 0;
  part("clear").hidden = total > 0;
}

/**
 * Says how many of the matching images are there.
 *
 * @param {number} shown
 * @param {number} offset
 * @param {number} total
 */
export function showRest(shown, offset, total) {
  const end = offset + shown;
  part("rest").textContent =
    shown === 0
      ? ""
      : `${offset > 0 ? `${grouped(offset + 1)} to ${grouped(end)}` : grouped(end)} of ${grouped(total)} shown`;
}

/**
 * Says what went wrong in the place of the images.
 *
 * @param {string} text
 * @param {HTMLElement[]} actions
 */
export function showFault(text, actions) {
  part("content").hidden = true;
  part("fault").hidden = false;
  part("fault-text").textContent = text;
  part("fault-actions").replaceChildren(...actions);
  part("total").textContent = "";
}

/**
 * A button for what may help.
 *
 * @param {string} name
 * @param {() => void} click
 */
export function action(name, click) {
  return element("button", { type: "button", click }, name);
}
