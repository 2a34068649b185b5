// Rule: address, boxes, chips and details are in step after every action, at once; counts, images and pictures are those
// of the address as soon as the page has come to rest. Held against a model of the history and the API's own replies.

import assert from "node:assert/strict";
import { test } from "node:test";
import { api, explore, settled } from "./browser.js";
import { chance, SEED } from "./chance.js";
import { FACETS, observe, WALKED } from "./observe.js";

const STEPS = 36;
/** The catalogue's own names, by facet: a chip shows them as soon as they are known. */
const names = await learned();

for (const walk of [1, 2]) {
  test(`walk_${walk}_keeps_everything_in_step`, async (t) => {
    t.diagnostic(`SEED=${SEED}`);
    const random = chance(`walk ${walk}`);
    const page = await explore(t, "", { expected: /status of 404/ });
    const walker = new Walker(page, random);
    for (let step = 1; step <= STEPS; step++) {
      const action = await walker.step();
      const where = `SEED=${SEED} walk ${walk} step ${step}: ${walker.done.slice(-6).join(", ")}`;
      if (!action) continue;
      inStep(await observe(page), walker.expected, where);
      if (random() < 0.4) {
        await settled(page);
        await atRest(page, walker.expected, where);
      }
    }
    await settled(page);
    await atRest(page, walker.expected, `SEED=${SEED} walk ${walk}, at its end`);
  });
}

/** A person in a hurry, with a model of the browser's history: entries of groups, details and what lies below them. */
class Walker {
  #page;
  #random;
  #entries = [{ groups: [] }];
  #at = 0;
  /** What was done, for people. */
  done = [];

  constructor(page, random) {
    this.#page = page;
    this.#random = random;
  }

  get expected() {
    return this.#entries[this.#at];
  }

  /** Does something that is possible now, and waits for no reply. Undefined if it turned out to be impossible. */
  async step() {
    const isOpen = this.expected.image !== undefined;
    const always = [this.back, this.forward, this.reload];
    const list = [this.tick, this.tick, this.tick, this.tickTwice, this.untick, this.removeChip, this.clear];
    const own = isOpen ? [this.close, this.close, this.closeAndTick, this.sibling, this.tag] : [...list, this.pick, this.addGroup, this.open, this.open];
    const action = this.#one([...own, ...own, ...always]);
    const result = await action.call(this);
    if (result) this.done.push(`${action.name} ${result}`);
    return result;
  }

