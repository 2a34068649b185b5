// One facet: its values as the last answer counts them, or those that the service finds for a search or a long list.

/** @import { Answer } from "./answer.js" */
/** @import { FacetEntry } from "./facets.js" */
/** @import { Counts, FacetValue } from "./replies.js" */

import { arrange, element } from "./dom.js";
import { FacetGroups } from "./facet_groups.js";
import { FacetRow } from "./facet_row.js";
import { facetPaths, VALUES } from "./filter_paths.js";
import { wordsOf } from "./fold.js";
import { FoundValues } from "./found_values.js";
import { matchOf } from "./matches.js";
import { Query } from "./url_state.js";
import { grouped, valueName } from "./vocabulary.js";

/** Values that are shown of a facet at first. */
const SHOWN = 8;
/** Milliseconds from the last key to the search. */
const PAUSE = 150;

export class FacetView {
  #facet;
  #go;
  #query = new Query("");
  /** @type {Answer | undefined} */
  #answer;
  /** @type {Map<string, FacetRow>} */
  #rows = new Map();
  /**
   * The number of the group whose values are shown; undefined for a group that is not there yet.
   *
   * @type {number | undefined}
   */
  #group;
  #isExpanded = false;
  /** The words that values are searched by. */
  #words = "";
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  #timer;
  #found = new FoundValues(() => this.#draw());
  #nearEnd;
  #size = element("span", { class: "size" });
  #groups;
  #find;
  #values;
  #note = element("p", { class: "none", role: "status" });
  #more = element("button", { type: "button", class: "more", hidden: true, click: () => this.#show() });

