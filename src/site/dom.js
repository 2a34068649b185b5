// Helpers to make and move elements. They are few, so the pages need no framework.

/** @typedef {string | number | boolean | null | undefined | ((event: Event) => void)} AttributeValue */
/** @typedef {Record<string, AttributeValue>} Attributes */
/** @typedef {Node | string | null | undefined} Child */

/**
 * An element with `attributes` and `children` (nodes or text; nothing for null). A function among the attributes
 * listens to the event it is named after; true sets an attribute without a value, false and null leave it out.
 *
 * @template {keyof HTMLElementTagNameMap} N
 * @param {N} name
 * @param {Attributes} [attributes]
 * @param {Child[]} children
 */
export function element(name, attributes = {}, ...children) {
  return furnish(document.createElement(name), attributes, children);
}

/**
 * The same for a part of a drawing.
 *
 * @template {keyof SVGElementTagNameMap} N
 * @param {N} name
 * @param {Attributes} [attributes]
 * @param {Child[]} children
 */
export function shape(name, attributes = {}, ...children) {
  return furnish(document.createElementNS("http://www.w3.org/2000/svg", name), attributes, children);
}

/**
 * The element of the page with this id.
 *
 * @param {string} id
 */
export function part(id) {
  return partOf(HTMLElement, id);
}

/**
 * The element of the page with this id, which is of this kind.
 *
 * @template {Element} E
 * @param {new () => E} kind
 * @param {string} id
 */
export function partOf(kind, id) {
  const node = document.getElementById(id);
  if (!(node instanceof kind)) throw new Error(`the page has no ${kind.name} #${id}`);
  return node;
}

/**
 * The parts of `text` as children of an element, with those at `marks` marked.
 *
 * @param {string} text
 * @param {[start: number, end: number][]} marks in order, apart from each other
 */
export function marked(text, marks) {
  const parts = marks.flatMap(([start, end], place) => [
    text.slice(marks[place - 1]?.[1] ?? 0, start),
    element("mark", {}, text.slice(start, end)),
  ]);
  return [...parts, text.slice(marks.at(-1)?.[1] ?? 0)];
}

/**
 * Puts `children` in order into `parent`, moving as few as needed, and keeps the focus where it was.
 *
 * @param {Element} parent
 * @param {Element[]} children
 */
export function arrange(parent, children) {
  const focused = document.activeElement;
  const wanted = new Set(children);
  for (const child of [...parent.children]) {
    if (!wanted.has(child)) child.remove();
  }
  children.forEach((child, place) => {
    if (parent.children[place] !== child) parent.insertBefore(child, parent.children[place] ?? null);
  });
  if (!(focused instanceof HTMLElement) || focused === document.activeElement) return;
  if (parent.contains(focused)) focused.focus({ preventScroll: true });
}

/**
 * Calls `take` with the fragment of a link within `node` that is clicked without asking for another window.
 *
 * @param {HTMLElement} node
 * @param {(fragment: string) => void} take
 */
export function onFragment(node, take) {
  node.addEventListener("click", (event) => {
    const link = event.target instanceof Element ? event.target.closest("a[href^='#']") : null;
    const fragment = link?.getAttribute("href");
    if (!fragment || event.ctrlKey || event.metaKey || event.shiftKey || event.altKey) return;
    event.preventDefault();
    take(fragment);
  });
}

/**
 * @template {Element} E
 * @param {E} node
 * @param {Attributes} attributes
 * @param {Child[]} children
 */
function furnish(node, attributes, children) {
  for (const [key, value] of Object.entries(attributes)) {
    if (typeof value === "function") node.addEventListener(key, value);
    else if (value === true) node.setAttribute(key, "");
    else if (value !== false && value !== null && value !== undefined) node.setAttribute(key, String(value));
  }
  node.append(...children.filter((child) => child !== null && child !== undefined));
  return node;
}
