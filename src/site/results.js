// What stands around the images: how many there are, that there are none, or what went wrong.

/** @import { Answer } from "./answer.js" */

import { element, part } from "./dom.js";
import { counted, grouped } from "./vocabulary.js";

/** Scrolls back to the first image. The facets stay where they are. */
export function bring() {
  const main = part("results");
  if (main.getBoundingClientRect().top < 0) main.scrollIntoView();
}

/** Says that the images are being counted. Those of an older choice may be shown meanwhile, but not their number. */
export function showCounting() {
  part("results").setAttribute("aria-busy", "true");
  part("total").replaceChildren(element("span", { class: "counting" }, "Counting …"));
}

/**
 * Says how many images there are.
 *
 * @param {Answer} answer
 */
export function show({ size, reply: { images, offset, total } }) {
  for (const id of ["fault", "bones"]) part(id).hidden = true;
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
 * Says what went wrong in the place of the images. If that is said already, it stays, with the focus on its buttons.
 *
 * @param {string} text
 * @param {HTMLElement[]} actions
 * @param {string} note what the page does about it
 */
export function showFault(text, actions, note) {
  part("total").textContent = "";
  if (!part("fault").hidden && part("fault-text").textContent === text) return;
  for (const id of ["content", "bones"]) part(id).hidden = true;
  part("fault").hidden = false;
  part("fault-text").textContent = text;
  part("fault-note").textContent = note;
  part("fault-actions").replaceChildren(...actions);
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
