// Requests to the API: the checked body, what went wrong in words, and how long the browser says it took.

import { parameterErrors } from "./replies.js";
import { Mismatch } from "./shape.js";

/** How one reply came: milliseconds from sending the request to the last byte, bytes of its body before compression. */
class Timing {
  constructor(milliseconds, bytes, isCached) {
    Object.assign(this, { milliseconds, bytes, isCached });
  }
}

/** Why there is no reply to show. */
export class Fault extends Error {
  /** @param {"unreachable" | "unacceptable" | "missing" | "failed"} kind what the caller can do about it */
  constructor(kind, message, { status, parameters = [] } = {}) {
    super(message);
    Object.assign(this, { kind, status, parameters });
  }

  /** The fault of a reply without a usable `part`. */
  static lacking(part) {
    const name = part === "" ? "a form that this page knows" : `a usable “${part}”`;
    const remedy = "Page and service may be of different versions: reload the page.";
    return new Fault("failed", `The service's reply lacks ${name}. ${remedy}`);
  }
}

/** Says what went wrong, for people. What is no `Fault` is a mistake of the page's own: the console gets it too. */
export function sentence(fault) {
  if (fault instanceof Fault) return fault.message;
  reportError(fault);
  return "This page failed at showing the reply. Reload it.";
}

/**
 * Gets JSON from `path`.
 *
 * @param {string} path
 * @param {Function} shape reads the body: a reader of `replies.js`
 * @param {AbortSignal} [signal]
 * @returns {Promise<{ body: any, timing: Promise<Timing> }>}
 * @throws {Fault} when there is no usable reply; an abort passes through as it is
 */
export async function get(path, shape, signal) {
  const watch = new Watch(path);
  let response, text;
  try {
    response = await fetch(path, { signal, headers: { accept: "application/json" } });
    text = await response.text();
  } catch (fault) {
    watch.drop();
    if (signal?.aborted) throw fault;
    throw new Fault("unreachable", "The service does not answer. Is it running, and is there a network?");
  }
  const timing = watch.timing(text);
  const body = parsed(text);
  if (!response.ok) throw refusal(response.status, body);
  if (body === undefined) throw new Fault("failed", "The service answered with something that is not JSON.");
  return { body: checked(body, shape), timing };
}

function checked(body, shape) {
  try {
    return shape(body);
  } catch (fault) {
    throw fault instanceof Mismatch ? Fault.lacking(fault.message) : fault;
  }
}

function refusal(status, body) {
  const parameters = status === 422 ? refused(body) : [];
  if (parameters.length > 0) {
    const reasons = parameters.map(({ name, input, reason }) => `${name}=${input}: ${reason}.`);
    return new Fault("unacceptable", reasons.join(" "), { status, parameters });
  }
  const said = body?.message ?? body?.detail;
  const message = `The service answered ${status}${typeof said === "string" ? `: ${said}` : ""}.`;
  return new Fault(status === 404 ? "missing" : "failed", message, { status });
}

/** The parameters that the body of 422 names; none if it is of another form. */
function refused(body) {
  try {
    const { detail } = parameterErrors(body);
    const named = detail.filter(({ loc }) => loc.length > 0);
    return named.map(({ loc, input = "", msg }) => ({ name: loc.at(-1), input, reason: msg }));
  } catch {
    return [];
  }
}

function parsed(text) {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** Waits for the browser's own measurement of one request. */
class Watch {
  static #open = new Set();
  #url;
  #start = performance.now();
  #found;
  #entry = new Promise((resolve) => (this.#found = resolve));

  static {
    // An observer is told of every request; the page's own list of them stops at 250, and pictures fill it.
    const tell = (entry) => {
      for (const watch of Watch.#open) {
        if (entry.name === watch.#url && entry.startTime >= watch.#start) watch.#found(entry);
      }
    };
    new PerformanceObserver((list) => list.getEntries().forEach(tell)).observe({ type: "resource" });
  }

  constructor(path) {
    this.#url = new URL(path, location).href;
    Watch.#open.add(this);
  }

  /** How the reply `text`, which has just come, was measured; by ourselves where the browser says nothing. */
  async timing(text) {
    const own = performance.now() - this.#start;
    const silence = new Promise((resolve) => setTimeout(resolve, 1000));
    const entry = await Promise.race([this.#entry, silence]);
    this.drop();
    if (!entry) return new Timing(own, new Blob([text]).size, false);
    // From when it was sent: before, it may have queued behind the page's own files.
    const sent = entry.requestStart || entry.startTime;
    return new Timing(entry.responseEnd - sent, entry.decodedBodySize, entry.transferSize === 0);
  }

  drop() {
    Watch.#open.delete(this);
  }
}
