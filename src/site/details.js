// One image at large: its siblings, its tags, and, where documents were exported, its spec's text and its code.
//
// The filter alone answers for pictures and tags, so that a snapshot without documents loses only the texts.

import { linkTo } from "./address.js";
import { get, sentence } from "./api.js";
import { element, onFragment, part } from "./dom.js";
import { picture, repaint } from "./gallery.js";
import * as replies from "./replies.js";
import { isExpressible, obstacle, Query } from "./url_state.js";
import { counted, FACETS, facetName, valueName } from "./vocabulary.js";

/** Facets that say more than which image this is. */
const TAGS = FACETS.filter(({ isSingle }) => !isSingle);

export class Details {
  #dialog = part("details");
  #body = part("details-body");
  #title = part("details-title");
  #go;
  #image;
  #loading;

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
      if (this.#dialog.open || !this.#image) return;
      this.#forget();
      close();
    });
    document.addEventListener("themechange", ({ detail }) => {
      if (this.#image?.url_light) repaint(this.#body, this.#image, detail.isDark);
    });
  }

  /** Closes without asking anyone. */
  hide() {
    this.#forget();
    this.#dialog.close();
  }

  /** Opens the details of `image`: its spec, language and library. */
  async show(image) {
    this.#loading?.abort();
    const { signal } = (this.#loading = new AbortController());
    // Siblings stay until the reply comes; what belongs to another spec does not.
    if (this.#image?.spec_id !== image.spec_id) this.#body.replaceChildren();
    this.#image = image;
    this.#title.textContent = valueName("spec", image.spec_id);
    if (!this.#dialog.open) this.#dialog.showModal();
    this.#body.setAttribute("aria-busy", "true");
    try {
      const [siblings, counts, text] = await Promise.all([
        siblingsOf(image, signal),
        countsOf(image, signal),
        textOf(image, signal),
      ]);
      this.#draw(siblings, counts, text);
    } catch (fault) {
      if (signal.aborted) return;
      const again = element("button", { type: "button", click: () => this.show(image) }, "Try again");
      this.#body.replaceChildren(element("p", { role: "alert" }, sentence(fault)), again);
    }
    this.#body.removeAttribute("aria-busy");
  }

  #draw(siblings, counts, { spec, lack }) {
    const shown = siblings.find((sibling) => linkTo(sibling) === linkTo(this.#image));
    if (!shown) {
      this.#body.replaceChildren(element("p", {}, "The catalogue has no such image."));
      return;
    }
    this.#image = shown;
    this.#title.textContent = shown.title;
    const made = spec?.implementations.find(
      ({ library_id, language }) => library_id === shown.library && language === shown.language,
    );
    const isDark = document.documentElement.classList.contains("dark-mode");
    const page =
      shown.html &&
      element("a", { href: shown.html, target: "_blank", rel: "noopener noreferrer" }, "Interactive version");
    this.#body.replaceChildren(
      element(
        "figure",
        {},
        element("div", { class: "frame" }, ...picture(shown, isDark)),
        element("figcaption", {}, facts(shown, made), page),
      ),
      section("Implementations", siblingList(siblings, shown)),
      lack ? element("p", { role: "status" }, lack) : "",
      spec?.description ? section("What it shows", element("p", {}, spec.description)) : "",
      spec?.applications?.length ? section("Used for", list(spec.applications)) : "",
      section("Tags", this.#tags(counts)),
      codeSection(shown),
    );
  }

  #tags(counts) {
    if (!counts) return element("p", {}, "No filter can name this image, so its tags cannot be shown.");
    const rows = TAGS.filter(({ key }) => counts[key].size > 0).map(({ key }) => {
      const tags = [...counts[key].keys()].map((value) => this.#tag(key, value));
      return element("div", {}, element("dt", {}, facetName(key)), element("dd", {}, ...tags));
    });
    return element("dl", { class: "tags" }, ...rows);
  }

  /** A tag leads to the images that carry it, or is plain text if no filter can name it. */
  #tag(key, value) {
    const title = obstacle(value);
    const name = valueName(key, value);
    if (title) return element("span", { class: "chip is-plain", title }, name);
    const take = () => this.#go(new Query("").withGroup(key, value));
    return element("button", { type: "button", class: "chip", click: take }, name);
  }

  #forget() {
    this.#loading?.abort();
    this.#image = undefined;
  }
}

/** The images of the spec of `image`. Those of a spec that no filter can name have a list of their own, with less. */
async function siblingsOf({ spec_id }, signal) {
  if (isExpressible(spec_id)) return (await filtered([["spec", spec_id]], {}, signal)).images;
  try {
    const [{ body }, { specTitles }] = await Promise.all([
      get(`/specs/${encodeURIComponent(spec_id)}/images`, replies.specImages, signal),
      filtered([], { limit: 1 }, signal),
    ]);
    const title = specTitles.get(spec_id) ?? spec_id;
    return body.images.map((image) => ({ ...image, spec_id, title, url_light: image.url }));
  } catch (fault) {
    if (fault.kind !== "missing") throw fault;
    return [];
  }
}

/** The counts of `image` alone, whose values are what it carries; undefined if no filter can name it. */
async function countsOf({ spec_id, language, library }, signal) {
  const groups = Object.entries({ spec: spec_id, lang: language, lib: library });
  if (!groups.every(([, value]) => isExpressible(value))) return undefined;
  return (await filtered(groups, { limit: 1 }, signal)).counts;
}

/** The reply to a filter by these facets and values. */
async function filtered(groups, page, signal) {
  const text = groups.reduce((text, [facet, value]) => new Query(text).withGroup(facet, value), "");
  return (await get(new Query(text).request(page), replies.filterReply, signal)).body;
}

/** The document of a spec, or why it is not there. The details do without it; some snapshots have none. */
async function textOf({ spec_id }, signal) {
  try {
    return { spec: (await get(`/specs/${encodeURIComponent(spec_id)}`, replies.spec, signal)).body };
  } catch (fault) {
    if (signal.aborted) throw fault;
    return fault.kind === "missing" ? {} : { lack: `There is no text of this spec now. ${sentence(fault)}` };
  }
}

function facts({ library, language, quality }, made) {
  const facts = [
    [valueName("lib", library), made?.library_version].filter(Boolean).join(" "),
    [valueName("lang", language), made?.language_version].filter(Boolean).join(" "),
    quality == null ? null : `quality ${quality} of 100`,
    made?.generated_by ? `made by ${made.generated_by}` : null,
  ];
  return element("span", {}, facts.filter(Boolean).join(" · "));
}

function siblingList(siblings, shown) {
  const items = siblings.map((image) => {
    const isShown = image.library === shown.library && image.language === shown.language;
    const quality =
      image.quality == null ? null : element("span", { class: "quality" }, String(Math.round(image.quality)));
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

/** The code, asked for when someone wants to see it. */
function codeSection({ spec_id, library, language }) {
  const [spec, name, tongue] = [spec_id, library, language].map(encodeURIComponent);
  const path = `/specs/${spec}/${name}/code?language=${tongue}`;
  const content = element("div", {}, element("p", { role: "status" }, "Loading …"));
  const load = async () => {
    try {
      const { code } = (await get(path, replies.code)).body;
      const copy = element("button", { type: "button", class: "copy", click: () => copyText(code, copy) }, "Copy");
      content.replaceChildren(copy, element("pre", { tabindex: "0", "aria-label": "Code" }, element("code", {}, code)));
    } catch (fault) {
      const text = fault.kind === "missing" ? "The service has no code of this image." : sentence(fault);
      content.replaceChildren(element("p", { role: "status" }, text));
    }
  };
  const details = element("details", { class: "code" }, element("summary", {}, element("h3", {}, "Code")), content);
  details.addEventListener("toggle", load, { once: true });
  return details;
}

async function copyText(text, button) {
  try {
    await navigator.clipboard.writeText(text);
    button.textContent = "Copied";
  } catch {
    button.textContent = "The browser did not allow it";
  }
}

function section(title, ...children) {
  return element("section", {}, element("h3", {}, title), ...children);
}

function list(items) {
  return element("ul", {}, ...items.map((item) => element("li", {}, item)));
}
