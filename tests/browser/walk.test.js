// Rule: address, boxes, chips and details are in step after every action, at once; counts, images and pictures are
// those of the address as soon as the page is at rest. Held to a model of the history and to the API's own replies.

/** @import { Page } from "playwright-core" */
/** @import { Entry } from "./history_model.js" */
/** @import { Seen } from "./observe.js" */

import assert from "node:assert/strict";
import { test } from "node:test";
import { FACETS } from "../../src/site/facets.js";
import { api, explore, SITE, settled } from "./browser.js";
import { chance, SEED } from "./chance.js";
import { groupsOf } from "./history_model.js";
import { observe, WATCHED } from "./observe.js";
import { fragmentOf } from "./page.js";
import { Walker } from "./walker.js";

const STEPS = 36;
/**
 * The catalogue's own names, by facet: a chip shows them as soon as they are known.
 *
 * @type {Record<string, Record<string, string>>}
 */
const names = await learned();

for (const walk of [1, 2]) {
  test(`walk_${walk}_keeps_everything_in_step`, async (t) => {
    t.diagnostic(`SEED=${SEED}`);
    const random = chance(`walk ${walk}`);
    const page = await explore(t, "", { expected: /status of 404/ });
    const where = () => `SEED=${SEED} walk ${walk}: ${walker.done.slice(-6).join(", ")}`;
    const walker = new Walker(page, random, (seen, expected) => inStep(seen, expected, where()));
    for (let step = 1; step <= STEPS; step++) {
      if (!(await walker.step())) continue;
      inStep(await observe(page), walker.expected, where());
      if (random() < 0.4) {
        await settled(page);
        await atRest(page, walker.expected, where());
      }
    }
    await settled(page);
    await atRest(page, walker.expected, where());
  });
}

/**
 * @param {Seen} seen
 * @param {Entry} expected
 * @param {string} where
 */
function inStep(seen, expected, where) {
  const { groups, excluded, words, order } = expected.filter;
  assert.deepEqual(seen.filter, expected.filter, `the address: ${where}`);
  assert.equal(seen.words, words, `the words: ${where}`);
  assert.equal(seen.order, order, `the order: ${where}`);
  assert.equal(seen.hash, expected.image ?? "", `the fragment: ${where}`);
  assert.equal(seen.isOpen, expected.image !== undefined, `the dialog: ${where}`);
  const chips = groups.flatMap(({ facet, values }) => values.map((value) => ({ facet, value, not: "" })));
  // Exclusions stand behind, in the order of the facets.
  const inOrder = FACETS.flatMap(({ key }) => excluded.filter(({ facet }) => facet === key));
  chips.push(...inOrder.flatMap(({ facet, values }) => values.map((value) => ({ facet, value, not: "not " }))));
  assert.equal(seen.chips.length, chips.length, `the chips: ${where}`);
  for (const [place, { facet, value, not }] of chips.entries()) {
    // Until the names are known, the keys.
    const known = [`${not}${value}`, `${not}${names[facet]?.[value]}`];
    assert.ok(known.includes(seen.chips[place]), `the chip ${seen.chips[place]} for ${value}: ${where}`);
  }
  for (const facet of WATCHED) {
    const group = groupsOf(groups, facet)[seen.shown[facet]];
    const chosen = group === undefined ? [] : groups[group].values;
    const checked = seen.boxes[facet].filter(([, isTicked]) => isTicked).map(([value]) => value);
    assert.deepEqual(checked.sort(), [...chosen].sort(), `the boxes of ${facet}: ${where}`);
    const not = excluded.filter((each) => each.facet === facet).flatMap(({ values }) => values);
    const pressed = seen.boxes[facet].filter(([, , , isExcluded]) => isExcluded).map(([value]) => value);
    assert.deepEqual(pressed.sort(), [...not].sort(), `the exclusions of ${facet}: ${where}`);
  }
}

/**
 * @param {Page} page
 * @param {Entry} expected
 * @param {string} where
 */
async function atRest(page, expected, where) {
  const seen = await observe(page);
  inStep(seen, expected, where);
  const reply = await api(`/plots/filter${seen.search}`);
  assert.equal(seen.total, reply.total.toLocaleString("en"), `the total: ${where}`);
  assert.equal(seen.isOld, false, `old counts: ${where}`);
  for (const facet of WATCHED) {
    const group = groupsOf(expected.filter.groups, facet)[seen.shown[facet]];
    const counts = group === undefined ? reply.counts[facet] : reply.orCounts[group];
    for (const [value, , count, isExcluded] of seen.boxes[facet]) {
      const said = isExcluded ? "excluded" : (counts[value] ?? 0).toLocaleString("en");
      assert.equal(count, said, `the count of ${facet}=${value}: ${where}`);
    }
    assert.ok(seen.boxes[facet].length >= Math.min(8, Object.keys(counts).length), `the values of ${facet}: ${where}`);
  }
  const images = reply.images.slice(0, seen.cards.length);
  assert.ok(seen.cards.length >= Math.min(48, reply.total), `${seen.cards.length} cards: ${where}`);
  assert.deepEqual(
    seen.cards.map(({ fragment }) => fragment),
    images.map(fragmentOf),
    `the cards: ${where}`,
  );
  for (const [place, { picture }] of seen.cards.entries()) {
    if (picture) assert.equal(picture, new URL(images[place].url_light, SITE).href, `the picture: ${where}`);
  }
  if (!expected.image) return;
  await page.waitForFunction(() => !document.getElementById("details-body").hasAttribute("aria-busy"));
  const { current, title } = await observe(page);
  assert.equal(current, expected.image, `the details: ${where}`);
  const [spec] = expected.image.slice(1).split("/");
  assert.equal(title, reply.specTitles[spec], `the title of the details: ${where}`);
}

async function learned() {
  const [{ languages }, { libraries }, { specTitles }] = await Promise.all([
    api("/languages"),
    api("/libraries"),
    api("/plots/filter?limit=1"),
  ]);
  const byId = (/** @type {{ id: string, name: string }[]} */ list) =>
    Object.fromEntries(list.map(({ id, name }) => [id, name]));
  return { lang: byId(languages), lib: byId(libraries), spec: specTitles };
}
