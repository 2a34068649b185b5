// The page: where its parts meet. Data flows one way, from the address to a request to what is shown; what a person
// chooses becomes an address.

import { named } from "./address.js";
import { get } from "./api.js";
import { Chips } from "./chips.js";
import { Details } from "./details.js";
import { element, part } from "./dom.js";
import { FacetPanel } from "./facets.js";
import { showFigures, showSnapshot } from "./figures.js";
import { Gallery } from "./gallery.js";
import { Meter } from "./meter.js";
import { Search } from "./search.js";
import { noteUnreachableHosts } from "./unreachable.js";
import { Query } from "./url_state.js";
import { counted, grouped, learnLanguages, learnLibraries, learnSpecs } from "./vocabulary.js";

/** Images a request, where the address says nothing else. */
const PAGE = 48;

const gallery = new Gallery(part("gallery"));
const chips = new Chips(part("chips"), go);
const facets = new FacetPanel(part("facets"), go);
const search = new Search(part("search"), part("found"), go);
const meter = new Meter(part("request"), part("reading"), part("history"));
const details = new Details(go, closeDetails);

/** What the address asks for, and the reply's own idea of its page: the first image's place, how many match. */
let query;
let start = 0;
let total = 0;
let loading;
let names = learnNames();
let cameFromGallery = false;

/** Goes to the page of the query string `text`. */
function go(text) {
  keepPlace();
  history.pushState({}, "", `/explore${text && "?"}${text}`);
  const results = part("results");
  // The facets stay where they are; images are read from the first.
  if (results.getBoundingClientRect().top < 0) results.scrollIntoView();
  load();
}

/** Shows what the address says: as many images as `shown`, scrolled to `scroll`, where that is known. */
async function load({ shown, scroll } = {}) {
  loading?.abort();
  const { signal } = (loading = new AbortController());
  query = new Query(location.search);
  chips.update(query);
  part("results").setAttribute("aria-busy", "true");
  const path = query.request(shown ? { limit: shown } : {}, PAGE);
  meter.ask(path);
  try {
    const [{ body, timing }] = await Promise.all([get(path, signal), names]);
    if (signal.aborted) return;
    learnSpecs(body.specTitles);
    [start, total] = [body.offset, body.total];
    gallery.replace(body.images);
    facets.update(query, body);
    chips.update(query, body);
    search.update(query, body);
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
  if (button.disabled || button.hidden) return;
  const { signal } = loading;
  const hadFocus = document.activeElement === button;
  const path = query.request({ limit: PAGE, offset: start + gallery.size });
  button.disabled = true;
  try {
    const { body, timing } = await get(path, signal);
    if (signal.aborted) return;
    const first = gallery.append(body.images);
    if (hadFocus) first?.querySelector("a").focus({ preventScroll: true });
    meter.ask(path);
    meter.answer(timing);
    showRest();
    keepPlace();
  } catch (fault) {
    if (!signal.aborted) part("rest").textContent = `${fault.message} What is here stays.`;
  } finally {
    button.disabled = false;
  }
}

function showResults({ images, globalCounts }) {
  part("fault").hidden = true;
  for (const id of ["content", "facets", "end"]) part(id).hidden = false;
  // Every image has one language.
  const all = Object.values(globalCounts.lang).reduce((sum, count) => sum + count, 0);
  part("total").replaceChildren(
    element("strong", {}, grouped(total)),
    total === all ? " images" : ` of ${grouped(all)} images`,
  );
  part("nothing").hidden = images.length > 0;
  part("nothing-text").textContent =
    total > 0
      ? `${counted(total, "image")} match, but none comes after the first ${grouped(start)}.`
      : "No image matches all of this.";
  part("from-start").hidden = total === 0;
  part("clear").hidden = total > 0;
  showRest();
}

/** Says how many of the matching images are there, and offers the next ones. */
function showRest() {
  const end = start + gallery.size;
  part("more").hidden = end >= total || gallery.size === 0;
  part("rest").textContent =
    gallery.size === 0
      ? ""
      : `${start > 0 ? `${grouped(start + 1)} to ${grouped(end)}` : grouped(end)} of ${grouped(total)} shown`;
  // Observed anew, since it may still be in sight.
  nearEnd.unobserve(part("more"));
  if (!query.isLimited) nearEnd.observe(part("more"));
}

function showFault(fault) {
  part("content").hidden = true;
  part("fault").hidden = false;
  part("fault-text").textContent = fault.message ?? String(fault);
  const remove = (fault.parameters ?? []).map(({ name }) =>
    element("button", { type: "button", click: () => go(query.withoutParameter(name)) }, `Remove ${name}`),
  );
  part("fault-actions").replaceChildren(
    ...remove,
    element("button", { type: "button", click: () => begin() }, "Try again"),
  );
  part("total").textContent = "";
}

/** The figures; the page works without them. */
async function learnFigures() {
  try {
    const [stats, health] = await Promise.all([get("/stats"), get("/health")]);
    showFigures(part("figures"), { ...stats.body, values: health.body.counts.values });
    showSnapshot(part("snapshot"), health.body);
  } catch (fault) {
    part("snapshot").textContent = `No figures: ${fault.message}`;
  }
}

/** What languages and libraries are called; without that, their keys do. */
async function learnNames() {
  try {
    const [languages, libraries] = await Promise.all([get("/languages"), get("/libraries")]);
    learnLanguages(languages.body.languages);
    learnLibraries(libraries.body.libraries);
  } catch {
    // The filter's own request meets the same fault, and says so.
  }
}

/** Keeps in the history how far the person has come on this page. */
function keepPlace() {
  const shown = gallery.size > PAGE && !query.isLimited ? gallery.size : undefined;
  history.replaceState({ shown, scroll: scrollY }, "");
}

function showDetails() {
  const image = named(location.hash);
  if (image) details.show(image);
  else details.hide();
}

function closeDetails() {
  if (cameFromGallery) history.back();
  else history.replaceState(history.state, "", location.pathname + location.search);
  cameFromGallery = false;
}

function begin() {
  names = learnNames();
  learnFigures();
  load(history.state ?? {});
}

const nearEnd = new IntersectionObserver((entries) => entries.at(-1).isIntersecting && more(), {
  rootMargin: "900px 0px",
});

history.scrollRestoration = "manual";
addEventListener("scrollend", () => query && !part("details").open && keepPlace());
addEventListener("popstate", ({ state }) => {
  if (new Query(location.search).text !== query.text) load(state ?? {});
});
addEventListener("hashchange", ({ oldURL }) => {
  cameFromGallery ||= new URL(oldURL).hash === "";
  showDetails();
});
addEventListener("keydown", (event) => {
  const isTyping = event.target.closest("input:not([type=checkbox]), dialog");
  if (event.key !== "/" || isTyping || event.ctrlKey || event.metaKey || event.altKey) return;
  event.preventDefault();
  part("search").focus();
});
part("more").addEventListener("click", more);
part("clear").addEventListener("click", () => go(query.cleared()));
part("from-start").addEventListener("click", () => go(query.withoutParameter("offset")));
part("filters").addEventListener("click", ({ currentTarget }) => {
  const isOpen = currentTarget.getAttribute("aria-expanded") !== "true";
  currentTarget.setAttribute("aria-expanded", String(isOpen));
});
noteUnreachableHosts();

begin();
if (named(location.hash)) showDetails();
