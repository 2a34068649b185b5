// Alternatives to this engine, on the same catalogue and the same filters. One that answers wrong is not timed.
import { facts, readFacts } from "../catalog.mjs";
import * as itemsjs from "../peers/itemsjs.mjs";
import * as orama from "../peers/orama.mjs";
import * as postgres from "../peers/postgres.mjs";
import * as tantivy from "../peers/tantivy.mjs";
import { prepare as typedArrays } from "../peers/typed_arrays.mjs";
import { groupsOf, paged, queries } from "../queries.mjs";
import { batches, batchesAsync, percent, quantile, spectrum } from "../timing.mjs";
import { get, getJson, opener } from "../worker.mjs";

const LIBRARIES = [itemsjs, orama];

export async function measure(report) {
  const edge = opener()();
  const paths = queries(edge).map(paged);
  const cases = paths.map((path) => ({
    path,
    groups: groupsOf(path).filter(([facet]) => facet !== "limit"),
    reply: getJson(edge, path),
  }));
  const { facets } = facts();
  const content = readFacts();
  const own = paths.map((path) => time(() => get(edge, path)));
  const rows = [];

  const add = (key, name, timed, chosen, note) => {
    const times = timed.map(({ us }) => us);
    const { p50, p99, max } = spectrum(times);
    const ratio = quantile(
      times.map((us, at) => us / own[chosen[at]].us),
      0.5,
    );
    rows.push([
      name,
      `${timed.length} of ${cases.length}`,
      p50,
      p99,
      max,
      ratio,
      percent(
        quantile(
          timed.map((each) => each.spread),
          0.5,
        ),
      ),
      note,
    ]);
    report.record({ peers: { [key]: { us_p50: p50 } } });
  };
  const every = cases.map((_, at) => at);
  rows.push([
    "catalog-edge, WASM",
    `${cases.length} of ${cases.length}`,
    ...Object.values(spectrum(own.map(({ us }) => us))),
    1,
    percent(
      quantile(
        own.map(({ spread }) => spread),
        0.5,
      ),
    ),
    "reply bytes",
  ]);

  const loop = typedArrays({ ...content, facets });
  for (const path of paths) sameBytes(loop(path), get(edge, path), path);
  add(
    "typed_arrays",
    "JavaScript, typed arrays",
    paths.map((path) => time(() => loop(path))),
    every,
    "reply bytes, the same",
  );

  const items = itemsOf(content, facets);
  for (const { name, note, can, prepare } of LIBRARIES) {
    const answer = await prepare(items, facets);
    const chosen = every.filter((at) => can(cases[at].groups));
    for (const at of chosen) same(name, cases[at], await answer(cases[at].groups));
    const timed = [];
    for (const at of chosen) timed.push(await batchesAsync(() => answer(cases[at].groups)));
    add(name.toLowerCase(), name, timed, chosen, note);
  }

  const database = await postgres.run(
    items,
    facets,
    cases.map(({ groups }) => groups),
  );
  for (const [at, { answer }] of database?.entries() ?? []) same(postgres.name, cases[at], answer);
  if (database)
    add(
      "postgres",
      postgres.name,
      database.map(({ timed }) => timed),
      every,
      postgres.note,
    );
  else report.note("PostgreSQL is left out: there is no server on this machine.");

  const native = tantivy.run(items, facets, cases);
  add("tantivy", tantivy.name, native, every, tantivy.note);

  report.table("peers, limit=36, us", ["filters", "p50", "p99", "worst", "x ours", "noise", "what it makes"], rows);
}

/** Warm, then timed. */
function time(call) {
  for (let round = 0; round < 5; round += 1) call();
  return batches(call);
}

/** An object an image: its facts, and a list or a key for every facet. */
function itemsOf({ images, specs }, facets) {
  const specOf = new Map(specs.map((spec) => [spec.id, spec]));
  return images.map((image, row) => {
    const spec = specOf.get(image.spec);
    return {
      id: String(row),
      image,
      ...Object.fromEntries(facets.map((facet) => [facet, image[facet] ?? spec[facet]])),
    };
  });
}

function sameBytes(found, expected, path) {
  if (Buffer.compare(found, expected) !== 0) throw new Error(`typed arrays answer otherwise: ${path}`);
}

/** Holds an answer to the worker's; the order of values says nothing. */
function same(name, { path, reply }, { total, counts, orCounts }) {
  const sorted = (object) => JSON.stringify(Object.entries(object).sort(([a], [b]) => (a < b ? -1 : 1)));
  const differ = (a, b) => sorted(a) !== sorted(b);
  const wrong = [
    total !== reply.total && `total ${total}, not ${reply.total}`,
    ...Object.keys(reply.counts).map((facet) => differ(counts[facet], reply.counts[facet]) && `counts of ${facet}`),
    ...reply.orCounts.map((each, group) => differ(orCounts[group], each) && `orCounts of group ${group}`),
  ].filter(Boolean);
  if (wrong.length > 0) throw new Error(`${name} answers otherwise: ${path}: ${wrong.join(", ")}`);
}
