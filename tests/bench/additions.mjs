// What filters can do besides choosing: requests with each addition, beside the same request without it.
import { choices } from "./choices.mjs";
import { paged } from "./queries.mjs";
import { getJson } from "./worker.mjs";

const SORTS = ["quality", "newest", "random"];
const NO_PARTS = "omit=images,counts,globalCounts,orCounts,specTitles";
/** The shuffled gallery of a client: its first page, which shows the most frequent values, and the pages after it. */
const GALLERY = "sort=random&seed=7&fields=spec_id,library,language,url_light,url_dark";
const FIRST = "values=20&omit=globalCounts,specTitles";
const NEXT = "omit=counts,globalCounts,orCounts,specTitles";

/** The requests that make a shuffled gallery. */
export const gallery = [
  ["First page", paged(`/plots/filter?${GALLERY}&${FIRST}`)],
  ["Each page after it", paged(`/plots/filter?${GALLERY}&${NEXT}&offset=36`)],
];

/**
 * Names of additions, each with pairs of paths: without the addition and with it. Every `stride`th of `filters` gets every
 * addition. Orders are also asked for a page that begins at `offset`, if there is one, of filters that find enough images.
 */
export function additions(edge, filters, stride, offset) {
  const choice = choices(edge);
  const chosen = filters.filter((_, at) => at % stride === 0);
  const each = (name, of) => [name, chosen.map(of)];
  const added = (name, make) => each(name, (path) => [paged(path), paged(`${path}&${make()}`)]);
  // The other orders ignore the seed.
  const ordered = (sort) => (path) => [paged(path), paged(`${path}&sort=${sort}&seed=7`)];
  return [
    ...SORTS.map((sort) => each(`sort=${sort}`, ordered(sort))),
    each("sort=relevance, a word", (path) => ordered("relevance")(`${path}&q=${choice.words(1)}`)),
    ...(offset === undefined ? [] : later()),
    added("not. of a value", () => choice.excluded([1])),
    added("not. of three values of two facets", () => choice.excluded([2, 1])),
    added("q of a word", () => `q=${choice.words(1)}`),
    added("q of three words", () => `q=${choice.words(3)}`),
    added("q of three letters", () => `q=${choice.letters()}`),
    added("facets= of two", () => `facets=${choice.facetNames(2)}`),
    added("values=20", () => "values=20"),
    added("fields=spec_id,url", () => "fields=spec_id,url"),
    added("all of a gallery's request", () => `${GALLERY}&${FIRST}`),
    each("values of a facet, q of three letters", (path) => [
      paged(path),
      `${inFacet(path, choice.facetNames(1))}&q=${choice.letters()}`,
    ]),
    each("values of a facet, without q", (path) => [paged(path), inFacet(path, choice.facetNames(1))]),
  ];

  function later() {
    const full = (paths) => paths.filter((path) => total(edge, path) >= offset + 36).slice(0, chosen.length);
    const at = `, offset=${offset.toLocaleString("en")}`;
    // Many filters of the mix have no groups. Here they are all the same, so one is enough.
    const found = full([...new Set(filters)]).map((path) => `${path}&offset=${offset}`);
    const withWord = full(filters.map((path) => `${path}&q=${choice.commonWord()}`));
    return [
      ...SORTS.map((sort) => [`sort=${sort}${at}`, found.map(ordered(sort))]),
      [`sort=relevance, a word${at}`, withWord.map((path) => ordered("relevance")(`${path}&offset=${offset}`))],
    ];
  }
}

/** The search in a facet, with the groups of a filter. */
export function inFacet(path, facet) {
  return path.replace("/plots/filter", `/plots/facets/${facet}`);
}

/** Number of images that are found. */
export function total(edge, path) {
  return getJson(edge, `${path}&${NO_PARTS}`).total;
}
