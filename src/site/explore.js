// The page: connects its parts. Data flows one way: a choice becomes an address, the address the state, and from the
// state follow at once what is chosen, and with the reply to its request what is found.

/** @import { Place, State } from "./address.js" */
/** @import { Refused } from "./api.js" */
/** @import { GlobalCounts } from "./replies.js" */

import { linkTo } from "./address.js";
import { Answer } from "./answer.js";
import { Fault, get, sentence } from "./api.js";
import { Chips } from "./chips.js";
import { Details } from "./details.js";
import { onFragment, part, partOf } from "./dom.js";
import { FacetPanel } from "./facet_panel.js";
import { showFigures, showSnapshot } from "./figures.js";
import { CATALOGUE, filterPath, OF_CATALOGUE, OMITTABLE, VALUES } from "./filter_paths.js";
import { Gallery } from "./gallery.js";
import { Meter } from "./meter.js";
import { Navigation } from "./navigation.js";
import { whenReplaced } from "./one_snapshot.js";
import { OrderMenu, shuffled } from "./order_menu.js";
import * as replies from "./replies.js";
import * as results from "./results.js";
import { Search } from "./search.js";
import { noteUnreachableHosts } from "./unreachable.js";
import { learnLanguages, learnLibraries, learnSpecs } from "./vocabulary.js";

/** Images a request, if the address says nothing else. */
const PAGE = 48;
/** Parts of a reply that further pages do without. */
const ALL_BUT_IMAGES = OMITTABLE.filter((part) => part !== "images");

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
const moreButton = partOf(HTMLButtonElement, "more");
const details = new Details({
  go,
  exchange: (fragment) => navigation.exchange(fragment),
  close: () => navigation.close(),
});

/**
 * The last reply, which the list shows. It may be the answer to an older choice.
 *
 * @type {Answer | undefined}
 */
let answer;
/**
 * Counts over all images; undefined if they are not to be had.
 *
 * @type {GlobalCounts | undefined}
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
  bringResults();
}

/**
 * Goes to the list of the query string `text`, which is being typed.
 *
 * @param {string} text
 */
function draft(text) {
  keepPlace();
  navigation.draft(text);
  bringResults();
}

/** Scrolls back to the first image. The facets stay where they are. */
function bringResults() {
  const main = part("results");
  if (main.getBoundingClientRect().top < 0) main.scrollIntoView();
}

/**
 * Shows another state.
 *
 * @param {State} state
 * @param {State | undefined} before
 */
function change({ query, image, place }, before) {
  if (query.text !== before?.query.text) void load(place);
  if (!image) details.hide();
  else if (!before?.image || linkTo(image) !== linkTo(before.image)) void details.show(image);
}

/** Shows what is chosen, with the counts that are known. */
function showChoices() {
  const { query } = navigation.state;
  for (const view of [chips, facets, order, search]) view.update(query, answer);
}

/**
 * Asks for what the state says: as many images as `shown`, scrolled to `scroll`, if that is known.
 *
 * @param {Place} place
 */
async function load({ shown, scroll }) {
  loading.abort();
  loading = new AbortController();
  const { signal } = loading;
  const { query } = navigation.state;
  showChoices();
  part("results").setAttribute("aria-busy", "true");
  const path = filterPath(query, {
    limit: shown,
    most: PAGE,
    values: VALUES,
    fields: replies.IMAGE_FIELDS,
    omit: OF_CATALOGUE,
  });
  meter.ask(path);
  try {
    const [{ body, timing }] = await Promise.all([get(path, replies.filterReply, signal), names]);
    // The reply may have waited for the names, and there may be another choice by now.
    if (signal.aborted) return;
    answer = new Answer(query, body, globalCounts);
    gallery.replace(body.images);
    showChoices();
    void meter.answer(timing);
    showResults(answer);
    if (scroll !== undefined) scrollTo(0, scroll);
  } catch (fault) {
    if (signal.aborted) return;
    meter.fail(fault instanceof Fault ? fault.status : undefined);
    showFault(sentence(fault), fault instanceof Fault ? fault.parameters : []);
  }
  part("results").removeAttribute("aria-busy");
}

