// One image at large: at once what its card knows, then its siblings, its tags, and, if documents were exported, its spec's
// text and its code. Keys, buttons and swipes lead to its neighbours in the list.

/** @import { ImageKey } from "./address.js" */
/** @import { Known } from "./details_parts.js" */
/** @import { Image } from "./replies.js" */

import { linkTo } from "./address.js";
import { sentence } from "./api.js";
import { codeSection } from "./code_section.js";
import { copyButton } from "./copy_button.js";
import { whenThemeChanges } from "./dark_mode.js";
import { caption, pendingLines, siblingSection, tagSection, textSections } from "./details_parts.js";
import { element, onFragment, part, partOf } from "./dom.js";
import { picture, repaint } from "./gallery.js";
import { countsOf, siblingsOf, textOf } from "./image_requests.js";
import { Steps } from "./steps.js";
import { Query } from "./url_state.js";
import { valueName } from "./vocabulary.js";

/**
 * The list below the details.
 *
 * @typedef {object} List
 * @property {(fragment: string) => Image | undefined} find returns an image of the list
 * @property {(fragment: string) => import("./steps.js").Beside | undefined} beside returns what is beside an image
 * @property {() => unknown} more gets the next images
 * @property {(fragment: string) => void} focus moves the focus to the card of an image, or to the list without one
 * @property {() => Query} query returns its filter
 */

export class Details {
  #dialog = partOf(HTMLDialogElement, "details");
  #body = part("details-body");
  #title = part("details-title");
  #list;
  #steps;
  #go;
  #tell;
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
  /** @type {Known} */
  #known = {};
  /** Picture and code stay while more becomes known. */
  #frame = element("div", { class: "frame" });
  #code = element("details");
  #loading = new AbortController();

  /**
   * @param {List} list
   * @param {object} to what to do with what a person chooses
   * @param {(text: string) => void} to.go with the query string that a tag leads to
   * @param {(fragment: string) => void} to.exchange with the fragment of another image
   * @param {() => void} to.close called when the person closes the dialog
   * @param {object} tell
   * @param {(image: Image, text: string | undefined) => void} tell.shown called with the image that is shown, and its text
   * @param {(fault: unknown) => void} tell.lost called with the reason why the details do not come
   */
  constructor(list, { go, exchange, close }, tell) {
    this.#list = list;
    this.#go = go;
    this.#tell = tell;
    this.#steps = new Steps(this.#dialog, this.#body, list, exchange);
    part("details-close").addEventListener("click", () => this.#dialog.close());
    part("details-close").before(...copyButton("Copy link", () => location.href));
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
    if (!this.#dialog.open) return;
    this.#dialog.close();
    this.#forget();
  }

  /** Offers the neighbours in the list, which has changed. */
  listChanged() {
    if (this.#key) this.#steps.update(linkTo(this.#key));
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
    this.#begin(key);
    if (!this.#dialog.open) this.#dialog.showModal();
    this.#body.setAttribute("aria-busy", "true");
    try {
      const [siblings, counts, text] = await Promise.all([
        siblingsOf(key, signal),
        countsOf(key, signal),
        textOf(key, signal),
      ]);
      const image = siblings.find((sibling) => linkTo(sibling) === linkTo(key));
      this.#known = { siblings, text, tags: { counts } };
      if (image) this.#draw(image);
      else this.#body.replaceChildren(element("p", {}, "The catalogue has no such image."));
    } catch (fault) {
      if (signal.aborted) return;
      const again = element("button", { type: "button", click: () => this.show(key) }, "Try again");
      this.#body.querySelector(".pending")?.remove();
      this.#body.append(element("p", { role: "alert" }, sentence(fault)), again);
      this.#tell.lost(fault);
    }
    this.#body.removeAttribute("aria-busy");
  }

  /**
   * Shows what is known of an image before anything is asked for.
   *
   * @param {ImageKey} key
   */
  #begin(key) {
    const fragment = linkTo(key);
    if (!this.#key || linkTo(this.#key) !== fragment) {
      this.#frame = element("div", { class: "frame" });
      this.#code = codeSection(key);
    }
    // Siblings and text are those of the spec.
    const isSameSpec = this.#key?.spec_id === key.spec_id;
    const { siblings, text } = isSameSpec ? this.#known : {};
    if (!isSameSpec) this.#dialog.scrollTop = 0;
    this.#known = { siblings, text };
    this.#key = key;
    this.#image = undefined;
    this.#steps.update(fragment);
    const image = this.#list.find(fragment) ?? siblings?.find((sibling) => linkTo(sibling) === fragment);
    if (image) {
      this.#draw(image);
    } else {
      this.#title.textContent = valueName("spec", key.spec_id);
      this.#replace(pendingLines());
    }
  }

  /** @param {Image} image */
  #draw(image) {
    const { siblings, text, tags } = this.#known;
    this.#image = image;
    this.#title.textContent = image.title;
    if (!this.#frame.hasChildNodes()) this.#frame.append(...picture(image));
    const take = (/** @type {Parameters<Query["withGroup"]>} */ ...tag) => this.#go(new Query("").withGroup(...tag));
    this.#replace(
      element("figure", {}, this.#frame, element("figcaption", {}, ...caption(image, text?.spec))),
      siblings ? siblingSection(siblings, image) : "",
      ...(text ? textSections(text) : []),
      tags ? tagSection(tags.counts, this.#list.query(), take) : pendingLines(),
      this.#code,
    );
    this.#tell.shown(image, text?.spec?.description);
  }

  /**
   * Shows `children` in the body. If the focus was on what goes, it moves to the link of the image that is shown.
   *
   * @param {(Node | string)[]} children
   */
  #replace(...children) {
    const focused = document.activeElement;
    const hadFocus = focused instanceof HTMLElement && this.#body.contains(focused);
    this.#body.replaceChildren(...children);
    if (!hadFocus) return;
    const current = this.#body.querySelector("a[aria-current]");
    const target = focused.isConnected ? focused : current instanceof HTMLElement ? current : part("details-close");
    target.focus({ preventScroll: true });
  }

  /** Forgets the image, and moves the focus to where it is in the list. */
  #forget() {
    this.#loading.abort();
    this.#key = undefined;
    this.#image = undefined;
    this.#list.focus(this.#steps.anchor);
  }
}
