// The catalogue as peers are given it.
import { wordsOf } from "../words.mjs";

/**
 * An object an image, in default order: its facts, a list or a key for every facet, the folded words that searches look
 * for, and its place among all images in the order of quality.
 */
export function itemsOf(content, facets) {
  const { images, specs } = content;
  const specOf = byId(specs);
  const labelOf = labels(content);
  const qualities = images.map(({ quality }) => quality ?? -1);
  const ordered = images.map((_, row) => row).sort((a, b) => qualities[b] - qualities[a] || a - b);
  const places = new Map(ordered.map((row, place) => [row, place]));
  return images.map((image, row) => {
    const lists = facets.map((facet) => [facet, image[facet] ?? specOf.get(image.spec)[facet]]);
    const texts = lists.flatMap(([facet, list]) => [list].flat().flatMap((value) => [value, labelOf(facet, value)]));
    return {
      id: String(row),
      image,
      words: [...new Set(texts.flatMap(wordsOf))],
      by_quality: places.get(row),
      ...Object.fromEntries(lists),
    };
  });
}

/** A function that returns the text that people read for a value of a facet. */
export function labels({ specs, libraries, languages }) {
  const [specOf, libraryOf, languageOf] = [specs, libraries, languages].map(byId);
  const texts = {
    spec: (id) => specOf.get(id).title,
    lib: (id) => libraryOf.get(id).name,
    lang: (id) => languageOf.get(id).name,
  };
  return (facet, value) => texts[facet]?.(value) ?? value;
}

function byId(list) {
  return new Map(list.map((each) => [each.id, each]));
}