  async tick() {
    const found = await this.#box(false);
    if (!found) return undefined;
    const [facet, value] = found;
    const groups = await this.#added(facet, value);
    if (!(await this.#clickBox(facet, value))) return undefined;
    this.#push({ groups });
    return `${facet}=${value}`;
  }

  /** Ticks a box and unticks it again before any reply can have come. */
  async tickTwice() {
    const found = await this.#box(false);
    if (!found) return undefined;
    const [facet, value] = found;
    const before = this.expected.groups;
    const groups = await this.#added(facet, value);
    if (!(await this.#clickBox(facet, value))) return undefined;
    this.#push({ groups });
    inStep(await observe(this.#page), this.expected, `SEED=${SEED} ${this.done.join(", ")}, ticked ${facet}=${value}`);
    this.#push({ groups: before });
    assert.ok(await this.#clickBox(facet, value), "a ticked box stays");
    return `${facet}=${value}`;
  }

  async untick() {
    const found = await this.#box(true);
    if (!found) return undefined;
    const [facet, value] = found;
    const { shown } = await observe(this.#page);
    this.#push({ groups: without(this.expected.groups, groupsOf(this.expected.groups, facet)[shown[facet]], value) });
    assert.ok(await this.#clickBox(facet, value), "a ticked box stays");
    return `${facet}=${value}`;
  }

  async removeChip() {
    const all = this.expected.groups.flatMap(({ values }, group) => values.map((value) => [group, value]));
    if (all.length === 0) return undefined;
    const place = Math.floor(this.#random() * all.length);
    this.#push({ groups: without(this.expected.groups, ...all[place]) });
    await this.#page.evaluate((place) => document.querySelectorAll("#chips .chip")[place].click(), place);
    return all[place].join(" ");
  }

  async clear() {
    if (this.expected.groups.length === 0 || this.#random() < 0.5) return undefined;
    this.#push({ groups: [] });
    await this.#page.evaluate(() => document.querySelector("#chips .clear").click());
    return "all";
  }

  /** Picks a plot type by the search. */
  async pick() {
    const value = await this.#page.evaluate((random) => {
      const field = document.getElementById("search");
      field.focus();
      field.value = "ar";
      field.dispatchEvent(new Event("input"));
      const options = [...document.querySelectorAll("#found [role=option]")].filter(
        (option) => option.querySelector(".facet-name")?.textContent === "Plot type",
      );
      const option = options[Math.floor(random * options.length)];
      const value = option?.querySelector(".name").textContent;
      option?.click();
      field.value = "";
      field.blur();
      return value;
    }, this.#random());
    if (value === undefined) return undefined;
    const groups = structuredClone(this.expected.groups);
    const group = groupsOf(groups, "plot").at(-1);
    if (group === undefined) groups.push({ facet: "plot", values: [value] });
    else groups[group].values.push(value);
    this.#push({ groups });
    return value;
  }

  /** Turns the plot types to a further group, which the next tick begins. */
  addGroup() {
    return this.#page.evaluate(() => {
      const add = [...document.querySelectorAll('[data-facet="plot"] .groups button')].at(-1);
      add?.click();
      return add && "plot";
    });
  }

  async open() {
    const link = await this.#page.evaluate((random) => {
      const links = [...document.querySelectorAll("#gallery a")].slice(0, 48);
      const link = links[Math.floor(random * links.length)];
      if (!link?.checkVisibility()) return undefined;
      link.click();
      return link.getAttribute("href");
    }, this.#random());
    if (!link) return undefined;
    this.#push({ groups: this.expected.groups, image: link, isOverList: true });
    return link;
  }

  async close() {
    this.#closed();
    if (this.#random() < 0.5) await this.#page.keyboard.press("Escape");
    else await this.#page.evaluate(() => document.getElementById("details-close").click());
    await this.#page.waitForFunction(() => location.hash === "");
    return "details";
  }

  /** Closes the details and ticks a box before the browser has gone back. */
  async closeAndTick() {
    const found = await this.#box(false);
    if (!found) return undefined;
    const [facet, value] = found;
    const groups = await this.#added(facet, value);
    const chips = await this.#page.evaluate(
      async ([facet, value]) => {
        const dialog = document.getElementById("details");
        const isClosed = new Promise((resolve) => dialog.addEventListener("close", resolve, { once: true }));
        document.getElementById("details-close").click();
        await isClosed;
        const box = document.querySelector(`[data-facet="${facet}"] li[data-value="${value}"] input`);
        box?.click();
        return box && document.querySelectorAll("#chips .chip").length;
      },
      [facet, value],
    );
    this.#closed();
    if (chips !== null) {
      this.#push({ groups });
      // The choice is there at once, its address as soon as the browser has gone back.
      assert.equal(chips, groups.flatMap(({ values }) => values).length);
    }
    const search = new URLSearchParams(this.expected.groups.map(({ facet, values }) => [facet, values.join(",")]));
    await this.#page.waitForFunction(
      (search) => location.hash === "" && new URLSearchParams(location.search).toString() === search,
      search.toString(),
    );
    return `${facet}=${value}`;
  }

  async sibling() {
    const link = await this.#page.evaluate((random) => {
      if (document.getElementById("details-body").hasAttribute("aria-busy")) return undefined;
      const links = [...document.querySelectorAll("#details .siblings a:not([aria-current])")];
      const link = links[Math.floor(random * links.length)];
      link?.click();
      return link?.getAttribute("href");
    }, this.#random());
    if (!link) return undefined;
    this.#entries[this.#at] = { ...this.expected, image: link };
    return link;
  }

  async tag() {
    const found = await this.#page.evaluate((random) => {
      if (document.getElementById("details-body").hasAttribute("aria-busy")) return undefined;
      const tags = [...document.querySelectorAll("#details .tags button")];
      const tag = tags[Math.floor(random * tags.length)];
      if (!tag) return undefined;
      tag.click();
      return [tag.closest("div").querySelector("dt").textContent, tag.textContent];
    }, this.#random());
    if (!found) return undefined;
    const [name, value] = found;
    this.#push({ groups: [{ facet: FACETS.find(([, label]) => label === name)[0], values: [value] }] });
    return found.join("=");
  }

  back() {
    return this.#go(-1);
  }

  forward() {
    return this.#go(1);
  }

  async reload() {
    if (this.#random() < 0.6) return undefined;
    await this.#page.reload();
    return "page";
  }

  async #go(steps) {
    if (!this.#entries[this.#at + steps]) return undefined;
    const before = this.expected;
    this.#at += steps;
    await this.#page.evaluate(
      (steps) =>
        new Promise((resolve) => {
          addEventListener("popstate", resolve, { once: true });
          history.go(steps);
        }),
      steps,
    );
    return `from ${describe(before)} to ${describe(this.expected)}`;
  }

  #push(entry) {
    this.#entries.splice(this.#at + 1, Infinity, entry);
    this.#at += 1;
  }

  #closed() {
    if (this.expected.isOverList) this.#at -= 1;
    else this.#entries[this.#at] = { groups: this.expected.groups };
  }

  /** A box that is there and is ticked or not, as facet and value. */
  async #box(isChecked) {
    const facet = this.#one(WALKED);
    const { boxes } = await observe(this.#page);
    const values = boxes[facet].filter(([, checked]) => checked === isChecked).map(([value]) => value);
    return values.length > 0 ? [facet, this.#one(values)] : undefined;
  }

  async #added(facet, value) {
    const { shown } = await observe(this.#page);
    const groups = structuredClone(this.expected.groups);
    const group = groupsOf(groups, facet)[shown[facet]];
    if (group === undefined) groups.push({ facet, values: [value] });
    else groups[group].values.push(value);
    return groups;
  }

  /** False if a reply has taken the box away in the meantime. */
  #clickBox(facet, value) {
    return this.#page.evaluate(
      ([facet, value]) => {
        const box = document.querySelector(`[data-facet="${facet}"] li[data-value="${value}"] input`);
        box?.click();
        return box !== null;
      },
      [facet, value],
    );
  }

  #one(list) {
    return list[Math.floor(this.#random() * list.length)];
  }
}

function inStep(seen, expected, where) {
  assert.deepEqual(seen.groups, expected.groups, `the address: ${where}`);
  assert.equal(seen.hash, expected.image ?? "", `the fragment: ${where}`);
  assert.equal(seen.isOpen, expected.image !== undefined, `the dialog: ${where}`);
  const chips = expected.groups.flatMap(({ facet, values }) => values.map((value) => [facet, value]));
  assert.equal(seen.chips.length, chips.length, `the chips: ${where}`);
  for (const [place, [facet, value]] of chips.entries()) {
    // Until the names are known, the keys.
    const known = [value, names[facet]?.[value]];
    assert.ok(known.includes(seen.chips[place]), `the chip ${seen.chips[place]} for ${value}: ${where}`);
  }
  for (const facet of WALKED) {
    const group = groupsOf(expected.groups, facet)[seen.shown[facet]];
    const chosen = group === undefined ? [] : expected.groups[group].values;
    const checked = seen.boxes[facet].filter(([, checked]) => checked).map(([value]) => value);
    assert.deepEqual(checked.sort(), [...chosen].sort(), `the boxes of ${facet}: ${where}`);
  }
}

async function atRest(page, expected, where) {
  const seen = await observe(page);
  inStep(seen, expected, where);
  const reply = await api(`/plots/filter${seen.search}`);
  assert.equal(seen.total, reply.total.toLocaleString("en"), `the total: ${where}`);
  assert.equal(seen.isOld, false, `old counts: ${where}`);
  for (const facet of WALKED) {
    const group = groupsOf(expected.groups, facet)[seen.shown[facet]];
    const counts = group === undefined ? reply.counts[facet] : reply.orCounts[group];
    for (const [value, , count] of seen.boxes[facet]) {
      assert.equal(count, (counts[value] ?? 0).toLocaleString("en"), `the count of ${facet}=${value}: ${where}`);
    }
    assert.ok(seen.boxes[facet].length >= Math.min(8, Object.keys(counts).length), `the values of ${facet}: ${where}`);
  }
  const images = reply.images.slice(0, seen.cards.length);
  assert.ok(seen.cards.length >= Math.min(48, reply.total), `${seen.cards.length} cards: ${where}`);
  assert.deepEqual(
    seen.cards.map(([href]) => href),
    images.map(({ spec_id, language, library }) => `#${spec_id}/${language}/${library}`),
    `the cards: ${where}`,
  );
  for (const [place, [, picture]] of seen.cards.entries()) {
    if (picture) assert.equal(picture, images[place].url_light, `the picture: ${where}`);
  }
  if (!expected.image) return;
  await page.waitForFunction(() => !document.getElementById("details-body").hasAttribute("aria-busy"));
  const { current, title } = await observe(page);
  assert.equal(current, expected.image, `the details: ${where}`);
  const [spec] = expected.image.slice(1).split("/");
  assert.equal(title, reply.specTitles[spec], `the title of the details: ${where}`);
}

function groupsOf(groups, facet) {
  return [...groups.keys()].filter((group) => groups[group].facet === facet);
}

function without(groups, group, value) {
  const values = groups[group].values.filter((other) => other !== value);
  return groups.flatMap((each, place) => (place !== group ? [each] : values.length > 0 ? [{ ...each, values }] : []));
}

function describe({ groups, image = "" }) {
  return `?${groups.map(({ facet, values }) => `${facet}=${values}`).join("&")}${image}`;
}

async function learned() {
  const [{ languages }, { libraries }, { specTitles }] = await Promise.all(
    ["/languages", "/libraries", "/plots/filter?limit=1"].map((path) => api(path)),
  );
  const byId = (list) => Object.fromEntries(list.map(({ id, name }) => [id, name]));
  return { lang: byId(languages), lib: byId(libraries), spec: specTitles };
}
