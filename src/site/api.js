// Requests to the API: the checked body, what went wrong in words, and how long the browser says it took.

/** @import { paths } from "../../build/types/openapi.js" */
/** @import { Reader } from "./shape.js" */

import { delayOf, terms } from "./one_snapshot.js";
import { parameterErrors } from "./replies.js";
import { Mismatch } from "./shape.js";

/**
 * The paths that a pattern of the API's description stands for.
 *
 * @template {string} P
 * @typedef {P extends `${infer Start}{${string}}${infer End}` ? `${Start}${string}${Filled<End>}` : P} Filled
 */

/** @typedef {Filled<keyof paths>} Path */

/**
 * The measurement of one reply.
 *
 * @typedef {object} Timing
 * @property {number} milliseconds from sending the request to the last byte
 * @property {number} bytes of its body before compression
 * @property {boolean} isCached
 * @property {boolean} isLocal true if this browser has computed the reply
 */

/** @typedef {{ name: string, input: string | undefined, reason: string }} Refused a parameter that the API does not accept */

/** Why there is no reply to show. */
export class Fault extends Error {
  /**
   * @param {"unreachable" | "unacceptable" | "missing" | "failed"} kind what the caller can do about it
   * @param {string} message
   * @param {{ status?: number, parameters?: Refused[] }} [reply] what came instead
   */
  constructor(kind, message, { status, parameters = [] } = {}) {
    super(message);
    this.kind = kind;
    this.status = status;
    this.parameters = parameters;
  }

  /**
   * The fault of a reply without a usable `part`.
   *
   * @param {string} part
   */
  static lacking(part) {
    const name = part === "" ? "a form that this page knows" : `a usable “${part}”`;
    const remedy = "Page and service may be of different versions: reload the page.";
    return new Fault("failed", `The service's reply lacks ${name}. ${remedy}`);
  }
}

/**
 * Says what went wrong, for people. What is no `Fault` is a mistake of the page's own: the console gets it too.
 *
 * @param {unknown} fault
 */
export function sentence(fault) {
  if (fault instanceof Fault) return fault.message;
  reportError(fault);
  return "This page failed at showing the reply. Reload it.";
}

/**
 * Header fields of every request, except that the browser sends the first ones before this script runs. While a deployment
 * gives a new version a part of the traffic, the key lets all requests of a page reach one version.
 */
const HEADERS = { accept: "application/json", "cloudflare-workers-version-key": Math.random().toString(36).slice(2) };

/** Measurement with which the service worker marks its replies. */
const BY_BROWSER = /\bbrowser;dur=/;

/**
 * Gets JSON from `path`.
 *
 * @template J, T
 * @param {Path | `${Path}?${string}`} path
 * @param {Reader<J, T>} shape reads the body
 * @param {AbortSignal} [signal]
 * @returns {Promise<{ body: T, timing: Promise<Timing> }>}
 * @throws {Fault} when there is no usable reply; an abort passes through as it is
 */
export async function get(path, shape, signal) {
  const { response, text, watch } = await fetched(path, signal);
  const timing = watch.timing(text, BY_BROWSER.test(response.headers.get("server-timing") ?? ""));
  const body = parsed(text);
  if (!response.ok) throw refusal(response.status, body);
  if (body === undefined) throw new Fault("failed", "The service answered with something that is not JSON.");
  return { body: checked(body, shape), timing };
}

/**
 * Fetches `path` until the reply comes from the snapshot that the page shows.
 *
 * @param {string} path
 * @param {AbortSignal | undefined} signal
 */
async function fetched(path, signal) {
  for (let tries = 0; ; tries += 1) {
    const asked = terms(tries);
    const watch = new Watch(path, asked.isFirst ? 0 : performance.now());
    try {
      const response = await fetch(path, { signal: signal ?? null, headers: HEADERS, cache: asked.cache });
      const text = await response.text();
      const delay = delayOf(response.headers.get("snapshot-digest"), asked, tries);
      // The page may have given this up to ask again.
      signal?.throwIfAborted();
      if (delay === undefined) return { response, text, watch };
      watch.drop();
      await new Promise((resolve) => setTimeout(resolve, delay));
    } catch (fault) {
      watch.drop();
      if (signal?.aborted) throw fault;
      throw new Fault("unreachable", "The service does not answer. Is it running, and is there a network?");
    }
  }
}

