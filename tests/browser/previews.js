// The Explorer with previews from hosts of a test.

/** @import { TestContext } from "node:test" */
/** @import { Page } from "playwright-core" */
/** @import { Visitor } from "./browser.js" */
/** @import { PictureServer } from "./picture_server.js" */

import assert from "node:assert/strict";
import { explore, FILTER } from "./browser.js";

/** Messages that the browser logs when a picture or its host fails. */
export const NETWORK = /Failed to load resource|net::ERR_/;
/** Number of images in the list. */
export const IMAGES = 24;

/**
 * Opens the Explorer with previews of these servers by turns. Its time is under the control of {@link jump}.
 *
 * @param {TestContext} test
 * @param {PictureServer[]} servers
 * @param {Visitor} [visitor]
 */
export function withPicturesOf(test, servers, visitor = {}) {
  return explore(test, `?limit=${IMAGES}`, {
    hosts: servers.map(({ origin }) => origin),
    expected: NETWORK,
    ...visitor,
    before: async (page) => {
      await page.clock.install();
      await withPreviews(page, (place) => {
        const { origin } = servers[place % servers.length];
        return { url_light: `${origin}/${place}/light.svg`, url_dark: `${origin}/${place}/dark.svg` };
      });
      await visitor.before?.(page);
    },
  });
}

/**
 * Gives the images of every reply to a filter other previews.
 *
 * @param {Page} page
 * @param {(place: number) => { url_light: string, url_dark: string }} previews those of the image at this place
 */
export async function withPreviews(page, previews) {
  await page.route(FILTER, async (route) => {
    const response = await route.fetch();
    const body = await response.json();
    // Some requests leave the images out.
    const images = body.images?.map((/** @type {object} */ image, /** @type {number} */ place) => ({
      ...image,
      ...previews(place),
    }));
    await route.fulfill({ response, json: { ...body, ...(images && { images }) } });
  });
}

/**
 * Makes half an hour pass for the page at once: what it waits for by a timer happens now, each timer once.
 *
 * @param {Page} page
 */
export async function jump(page) {
  await page.clock.fastForward("30:00");
}

/**
 * Makes a host that hangs an outage: lets the page lose its patience with the picture under way, and then with the
 * request that asks the host whether it answers.
 *
 * @param {Page} page
 * @param {PictureServer} server
 * @param {number} [past] number of requests that came before
 */
export async function losePatience(page, server, past = 0) {
  await server.isAsked("GET", past);
  await jump(page);
  await server.isAsked("HEAD", past);
  await jump(page);
}

/**
 * Waits until so many pictures of the gallery have come and so many are missing.
 *
 * @param {Page} page
 * @param {number} loaded
 * @param {number} missing
 */
export async function has(page, loaded, missing) {
  await page.waitForFunction(
    ([come, gone]) =>
      document.querySelectorAll(".card img.is-loaded").length === come &&
      document.querySelectorAll(".card img.is-missing").length === gone,
    [loaded, missing],
  );
}

/**
 * The note's sentence once it is shown.
 *
 * @param {Page} page
 * @param {string} text
 */
export async function said(page, text) {
  await page.locator("#unreachable").getByText(text).waitFor();
  return page.locator("#unreachable-text").textContent();
}

/**
 * Asserts that there is no note.
 *
 * @param {Page} page
 */
export async function isQuiet(page) {
  assert.equal(await page.locator("#unreachable").isVisible(), false);
}
