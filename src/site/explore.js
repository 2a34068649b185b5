// The page: where its parts meet. Data flows one way: a choice becomes an address, the address the state, and from the
// state follow at once what is chosen, and with the reply to its request what is found.

import { linkTo } from "./address.js";
import { Answer } from "./answer.js";
import { Fault, get, sentence } from "./api.js";
import { Chips } from "./chips.js";
import { Details } from "./details.js";
import { element, onFragment, part } from "./dom.js";
import { FacetPanel } from "./facet_panel.js";
import { showFigures, showSnapshot } from "./figures.js";
import { Gallery } from "./gallery.js";
import { Meter } from "./meter.js";
import { Navigation } from "./navigation.js";
import * as replies from "./replies.js";
import { Search } from "./search.js";
import { noteUnreachableHosts } from "./unreachable.js";
import { counted, grouped, learnLanguages, learnLibraries, learnSpecs } from "./vocabulary.js";

/** Images a request, where the address says nothing else. */
const PAGE = 48;

const navigation = new Navigation(change);
const gallery = new Gallery(part("gallery"));
const chips = new Chips(part("chips"), go);
const facets = new FacetPanel(part("facets"), go);
const search = new Search(part("search"), part("found"), go);
const meter = new Meter(part("request"), part("reading"), part("history"));
const details = new Details({
  go,
  exchange: (fragment) => navigation.exchange(fragment),
  close: () => navigation.close(),
});

/** The last reply, which the list shows. It may be the answer to an older choice. */
let answer;
let loading;
let names;

/** Goes to the list of the query string `text`. */
function go(text) {
  keepPlace();
  navigation.go(text);
  const results = part("results");
  // The facets stay where they are; images are read from the first.
  if (results.getBoundingClientRect().top < 0) results.scrollIntoView();
}

/** Shows another state. */
function change({ query, image, place }, before) {
  if (query.text !== before?.query.text) load(place);
  if (!image) details.hide();
  else if (!before?.image || linkTo(image) !== linkTo(before.image)) details.show(image);
}

/** Shows what is chosen, with the counts that are known. */
function showChoices() {
  const { query } = navigation.state;
  for (const view of [chips, facets, search]) view.update(query, answer);
}

/** Asks for what the state says: as many images as `shown`, scrolled to `scroll`, if that is known. */
async function load({ shown, scroll }) {
  loading?.abort();
  const { signal } = (loading = new AbortController());
  const { query } = navigation.state;
  showChoices();
  part("results").setAttribute("aria-busy", "true");
  const path = query.request(shown ? { limit: shown } : {}, PAGE);
  meter.ask(path);
  try {
    const [{ body, timing }] = await Promise.all([get(path, replies.filterReply, signal), names]);
    // The reply may have waited for the names, and there may be another choice by now.
    if (signal.aborted) return;
    answer = new Answer(query, body);
    learnSpecs(body.specTitles);
    gallery.replace(body.images);
    showChoices();
    meter.answer(timing);
    showResults(body);
    if (scroll !== undefined) scrollTo(0, scroll);
  } catch (fault) {
    if (signal.aborted) return;
    meter.fail(fault);
    showFault(fault);
  }
  part("results").removeAttribute("aria-busy");
}

/** Appends the next page. */
async function more() {
  const button = part("more");
  if (button.disabled || button.hidden || !answer.fits(navigation.state.query)) return;
  const { signal } = loading;
  const hadFocus = document.activeElement === button;
  const { offset, total } = answer.reply;
  const path = answer.query.request({ limit: PAGE, offset: offset + gallery.size });
  button.disabled = true;
  try {
    const { body, timing } = await get(path, replies.filterReply, signal);
    // Another snapshot answers by now: its pages do not continue this list.
    if (body.total !== total) throw new Fault("failed", "The catalogue has changed meanwhile: reload the page.");
    const first = gallery.append(body.images);
    if (hadFocus) first?.querySelector("a").focus({ preventScroll: true });
    meter.ask(path);
    meter.answer(timing);
    showRest();
    keepPlace();
  } catch (fault) {
    if (!signal.aborted) part("rest").textContent = `${sentence(fault)} What is here stays.`;
  } finally {
    button.disabled = false;
  }
}