/**
 * @template J, T
 * @param {J} body
 * @param {Reader<J, T>} shape
 */
function checked(body, shape) {
  try {
    return shape(body);
  } catch (fault) {
    throw fault instanceof Mismatch ? Fault.lacking(fault.message) : fault;
  }
}

/**
 * @param {number} status
 * @param {unknown} body
 */
function refusal(status, body) {
  const parameters = status === 422 ? refused(body) : [];
  if (parameters.length > 0) {
    const reasons = parameters.map(
      ({ name, input, reason }) => `${name}${input === undefined ? "" : `=${input}`}: ${reason}.`,
    );
    return new Fault("unacceptable", reasons.join(" "), { status, parameters });
  }
  const { message: said, detail } = /** @type {Record<string, unknown>} */ (body ?? {});
  const reason = said ?? detail;
  const message = `The service answered ${status}${typeof reason === "string" ? `: ${reason}` : ""}.`;
  return new Fault(status === 404 ? "missing" : "failed", message, { status });
}

/**
 * The parameters that the body of 422 names; none if it is of another form.
 *
 * @param {unknown} body
 * @returns {Refused[]}
 */
function refused(body) {
  try {
    const { detail } = parameterErrors(/** @type {Parameters<typeof parameterErrors>[0]} */ (body));
    return detail.flatMap(({ loc, input, msg }) => loc.slice(-1).map((name) => ({ name, input, reason: msg })));
  } catch {
    return [];
  }
}

/**
 * The JSON value, or undefined if it is none.
 *
 * @param {string} text
 */
function parsed(text) {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** Waits for the browser's own measurement of one request. */
class Watch {
  /** @type {Set<Watch>} */
  static #open = new Set();
  #url;
  #since;
  #start = performance.now();
  /** @type {PromiseWithResolvers<PerformanceResourceTiming>} */
  #entry = Promise.withResolvers();

  static {
    // An observer is told of every request; the page's own list of them stops at 250, and pictures fill it.
    const observer = new PerformanceObserver((list) => {
      for (const entry of /** @type {PerformanceResourceTiming[]} */ (list.getEntries())) {
        for (const watch of Watch.#open) {
          if (entry.name === watch.#url && entry.startTime >= watch.#since) watch.#entry.resolve(entry);
        }
      }
    });
    observer.observe({ type: "resource", buffered: true });
  }

  /**
   * @param {string} path
   * @param {number} since the earliest time at which the browser may have sent the request
   */
  constructor(path, since) {
    this.#url = new URL(path, location.href).href;
    this.#since = since;
    Watch.#open.add(this);
  }

  /**
   * The browser's measurement of the reply `text`, which has just come; our own if the browser gives none.
   *
   * @param {string} text
   * @param {boolean} isLocal
   * @returns {Promise<Timing>}
   */
  async timing(text, isLocal) {
    const own = performance.now() - this.#start;
    /** @type {Promise<void>} */
    const silence = new Promise((resolve) => setTimeout(resolve, 1000));
    const entry = await Promise.race([this.#entry.promise, silence]);
    this.drop();
    if (!entry) return { milliseconds: own, bytes: new Blob([text]).size, isCached: false, isLocal };
    // From when it was sent: before, it may have queued behind the page's own files.
    const sent = entry.requestStart || entry.startTime;
    return {
      milliseconds: entry.responseEnd - sent,
      bytes: entry.decodedBodySize || new Blob([text]).size,
      isCached: !isLocal && entry.transferSize === 0,
      isLocal,
    };
  }

  drop() {
    Watch.#open.delete(this);
  }
}
