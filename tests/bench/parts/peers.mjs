// Alternatives to this engine, on the same catalogue and the same requests. One that answers wrong is not timed.
import { facts, readFacts } from "../catalog.mjs";
import { casesOf, narrowed, searches } from "../peers/cases.mjs";
import { Comparison } from "../peers/comparison.mjs";
import { itemsOf, labels } from "../peers/items.mjs";
import * as itemsjs from "../peers/itemsjs.mjs";
import * as orama from "../peers/orama.mjs";
import * as postgres from "../peers/postgres.mjs";
import * as tantivy from "../peers/tantivy.mjs";
import { prepare as typedArrays } from "../peers/typed_arrays.mjs";
import { paged, queries } from "../queries.mjs";
import { pairedBatches } from "../timing.mjs";
import { get, opener } from "../worker.mjs";

const LIBRARIES = [itemsjs, orama];

export async function measure(report) {
  const edge = opener()();
  const filters = queries(edge);
  const [content, { facets }] = [readFacts(), facts()];
  const mixes = [filters.map(paged), narrowed(edge, filters), searches(edge, filters)].map((paths) => {
    const cases = casesOf(edge, paths, content);
    return { cases, comparison: new Comparison(edge, cases) };
  });
  const [plain, narrow, inFacets] = mixes;

  const loop = typedArrays({ ...content, facets });
  for (const { path } of plain.cases) sameBytes(loop(path), get(edge, path), path);
  const looped = plain.cases.map(({ path }) =>
    pairedBatches(
      () => get(edge, path),
      () => loop(path),
    ),
  );
  plain.comparison.add("JavaScript, typed arrays", looped, "reply bytes, the same");

  const items = itemsOf(content, facets);
  for (const library of LIBRARIES) {
    const answer = await library.prepare(items, facets);
    for (const { comparison } of [plain, narrow]) await comparison.ask(library, answer);
  }

  const database = await postgres.run(items, facets, labels(content), requestsOf(mixes));
  for (const { cases, comparison } of database ? mixes : []) {
    const note = cases === inFacets.cases ? postgres.searchNote : postgres.note;
    comparison.answered(postgres.name, database.splice(0, cases.length), note);
  }
  if (!database) report.note("PostgreSQL is left out: there is no server on this machine.");

  const native = tantivy.run(
    items,
    facets,
    [plain, narrow].flatMap(({ cases }) => cases),
  );
  for (const { cases, comparison } of [plain, narrow])
    comparison.add(tantivy.name, native.splice(0, cases.length), tantivy.note);

  plain.comparison.table(report, "peers, limit=36, us");
  narrow.comparison.table(report, "peers: exclusion, a word and order of quality, limit=36, us");
  inFacets.comparison.table(report, "peers: search in a facet, us");
  report.record({ peers: plain.comparison.medians, peers_narrowed: narrow.comparison.medians });
}

function requestsOf(mixes) {
  return mixes.flatMap(({ cases }) => cases.map(({ request }) => request));
}

function sameBytes(found, expected, path) {
  if (Buffer.compare(found, expected) !== 0) throw new Error(`typed arrays answer otherwise: ${path}`);
}
