// Title and description of the page: they follow the state, so that tabs, bookmarks and shared links differ.

/** @import { ImageKey } from "./address.js" */
/** @import { Facet } from "./facets.js" */
/** @import { Query } from "./url_state.js" */

import { FACETS } from "./facets.js";
import { counted, valueName } from "./vocabulary.js";

const SITE = "catalog-edge";
/** Values of a group that a name lists; of more it tells how many. */
const LISTED = 3;

/** @typedef {{ title: string, description: string }} Texts */

/**
 * The texts of a list.
 *
 * @param {Query} query
 * @param {number | undefined} total number of its images, if that is known
 * @returns {Texts}
 */
export function listTexts(query, total) {
  const about = "A plotting catalogue by its facets, answered at the edge.";
  const name = nameOf(query);
  if (name === "") return { title: `Explorer · ${SITE}`, description: about };
  const images = total === undefined ? "" : counted(total, "image");
  return {
    title: `${name}${images && `: ${images}`} · ${SITE}`,
    description: `${images || "Images"} by this filter: ${name}. ${about}`,
  };
}

/**
 * The texts of an image.
 *
 * @param {ImageKey & { title: string }} image
 * @param {string} [text] description of its spec
 * @returns {Texts}
 */
export function imageTexts({ title, library, language }, text) {
  const name = `${title} in ${valueName("lib", library)}`;
  return { title: `${name} · ${SITE}`, description: text ?? `${name}, written in ${valueName("lang", language)}.` };
}

/**
 * Shows `texts` in the head of the page.
 *
 * @param {Texts} texts
 */
export function showTexts({ title, description }) {
  document.title = title;
  document.querySelector("meta[name=description]")?.setAttribute("content", description);
}

/**
 * A query in words: groups in its order, what is excluded, the words that are searched. Empty if nothing narrows the images.
 *
 * @param {Query} query
 */
function nameOf(query) {
  const groups = query.groups.map(({ facet, values }) => alternatives(facet, values));
  const excluded = FACETS.filter(({ key }) => query.excludedOf(key).length > 0);
  const exclusions = excluded.map(({ key }) => `not ${alternatives(key, query.excludedOf(key))}`);
  return [...groups, ...exclusions, ...(query.hasWords ? [`“${query.words.trim()}”`] : [])].join(", ");
}

/**
 * @param {Facet} facet
 * @param {string[]} values
 */
function alternatives(facet, values) {
  const names = values.map((value) => valueName(facet, value));
  const rest = names.length - LISTED;
  // One more takes no more room than the words that tell of it.
  return (rest <= 1 ? names : [...names.slice(0, LISTED), `${rest} more`]).join(" or ");
}
