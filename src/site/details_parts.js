// The parts of an image's details.

/** @import { Child } from "./dom.js" */
/** @import { Facet } from "./facets.js" */
/** @import { SpecText } from "./image_requests.js" */
/** @import { FilterReply, Image, Spec } from "./replies.js" */
/** @import { Query } from "./url_state.js" */

import { linkTo } from "./address.js";
import { element } from "./dom.js";
import { facetName, TAGS } from "./facets.js";
import { obstacle } from "./parameters.js";
import { counted, valueName } from "./vocabulary.js";

/**
 * The facts about an image that its card does not show, as far as they are known.
 *
 * @typedef {object} Known
 * @property {Image[]} [siblings] all images of its spec
 * @property {{ counts: FilterReply["counts"] | undefined }} [tags] its tags; without counts if no filter can name it
 * @property {SpecText} [text]
 */

/**
 * The line below the picture.
 *
 * @param {Image} image
 * @param {Spec | undefined} spec
 */
export function caption(image, spec) {
  const { library, language, quality, html } = image;
  const made = spec?.implementations.find((each) => each.library_id === library && each.language === language);
  const known = [
    [valueName("lib", library), made?.library_version].filter(Boolean).join(" "),
    [valueName("lang", language), made?.language_version].filter(Boolean).join(" "),
    quality === undefined ? null : `quality ${quality} of 100`,
    made?.generated_by ? `made by ${made.generated_by}` : null,
  ];
  const page =
    html && element("a", { href: html, target: "_blank", rel: "noopener noreferrer" }, "Interactive version");
  return [element("span", {}, known.filter(Boolean).join(" · ")), page];
}

/**
 * @param {Image[]} siblings
 * @param {Image} shown
 */
export function siblingSection(siblings, shown) {
  const items = siblings.map((image) => {
    const isShown = image.library === shown.library && image.language === shown.language;
    const quality =
      image.quality === undefined ? null : element("span", { class: "quality" }, String(Math.round(image.quality)));
    const link = element(
      "a",
      { href: linkTo(image), "aria-current": isShown ? "true" : false },
      valueName("lib", image.library),
      quality,
    );
    return element("li", {}, link);
  });
  const label = counted(siblings.length, "implementation");
  return section("Implementations", element("ul", { class: "siblings", "aria-label": label }, ...items));
}

/** @param {SpecText} text */
export function textSections({ spec, lack }) {
  return [
    lack ? element("p", { role: "status" }, lack) : "",
    spec?.description ? section("What it shows", element("p", {}, spec.description)) : "",
    spec?.applications?.length ? section("Used for", list(spec.applications)) : "",
  ];
}

/**
 * The tags. Each leads to the images that carry it, or is plain text if no filter can name it.
 *
 * @param {FilterReply["counts"] | undefined} counts undefined if no filter can name the image
 * @param {Query} query the filter of the list below
 * @param {(key: Facet, value: string) => void} take
 */
export function tagSection(counts, query, take) {
  if (!counts) return section("Tags", element("p", {}, "No filter can name this image, so its tags cannot be shown."));
  const effect = query.isEmpty ? "A tag shows all images that carry it." : "A tag takes the place of the filter.";
  const tag = (/** @type {Facet} */ key, /** @type {string} */ value) => {
    const title = obstacle(value);
    const name = valueName(key, value);
    if (title) return element("span", { class: "chip is-plain", title }, name);
    const attributes = { type: "button", class: "chip", title: effect, click: () => take(key, value) };
    return element("button", attributes, name);
  };
  const rows = TAGS.filter(({ key }) => counts[key].size > 0).map(({ key }) => {
    const tags = [...counts[key].keys()].map((value) => tag(key, value));
    return element("div", {}, element("dt", {}, facetName(key)), element("dd", {}, ...tags));
  });
  return section("Tags", element("p", { class: "hint" }, effect), element("dl", { class: "tags" }, ...rows));
}

/** Lines in the place of what has not come yet. */
export function pendingLines() {
  const lines = Array.from({ length: 5 }, () => element("span", { class: "bone" }));
  return element(
    "div",
    { class: "pending", role: "status" },
    element("span", { class: "unseen" }, "Loading …"),
    ...lines,
  );
}

/**
 * @param {string} title
 * @param {Child[]} children
 */
function section(title, ...children) {
  return element("section", {}, element("h3", {}, title), ...children);
}

/** @param {string[]} items */
function list(items) {
  return element("ul", {}, ...items.map((item) => element("li", {}, item)));
}
