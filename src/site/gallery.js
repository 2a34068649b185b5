// The images: one card each, dressed when it comes near the window, kept while it stays in the selection.

import { linkTo } from "./address.js";
import { arrange, element } from "./dom.js";
import { show } from "./pictures.js";
import { hue, placeholder } from "./placeholder.js";
import { valueName } from "./vocabulary.js";

export class Gallery {
  #list;
  #cards = new Map();
  #images = new WeakMap();
  #isDark = false;
  #near = new IntersectionObserver((entries) => this.#dress(entries), { rootMargin: "600px 0px" });

  /** @param {HTMLUListElement} list where the cards go */
  constructor(list) {
    this.#list = list;
    document.addEventListener("themechange", ({ detail }) => this.#repaint(detail.isDark));
  }

  /** How many images there are. */
  get size() {
    return this.#cards.size;
  }

  /** Shows `images` and nothing else. */
  replace(images) {
    const old = this.#cards;
    this.#cards = new Map();
    const cards = images.map((image) => this.#card(image, old));
    for (const card of old.values()) this.#near.unobserve(card);
    arrange(this.#list, cards);
  }

  /** Shows `images` after those that are there, and returns the first of them. */
  append(images) {
    const cards = images.map((image) => this.#card(image, new Map()));
    this.#list.append(...cards);
    return cards[0];
  }

  /** The card of `image`, from `old` where it is there. */
  #card(image, old) {
    const key = linkTo(image);
    const card = old.get(key) ?? this.#made(image);
    old.delete(key);
    this.#cards.set(key, card);
    return card;
  }

  #made(image) {
    const library = valueName("lib", image.library);
    const quality = image.quality == null ? null : qualityBadge(image.quality);
    const card = element(
      "li",
      { class: "card" },
      element(
        "a",
        { href: linkTo(image), "data-hue": hue(image.library) },
        element("span", { class: "frame" }),
        element("span", { class: "title" }, image.title ?? image.spec_id),
        element(
          "span",
          { class: "by" },
          element("span", { class: "library" }, library),
          element("span", { class: "language" }, valueName("lang", image.language)),
          quality,
        ),
      ),
    );
    this.#images.set(card, image);
    this.#near.observe(card);
    return card;
  }

  /** Draws what came near the window. */
  #dress(entries) {
    for (const { isIntersecting, target } of entries) {
      if (!isIntersecting) continue;
      this.#near.unobserve(target);
      const image = this.#images.get(target);
      target.querySelector(".frame").append(...picture(image, this.#isDark));
    }
  }

  #repaint(isDark) {
    this.#isDark = isDark;
    for (const card of this.#cards.values()) repaint(card, this.#images.get(card), isDark);
  }
}

/** What fills the frame of `image`: its drawing, and its preview over it once that has come. */
export function picture(image, isDark) {
  const preview = element("img", { alt: "", decoding: "async", referrerpolicy: "no-referrer" });
  show(preview, previewOf(image, isDark));
  return [placeholder(image), preview];
}

/** Exchanges the preview within `node` for the one that fits, if it has one. */
export function repaint(node, image, isDark) {
  const preview = node.querySelector(".frame img");
  const url = previewOf(image, isDark);
  if (preview && preview.dataset.wanted !== url) show(preview, url);
}

function previewOf({ url_light, url_dark }, isDark) {
  return (isDark && url_dark) || url_light;
}

function qualityBadge(quality) {
  const rounded = Math.round(quality);
  return element(
    "span",
    { class: "quality", title: `Quality ${quality} of 100` },
    element("span", { class: "unseen" }, ", quality "),
    String(rounded),
  );
}