  /**
   * @param {FacetEntry} facet
   * @param {(text: string) => void} go
   */
  constructor(facet, go) {
    this.#facet = facet;
    this.#go = go;
    this.#groups = new FacetGroups(facet, (group) => {
      this.#group = group;
      this.#draw();
    });
    this.#values = element("ul", { class: "values", "aria-label": facet.name });
    this.#nearEnd = new IntersectionObserver((entries) => entries.at(-1)?.isIntersecting && this.#found.more(), {
      root: this.#values,
      rootMargin: "200px 0px",
    });
    this.#find = element("input", {
      type: "search",
      class: "find",
      "aria-label": `Find in ${facet.name}`,
      autocomplete: "off",
      spellcheck: "false",
      maxlength: 256,
      hidden: true,
      input: () => this.#type(),
    });
    this.root = element(
      "details",
      { class: "facet", "data-facet": facet.key, open: facet.isOpen, toggle: () => this.#draw() },
      element("summary", {}, element("h4", {}, facet.name), this.#size),
      this.#groups.root,
      this.#find,
      this.#values,
      this.#note,
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

  /** Forgets what the service has found. */
  forget() {
    this.#found.clear();
  }

  #type() {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => {
      this.#words = this.#find.value.trim();
      this.#values.scrollTop = 0;
      this.#draw();
    }, PAUSE);
  }

  /** Shows all values, or the first again; after a fault, asks again. */
  #show() {
    if (this.#found.fault) this.#found.again();
    else this.#isExpanded = !this.#isExpanded;
    this.#draw();
  }

  #draw() {
    const { key } = this.#facet;
    const chosen = this.#group === undefined ? [] : this.#query.groups[this.#group].values;
    const decided = [...chosen, ...this.#query.excludedOf(key).filter((value) => !chosen.includes(value))];
    const { counts, leading, total } = this.#counts(decided);
    const isCut = total === undefined || total > counts.size;
    const all = [...new Set([...leading, ...counts.keys()])];
    const first = Math.max(SHOWN, leading.length);
    this.#size.textContent = total === undefined ? `${VALUES}+` : grouped(isCut ? total : all.length);
    this.#find.placeholder = `Find in ${this.#size.textContent} values`;
    this.#find.hidden = all.length <= SHOWN && this.#words === "";
    this.#groups.update(this.#query, this.#group);
    const isAsked = this.root.open && (this.#words !== "" || (this.#isExpanded && isCut));
    const paths = (/** @type {string} */ words) => facetPaths(this.#query, key, this.#group, words);
    if (isAsked) this.#found.ask(paths(this.#words), paths("")(0));
    else this.#found.clear();
    this.#drawMore(this.#words === "" && (all.length > first || isCut));
    // Until the service has found something, what is known stays.
    if (this.#found.total === undefined) {
      const isShown = (/** @type {string} */ value, /** @type {number} */ place) =>
        this.#isExpanded || place < first || decided.includes(value);
      this.#drawRows(all.filter(isShown), counts, chosen);
      this.#say(this.#found.fault ?? (all.length === 0 ? "None of these images has one." : ""));
    } else {
      this.#drawFound(counts, this.#words === "" ? leading : [], chosen);
    }
  }

  /** @param {boolean} isLong true if there are more values than are shown at first */
  #drawMore(isLong) {
    const { fault } = this.#found;
    const all = this.#isExpanded ? `Show the first ${SHOWN}` : `Show all ${this.#size.textContent}`;
    this.#more.hidden = !isLong && !fault;
    this.#more.textContent = fault ? "Try again" : all;
    this.#more.setAttribute(
      "aria-label",
      `${this.#more.textContent} ${fault ? "to search" : "of"} ${this.#facet.name}`,
    );
    if (fault) this.#more.removeAttribute("aria-expanded");
    else this.#more.setAttribute("aria-expanded", String(this.#isExpanded));
  }

  /** True if the answer is that to an older choice, or there is none. */
  get #isOld() {
    return !this.#answer?.fits(this.#query);
  }

  /**
   * The counts of the last answer, and the values that stand before all others: those that are chosen or excluded, to keep
   * them in sight even if nothing carries them. Until the answer to a choice comes, the rows stay in their order.
   *
   * @param {string[]} decided
   * @returns {{ counts: Counts, leading: string[], total: number | undefined }}
   */
  #counts(decided) {
    if (!this.#answer) return { counts: new Map(), leading: decided, total: 0 };
    const { counts, total, chosen: answered } = this.#answer.countsOf(this.#query, this.#facet.key, this.#group);
    if (!this.#isOld) return { counts, leading: decided, total };
    const before = [...new Set([...answered, ...this.#answer.query.excludedOf(this.#facet.key)])];
    const strange = decided.filter((value) => !before.includes(value) && !counts.has(value));
    return { counts, leading: [...strange, ...before], total };
  }

  /**
   * Shows the values that the service has found so far, and asks for more when their end comes near.
   *
   * @param {Counts} counts
   * @param {string[]} leading
   * @param {string[]} chosen
   */
  #drawFound(counts, leading, chosen) {
    const { values, total = 0, fault, isCounted } = this.#found;
    const found = new Map(values.map((value) => [value.value, value]));
    const close = total === 0 ? this.#closeTo(this.#words, counts) : [];
    // Old counts are shown beside other old ones alone.
    const own = isCounted || this.#isOld ? values : [];
    const all = new Map([...own.map(({ value, count }) => /** @type {const} */ ([value, count])), ...counts]);
    this.#drawRows([...new Set([...leading, ...found.keys(), ...close])], all, chosen, found);
    const part = values.length < total ? `${grouped(values.length)} of ` : "";
    const none = `No value matches “${this.#words}”.${close.length > 0 ? " These are close:" : ""}`;
    const result = total === 0 ? none : `${part}${grouped(total)} found`;
    this.#say(fault ?? (this.#words === "" ? "" : result));
    this.#nearEnd.disconnect();
    const last = this.#values.lastElementChild;
    if (last) this.#nearEnd.observe(last);
  }

  /**
   * @param {string[]} values
   * @param {Counts} counts
   * @param {string[]} chosen
   * @param {Map<string, FacetValue>} [found]
   */
  #drawRows(values, counts, chosen, found) {
    const { key } = this.#facet;
    const excluded = this.#query.excludedOf(key);
    const isOld = this.#isOld;
    const highest = Math.max(1, ...counts.values());
    const wanted = wordsOf(this.#words);
    const rows = values.map((value) => {
      const row = this.#row(value);
      const count = counts.get(value);
      // Without a count nothing carries the value, or that is not known yet.
      const unknown = isOld || (found && !this.#found.isCounted) ? "…" : "0";
      row.show({
        label: found?.get(value)?.label ?? valueName(key, value),
        wanted: found ? wanted : [],
        count: count === undefined ? unknown : grouped(count),
        share: (count ?? 0) / highest,
        isChosen: chosen.includes(value),
        isExcluded: excluded.includes(value),
      });
      return row.item;
    });
    arrange(this.#values, rows);
  }

  /**
   * Values that the page knows and that `words` match if a letter is forgiven or words are split: the service does neither.
   *
   * @param {string} words
   * @param {Counts} counts
   */
  #closeTo(words, counts) {
    const wanted = wordsOf(words);
    if (wanted.length === 0) return [];
    return [...counts.keys()].filter((value) => matchOf(wanted, [valueName(this.#facet.key, value), value]));
  }

  /** @param {string} text */
  #say(text) {
    if (this.#note.textContent !== text) this.#note.textContent = text;
  }

  /**
   * The row of `value`, which stays for good once it is made.
   *
   * @param {string} value
   */
  #row(value) {
    const row =
      this.#rows.get(value) ??
      new FacetRow(value, {
        choose: (chosen, isChosen) => this.#choose(chosen, isChosen),
        exclude: (excluded, isExcluded) => this.#exclude(excluded, isExcluded),
      });
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

  /**
   * @param {string} value
   * @param {boolean} isExcluded
   */
  #exclude(value, isExcluded) {
    const { key } = this.#facet;
    this.#go(isExcluded ? this.#query.withExclusion(key, value) : this.#query.withoutExclusion(key, value));
  }
}
