// The twelve facets: their values with the counts of what each would leave or bring.

import { arrange, element } from "./dom.js";
import { isExpressible } from "./url_state.js";
import { FACETS, grouped, valueName } from "./vocabulary.js";

const SHOWN = 8;
/** Open at first; the others open when a person or a filter opens them. */
const OPEN = new Set(["lang", "lib", "plot"]);

/** A choice of what to do with a value is the caller's: it gets the query string that follows. */
export class FacetPanel {
  #facets;

  /**
   * @param {HTMLElement} root holds an element `data-facet` for each facet
   * @param {(text: string) => void} go what to do with the query string that a choice leads to
   */
  constructor(root, go) {
    this.#facets = FACETS.map((facet) => new FacetView(facet, root.querySelector(`[data-facet="${facet.key}"]`), go));
  }

  /** Shows the counts of `reply`, the answer to `query`. */
  update(query, reply) {
    for (const facet of this.#facets) facet.update(query, reply);
  }
}

class FacetView {
  #facet;
  #go;
  #query;
  #reply;
  #rows = new Map();
  /** The number of the group whose values are shown; undefined for a group that is not there yet. */
  #group;
  #isExpanded = false;
  #details;
  #size = element("span", { class: "size" });
  #groups;
  #find;
  #values = element("ul", { class: "values" });
  #none = element("p", { class: "none" });
  #more = element("button", { type: "button", class: "more", hidden: true, click: () => this.#toggle() });

  constructor(facet, root, go) {
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
    this.#details = element(
      "details",
      { class: "facet", "data-facet": facet.key, open: OPEN.has(facet.key) },
      summary,
      this.#groups,
      this.#find,
      this.#values,
      this.#none,
      this.#more,
    );
    root.replaceWith(this.#details);
  }

  update(query, reply) {
    const groups = query.groupsOf(this.#facet.key);
    const before = this.#query?.groupsOf(this.#facet.key) ?? [];
    // A group that came or went: show the newest, which is what the person is at work on.
    if (groups.length !== before.length) this.#group = groups.at(-1);
    else if (this.#group !== undefined) this.#group = groups[before.indexOf(this.#group)];
    if (groups.length > before.length) this.#details.open = true;
    this.#query = query;
    this.#reply = reply;
    this.#draw();
  }

  #toggle() {
    this.#isExpanded = !this.#isExpanded;
    this.#draw();
  }

  #draw() {
    const { key, name } = this.#facet;
    const group = this.#group;
    const chosen = group === undefined ? [] : this.#query.groups[group].values;
    const counts = (group === undefined ? this.#reply.counts[key] : this.#reply.orCounts[group]) ?? {};
    // Sorted here too: an object of JavaScript puts keys that are numbers first.
    const rest = Object.entries(counts).filter(([value]) => !chosen.includes(value));
    rest.sort(([, one], [, other]) => other - one);
    // What an active group asks for stays in sight, also where nothing carries it.
    const all = [...chosen.map((value) => [value, counts[value] ?? 0]), ...rest];
    const wanted = this.#find.value.trim().toLowerCase();
    const found = wanted === "" ? all : all.filter(([value]) => matches(key, value, wanted));
    const most = this.#isExpanded || wanted !== "" ? found.length : Math.max(SHOWN, chosen.length);
    const highest = Math.max(1, ...Object.values(counts));

    this.#size.textContent = grouped(all.length);
    this.#find.placeholder = `Find in ${grouped(all.length)} values`;
    this.#find.hidden = all.length <= SHOWN && wanted === "";
    this.#none.hidden = found.length > 0;
    this.#none.textContent =
      wanted === "" ? "None of these images has one." : `Nothing here contains “${this.#find.value.trim()}”.`;
    this.#more.hidden = wanted !== "" || found.length <= Math.max(SHOWN, chosen.length);
    this.#more.textContent = this.#isExpanded ? `Show the first ${SHOWN}` : `Show all ${grouped(found.length)}`;
    this.#more.setAttribute("aria-label", `${this.#more.textContent} of ${name}`);
    this.#more.setAttribute("aria-expanded", String(this.#isExpanded));
    arrange(
      this.#values,
      found.slice(0, most).map(([value, count]) => this.#row(value, count, count / highest, chosen)),
    );
    this.#drawGroups();
  }

  /** The row of `value`, made once. */
  #row(value, count, share, chosen) {
    let row = this.#rows.get(value);
    if (!row) {
      const box = element("input", { type: "checkbox", change: ({ target }) => this.#choose(value, target.checked) });
      const label = valueName(this.#facet.key, value);
      const number = element("span", { class: "count" });
      const item = element(
        "li",
        { "data-value": value },
        element("label", {}, box, element("span", { class: "name" }, label), number),
      );
      if (label !== value) item.title = value;
      if (!isExpressible(value)) {
        box.disabled = true;
        item.title = "A filter cannot name this value: lists are split at commas.";
      }
      row = { item, box, number };
      this.#rows.set(value, row);
    }
    row.box.checked = chosen.includes(value);
    row.number.textContent = grouped(count);
    row.item.style.setProperty("--share", share.toFixed(3));
    return row.item;
  }

  #choose(value, isChosen) {
    const { key } = this.#facet;
    if (!isChosen) this.#go(this.#query.without(this.#group, value));
    else if (this.#group === undefined) this.#go(this.#query.withGroup(key, value));
    else this.#go(this.#query.withAlternative(this.#group, value));
  }

  /** The groups of an active facet, to choose which one the values belong to, and the way to one more. */
  #drawGroups() {
    const groups = this.#query.groupsOf(this.#facet.key);
    this.#groups.hidden = groups.length === 0;
    const tab = (group, text) => {
      const pick = () => {
        this.#group = group;
        this.#draw();
        // The buttons are new ones.
        this.#groups.querySelector("[aria-pressed=true]")?.focus();
      };
      return element("button", { type: "button", "aria-pressed": String(group === this.#group), click: pick }, text);
    };
    const named = (group) =>
      this.#query.groups[group].values.map((value) => valueName(this.#facet.key, value)).join(" or ");
    const tabs = groups.map((group) => tab(group, named(group)));
    // An image has one language, library and spec: a second condition on those would leave nothing.
    if (!this.#facet.isSingle) tabs.push(tab(undefined, "+ and also …"));
    this.#groups.replaceChildren(...(tabs.length > 1 ? tabs : []), hint(this.#group === undefined));
  }
}

function hint(isNew) {
  const text = isNew ? "And: a value here narrows the result." : "Or: another value widens the result.";
  return element("p", { class: "hint" }, text);
}

function matches(facet, value, wanted) {
  return value.toLowerCase().includes(wanted) || valueName(facet, value).toLowerCase().includes(wanted);
}
