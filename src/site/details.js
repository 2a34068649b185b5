// One image at large: its siblings, its tags, and, where documents were exported, its spec's text and its code.
//
// The filter alone answers for pictures and tags, so that a snapshot without documents loses only the texts.

import { linkTo } from "./address.js";
import { get } from "./api.js";
import { element, part } from "./dom.js";
import { picture, repaint } from "./gallery.js";
import { Query } from "./url_state.js";
import { FACETS, counted, facetName, valueName } from "./vocabulary.js";

/** Facets that say more than which image this is. */
const TAGS = FACETS.filter(({ isSingle }) => !isSingle);

export class Details {
  #dialog = part("details");
  #body = part("details-body");
  #title = part("details-title");
  #go;
  #image;
  #loading;
  /** Whether the snapshot was exported without documents. */
  #isWithoutTexts = false;

  /**
   * @param {(text: string) => void} go what to do with the query string that a tag leads to
   * @param {() => void} onClose called when the person closes the dialog
   */
  constructor(go, onClose) {
    this.#go = go;
    part("details-close").addEventListener("click", () => this.#dialog.close());
    this.#dialog.addEventListener("click", ({ target }) => target === this.#dialog && this.#dialog.close());
    this.#body.addEventListener("click", (event) => {
      // A sibling takes the place of the image in the history too: going back closes the details.
      const link = event.target.closest("a[href^='#']");
      if (!link || event.ctrlKey || event.metaKey || event.shiftKey) return;
      event.preventDefault();
      location.replace(link.href);
    });
    this.#dialog.addEventListener("close", () => {
      if (this.#dialog.open || !this.#image) return;
      this.#forget();
      onClose();
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
    this.#image = image;
    this.#title.textContent = valueName("spec", image.spec_id);
    if (!this.#dialog.open) {
      this.#body.replaceChildren();
      this.#dialog.showModal();
    }
    this.#body.setAttribute("aria-busy", "true");
    try {
      const spec = new Query("").withGroup("spec", image.spec_id);
      const one = new Query(new Query(spec).withGroup("lang", image.language)).withGroup("lib", image.library);
      const [siblings, own, text] = await Promise.all([
        get(new Query(spec).request(), signal),
        get(new Query(one).request({ limit: 1 }), signal),
        this.#text(image, signal),
      ]);
      this.#draw(siblings.body.images, own.body, text);
    } catch (fault) {
      if (signal.aborted) return;
      const again = element("button", { type: "button", click: () => this.show(image) }, "Try again");
      this.#body.replaceChildren(element("p", { role: "alert" }, fault.message), again);
    }
    this.#body.removeAttribute("aria-busy");
  }

  /** The spec's document; undefined where there is none, which is asked for no second time. */
  async #text({ spec_id }, signal) {
    if (this.#isWithoutTexts) return undefined;
    try {
      return (await get(`/specs/${encodeURIComponent(spec_id)}`, signal)).body;
    } catch (fault) {
      if (fault.kind !== "missing") throw fault;
      return undefined;
    }
  }

  #draw(siblings, own, text) {
    const shown = own.images[0];
    if (!shown) {
      this.#body.replaceChildren(element("p", {}, "The catalogue has no such image."));
      return;
    }
    this.#isWithoutTexts ||= text === undefined;
    this.#image = shown;
    this.#title.textContent = shown.title;
    const made = text?.implementations?.find(
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
      text?.description ? section("What it shows", element("p", {}, text.description)) : "",
      text?.applications?.length ? section("Used for", list(text.applications)) : "",
      section("Tags", this.#tags(own.counts)),
      codeSection(shown),
    );
  }

  #tags(counts) {
    const rows = TAGS.filter(({ key }) => Object.keys(counts[key]).length > 0).map(({ key }) => {
      const take = (value) => () => {
        this.hide();
        this.#go(new Query("").withGroup(key, value));
      };
      const tags = Object.keys(counts[key]).map((value) =>
        element("button", { type: "button", class: "chip", click: take(value) }, value),
      );
      return element("div", {}, element("dt", {}, facetName(key)), element("dd", {}, ...tags));
    });
    return element("dl", { class: "tags" }, ...rows);
  }

  #forget() {
    this.#loading?.abort();
    this.#image = undefined;
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
      const { code } = (await get(path)).body;
      const copy = element("button", { type: "button", class: "copy", click: () => copyText(code, copy) }, "Copy");
      content.replaceChildren(copy, element("pre", { tabindex: "0", "aria-label": "Code" }, element("code", {}, code)));
    } catch (fault) {
      const text = fault.kind === "missing" ? "This snapshot was exported without code." : fault.message;
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
