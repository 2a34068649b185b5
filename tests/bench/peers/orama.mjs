// Orama: a full-text index in memory with facets. Its facets count what matches all filters; each or-count takes a search
// of its own. Its words are found by their beginnings.
import { create, insertMultiple, search } from "@orama/orama";
import { wordsOf } from "../words.mjs";

export const name = "Orama";
export const note = "objects, no JSON; a search more a group";

export function can() {
  return true;
}

export async function prepare(items, facets) {
  const isKey = (facet) => typeof items[0][facet] === "string";
  /** @type {any} */
  const schema = {
    ...Object.fromEntries(facets.map((facet) => [facet, isKey(facet) ? "enum" : "enum[]"])),
    words: "string",
    by_quality: "number",
  };
  const tokenizer = { language: "english", normalizationCache: new Map(), tokenize: wordsOf };
  const db = create({ schema, components: { tokenizer } });
  await insertMultiple(
    db,
    items.map(({ words, ...item }) => ({ ...item, words: words.join(" ") })),
    1000,
  );
  const carries = ([facet, values]) => ({ [facet]: isKey(facet) ? { in: values } : { containsAny: values } });
  const all = Object.fromEntries(facets.map((facet) => [facet, {}]));
  return async ({ groups, excluded, words, isByQuality }) => {
    const chosen = (groups) => {
      const conditions = [...groups.map(carries), ...excluded.map((each) => ({ not: carries(each) }))];
      return {
        term: words.join(" "),
        threshold: 0,
        ...(conditions.length > 0 && { where: { and: conditions } }),
      };
    };
    const found = await search(db, {
      ...chosen(groups),
      limit: 36,
      facets: all,
      ...(isByQuality && { sortBy: { property: "by_quality", order: "ASC" } }),
    });
    const orCounts = [];
    for (const [place, [facet]] of groups.entries()) {
      const others = groups.filter((_, at) => at !== place);
      const { facets: counted } = await search(db, { ...chosen(others), limit: 1, facets: { [facet]: {} } });
      orCounts.push(counted[facet].values);
    }
    return {
      total: found.count,
      page: found.hits.map(({ id }) => Number(id)),
      counts: Object.fromEntries(facets.map((facet) => [facet, found.facets[facet].values])),
      orCounts,
    };
  };
}
