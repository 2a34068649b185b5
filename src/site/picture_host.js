// One host of previews: it answers, or it is silent until it answers again.
//
// A page learns nothing from a picture that fails: a 404, a damaged file and a cut cable look the same. So the host is
// asked by a request whose reply the page need not read: any reply is an answer, and only its absence is an outage.

/** Milliseconds without news of the pictures under way, after which the host is asked. */
const SILENCE = 5_000;
/** Milliseconds that the host has for its answer. */
const PATIENCE = 8_000;
/** Milliseconds until a silent host is asked again. Doubled after each of the retries, which end after 21 minutes. */
const FIRST_RETRY = 5_000;
const RETRIES = 8;
/** Milliseconds that a browser needs at most to let go of a request. */
const RELEASE = 250;

export class PictureHost {
  #name;
  #onChange;
  /**
   * Undefined until the first picture has come or the first question is decided.
   *
   * @type {boolean | undefined}
   */
  #answers;
  /** The address that a question asks for: the newest picture's. */
  #address = "";
  /** @type {Set<HTMLImageElement>} */
  #underway = new Set();
  #heard = 0;
  /** @type {Promise<void> | undefined} */
  #question;
  /** @type {number | undefined} */
  #silence;
  /** @type {number | undefined} */
  #retry;
  #retries = 0;

  /**
   * @param {string} name host and port
   * @param {() => void} onChange called when the host falls silent and when it answers again
   */
  constructor(name, onChange) {
    this.#name = name;
    this.#onChange = onChange;
  }

  get name() {
    return this.#name;
  }

  get isSilent() {
    return this.#answers === false;
  }

  /**
   * Loads `address` into `image`, now or as soon as the host answers. One picture goes ahead of the first answer.
   *
   * @param {HTMLImageElement} image
   * @param {string} address
   */
  show(image, address) {
    this.#address = address;
    image.dataset.waitsFor = this.#name;
    if (this.isSilent) image.classList.add("is-missing");
    else if (this.#answers || this.#underway.size === 0) this.#load(image);
  }

  /**
   * Has nothing to do with `image` any more.
   *
   * @param {HTMLImageElement} image
   */
  leave(image) {
    image.onload = null;
    image.onerror = null;
    delete image.dataset.waitsFor;
    this.#underway.delete(image);
  }

  /** Asks the host now, and gives it all of its retries again. Resolves when the answer or its absence is known. */
  retry() {
    this.#retries = 0;
    return this.#ask();
  }

  /** @param {HTMLImageElement} image */
  #load(image) {
    const isAgain = this.#underway.has(image);
    image.classList.remove("is-missing");
    delete image.dataset.waitsFor;
    this.#underway.add(image);
    if (this.#silence === undefined) this.#listen();
    image.onload = () => {
      this.leave(image);
      image.classList.remove("is-missing");
      image.classList.add("is-loaded");
      this.#heard += 1;
      this.#listen();
      this.#answered();
    };
    image.onerror = () => {
      this.leave(image);
      image.classList.add("is-missing");
      image.dataset.waitsFor = this.#name;
      this.#listen();
      if (!this.isSilent) void this.#ask();
    };
    if (isAgain) reload(image);
    else image.src = image.dataset.wanted ?? "";
  }

  /** Waits anew for news of the pictures under way. */
  #listen() {
    clearTimeout(this.#silence);
    this.#silence = undefined;
    if (this.#underway.size === 0 || this.isSilent) return;
    this.#silence = setTimeout(() => {
      this.#silence = undefined;
      void this.#ask();
    }, SILENCE);
  }

  #ask() {
    this.#question ??= this.#decide();
    return this.#question;
  }

  async #decide() {
    const heard = this.#heard;
    const answers = await answersTo(this.#address);
    this.#question = undefined;
    if (answers) this.#answered({ isAsked: true });
    else if (this.#heard === heard) this.#fellSilent();
  }

  /** Loads what waits. A picture that failed while the host answers stays missing: that was the answer. */
  #answered({ isAsked = false } = {}) {
    const wasSilent = this.isSilent;
    this.#answers = true;
    this.#retries = 0;
    clearTimeout(this.#retry);
    for (const image of this.#waiting()) {
      const isMissing = image.classList.contains("is-missing");
      // Pictures under way may hang for ever after an outage; if one of them brings the news, the others may come too.
      if (isMissing && (!wasSilent || (this.#underway.has(image) && !isAsked))) delete image.dataset.waitsFor;
      else this.#load(image);
    }
    if (wasSilent) this.#onChange();
  }

  #fellSilent() {
    const isNews = !this.isSilent;
    this.#answers = false;
    this.#listen();
    for (const image of this.#underway) image.dataset.waitsFor = this.#name;
    for (const image of this.#waiting()) image.classList.add("is-missing");
    clearTimeout(this.#retry);
    if (this.#retries < RETRIES) {
      this.#retry = setTimeout(() => this.#ask(), FIRST_RETRY * 2 ** this.#retries);
      this.#retries += 1;
    }
    if (isNews) this.#onChange();
  }

  /**
   * The pictures of the page that wait for this host. Those that left the page are asked for no more.
   *
   * @returns {NodeListOf<HTMLImageElement>}
   */
  #waiting() {
    return document.querySelectorAll(`img[data-waits-for="${this.#name}"]`);
  }
}

/**
 * Gives up the request under way and makes another one. Until the browser has let go of the old one it joins that.
 *
 * @param {HTMLImageElement} image
 */
function reload(image) {
  const { wanted } = image.dataset;
  image.removeAttribute("src");
  setTimeout(() => {
    if (wanted && image.dataset.wanted === wanted) image.src = wanted;
  }, RELEASE);
}

/**
 * True if anything answers at `address`, be it a refusal.
 *
 * @param {string} address
 */
async function answersTo(address) {
  const patience = new AbortController();
  const end = setTimeout(() => patience.abort(), PATIENCE);
  try {
    await fetch(address, {
      method: "HEAD",
      mode: "no-cors",
      cache: "no-store",
      credentials: "omit",
      referrerPolicy: "no-referrer",
      priority: "high",
      signal: patience.signal,
    });
    return true;
  } catch {
    return false;
  } finally {
    clearTimeout(end);
  }
}
