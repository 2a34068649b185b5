// Orama: a full-text index in memory with facets. Its facets count what matches all filters; each or-count takes a search
// of its own.
import { create, insertMultiple, search } from "@orama/orama";

export const name = "Orama";
export const note = "objects, no JSON; a search more a group";

export function can() {
  return true;
}

export async function prepare(items, facets) {
  const isKey = (facet) => typeof items[0][facet] === "string";
  const schema = Object.fromEntries(facets.map((facet) => [facet, isKey(facet) ? "enum" : "enum[]"]));
  const db = create({ schema });
  await insertMultiple(
    db,
    items.map((item) => ({ ...item })),
    1000,
  );
  const where = (groups) =>
    groups.length === 0
      ? {}
      : {
          where: {
            and: groups.map(([facet, values]) => ({
              [facet]: isKey(facet) ? { in: values } : { containsAny: values },
            })),
          },
        };
  const all = Object.fromEntries(facets.map((facet) => [facet, {}]));
  return async (groups) => {
    const found = await search(db, { term: "", limit: 36, facets: all, ...where(groups) });
    const orCounts = [];
    for (const [place, [facet]] of groups.entries()) {
      const others = groups.filter((_, at) => at !== place);
      const { facets: counted } = await search(db, { term: "", limit: 1, facets: { [facet]: {} }, ...where(others) });
      orCounts.push(counted[facet].values);
    }
    return {
      total: found.count,
      counts: Object.fromEntries(facets.map((facet) => [facet, found.facets[facet].values])),
      orCounts,
    };
  };
}
