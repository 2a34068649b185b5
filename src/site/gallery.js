// The images: one card each, dressed when it comes near the window, kept while it stays in the selection.

/** @import { CardPlace } from "./address.js" */
/** @import { Image } from "./replies.js" */

import { linkTo } from "./address.js";
import { isDark, whenThemeChanges } from "./dark_mode.js";
import { arrange, element, marked } from "./dom.js";
import { wordsOf } from "./fold.js";
import { partsOf } from "./matches.js";
import { show } from "./pictures.js";
import { hue, placeholder } from "./placeholder.js";
import { valueName } from "./vocabulary.js";

/** Frames after which cards near the window have their height. */
const FRAMES = 5;

export class Gallery {
  #list;
  /**
   * Cards by their links.
   *
   * @type {Map<string, HTMLLIElement>}
   */
  #cards = new Map();
  /**
   * Folded words that the images were searched by.
   *
   * @type {string[]}
   */
  #wanted = [];
  /** @type {WeakMap<Element, Image>} */
  #images = new WeakMap();
  #near = new IntersectionObserver((entries) => this.#dress(entries), { rootMargin: "600px 0px" });

  /** @param {HTMLUListElement} list gets the cards */
  constructor(list) {
    this.#list = list;
    whenThemeChanges(() => {
      for (const card of this.#cards.values()) repaint(card, this.#imageOf(card));
    });
  }

  /** Number of images. */
  get size() {
    return this.#cards.size;
  }

  /**
   * Shows `images` and nothing else, and marks the words that they were searched by.
   *
   * @param {Image[]} images
   * @param {string} words
   */
  replace(images, words) {
    this.#wanted = wordsOf(words);
    const old = this.#cards;
    this.#cards = new Map();
    const cards = images.map((image) => this.#card(image, old));
    for (const card of old.values()) this.#near.unobserve(card);
    arrange(this.#list, cards);
  }

  /**
   * Shows `images` after those that are there, and returns the card of the first.
   *
   * @param {Image[]} images
   */
  append(images) {
    const cards = images.map((image) => this.#card(image, new Map()));
    this.#list.append(...cards);
    return cards[0];
  }

  /**
   * The image whose card leads to `fragment`.
   *
   * @param {string} fragment
   */
  find(fragment) {
    const card = this.#cards.get(fragment);
    return card && this.#imageOf(card);
  }

  /**
   * The place of the card that leads to `fragment`, from 0 on, and the fragments of the cards beside it; undefined if there
   * is no such card.
   *
   * @param {string} fragment
   */
  beside(fragment) {
    const fragments = [...this.#cards.keys()];
    const place = fragments.indexOf(fragment);
    return place < 0 ? undefined : { place, previous: fragments[place - 1], next: fragments[place + 1] };
  }

  /**
   * The first card in sight.
   *
   * @returns {CardPlace | undefined}
   */
  first() {
    for (const [fragment, card] of this.#cards) {
      const { top, bottom } = card.getBoundingClientRect();
      if (bottom > 0) return { fragment, top };
    }
    return undefined;
  }

  /**
   * Scrolls until a card has this place, if it is there. Cards get their height when they come near the window: the same
   * pixels from the top of the page may be at another card, and the place is right a few frames later.
   *
   * @param {CardPlace} place
   * @param {AbortSignal} signal says that another list is chosen
   */
  bring(place, signal, frames = FRAMES) {
    const card = this.#cards.get(place.fragment);
    if (!card || signal.aborted || frames === 0) return;
    scrollBy(0, card.getBoundingClientRect().top - place.top);
    requestAnimationFrame(() => this.bring(place, signal, frames - 1));
  }

  /**
   * Moves the focus to the card that leads to `fragment`; false if there is none.
   *
   * @param {string} fragment
   */
  focus(fragment) {
    const link = this.#cards.get(fragment)?.querySelector("a");
    link?.focus();
    return link !== undefined && link !== null;
  }

  /**
   * The card of `image`, from `old` if it is there.
   *
   * @param {Image} image
   * @param {Map<string, HTMLLIElement>} old
   */
  #card(image, old) {
    const key = linkTo(image);
    const card = old.get(key) ?? this.#made(image);
    old.delete(key);
    mark(card, image, this.#wanted);
    this.#cards.set(key, card);
    return card;
  }

  /** @param {Image} image */
  #made(image) {
    const quality = image.quality === undefined ? null : qualityBadge(image.quality);
    const card = element(
      "li",
      { class: "card" },
      element(
        "a",
        { href: linkTo(image), "data-hue": hue(image.library) },
        element("span", { class: "frame" }),
        element("span", { class: "title" }),
        element(
          "span",
          { class: "by" },
          element("span", { class: "library" }),
          element("span", { class: "language" }),
          quality,
        ),
      ),
    );
    this.#images.set(card, image);
    this.#near.observe(card);
    return card;
  }

  /**
   * Draws what came near the window.
   *
   * @param {IntersectionObserverEntry[]} entries
   */
  #dress(entries) {
    for (const { isIntersecting, target } of entries) {
      if (!isIntersecting) continue;
      this.#near.unobserve(target);
      target.querySelector(".frame")?.append(...picture(this.#imageOf(target)));
    }
  }

  /** @param {Element} card */
  #imageOf(card) {
    // Every card enters the map when it is made.
    return /** @type {Image} */ (this.#images.get(card));
  }
}

/**
 * Writes the names on a card, with the words that were searched marked. The id of the spec is there if it has one of them.
 *
 * @param {Element} card
 * @param {Image} image
 * @param {string[]} wanted
 */
function mark(card, { title, spec_id, library, language }, wanted) {
  const texts = [title, valueName("lib", library), valueName("lang", language), spec_id];
  const parts = partsOf(wanted, texts);
  const [shownTitle, shownLibrary, shownLanguage, shownId] = texts.map((text, place) => marked(text, parts[place]));
  const isById = parts[0].length === 0 && parts[3].length > 0;
  card
    .querySelector(".title")
    ?.replaceChildren(...shownTitle, ...(isById ? [" ", element("code", {}, ...shownId)] : []));
  card.querySelector(".library")?.replaceChildren(...shownLibrary);
  card.querySelector(".language")?.replaceChildren(...shownLanguage);
}

/** @typedef {Pick<Image, "url_light" | "url_dark">} Previews */

/**
 * The content of the frame of `image`: its drawing, and its preview over it once that has come.
 *
 * @param {Image} image
 */
export function picture(image) {
  const preview = element("img", { alt: "", decoding: "async", referrerpolicy: "no-referrer" });
  show(preview, previewOf(image));
  return [placeholder(image), preview];
}

/**
 * Exchanges the preview within `node` for the one that fits, if it has one.
 *
 * @param {Element} node
 * @param {Previews} image
 */
export function repaint(node, image) {
  /** @type {HTMLImageElement | null} */
  const preview = node.querySelector(".frame img");
  const url = previewOf(image);
  if (preview && preview.dataset.wanted !== url) show(preview, url);
}

/** @param {Previews} image */
function previewOf({ url_light, url_dark }) {
  return (isDark() && url_dark) || url_light;
}

/** @param {number} quality */
function qualityBadge(quality) {
  const rounded = Math.round(quality);
  return element(
    "span",
    { class: "quality", title: `Quality ${quality} of 100` },
    element("span", { class: "unseen" }, ", quality "),
    String(rounded),
  );
}
