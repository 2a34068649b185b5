// The page: connects its parts. Data flows one way: a choice becomes an address, the address the state, and from the
// state follow at once what is chosen, and with the reply to its request what is found.

/** @import { Place, State } from "./address.js" */
/** @import { Timing } from "./api.js" */
/** @import { FilterReply } from "./replies.js" */

import { linkTo } from "./address.js";
import { Answer } from "./answer.js";
import { Fault, get, sentence } from "./api.js";
import { Chips } from "./chips.js";
import { Details } from "./details.js";
import { onFragment, part, partOf } from "./dom.js";
import { FacetPanel } from "./facet_panel.js";
import { learnFigures } from "./figures.js";
import { filterPath, partsKnown, TITLES, VALUES } from "./filter_paths.js";
import { Gallery } from "./gallery.js";
import { answerHere } from "./local_answers.js";
import { Meter } from "./meter.js";
import { NarrowPanel } from "./narrow_panel.js";
import { Navigation } from "./navigation.js";
import { NextPages, PAGE } from "./next_pages.js";
import { whenReplaced } from "./one_snapshot.js";
import { OrderMenu, shuffled } from "./order_menu.js";
import { imageTexts, listTexts, showTexts } from "./page_title.js";
import { Recovery } from "./recovery.js";
import { Remarks } from "./remarks.js";
import * as replies from "./replies.js";
import * as results from "./results.js";
import { Search } from "./search.js";
import { noteUnreachableHosts } from "./unreachable.js";
import { grouped, learnLanguages, learnLibraries, learnSpecs } from "./vocabulary.js";
import { WaysOut } from "./ways_out.js";

const navigation = new Navigation(change);
const gallery = new Gallery(partOf(HTMLUListElement, "gallery"));
const chips = new Chips(part("chips"), go);
const facets = new FacetPanel(part("facets"), go);
const order = new OrderMenu(partOf(HTMLSelectElement, "order"), partOf(HTMLButtonElement, "shuffle"), go);
const search = new Search(partOf(HTMLInputElement, "search"), partOf(HTMLUListElement, "found"), part("found-count"), {
  draft,
  settle: () => navigation.settle(),
});
const meter = new Meter(partOf(HTMLAnchorElement, "request"), part("reading"), partOf(SVGElement, "history"));
const narrowPanel = new NarrowPanel(clear);
const remarks = new Remarks(part("remarks"), go);
const waysOut = new WaysOut(part("ways"), part("ways-note"), go);
const recovery = new Recovery();
const nextPages = new NextPages(gallery, { grown, lost: (fault) => recovery.lost(nextPages.more, fault) });
const details = new Details(
  {
    find: (fragment) => gallery.find(fragment),
    beside: placeOf,
    // A list with a limit of its own grows on request alone.
    more: () => navigation.state.query.isLimited || nextPages.more(),
    focus: focusOn,
    query: () => navigation.state.query,
  },
  { go, exchange: (fragment) => navigation.exchange(fragment), close: () => navigation.close() },
  { shown: (image, text) => showTexts(imageTexts(image, text)), lost: (fault) => recovery.lost(askForDetails, fault) },
);

/**
 * The last reply, which the list shows. It may be the answer to an older choice.
 *
 * @type {Answer | undefined}
 */
let answer;
/**
 * Counts over all images; undefined until the first reply has brought them, and again when all is asked for anew.
 *
 * @type {FilterReply["counts"] | undefined}
 */
let globalCounts;
let loading = new AbortController();
/** Settled when what is the same for every filter is known, or not to be had. */
let names = Promise.resolve();

/**
 * Goes to the list of the query string `text`.
 *
 * @param {string} text
 */
function go(text) {
  keepPlace();
  navigation.go(text);
  results.bring();
}

/**
 * Goes to the list of the query string `text`, which is being typed.
 *
 * @param {string} text
 */
function draft(text) {
  keepPlace();
  navigation.draft(text);
  results.bring();
}

/** Removes all that narrows the images. */
function clear() {
  go(navigation.state.query.cleared());
}

/**
 * Shows another state.
 *
 * @param {State} state
 * @param {State | undefined} before
 */
function change({ query, image, place }, before) {
  if (query.text !== before?.query.text) void load(place);
  if (!image) {
    details.hide();
    nameList();
  } else if (!before?.image || linkTo(image) !== linkTo(before.image)) {
    void details.show(image);
  }
}

/** Shows what is chosen, with the counts that are known. */
function showChoices() {
  const { query } = navigation.state;
  for (const view of [chips, facets, order, search, narrowPanel, remarks]) view.update(query, answer);
}

/** Gives the page the name of its list, unless details are open, which have names of their own. */
function nameList() {
  const { query, image } = navigation.state;
  if (!image) showTexts(listTexts(query, answer?.fits(query) ? answer.reply.total : undefined));
}

/**
 * Asks for what the state says: as many images as `shown`, scrolled to `scroll` and then to the card `first`, if these are known.
 *
 * @param {Place} place
 */
