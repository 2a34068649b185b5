// A walk through the Explorer, with a model of where it has led.

import assert from "node:assert/strict";
import { FACETS, observe, WALKED } from "./observe.js";

/** A person in a hurry, with a model of the browser's history: entries of groups, details and what lies below them. */
export class Walker {
  #page;
  #random;
  #check;
  #entries = [{ groups: [] }];
  #at = 0;
  /** What was done, for people. */
  done = [];

  /**
   * @param {import("playwright-core").Page} page
   * @param {() => number} random
   * @param {(seen: object, expected: object) => void} check what must hold between two actions of one step
   */
  constructor(page, random, check) {
    this.#page = page;
    this.#random = random;
    this.#check = check;
  }

  get expected() {
    return this.#entries[this.#at];
  }

  /** Does something that is possible now, and waits for no reply. Undefined if it turned out to be impossible. */
  async step() {
    const isOpen = this.expected.image !== undefined;
    const always = [this.back, this.forward, this.reload];
    const choices = [this.tick, this.tick, this.tick, this.tickTwice, this.untick, this.removeChip, this.clear];
    const inList = [...choices, this.pick, this.addGroup, this.open, this.open];
    const inDetails = [this.close, this.close, this.closeAndTick, this.sibling, this.tag];
    const own = isOpen ? inDetails : inList;
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
    this.done.push(`tick ${facet}=${value}`);
    this.#check(await observe(this.#page), this.expected);
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

/** The numbers of the groups of `facet`. */
export function groupsOf(groups, facet) {
  return [...groups.keys()].filter((group) => groups[group].facet === facet);
}

function without(groups, group, value) {
  const values = groups[group].values.filter((other) => other !== value);
  return groups.flatMap((each, place) => (place !== group ? [each] : values.length > 0 ? [{ ...each, values }] : []));
}

function describe({ groups, image = "" }) {
  return `?${groups.map(({ facet, values }) => `${facet}=${values}`).join("&")}${image}`;
}