function showResults({ images, offset, total, globalCounts }) {
  part("fault").hidden = true;
  for (const id of ["content", "facets", "end"]) part(id).hidden = false;
  // Every image has one language.
  const all = [...globalCounts.lang.values()].reduce((sum, count) => sum + count, 0);
  part("total").replaceChildren(
    element("strong", {}, grouped(total)),
    total === all ? " images" : ` of ${grouped(all)} images`,
  );
  part("nothing").hidden = images.length > 0;
  part("nothing-text").textContent =
    total > 0
      ? `${counted(total, "image")} match, but none comes after the first ${grouped(offset)}.`
      : "No image matches all of this.";
  part("from-start").hidden = total === 0;
  part("clear").hidden = total > 0;
  showRest();
}

/** Says how many of the matching images are there, and offers the next ones. */
function showRest() {
  const { offset, total } = answer.reply;
  const end = offset + gallery.size;
  part("more").hidden = end >= total || gallery.size === 0;
  part("rest").textContent =
    gallery.size === 0
      ? ""
      : `${offset > 0 ? `${grouped(offset + 1)} to ${grouped(end)}` : grouped(end)} of ${grouped(total)} shown`;
  // Observed anew, since it may still be in sight.
  nearEnd.unobserve(part("more"));
  if (!answer.query.isLimited) nearEnd.observe(part("more"));
}

function showFault(fault) {
  part("content").hidden = true;
  part("fault").hidden = false;
  part("fault-text").textContent = sentence(fault);
  const remove = (fault.parameters ?? []).map(({ name }) =>
    action(`Remove ${name}`, () => go(navigation.state.query.withoutParameter(name))),
  );
  part("fault-actions").replaceChildren(...remove, action("Try again", tryAgain));
  part("total").textContent = "";
}

function action(name, click) {
  return element("button", { type: "button", click }, name);
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

/** What languages and libraries are called; without that, their keys do. */
async function learnNames() {
  try {
    const [languages, libraries] = await Promise.all([
      get("/languages", replies.languageList),
      get("/libraries", replies.libraryList),
    ]);
    learnLanguages(languages.body.languages);
    learnLibraries(libraries.body.libraries);
  } catch {
    // The filter's own request meets the same fault, and says so.
  }
}

/** Keeps in the history how far the person has come in the list, if it is the one that was chosen. */
function keepPlace() {
  if (!answer?.fits(navigation.state.query)) return;
  const shown = gallery.size > PAGE && !answer.query.isLimited ? gallery.size : undefined;
  navigation.keep({ shown, scroll: scrollY });
}

/** Asks for names and figures, which are the same for every filter. */
function learn() {
  names = learnNames().then(showChoices);
  learnFigures();
}

function tryAgain() {
  learn();
  load(navigation.state.place);
}

const nearEnd = new IntersectionObserver((entries) => entries.at(-1).isIntersecting && more(), {
  rootMargin: "900px 0px",
});

history.scrollRestoration = "manual";
addEventListener("scrollend", () => part("details").open || keepPlace());
addEventListener("keydown", (event) => {
  const isTyping = event.target.closest("input:not([type=checkbox]), dialog");
  if (event.key !== "/" || isTyping || event.ctrlKey || event.metaKey || event.altKey) return;
  event.preventDefault();
  part("search").focus();
});
onFragment(part("gallery"), (fragment) => {
  keepPlace();
  navigation.open(fragment);
});
part("more").addEventListener("click", more);
part("clear").addEventListener("click", () => go(navigation.state.query.cleared()));
part("from-start").addEventListener("click", () => go(navigation.state.query.withoutParameter("offset")));
part("filters").addEventListener("click", ({ currentTarget }) => {
  const isOpen = currentTarget.getAttribute("aria-expanded") !== "true";
  currentTarget.setAttribute("aria-expanded", String(isOpen));
});
noteUnreachableHosts();

learn();
navigation.start();
