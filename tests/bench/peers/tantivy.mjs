// tantivy's facets natively: total, page and counts in one search, each or-count in one more. The program holds every answer
// to the worker's before it times it.
import { writeFileSync } from "node:fs";
import { folder, json, ownProgram } from "../programs.mjs";

export const name = "tantivy, native";
export const note = "maps, no JSON; a search more a group";

/** Times of all filters. */
export function run(items, facets, cases) {
  const file = `${folder()}tantivy.json`;
  const lists = items.map((item) => Object.fromEntries(facets.map((facet) => [facet, [item[facet]].flat()])));
  const filters = cases.map(({ groups, reply: { total, counts, orCounts } }) => ({
    groups,
    expected: { total, counts, orCounts },
  }));
  writeFileSync(file, JSON.stringify({ facets, items: lists, filters }));
  const { us, spread } = json(ownProgram("bench-tantivy"), [file]);
  return us.map((each, at) => ({ us: each, spread: spread[at] }));
}
