// A random walk through the Explorer, with a model of the browser's history.

/** @import { Page } from "playwright-core" */
/** @import { Entry } from "./history_model.js" */
/** @import { Seen, Watched } from "./observe.js" */

import assert from "node:assert/strict";
import { TAGS } from "../../src/site/facets.js";
import { clickAny, clickAt } from "./clicks.js";
import { FILTER_ACTIONS } from "./filter_actions.js";
import { added, describe, groupsOf, HistoryModel, included, NOTHING, searched, without } from "./history_model.js";
import { observe, WATCHED } from "./observe.js";

/** A person in a hurry, with a model of the browser's history. */
export class Walker {
  #check;
  /** The history as it should be. */
  history = new HistoryModel();
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
    this.page = page;
    this.random = random;
    this.#check = check;
  }

  get expected() {
    return this.history.entry;
  }

  /** Does something that is possible now, and waits for no reply. Undefined if it turned out to be impossible. */
  async step() {
    const isOpen = this.expected.image !== undefined;
    const always = [this.back, this.forward, this.reload];
    const choices = [this.tick, this.tick, this.tick, this.tickTwice, this.untick, this.removeChip, this.clear];
    const inList = [...choices, this.pick, this.addGroup, this.open, this.open, ...FILTER_ACTIONS];
    const inDetails = [this.close, this.close, this.closeAndTick, this.sibling, this.tag];
    const own = isOpen ? inDetails : inList;
    const action = this.one([...own, ...own, ...always]);
    const result = await action.call(this, this);
    if (result) this.done.push(`${action.name} ${result}`);
    return result;
  }

  async tick() {
    const found = await this.#box(false);
    if (!found) return undefined;
    const [facet, value] = found;
    const filter = await this.#added(facet, value);
    if (!(await this.#clickBox(facet, value))) return undefined;
    this.history.push({ filter });
    return `${facet}=${value}`;
  }

  /** Ticks a box and unticks it again before any reply can have come. */
  async tickTwice() {
    const found = await this.#box(false);
    if (!found) return undefined;
    const [facet, value] = found;
    const before = this.expected.filter;
    const filter = await this.#added(facet, value);
    if (!(await this.#clickBox(facet, value))) return undefined;
    this.history.push({ filter });
    this.done.push(`tick ${facet}=${value}`);
    this.#check(await observe(this.page), this.expected);
    // It may have been excluded, and is not any more.
    this.history.push({ filter: included(before, facet, value) });
    assert.ok(await this.#clickBox(facet, value), "a ticked box stays");
    return `${facet}=${value}`;
  }

  async untick() {
    const found = await this.#box(true);
    if (!found) return undefined;
    const [facet, value] = found;
    const { shown } = await observe(this.page);
    const { filter } = this.expected;
    this.history.push({ filter: without(filter, groupsOf(filter.groups, facet)[shown[facet]], value) });
    assert.ok(await this.#clickBox(facet, value), "a ticked box stays");
    return `${facet}=${value}`;
  }

  async removeChip() {
    const { filter } = this.expected;
    const all = filter.groups.flatMap(({ values }, group) => values.map((value) => ({ group, value })));
    if (all.length === 0) return undefined;
    const place = Math.floor(this.random() * all.length);
    const { group, value } = all[place];
    this.history.push({ filter: without(filter, group, value) });
    await clickAt(this.page, "#chips .chip", place);
    return `${group} ${value}`;
  }

  async clear() {
    const { filter } = this.expected;
    if (filter.groups.length + filter.excluded.length === 0 || this.random() < 0.5) return undefined;
    this.history.push({ filter: { ...searched(filter, ""), groups: [], excluded: [] } });
    await clickAt(this.page, "#chips .clear", 0);
    return "all";
  }

  /** Picks a plot type by the search. */
  async pick() {
    const value = await this.page.evaluate((random) => {
      /** @type {HTMLInputElement} */
      const field = document.querySelector("#search");
      const before = field.value;
      field.focus();
      field.value = "ar";
      field.dispatchEvent(new Event("input"));
      /** @type {NodeListOf<HTMLElement>} */
      const offered = document.querySelectorAll("#found [role=option]");
      const options = [...offered].filter((item) => item.querySelector(".facet-name")?.textContent === "Plot type");
      const option = options[Math.floor(random * options.length)];
      const picked = option?.querySelector(".name").textContent;
      option?.click();
      if (!option) field.value = before;
      field.blur();
      return picked;
    }, this.random());
    if (value === undefined) return undefined;
    // What was typed was to find the value: it takes the place of the words.
    const filter = searched(this.expected.filter, "");
    this.history.push({ filter: added(filter, "plot", groupsOf(filter.groups, "plot").at(-1), value) });
    return value;
  }

  /** Turns the plot types to a further group, which the next tick begins. */
  async addGroup() {
    return (await clickAt(this.page, '[data-facet="plot"] .groups button:last-of-type', 0)) ? "plot" : undefined;
  }

  async open() {
    const link = await clickAny(this.page, this.random(), "#gallery a");
    if (!link) return undefined;
    this.history.push({ filter: this.expected.filter, image: link.href, isOverList: true });
    return link.href;
  }

  async close() {
    this.history.closeDetails();
    if (this.random() < 0.5) await this.page.keyboard.press("Escape");
    else await this.page.evaluate(() => document.getElementById("details-close").click());
    await this.page.waitForFunction(() => location.hash === "");
    return "details";
  }

  /** Closes the details and ticks a box before the browser has gone back. */
  async closeAndTick() {
    const found = await this.#box(false);
    if (!found) return undefined;
    const [facet, value] = found;
    const filter = await this.#added(facet, value);
    const chips = await this.page.evaluate(
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
    this.history.closeDetails();
    if (chips !== null) {
      this.history.push({ filter });
      // The choice is there at once, its address as soon as the browser has gone back.
      assert.equal(chips, [...filter.groups, ...filter.excluded].flatMap(({ values }) => values).length);
    }
    const groups = this.expected.filter.groups.map(({ facet, values }) => `${facet}=${values}`);
    await this.page.waitForFunction((wanted) => {
      const parameters = [...new URLSearchParams(location.search)].filter(
        ([name]) => !/^(not[.].*|q|sort|seed)$/.test(name),
      );
      return location.hash === "" && parameters.map(([name, list]) => `${name}=${list}`).join("&") === wanted;
    }, groups.join("&"));
    return `${facet}=${value}`;
  }

  async sibling() {
    const link = await clickAny(
      this.page,
      this.random(),
      "#details-body:not([aria-busy]) .siblings a:not([aria-current])",
    );
    if (!link) return undefined;
    this.history.exchange(link.href);
    return link.href;
  }

  async tag() {
    const tag = await clickAny(this.page, this.random(), "#details-body:not([aria-busy]) .tags button");
    if (!tag) return undefined;
    const { key } = TAGS.find(({ name }) => name === tag.term);
    this.history.push({ filter: { ...NOTHING, groups: [{ facet: key, values: [tag.text] }] } });
    return `${key}=${tag.text}`;
  }

  back() {
    return this.#go(-1);
  }

  forward() {
    return this.#go(1);
  }

  async reload() {
    if (this.random() < 0.6) return undefined;
    await this.page.reload();
    return "page";
  }

  /** @param {number} steps */
  async #go(steps) {
    const before = this.expected;
    if (!this.history.go(steps)) return undefined;
    await this.page.evaluate(
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
    const facet = this.one(WATCHED);
    const { boxes } = await observe(this.page);
    const values = boxes[facet].filter(([, checked]) => checked === isChecked).map(([value]) => value);
    return values.length > 0 ? [facet, this.one(values)] : undefined;
  }

  /**
   * The filter with one more value.
   *
   * @param {Watched} facet
   * @param {string} value
   */
  async #added(facet, value) {
    const { shown } = await observe(this.page);
    const { filter } = this.expected;
    return added(filter, facet, groupsOf(filter.groups, facet)[shown[facet]], value);
  }

  /**
   * False if a reply has taken the box away in the meantime.
   *
   * @param {Watched} facet
   * @param {string} value
   */
  #clickBox(facet, value) {
    return clickAt(this.page, `[data-facet="${facet}"] li[data-value="${value}"] input`, 0);
  }

  /**
   * @template T
   * @param {T[]} list
   */
  one(list) {
    return list[Math.floor(this.random() * list.length)];
  }
}
