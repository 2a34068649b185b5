// The page's state is its address: the query string says the filter, the fragment which image's details are open. What
// the history keeps beside an address says how far the person had come in the list.

import { Query } from "./url_state.js";

/**
 * Returns the state that an address says.
 *
 * @param {{ search: string, hash: string }} address
 * @param {any} kept what the history keeps beside it
 */
export function stateOf({ search, hash }, kept) {
  const { shown, scroll, isOverList = false } = kept ?? {};
  return { query: new Query(search), image: imageOf(hash), place: { shown, scroll }, isOverList };
}

/** Returns the address that says `text`, a query string, and has the details of `image` open if there is one. */
export function addressOf(text, image) {
  return `/explore${text && "?"}${text}${image ? linkTo(image) : ""}`;
}

/** The fragment that opens the details of an image. */
export function linkTo({ spec_id, language, library }) {
  return `#${[spec_id, language, library].map(encodeURIComponent).join("/")}`;
}

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
