// Previews from hosts that may not be there. A host is asked for one picture before it is asked for many: where the
// first few fail there is no network to it, and thousands more requests would only fill the console.

const ATTEMPTS = 3;

/** What is known of each host: its failures, the pictures that wait for the first answer, and that answer. */
const hosts = new Map();
let onUnreachable = () => {};

/** Calls `listener` with the name of a host when it turns out to be unreachable. */
export function whenUnreachable(listener) {
  onUnreachable = listener;
}

/** Loads `url` into `image` as soon as its host is known to answer. The image's class says how it went. */
export function show(image, url) {
  image.classList.remove("is-loaded", "is-missing");
  const host = hostOf(url);
  if (!host) {
    image.classList.add("is-missing");
    return;
  }
  image.dataset.wanted = url;
  const state = hosts.get(host) ?? { waiting: [], failures: 0, isAsked: false, answer: undefined };
  hosts.set(host, state);
  if (state.answer === true) load(image);
  else if (state.answer === false) image.classList.add("is-missing");
  else {
    state.waiting.push(image);
    if (!state.isAsked) ask(host, state);
  }
}

/** Forgets that hosts did not answer, and asks the pictures in `images` for again. */
export function retry(images) {
  for (const [host, { answer }] of hosts) {
    if (answer === false) hosts.delete(host);
  }
  for (const image of images) {
    if (image.classList.contains("is-missing")) show(image, image.dataset.wanted);
  }
}

function ask(host, state) {
  const image = state.waiting.shift();
  if (!image) {
    state.isAsked = false;
    return;
  }
  state.isAsked = true;
  const probe = new Image();
  probe.onload = () => {
    state.answer = true;
    for (const waiting of [image, ...state.waiting.splice(0)]) load(waiting);
  };
  probe.onerror = () => {
    image.classList.add("is-missing");
    state.failures += 1;
    if (state.failures < ATTEMPTS) {
      ask(host, state);
      return;
    }
    state.answer = false;
    for (const waiting of state.waiting.splice(0)) waiting.classList.add("is-missing");
    onUnreachable(host);
  };
  probe.referrerPolicy = "no-referrer";
  probe.src = image.dataset.wanted;
}

function load(image) {
  image.onload = () => image.classList.add("is-loaded");
  image.onerror = () => image.classList.add("is-missing");
  image.src = image.dataset.wanted;
}

function hostOf(url) {
  try {
    const { protocol, host } = new URL(url);
    return protocol === "https:" ? host : undefined;
  } catch {
    return undefined;
  }
}
