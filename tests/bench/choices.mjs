// Seeded choices among the content of a catalogue, so that every run asks the same of the same catalogue.
import { wordsOf } from "./words.mjs";
import { getJson } from "./worker.mjs";

const ONLY_COUNTS = "omit=images,globalCounts,orCounts,specTitles";
/** Facets of which every image of a spec has the spec's values. */
const SPEC_FACETS = ["plot", "data", "dom", "feat"];

/**
 * Content of the catalogue and a seeded choice among it: `facets` are names with values, frequent ones first; `specs` are
 * ids with titles; the higher the `skew` of `pick`, the more often it picks what stands first.
 */
export function chooser(edge, seed) {
  const { globalCounts, specTitles } = getJson(edge, "/plots/filter?limit=1");
  const random = generator(seed);
  return {
    facets: Object.entries(globalCounts).map(([facet, counts]) => [facet, Object.keys(counts)]),
    specs: Object.entries(specTitles),
    pick: (list, skew = 1) => list[Math.floor(random() ** skew * list.length)],
  };
}

/** Seeded choices of what to ask: words of titles and tags, values, facets. */
export function choices(edge) {
  const { facets, specs, pick } = chooser(edge, 2);
  const distinct = (count, choose) => {
    const found = new Set();
    while (found.size < count) found.add(choose());
    return [...found];
  };
  /** Words that all images of a spec have. */
  const wordsOfSpec = () => {
    const [id, title] = pick(specs);
    const { counts } = getJson(edge, `/plots/filter?spec=${encodeURIComponent(id)}&${ONLY_COUNTS}`);
    const tags = SPEC_FACETS.flatMap((facet) => Object.keys(counts[facet]));
    return [...new Set([title, ...tags].flatMap(wordsOf))];
  };
  const words = (count) => {
    let among = [];
    while (among.length < count) among = wordsOfSpec();
    return distinct(count, () => pick(among));
  };
  const beginning = () => {
    let word = "";
    while (word.length < 3) [word] = words(1);
    return [...word].slice(0, 3).join("");
  };
  const written = (list) => list.map(encodeURIComponent).join("+");
  return {
    words: (count) => written(words(count)),
    letters: () => written([beginning()]),
    commonWord: () => written([pick(wordsOf(pick(pick(facets)[1], 9)))]),
    facetNames: (count) => distinct(count, () => pick(facets)[0]).join(","),
    /** As many values of one facet as each of `counts` says. */
    excluded: (counts) =>
      distinct(counts.length, () => pick(facets))
        .map(([facet, values], at) => {
          const list = distinct(Math.min(counts[at], values.length), () => pick(values, 3));
          return `not.${facet}=${list.map(encodeURIComponent).join(",")}`;
        })
        .join("&"),
  };
}

/** Uniform numbers in [0, 1): mulberry32. */
function generator(seed) {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}
