// The panel of facets: their values with the counts of what each would leave or bring.

/** @import { Answer } from "./answer.js" */
/** @import { FacetEntry } from "./facets.js" */

import { arrange, element } from "./dom.js";
import { FACETS } from "./facets.js";
import { fold } from "./fold.js";
import { obstacle, Query } from "./url_state.js";
import { grouped, placeIn, valueName } from "./vocabulary.js";

/** Values that are shown of a facet at first. */
const SHOWN = 8;

/**
 * The row of a value: its parts that change.
 *
 * @typedef {object} Row
 * @property {HTMLLIElement} item
 * @property {HTMLInputElement} box
 * @property {HTMLElement} name
 * @property {HTMLElement} number
 */

/** A choice of what to do with a value is the caller's: it gets the query string that follows. */
export class FacetPanel {
  #root;
  #facets;

  /**
   * @param {HTMLElement} root gets the facets, under the headings of their sections
   * @param {(text: string) => void} go what to do with the query string that a choice leads to
   */
  constructor(root, go) {
    this.#root = root;
    this.#facets = FACETS.map((facet) => new FacetView(facet, go));
    for (const [place, { section }] of FACETS.entries()) {
      if (section !== FACETS[place - 1]?.section) root.append(element("h3", {}, section));
      root.append(this.#facets[place].root);
    }
  }

  /**
   * Shows the choices of `query` with the counts of the last answer, which are marked if it answers another query.
   *
   * @param {Query} query
   * @param {Answer | undefined} answer
   */
  update(query, answer) {
    this.#root.classList.toggle("is-old", !answer?.fits(query));
    for (const facet of this.#facets) facet.update(query, answer);
  }
}

class FacetView {
  #facet;
  #go;
  #query = new Query("");
  /** @type {Answer | undefined} */
  #answer;
  /** @type {Map<string, Row>} */
  #rows = new Map();
  /**
   * The number of the group whose values are shown; undefined for a group that is not there yet.
   *
   * @type {number | undefined}
   */
  #group;
  #isExpanded = false;
  #size = element("span", { class: "size" });
  #groups;
  #find;
  #values = element("ul", { class: "values" });
  #none = element("p", { class: "none" });
  #more = element("button", { type: "button", class: "more", hidden: true, click: () => this.#toggle() });

  /**
   * @param {FacetEntry} facet
   * @param {(text: string) => void} go
   */
  constructor(facet, go) {
    this.#facet = facet;
    this.#go = go;
    this.#groups = element("div", {
      class: "groups",
      role: "group",
      "aria-label": `Conditions on ${facet.name}`,
      hidden: true,
    });
    this.#find = element("input", {
      type: "search",
      class: "find",
      "aria-label": `Find in ${facet.name}`,
      autocomplete: "off",
      spellcheck: "false",
      hidden: true,
      input: () => this.#draw(),
    });
    const summary = element("summary", {}, element("h4", {}, facet.name), this.#size);
    this.#values.setAttribute("aria-label", facet.name);
    this.root = element(
      "details",
      { class: "facet", "data-facet": facet.key, open: facet.isOpen },
      summary,
      this.#groups,
      this.#find,
      this.#values,
      this.#none,
      this.#more,
    );
  }

  /**
   * @param {Query} query
   * @param {Answer | undefined} answer
   */
  update(query, answer) {
    const groups = query.groupsOf(this.#facet.key);
    const before = this.#query.groupsOf(this.#facet.key);
    // A group that came or went: show the newest, which is what the person is at work on.
    if (groups.length !== before.length) this.#group = groups.at(-1);
    else if (this.#group !== undefined) this.#group = groups[before.indexOf(this.#group)];
    if (groups.length > before.length) this.root.open = true;
    this.#query = query;
    this.#answer = answer;
    this.#draw();
  }

  #toggle() {
    this.#isExpanded = !this.#isExpanded;
    this.#draw();
  }

  #draw() {
    const { key, name } = this.#facet;
    const chosen = this.#group === undefined ? [] : this.#query.groups[this.#group].values;
    const { counts, leading } = this.#counts(chosen);
    const rest = [...counts.keys()].filter((value) => !leading.includes(value));
    const all = [...leading, ...rest];
    const wanted = fold(this.#find.value.trim());
    const found = wanted === "" ? all : all.filter((value) => placeIn(key, value, wanted) < Infinity);
    const first = Math.max(SHOWN, leading.length);
    const most = this.#isExpanded || wanted !== "" ? found.length : first;
    const shown = found.filter((value, place) => place < most || chosen.includes(value));
    const highest = Math.max(1, ...counts.values());

    this.#size.textContent = grouped(all.length);
    this.#find.placeholder = `Find in ${grouped(all.length)} values`;
    this.#find.hidden = all.length <= SHOWN && wanted === "";
    this.#none.hidden = found.length > 0;
    this.#none.textContent =
      wanted === "" ? "None of these images has one." : `Nothing here contains “${this.#find.value.trim()}”.`;
    this.#more.hidden = wanted !== "" || found.length <= first;
    this.#more.textContent = this.#isExpanded ? `Show the first ${SHOWN}` : `Show all ${grouped(found.length)}`;
    this.#more.setAttribute("aria-label", `${this.#more.textContent} of ${name}`);
    this.#more.setAttribute("aria-expanded", String(this.#isExpanded));
    arrange(
      this.#values,
      shown.map((value) => this.#row(value, counts.get(value), highest, chosen.includes(value))),
    );
    this.#drawGroups();
  }

  /**
   * The counts of the last answer, and the values that stand before all others: those that the group asks for, to keep
   * them in sight even if nothing carries them. Until the answer to a choice comes, the rows stay in their order.
   *
   * @param {string[]} chosen
   */
  #counts(chosen) {
    if (!this.#answer) return { counts: new Map(), leading: chosen };
    const { counts, chosen: answered } = this.#answer.countsOf(this.#query, this.#facet.key, this.#group);
    if (this.#answer.fits(this.#query)) return { counts, leading: chosen };
    const strange = chosen.filter((value) => !answered.includes(value) && !counts.has(value));
    return { counts, leading: [...strange, ...answered] };
  }

  /**
   * The row of `value`. Without a count nothing carries the value, or that is not known yet.
   *
   * @param {string} value
   * @param {number | undefined} count
   * @param {number} highest
   * @param {boolean} isChosen
   */
  #row(value, count, highest, isChosen) {
    const row = this.#rows.get(value) ?? this.#made(value);
    const label = valueName(this.#facet.key, value);
    if (row.name.textContent !== label) row.name.textContent = label;
    row.item.title = obstacle(value) ?? (label === value ? "" : value);
    row.box.checked = isChosen;
    row.number.textContent = count === undefined && !this.#answer?.fits(this.#query) ? "…" : grouped(count ?? 0);
    row.item.style.setProperty("--share", ((count ?? 0) / highest).toFixed(3));
    return row.item;
  }

  /**
   * Makes the row of `value`, which stays for good.
   *
   * @param {string} value
   * @returns {Row}
   */
  #made(value) {
    const box = element("input", { type: "checkbox", change: () => this.#choose(value, box.checked) });
    const name = element("span", { class: "name" });
    const number = element("span", { class: "count" });
    const item = element("li", { "data-value": value }, element("label", {}, box, name, number));
    box.disabled = obstacle(value) !== undefined;
    const row = { item, box, name, number };
    this.#rows.set(value, row);
    return row;
  }

  /**
   * @param {string} value
   * @param {boolean} isChosen
   */
  #choose(value, isChosen) {
    const group = this.#group;
    // Without a group no value is chosen, so there is none to give up.
    if (group === undefined) this.#go(this.#query.withGroup(this.#facet.key, value));
    else if (isChosen) this.#go(this.#query.withAlternative(group, value));
    else this.#go(this.#query.without(group, value));
  }

  /** The groups of an active facet, to choose which one the values belong to, and the way to one more. */
  #drawGroups() {
    const groups = this.#query.groupsOf(this.#facet.key);
    this.#groups.hidden = groups.length === 0;
    /**
     * @param {number | undefined} group
     * @param {string} text
     */
    const tab = (group, text) => {
      const pick = () => {
        this.#group = group;
        this.#draw();
        // The buttons are new ones.
        /** @type {HTMLElement | null} */
        const pressed = this.#groups.querySelector("[aria-pressed=true]");
        pressed?.focus();
      };
      return element("button", { type: "button", "aria-pressed": String(group === this.#group), click: pick }, text);
    };
    const named = (/** @type {number} */ group) =>
      this.#query.groups[group].values.map((value) => valueName(this.#facet.key, value)).join(" or ");
    const tabs = groups.map((group) => tab(group, named(group)));
    // An image has one language, library and spec: a second condition on those would leave nothing.
    if (!this.#facet.isSingle) tabs.push(tab(undefined, "+ and also …"));
    this.#groups.replaceChildren(...(tabs.length > 1 ? tabs : []), hint(this.#group === undefined));
  }
}

/** @param {boolean} isNew */
function hint(isNew) {
  const text = isNew ? "And: a value here narrows the result." : "Or: another value widens the result.";
  return element("p", { class: "hint" }, text);
}
