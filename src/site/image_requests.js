// The requests about one image.
//
// The filter alone answers for pictures and tags, so that a snapshot without documents loses only the texts.

/** @import { ImageKey } from "./address.js" */
/** @import { Facet } from "./facets.js" */
/** @import { Image, Spec } from "./replies.js" */

import { Fault, get, sentence } from "./api.js";
import { filterPath, OMITTABLE, TITLES } from "./filter_paths.js";
import { isExpressible } from "./parameters.js";
import * as replies from "./replies.js";
import { Query } from "./url_state.js";

/** @typedef {{ spec?: Spec, lack?: string }} SpecText the document of a spec, or why it is not there */

/**
 * The images of a spec. Those of a spec that no filter can name have a list of their own, with less.
 *
 * @param {ImageKey} key
 * @param {AbortSignal} signal
 * @returns {Promise<Image[]>}
 */
export async function siblingsOf({ spec_id }, signal) {
  if (isExpressible(spec_id)) {
    const path = pathOf([["spec", spec_id]], ["images"], [...replies.IMAGE_FIELDS, "html"]);
    return (await get(path, replies.interactiveImages, signal)).body.images;
  }
  try {
    const [
      { body },
      {
        body: { specTitles },
      },
    ] = await Promise.all([
      get(`/specs/${encodeURIComponent(spec_id)}/images`, replies.specImages, signal),
      get(TITLES, replies.titlesAlone, signal),
    ]);
    const title = specTitles.get(spec_id) ?? spec_id;
    const unknown = { quality: undefined, url_dark: undefined };
    return body.images.map((image) => ({ ...image, ...unknown, spec_id, title, url_light: image.url }));
  } catch (fault) {
    if (!isMissing(fault)) throw fault;
    return [];
  }
}

/**
 * The counts of an image alone, whose values are what it carries; undefined if no filter can name it.
 *
 * @param {ImageKey} key
 * @param {AbortSignal} signal
 */
export async function countsOf({ spec_id, language, library }, signal) {
  /** @type {[Facet, string][]} */
  const groups = [
    ["spec", spec_id],
    ["lang", language],
    ["lib", library],
  ];
  if (!groups.every(([, value]) => isExpressible(value))) return undefined;
  return (await get(pathOf(groups, ["counts"]), replies.countsAlone, signal)).body.counts;
}

/**
 * The path for parts of the reply to a filter by these facets and values.
 *
 * @param {[Facet, string][]} groups
 * @param {string[]} parts
 * @param {string[]} [fields] of the images
 */
function pathOf(groups, parts, fields) {
  const text = groups.reduce((before, [facet, value]) => new Query(before).withGroup(facet, value), "");
  const omit = OMITTABLE.filter((part) => !parts.includes(part));
  return filterPath(new Query(text), { omit, ...(fields && { fields }) });
}

/**
 * The document of a spec, or why it is not there. The details do without it; some snapshots have none.
 *
 * @param {ImageKey} key
 * @param {AbortSignal} signal
 * @returns {Promise<SpecText>}
 */
export async function textOf({ spec_id }, signal) {
  try {
    return { spec: (await get(`/specs/${encodeURIComponent(spec_id)}`, replies.spec, signal)).body };
  } catch (fault) {
    if (signal.aborted) throw fault;
    return isMissing(fault) ? {} : { lack: `There is no text of this spec now. ${sentence(fault)}` };
  }
}

/**
 * The code of an image, or why it is not there.
 *
 * @param {ImageKey} key
 * @returns {Promise<{ code?: string, lack?: string }>}
 */
export async function codeOf({ spec_id, language, library }) {
  const [spec, name, tongue] = [spec_id, library, language].map(encodeURIComponent);
  try {
    return (await get(`/specs/${spec}/${name}/code?language=${tongue}`, replies.code)).body;
  } catch (fault) {
    return { lack: isMissing(fault) ? "The service has no code of this image." : sentence(fault) };
  }
}

/** @param {unknown} fault */
function isMissing(fault) {
  return fault instanceof Fault && fault.kind === "missing";
}