async function load({ shown, scroll, first }) {
  loading.abort();
  loading = new AbortController();
  const { signal } = loading;
  const { query } = navigation.state;
  showChoices();
  results.showCounting();
  const omit = partsKnown(query, globalCounts !== undefined);
  const path = filterPath(query, {
    limit: shown,
    most: PAGE,
    values: VALUES,
    fields: replies.IMAGE_FIELDS,
    omit,
  });
  meter.ask(path);
  try {
    const [{ body, timing }] = await Promise.all([get(path, replies.filterReply, signal), names]);
    // The reply may have waited for the names, and there may be another choice by now.
    if (signal.aborted) return;
    globalCounts ??= omit.includes("globalCounts") ? body.counts : body.globalCounts;
    answer = new Answer(query, body, globalCounts);
    gallery.replace(body.images, query.words);
    showChoices();
    void meter.answer(timing);
    showResults(answer);
    nameList();
    recovery.found(askAgain);
    if (scroll !== undefined) scrollTo(0, scroll);
    if (first) gallery.bring(first, signal);
  } catch (fault) {
    if (signal.aborted) return;
    meter.fail(fault instanceof Fault ? fault.status : undefined);
    showFault(fault);
  }
  part("results").removeAttribute("aria-busy");
}

/** @param {Answer} shown */
function showResults(shown) {
  results.show(shown);
  waysOut.show(shown);
  recovery.found(nextPages.more);
  nextPages.show(shown, loading.signal);
  details.listChanged();
}

/**
 * Follows the list, which has got another page.
 *
 * @param {string} path of that page
 * @param {Promise<Timing>} timing
 */
function grown(path, timing) {
  meter.ask(path);
  void meter.answer(timing);
  details.listChanged();
  keepPlace();
  recovery.found(nextPages.more);
}

/**
 * Says what went wrong, and offers what may help.
 *
 * @param {unknown} fault
 */
function showFault(fault) {
  const isPassing = recovery.lost(askAgain, fault);
  const text = sentence(fault);
  const parameters = fault instanceof Fault ? fault.parameters : [];
  const remedies = parameters.map(({ name }) =>
    name === "seed"
      ? results.action("Shuffle", () => go(shuffled(navigation.state.query)))
      : results.action(`Remove ${name}`, () => go(navigation.state.query.withoutParameter(name))),
  );
  narrowPanel.fail();
  const note = isPassing ? "This page asks again by itself." : "";
  results.showFault(text, [...remedies, results.action("Try again", askAgain)], note);
}

/** Gets what is the same for every filter. Without names, keys stand in. If the service is silent, the filter says so. */
async function learnNames() {
  await Promise.allSettled([
    get("/languages", replies.languageList).then(({ body }) => learnLanguages(body.languages)),
    get("/libraries", replies.libraryList).then(({ body }) => learnLibraries(body.libraries)),
    get(TITLES, replies.titlesAlone).then(({ body }) => learnSpecs(body.specTitles)),
  ]);
}

/** Keeps in the history how far the person has come in the list, if it is the one that was chosen. */
function keepPlace() {
  if (!answer?.fits(navigation.state.query)) return;
  const shown = gallery.size > PAGE && !answer.query.isLimited ? gallery.size : undefined;
  navigation.keep({ shown, scroll: scrollY, first: gallery.first() });
}

/** Asks for names and figures, which are the same for every filter. The next reply brings the counts over all images. */
function learn() {
  globalCounts = undefined;
  names = learnNames().then(showChoices);
  void askForFigures();
}

/** The figures; the page works without them. */
async function askForFigures() {
  const fault = await learnFigures();
  if (fault) recovery.lost(askForFigures, fault);
  else recovery.found(askForFigures);
}

/** Asks again for the details that are open. */
function askForDetails() {
  const { image } = navigation.state;
  recovery.found(askForDetails);
  if (image) void details.show(image);
}

/**
 * The neighbours of an image in the list, and its place.
 *
 * @param {string} fragment
 */
function placeOf(fragment) {
  const beside = gallery.beside(fragment);
  if (!beside || !answer) return undefined;
  const { offset, total } = answer.reply;
  return { ...beside, place: `${grouped(offset + beside.place + 1)} of ${grouped(total)}` };
}

/**
 * Moves the focus to the card of an image if the list has it, else to the list, unless something else has the focus.
 *
 * @param {string} fragment
 */
function focusOn(fragment) {
  const isThere = answer?.fits(navigation.state.query) && gallery.focus(fragment);
  if (!isThere && (!document.activeElement || document.activeElement === document.body)) {
    part("results").focus({ preventScroll: true });
  }
}

/** Asks again for all that the page shows. */
function askAgain() {
  learn();
  facets.forget();
  keepPlace();
  void load(navigation.state.place);
  askForDetails();
}

history.scrollRestoration = "manual";
addEventListener("scrollend", () => details.isOpen || keepPlace());
onFragment(part("gallery"), (fragment) => {
  keepPlace();
  navigation.open(fragment);
});
part("clear").addEventListener("click", clear);
part("from-start").addEventListener("click", () => go(navigation.state.query.withoutParameter("offset")));
noteUnreachableHosts();
whenReplaced(askAgain);

learn();
navigation.start();
answerHere();
document.querySelector(".late")?.remove();
