// A random walk through the Explorer, with a model of the browser's history.

/** @import { Page } from "playwright-core" */
/** @import { Entry } from "./history_model.js" */
/** @import { Seen, Watched } from "./observe.js" */

import assert from "node:assert/strict";
import { TAGS } from "../../src/site/facets.js";
import { added, describe, groupsOf, HistoryModel, without } from "./history_model.js";
import { observe, WATCHED } from "./observe.js";

/** A person in a hurry, with a model of the browser's history. */
export class Walker {
  #page;
  #random;
  #check;
  #history = new HistoryModel();
  /**
   * The actions so far, for the message of a failure.
   *
   * @type {string[]}
   */
  done = [];

  /**
   * @param {Page} page
   * @param {() => number} random
   * @param {(seen: Seen, expected: Entry) => void} check what must hold between two actions of one step
   */
  constructor(page, random, check) {
    this.#page = page;
    this.#random = random;
    this.#check = check;
  }

  get expected() {
    return this.#history.entry;
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
    this.#history.push({ groups });
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
    this.#history.push({ groups });
    this.done.push(`tick ${facet}=${value}`);
    this.#check(await observe(this.#page), this.expected);
    this.#history.push({ groups: before });
    assert.ok(await this.#clickBox(facet, value), "a ticked box stays");
    return `${facet}=${value}`;
  }

  async untick() {
    const found = await this.#box(true);
    if (!found) return undefined;
    const [facet, value] = found;
    const { shown } = await observe(this.#page);
    this.#history.push({
      groups: without(this.expected.groups, groupsOf(this.expected.groups, facet)[shown[facet]], value),
    });
    assert.ok(await this.#clickBox(facet, value), "a ticked box stays");
    return `${facet}=${value}`;
  }

  async removeChip() {
    const all = this.expected.groups.flatMap(({ values }, group) => values.map((value) => ({ group, value })));
    if (all.length === 0) return undefined;
    const place = Math.floor(this.#random() * all.length);
    const { group, value } = all[place];
    this.#history.push({ groups: without(this.expected.groups, group, value) });
    await this.#click("#chips .chip", place);
    return `${group} ${value}`;
  }

  async clear() {
    if (this.expected.groups.length === 0 || this.#random() < 0.5) return undefined;
    this.#history.push({ groups: [] });
    await this.#click("#chips .clear", 0);
    return "all";
  }

  /** Picks a plot type by the search. */
  async pick() {
    const value = await this.#page.evaluate((random) => {
      /** @type {HTMLInputElement} */
      const field = document.querySelector("#search");
      field.focus();
      field.value = "ar";
      field.dispatchEvent(new Event("input"));
      /** @type {NodeListOf<HTMLElement>} */
      const offered = document.querySelectorAll("#found [role=option]");
      const options = [...offered].filter((item) => item.querySelector(".facet-name")?.textContent === "Plot type");
      const option = options[Math.floor(random * options.length)];
      const picked = option?.querySelector(".name").textContent;
      option?.click();
      field.value = "";
      field.blur();
      return picked;
    }, this.#random());
    if (value === undefined) return undefined;
    const { groups } = this.expected;
    this.#history.push({ groups: added(groups, "plot", groupsOf(groups, "plot").at(-1), value) });
    return value;
  }

  /** Turns the plot types to a further group, which the next tick begins. */
  async addGroup() {
    return (await this.#click('[data-facet="plot"] .groups button:last-of-type', 0)) ? "plot" : undefined;
  }

  async open() {
    const link = await this.#clickAny("#gallery a");
    if (!link) return undefined;
    this.#history.push({ groups: this.expected.groups, image: link.href, isOverList: true });
    return link.href;
  }

  async close() {
    this.#history.closeDetails();
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
      async ([key, wanted]) => {
        const dialog = document.getElementById("details");
        const isClosed = new Promise((resolve) => dialog.addEventListener("close", resolve, { once: true }));
        document.getElementById("details-close").click();
        await isClosed;
        const row = document.querySelector(`[data-facet="${key}"] li[data-value="${wanted}"]`);
        row?.querySelector("input").click();
        return row && document.querySelectorAll("#chips .chip").length;
      },
      [facet, value],
    );
    this.#history.closeDetails();
    if (chips !== null) {
      this.#history.push({ groups });
      // The choice is there at once, its address as soon as the browser has gone back.
      assert.equal(chips, groups.flatMap(({ values }) => values).length);
    }
    const search = new URLSearchParams(this.expected.groups.map(({ facet, values }) => [facet, values.join(",")]));
    await this.#page.waitForFunction(
      (wanted) => location.hash === "" && new URLSearchParams(location.search).toString() === wanted,
      search.toString(),
    );
    return `${facet}=${value}`;
  }

  async sibling() {
    const link = await this.#clickAny("#details-body:not([aria-busy]) .siblings a:not([aria-current])");
    if (!link) return undefined;
    this.#history.exchange(link.href);
    return link.href;
  }

  async tag() {
    const tag = await this.#clickAny("#details-body:not([aria-busy]) .tags button");
    if (!tag) return undefined;
    const { key } = TAGS.find(({ name }) => name === tag.term);
    this.#history.push({ groups: [{ facet: key, values: [tag.text] }] });
    return `${key}=${tag.text}`;
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

  /** @param {number} steps */
  async #go(steps) {
    const before = this.expected;
    if (!this.#history.go(steps)) return undefined;
    await this.#page.evaluate(
      (distance) =>
        new Promise((resolve) => {
          addEventListener("popstate", () => resolve(undefined), { once: true });
          history.go(distance);
        }),
      steps,
    );
    return `from ${describe(before)} to ${describe(this.expected)}`;
  }

  /**
   * A box that is there and is ticked or not, as facet and value.
   *
   * @param {boolean} isChecked
   * @returns {Promise<[Watched, string] | undefined>}
   */
  async #box(isChecked) {
    const facet = this.#one(WATCHED);
    const { boxes } = await observe(this.#page);
    const values = boxes[facet].filter(([, checked]) => checked === isChecked).map(([value]) => value);
    return values.length > 0 ? [facet, this.#one(values)] : undefined;
  }

  /**
   * The groups with one more value.
   *
   * @param {Watched} facet
   * @param {string} value
   */
  async #added(facet, value) {
    const { shown } = await observe(this.#page);
    const { groups } = this.expected;
    return added(groups, facet, groupsOf(groups, facet)[shown[facet]], value);
  }

  /**
   * False if a reply has taken the box away in the meantime.
   *
   * @param {Watched} facet
   * @param {string} value
   */
  #clickBox(facet, value) {
    return this.#click(`[data-facet="${facet}"] li[data-value="${value}"] input`, 0);
  }

  /**
   * Clicks at once, whatever lies over it; false if it is not there.
   *
   * @param {string} selector
   * @param {number} place among all that the selector finds
   */
  #click(selector, place) {
    return this.#page.evaluate(
      ([wanted, number]) => {
        /** @type {NodeListOf<HTMLElement>} */
        const found = document.querySelectorAll(wanted);
        found[number]?.click();
        return number < found.length;
      },
      /** @type {const} */ ([selector, place]),
    );
  }

  /**
   * Clicks one of the first 48 visible elements that the selector finds, and returns what it says.
   *
   * @param {string} selector
   */
  #clickAny(selector) {
    return this.#page.evaluate(
      ([wanted, random]) => {
        /** @type {NodeListOf<HTMLElement>} */
        const all = document.querySelectorAll(wanted);
        const found = [...all].slice(0, 48).filter((node) => node.checkVisibility());
        const node = found[Math.floor(random * found.length)];
        if (!node) return undefined;
        const term = node.closest("div").querySelector("dt")?.textContent;
        const said = { href: node.getAttribute("href"), text: node.textContent, term };
        node.click();
        return said;
      },
      /** @type {const} */ ([selector, this.#random()]),
    );
  }

  /**
   * @template T
   * @param {T[]} list
   */
  #one(list) {
    return list[Math.floor(this.#random() * list.length)];
  }
}