/** Appends the next page. */
async function more() {
  const shown = answer;
  if (moreButton.disabled || moreButton.hidden || !shown?.fits(navigation.state.query)) return;
  const { signal } = loading;
  const hadFocus = document.activeElement === moreButton;
  const { offset, total } = shown.reply;
  const page = { limit: PAGE, offset: offset + gallery.size };
  const path = filterPath(shown.query, { ...page, fields: replies.IMAGE_FIELDS, omit: ALL_BUT_IMAGES });
  moreButton.disabled = true;
  try {
    const { body, timing } = await get(path, replies.imagePage, signal);
    // A service that does not name its snapshot has another one by now: its pages do not continue this list.
    if (body.total !== total) throw new Fault("failed", "The catalogue has changed meanwhile: reload the page.");
    const first = gallery.append(body.images);
    if (hadFocus) first?.querySelector("a")?.focus({ preventScroll: true });
    meter.ask(path);
    void meter.answer(timing);
    showRest(shown);
    keepPlace();
  } catch (fault) {
    if (!signal.aborted) part("rest").textContent = `${sentence(fault)} What is here stays.`;
  } finally {
    moreButton.disabled = false;
  }
}

/** @param {Answer} shown */
function showResults(shown) {
  results.show(shown);
  showRest(shown);
}

/**
 * Says how many of the matching images are there, and offers the next ones.
 *
 * @param {Answer} shown
 */
function showRest({ query, reply: { offset, total } }) {
  moreButton.hidden = offset + gallery.size >= total || gallery.size === 0;
  results.showRest(gallery.size, offset, total);
  // An observer tells of changes only, and the button may still be in sight.
  nearEnd.unobserve(moreButton);
  if (!query.isLimited) nearEnd.observe(moreButton);
}

/**
 * Says what went wrong, and offers what may help.
 *
 * @param {string} text
 * @param {Refused[]} parameters those that the service does not accept
 */
function showFault(text, parameters) {
  const remedies = parameters.map(({ name }) =>
    name === "seed"
      ? results.action("Shuffle", () => go(shuffled(navigation.state.query)))
      : results.action(`Remove ${name}`, () => go(navigation.state.query.withoutParameter(name))),
  );
  results.showFault(text, [...remedies, results.action("Try again", askAgain)]);
}

/** The figures; the page works without them. */
async function learnFigures() {
  try {
    const [stats, health] = await Promise.all([get("/stats", replies.stats), get("/health", replies.health)]);
    showFigures(part("figures"), { ...stats.body, values: health.body.counts.values });
    showSnapshot(part("snapshot"), health.body);
  } catch (fault) {
    part("snapshot").textContent = `No figures: ${sentence(fault)}`;
  }
}

/** Gets what is the same for every filter. Without names, keys stand in. If the service is silent, the filter says so. */
async function learnNames() {
  await Promise.allSettled([
    get("/languages", replies.languageList).then(({ body }) => learnLanguages(body.languages)),
    get("/libraries", replies.libraryList).then(({ body }) => learnLibraries(body.libraries)),
    get(CATALOGUE, replies.wholeCatalogue).then(({ body }) => {
      learnSpecs(body.specTitles);
      globalCounts = body.globalCounts;
    }),
  ]);
}

/** Keeps in the history how far the person has come in the list, if it is the one that was chosen. */
function keepPlace() {
  if (!answer?.fits(navigation.state.query)) return;
  const shown = gallery.size > PAGE && !answer.query.isLimited ? gallery.size : undefined;
  navigation.keep({ shown, scroll: scrollY });
}

/** Asks for names, counts and figures, which are the same for every filter. */
function learn() {
  names = learnNames().then(showChoices);
  void learnFigures();
}

/** Asks again for all that the page shows. */
function askAgain() {
  learn();
  facets.forget();
  keepPlace();
  const { place, image } = navigation.state;
  void load(place);
  if (image) void details.show(image);
}

const nearEnd = new IntersectionObserver(
  (entries) => {
    if (entries.at(-1)?.isIntersecting) void more();
  },
  { rootMargin: "900px 0px" },
);

history.scrollRestoration = "manual";
addEventListener("scrollend", () => details.isOpen || keepPlace());
onFragment(part("gallery"), (fragment) => {
  keepPlace();
  navigation.open(fragment);
});
moreButton.addEventListener("click", more);
part("clear").addEventListener("click", () => go(navigation.state.query.cleared()));
part("from-start").addEventListener("click", () => go(navigation.state.query.withoutParameter("offset")));
const filters = part("filters");
filters.addEventListener("click", () => {
  filters.setAttribute("aria-expanded", String(filters.getAttribute("aria-expanded") !== "true"));
});
noteUnreachableHosts();
whenReplaced(askAgain);

learn();
navigation.start();
document.querySelector(".late")?.remove();
