// The pages of images after the first: asked for by a button, or by scrolling near the end of the list.

/** @import { Answer } from "./answer.js" */
/** @import { Timing } from "./api.js" */
/** @import { Gallery } from "./gallery.js" */

import { Fault, get, sentence } from "./api.js";
import { part, partOf } from "./dom.js";
import { filterPath, OMITTABLE } from "./filter_paths.js";
import * as replies from "./replies.js";
import { showRest } from "./results.js";

/** Images a request, if the address says nothing else. */
export const PAGE = 48;
/** Parts of a reply that further pages do without. */
const ALL_BUT_IMAGES = OMITTABLE.filter((part) => part !== "images");

export class NextPages {
  #gallery;
  #tell;
  #button = partOf(HTMLButtonElement, "more");
  #rest = part("rest");
  /** @type {Answer | undefined} */
  #answer;
  #signal = new AbortController().signal;
  #nearEnd = new IntersectionObserver(
    (entries) => {
      if (entries.at(-1)?.isIntersecting) void this.more();
    },
    { rootMargin: "900px 0px" },
  );
  /** Appends the next page, if there is one and the list is that of the last choice. */
  more = () => this.#more();

  /**
   * @param {Gallery} gallery gets the images
   * @param {object} tell
   * @param {(path: string, timing: Promise<Timing>) => void} tell.grown called when a page has come
   * @param {(fault: unknown) => void} tell.lost called when it has not
   */
  constructor(gallery, tell) {
    this.#gallery = gallery;
    this.#tell = tell;
    this.#button.addEventListener("click", this.more);
  }

  /**
   * Says how many images of `answer` are there, and offers the next ones until `signal` says that another list is chosen.
   *
   * @param {Answer} answer
   * @param {AbortSignal} signal
   */
  show(answer, signal) {
    this.#answer = answer;
    this.#signal = signal;
    const { offset, total } = answer.reply;
    const { size } = this.#gallery;
    this.#button.hidden = offset + size >= total || size === 0;
    showRest(size, offset, total);
    // An observer tells of changes only, and the button may still be in sight.
    this.#nearEnd.unobserve(this.#button);
    if (!answer.query.isLimited) this.#nearEnd.observe(this.#button);
  }

  async #more() {
    const [answer, signal, button] = [this.#answer, this.#signal, this.#button];
    if (button.disabled || button.hidden || !answer || signal.aborted) return;
    const hadFocus = document.activeElement === button;
    const { offset, total } = answer.reply;
    const page = { limit: PAGE, offset: offset + this.#gallery.size };
    const path = filterPath(answer.query, { ...page, fields: replies.IMAGE_FIELDS, omit: ALL_BUT_IMAGES });
    button.disabled = true;
    try {
      const { body, timing } = await get(path, replies.imagePage, signal);
      // A service that does not name its snapshot has another one by now: its pages do not continue this list.
      if (body.total !== total) throw new Fault("failed", "The catalogue has changed meanwhile: reload the page.");
      const first = this.#gallery.append(body.images);
      if (hadFocus) first?.querySelector("a")?.focus({ preventScroll: true });
      this.show(answer, signal);
      this.#tell.grown(path, timing);
    } catch (fault) {
      if (signal.aborted) return;
      this.#rest.textContent = `${sentence(fault)} What is here stays.`;
      this.#tell.lost(fault);
    } finally {
      button.disabled = false;
    }
  }
}
