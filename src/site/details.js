// One image at large: its siblings, its tags, and, if documents were exported, its spec's text and its code.

/** @import { ImageKey } from "./address.js" */
/** @import { Child } from "./dom.js" */
/** @import { Facet } from "./facets.js" */
/** @import { SpecText } from "./image_requests.js" */
/** @import { FilterReply, Image, Spec } from "./replies.js" */

import { linkTo } from "./address.js";
import { sentence } from "./api.js";
import { whenThemeChanges } from "./dark_mode.js";
import { element, onFragment, part, partOf } from "./dom.js";
import { facetName, TAGS } from "./facets.js";
import { picture, repaint } from "./gallery.js";
import { codeOf, countsOf, siblingsOf, textOf } from "./image_requests.js";
import { obstacle } from "./parameters.js";
import { Query } from "./url_state.js";
import { counted, valueName } from "./vocabulary.js";

export class Details {
  #dialog = partOf(HTMLDialogElement, "details");
  #body = part("details-body");
  #title = part("details-title");
  #go;
  /**
   * The image whose details are open; undefined if they are closed.
   *
   * @type {ImageKey | undefined}
   */
  #key;
  /**
   * The image that is shown, once it is known.
   *
   * @type {Image | undefined}
   */
  #image;
  #loading = new AbortController();

  /**
   * @param {object} to what to do with what a person chooses
   * @param {(text: string) => void} to.go with the query string that a tag leads to
   * @param {(fragment: string) => void} to.exchange with the fragment of another image of the spec
   * @param {() => void} to.close called when the person closes the dialog
   */
  constructor({ go, exchange, close }) {
    this.#go = go;
    part("details-close").addEventListener("click", () => this.#dialog.close());
    this.#dialog.addEventListener("click", ({ target }) => target === this.#dialog && this.#dialog.close());
    onFragment(this.#body, exchange);
    this.#dialog.addEventListener("close", () => {
      if (this.#dialog.open || !this.#key) return;
      this.#forget();
      close();
    });
    whenThemeChanges(() => {
      if (this.#image) repaint(this.#body, this.#image);
    });
  }

  get isOpen() {
    return this.#dialog.open;
  }

  /** Closes without asking anyone. */
  hide() {
    this.#forget();
    this.#dialog.close();
  }

  /**
   * Opens the details of an image.
   *
   * @param {ImageKey} key
   */
  async show(key) {
    this.#loading.abort();
    this.#loading = new AbortController();
    const { signal } = this.#loading;
    // Siblings stay until the reply comes; what belongs to another spec does not.
    if (this.#key?.spec_id !== key.spec_id) this.#body.replaceChildren();
    this.#key = key;
    this.#image = undefined;
    this.#title.textContent = valueName("spec", key.spec_id);
    if (!this.#dialog.open) this.#dialog.showModal();
    this.#body.setAttribute("aria-busy", "true");
    try {
      const [siblings, counts, text] = await Promise.all([
        siblingsOf(key, signal),
        countsOf(key, signal),
        textOf(key, signal),
      ]);
      const image = siblings.find((sibling) => linkTo(sibling) === linkTo(key));
      if (image) this.#draw(image, siblings, counts, text);
      else this.#body.replaceChildren(element("p", {}, "The catalogue has no such image."));
    } catch (fault) {
      if (signal.aborted) return;
      const again = element("button", { type: "button", click: () => this.show(key) }, "Try again");
      this.#body.replaceChildren(element("p", { role: "alert" }, sentence(fault)), again);
    }
    this.#body.removeAttribute("aria-busy");
  }

  /**
   * @param {Image} image
   * @param {Image[]} siblings all images of its spec
   * @param {FilterReply["counts"] | undefined} counts
   * @param {SpecText} text
   */
  #draw(image, siblings, counts, { spec, lack }) {
    this.#image = image;
    this.#title.textContent = image.title;
    const made = spec?.implementations.find(
      ({ library_id, language }) => library_id === image.library && language === image.language,
    );
    const page =
      image.html &&
      element("a", { href: image.html, target: "_blank", rel: "noopener noreferrer" }, "Interactive version");
    this.#body.replaceChildren(
      element(
        "figure",
        {},
        element("div", { class: "frame" }, ...picture(image)),
        element("figcaption", {}, facts(image, made), page),
      ),
      section("Implementations", siblingList(siblings, image)),
      lack ? element("p", { role: "status" }, lack) : "",
      spec?.description ? section("What it shows", element("p", {}, spec.description)) : "",
      spec?.applications?.length ? section("Used for", list(spec.applications)) : "",
      section("Tags", this.#tags(counts)),
      codeSection(image),
    );
  }

  /** @param {FilterReply["counts"] | undefined} counts */
  #tags(counts) {
    if (!counts) return element("p", {}, "No filter can name this image, so its tags cannot be shown.");
    const rows = TAGS.filter(({ key }) => counts[key].size > 0).map(({ key }) => {
      const tags = [...counts[key].keys()].map((value) => this.#tag(key, value));
      return element("div", {}, element("dt", {}, facetName(key)), element("dd", {}, ...tags));
    });
    return element("dl", { class: "tags" }, ...rows);
  }

  /**
   * A tag leads to the images that carry it, or is plain text if no filter can name it.
   *
   * @param {Facet} key
   * @param {string} value
   */
  #tag(key, value) {
    const title = obstacle(value);
    const name = valueName(key, value);
    if (title) return element("span", { class: "chip is-plain", title }, name);
    const take = () => this.#go(new Query("").withGroup(key, value));
    return element("button", { type: "button", class: "chip", click: take }, name);
  }

  #forget() {
    this.#loading.abort();
    this.#key = undefined;
    this.#image = undefined;
  }
}

/**
 * @param {Image} image
 * @param {Spec["implementations"][number] | undefined} made
 */
function facts({ library, language, quality }, made) {
  const known = [
    [valueName("lib", library), made?.library_version].filter(Boolean).join(" "),
    [valueName("lang", language), made?.language_version].filter(Boolean).join(" "),
    quality === undefined ? null : `quality ${quality} of 100`,
    made?.generated_by ? `made by ${made.generated_by}` : null,
  ];
  return element("span", {}, known.filter(Boolean).join(" · "));
}

/**
 * @param {Image[]} siblings
 * @param {Image} shown
 */
function siblingList(siblings, shown) {
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
  return element("ul", { class: "siblings", "aria-label": counted(siblings.length, "implementation") }, ...items);
}

/**
 * The code, asked for when someone wants to see it.
 *
 * @param {ImageKey} key
 */
function codeSection(key) {
  const content = element("div", {}, element("p", { role: "status" }, "Loading …"));
  const load = async () => {
    const { code, lack } = await codeOf(key);
    if (code === undefined) {
      content.replaceChildren(element("p", { role: "status" }, lack));
      return;
    }
    const copy = element("button", { type: "button", class: "copy", click: () => copyText(code, copy) }, "Copy");
    content.replaceChildren(copy, element("pre", { tabindex: "0", "aria-label": "Code" }, element("code", {}, code)));
  };
  const details = element("details", { class: "code" }, element("summary", {}, element("h3", {}, "Code")), content);
  details.addEventListener("toggle", load, { once: true });
  return details;
}

/**
 * @param {string} text
 * @param {HTMLButtonElement} button
 */
async function copyText(text, button) {
  try {
    await navigator.clipboard.writeText(text);
    button.textContent = "Copied";
  } catch {
    button.textContent = "The browser did not allow it";
  }
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
