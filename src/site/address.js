// The page's state is its address: the query string says the filter, the fragment which image's details are open. What
// the history keeps beside an address says how far the person had come in the list.

import { Query } from "./url_state.js";

/** @typedef {{ spec_id: string, language: string, library: string }} ImageKey what identifies an image */

/**
 * The place in a list that the person had come to.
 *
 * @typedef {object} Place
 * @property {number} [shown] images in the list
 * @property {number} [scroll] pixels from the top of the page
 * @property {CardPlace} [first] first card in sight
 */
/** @typedef {{ fragment: string, top: number }} CardPlace a card, and the pixels from the top of the window to its own */

/** @typedef {Place & { isOverList?: boolean }} Kept what the history keeps beside an address */
/** @typedef {{ query: Query, image: ImageKey | undefined, place: Place, isOverList: boolean }} State */

/**
 * Returns the state that an address says.
 *
 * @param {{ search: string, hash: string }} address
 * @param {Kept | null} kept what the history keeps beside it
 * @returns {State}
 */
export function stateOf({ search, hash }, kept) {
  const { shown, scroll, first, isOverList = false } = kept ?? {};
  return { query: new Query(search), image: imageOf(hash), place: { shown, scroll, first }, isOverList };
}

/**
 * Returns the address that says `text`, a query string, and has the details of `image` open if there is one.
 *
 * @param {string} text
 * @param {ImageKey} [image]
 */
export function addressOf(text, image) {
  return `/explore${text && "?"}${text}${image ? linkTo(image) : ""}`;
}

/**
 * The fragment that opens the details of an image.
 *
 * @param {ImageKey} image
 */
export function linkTo({ spec_id, language, library }) {
  return `#${[spec_id, language, library].map(encodeURIComponent).join("/")}`;
}

/**
 * @param {string} fragment
 * @returns {ImageKey | undefined}
 */
function imageOf(fragment) {
  const words = fragment.replace(/^#/, "").split("/");
  if (words.length !== 3) return undefined;
  try {
    const [spec_id, language, library] = words.map(decodeURIComponent);
    return { spec_id, language, library };
  } catch {
    return undefined;
  }
}
