// Previews, each from the host that keeps it. The class of an image says how it went: is-loaded or is-missing.

import { PictureHost } from "./picture_host.js";

/** @type {Map<string, PictureHost>} */
const hosts = new Map();
let onChange = () => {};

/**
 * Calls `listener` with the names of all silent hosts when one falls silent or answers again.
 *
 * @param {(hosts: string[]) => void} listener
 */
export function whenHostsChange(listener) {
  onChange = () => listener(silentHosts().map(({ name }) => name));
}

/**
 * Loads `url` into `image` as soon as its host answers.
 *
 * @param {HTMLImageElement} image
 * @param {string | undefined} url
 */
export function show(image, url) {
  hosts.get(image.dataset.host ?? "")?.leave(image);
  image.classList.remove("is-loaded", "is-missing");
  image.dataset.wanted = url ?? "";
  const address = loadable(url);
  if (!address) {
    image.classList.add("is-missing");
    return;
  }
  image.dataset.host = address.host;
  // A request of the page's own may not carry a name and a password.
  hostOf(address.host).show(image, address.origin + address.pathname + address.search);
}

/** Asks all silent hosts again. Resolves when each has answered or had its time. */
export function retry() {
  return Promise.all(silentHosts().map((host) => host.retry()));
}

/** @param {string} name host and port */
function hostOf(name) {
  const known = hosts.get(name);
  if (known) return known;
  const host = new PictureHost(name, () => onChange());
  hosts.set(name, host);
  return host;
}

function silentHosts() {
  return [...hosts.values()].filter(({ isSilent }) => isSilent);
}

/**
 * The address of `url` if the page's content policy lets its picture load: https, or the page's own origin.
 *
 * @param {string | undefined} url
 */
function loadable(url) {
  if (!url || !URL.canParse(url, document.baseURI)) return undefined;
  const address = new URL(url, document.baseURI);
  return address.protocol === "https:" || address.origin === location.origin ? address : undefined;
}

addEventListener("online", retry);
