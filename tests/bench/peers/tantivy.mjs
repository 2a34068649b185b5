// tantivy's facets natively: total, page and counts in one search, each or-count in one more. The program holds every answer
// to the worker's before it times it.
import { writeFileSync } from "node:fs";
import { folder, json, ownProgram } from "../programs.mjs";

export const name = "tantivy, native";
export const note = "maps, no JSON; a search more a group";

/** Times of all requests. */
export function run(items, facets, cases) {
  const file = `${folder()}tantivy.json`;
  const documents = items.map((item) => ({
    values: Object.fromEntries(facets.map((facet) => [facet, [item[facet]].flat()])),
    words: item.words,
    by_quality: item.by_quality,
  }));
  const requests = cases.map(({ request, expected }) => ({ request, expected }));
  writeFileSync(file, JSON.stringify({ facets, items: documents, requests }));
  const { us, spread } = json(ownProgram("bench-tantivy"), [file]);
  return us.map((each, at) => ({ us: each, spread: spread[at] }));
}
