// A real Chromium for the tests: pages on the worker under test, and everything that went wrong in them.

/** @import { TestContext } from "node:test" */
/** @import { BrowserContext, Page } from "playwright-core" */
/** @import { Asked, Body } from "../../src/site/replies.js" */

import assert from "node:assert/strict";
import { mkdirSync, readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { after } from "node:test";
import { chromium } from "playwright-core";
import { chance, SEED } from "./chance.js";

/** Address of the worker. */
export const SITE = required("SITE");
/** Address of a worker whose catalogue has names that are awkward to programs. */
export const AWKWARD = required("AWKWARD_SITE");
/** Most milliseconds that a reply of the API is held back. Each is held back for a time of its own: they overtake. */
const DELAY = Number(process.env.DELAY ?? 0);
/** Requests of filters. */
export const FILTER = "**/plots/filter?*";
/** Message that the browser logs when a request gets an error or nothing. */
export const FAILED = /Failed to load resource/;
/** Message of Playwright in place of a service worker. */
const BLOCKED = /Service Worker registration blocked by Playwright/;
/** Previews of the default catalogue. */
export const PREVIEWS = "**/site/previews/**";

const AXE = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
const SCREENSHOTS = new URL("../../build/browser/", import.meta.url).pathname;

const browser = await chromium.launch({
  executablePath: required("CHROME_PATH"),
  args: [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
  ],
});
after(() => browser.close());

/** @type {("light" | "dark")[]} */
export const SCHEMES = ["light", "dark"];

/**
 * @typedef {object} Visitor
 * @property {"light" | "dark"} [scheme]
 * @property {number} [width] of the window, in CSS pixels
 * @property {boolean} [hasPictures] false if previews cannot be reached
 * @property {string[]} [hosts] origins on the loopback interface that the page may ask as well
 * @property {string} [site] the worker, if it is not the usual one
 * @property {RegExp} [expected] messages that this test provokes
 * @property {boolean} [hasServiceWorker] true if a service worker may answer requests. The test then has no routes
 * @property {(page: Page) => unknown} [before] what to do before the page is opened
 */

/**
 * The body of the reply to a GET.
 *
 * @template {string} P
 * @typedef {P extends `/plots/filter${string}` ? Asked<Body<"/plots/filter">>
 *   : P extends `/plots/facets/${string}` ? Body<"/plots/facets/{facet}">
 *   : P extends `/specs/${string}/code?${string}` ? Body<"/specs/{id}/{library}/code">
 *   : P extends `/specs/${string}` ? Body<"/specs/{id}">
 *   : P extends "/stats" | "/health" | "/languages" | "/libraries" ? Body<P>
 *   : P extends "/openapi.json" ? Record<"paths" | "components", Record<string, any>>
 *   : never} Reply
 */

/**
 * Opens `path` as a new visitor. The test fails if the page logs an error or a warning, breaks its security policy or
 * asks any host but the worker and those that the test names.
 *
 * @param {TestContext} test
 * @param {string} path
 * @param {Visitor} [visitor]
 */
export async function open(test, path, visitor = {}) {
  const { scheme = "light", width = 1280, hasPictures = true, hosts = [], site = SITE, expected, before } = visitor;
  const { hasServiceWorker = false } = visitor;
  const viewport = { width, height: 860 };
  // The hosts of a test sign for themselves.
  // Without a graphics processor, motion takes the time of tests.
  const context = await browser.newContext({
    reducedMotion: "reduce",
    colorScheme: scheme,
    viewport,
    ignoreHTTPSErrors: hosts.length > 0,
    serviceWorkers: hasServiceWorker ? "allow" : "block",
  });
  const page = await context.newPage();
  /** @type {string[]} */
  const faults = [];
  page.on("console", (message) => {
    const isFault = ["error", "warning"].includes(message.type()) && !BLOCKED.test(message.text());
    if (isFault && !expected?.test(message.text())) faults.push(message.text());
  });
  page.on("pageerror", (error) => faults.push(error.stack));
  await context.addInitScript(() => {
    document.addEventListener("securitypolicyviolation", ({ violatedDirective, blockedURI }) =>
      console.error(`policy: ${violatedDirective} ${blockedURI}`),
    );
  });
  // Routes turn the browser's cache off. A service worker then takes no request for one that a kept reply may answer.
  if (!hasServiceWorker) {
    await context.route(
      (url) => url.origin !== site && !hosts.includes(url.origin),
      (route) => {
        faults.push(`asked for ${route.request().url()}`);
        return route.abort("namenotresolved");
      },
    );
  }
  if (DELAY > 0) await holdBack(test, context, site);
  if (!hasPictures) await context.route(PREVIEWS, (route) => route.abort("namenotresolved"));
  await before?.(page);
  test.after(async () => {
    await context.close();
    assert.deepEqual(faults, []);
  });
  // Pictures that a test holds back hold the end of loading back.
  await page.goto(site + path, { waitUntil: "domcontentloaded" });
  return page;
}

/**
 * Holds every reply of the API back for a random time, the same for each request of a path in every run of a seed.
 *
 * @param {TestContext} test
 * @param {BrowserContext} context
 * @param {string} site
 */
async function holdBack(test, context, site) {
  test.diagnostic(`SEED=${SEED} DELAY=${DELAY}`);
  const times = new Map();
  const isApi = (/** @type {URL} */ { origin, pathname }) =>
    origin === site && !/^\/(site\/|explore$|docs$|openapi)/.test(pathname);
  await context.route(isApi, async (route) => {
    const url = route.request().url().slice(site.length);
    if (!times.has(url)) times.set(url, chance(`${test.name} ${url}`));
    await new Promise((resolve) => setTimeout(resolve, DELAY * times.get(url)()));
    // The page may have given the request up by now.
    await route.fallback().catch(() => {});
  });
}

/**
 * Opens the Explorer at `query` and waits until it shows what that asks for.
 *
 * @param {TestContext} test
 * @param {string} [query]
 * @param {Visitor} [visitor]
 */
export async function explore(test, query = "", visitor = {}) {
  const page = await open(test, `/explore${query}`, visitor);
  await settled(page);
  return page;
}

/**
 * Waits until the Explorer has shown the reply to its last request, and how long that took.
 *
 * @param {Page} page
 */
export async function settled(page) {
  await page.waitForFunction(() => {
    const main = document.querySelector("main");
    return !main.hasAttribute("aria-busy") && document.getElementById("reading").textContent !== "";
  });
}

/**
 * The API's own answer.
 *
 * @template {string} P
 * @param {P} path
 * @param {string} [site]
 * @returns {Promise<Reply<P>>}
 */
export async function api(path, site = SITE) {
  const response = await fetch(site + path);
  assert.equal(response.status, 200, path);
  return /** @type {Promise<Reply<P>>} */ (response.json());
}

/**
 * Asserts that axe finds nothing in the page as it is.
 *
 * @param {Page} page
 */
export async function isAccessible(page) {
  await page.evaluate(AXE);
  const violations = await page.evaluate(async () => {
    // The script has just put it there.
    const { axe } = /** @type {typeof window & { axe: typeof import("axe-core") }} */ (window);
    return (await axe.run(document)).violations;
  });
  const found = violations.flatMap(({ id, nodes }) =>
    nodes.map(({ target, failureSummary }) => `${id}: ${target} ${failureSummary}`),
  );
  assert.deepEqual(found, []);
}

/**
 * Keeps a picture of the window for people to look at.
 *
 * @param {Page} page
 * @param {string} name
 */
export async function photograph(page, name) {
  mkdirSync(SCREENSHOTS, { recursive: true });
  await page.screenshot({ path: `${SCREENSHOTS}${name}.png` });
}

/** @param {string} name */
function required(name) {
  const value = process.env[name];
  assert.ok(value, `${name} is not set: run these tests by \`cargo xtask browser\``);
  return value;
}
