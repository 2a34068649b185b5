// PostgreSQL with the best indexes: values as numbers, each image with the array of all of its own under a GIN index, an
// array a facet for counting, its words as a `tsvector` under another, and values with their words under one of `pg_trgm`.
// One prepared statement a request, planned once, answers with JSON; global counts and titles, always the same, are left out.
import { withCluster } from "../cluster.mjs";
import { quantile } from "../timing.mjs";
import { wordsOf } from "../words.mjs";

export const name = "PostgreSQL";
export const note = "JSON without globalCounts, specTitles";
export const searchNote = "JSON without match";

const RUNS = 9;

/** Answers and times of all requests; nothing where there is no server. `labelOf` gives the text of a facet's value. */
export function run(items, facets, labelOf, requests) {
  return withCluster((psql) => {
    psql(tables(items, facets, labelOf));
    const script = requests.map((request, number) => {
      const statement = request.facet ? search(request) : query(request);
      const execute = `EXECUTE f${number};\n`.repeat(RUNS + 1);
      return `\\timing off\nPREPARE f${number} AS ${statement};\n\\timing on\n${execute}\\timing off\nDEALLOCATE f${number};\n`;
    });
    const lines = psql(script.join("")).trim().split("\n");
    const answers = lines.filter((line) => line.startsWith("{")).map((line) => JSON.parse(line));
    const times = lines
      .filter((line) => line.startsWith("Time: "))
      .map((line) => Number.parseFloat(line.slice(6)) * 1000);
    return requests.map((request, number) => {
      // The first run plans.
      const warm = times.slice(number * (RUNS + 1) + 1, (number + 1) * (RUNS + 1));
      const us = quantile(warm, 0.5);
      const found = answers[number * (RUNS + 1)];
      return {
        answer: request.facet ? found : filterAnswer(found, facets, request),
        timed: { us, spread: (quantile(warm, 0.75) - quantile(warm, 0.25)) / us },
      };
    });
  });
}

/** The answer to a filter, with the empty parts that SQL leaves out. */
function filterAnswer({ total, images, counts, or }, facets, { groups }) {
  return {
    total,
    page: (images ?? []).map(({ row }) => row),
    counts: Object.fromEntries(facets.map((facet) => [facet, counts?.[facet] ?? {}])),
    orCounts: groups.map((_, group) => or[group] ?? {}),
  };
}

/** The statements that fill the tables. */
function tables(items, facets, labelOf) {
  const numbers = new Map();
  const number = (facet, value) => {
    const key = JSON.stringify([facet, value]);
    if (!numbers.has(key)) numbers.set(key, valueRow(numbers.size, facet, value, labelOf(facet, value)));
    return numbers.get(key)[0];
  };
  const rows = items.map((item, row) => {
    const lists = facets.map((facet) => [item[facet]].flat().map((value) => number(facet, value)));
    const arrays = [lists.flat(), ...lists].map((list) => `{${list.join(",")}}`);
    return [row, item.by_quality, item.words.join(" "), ...arrays, JSON.stringify({ ...item.image, row })];
  });
  const copy = (table, lines) =>
    `COPY ${table} FROM STDIN;\n${lines.map((line) => `${line.map(cell).join("\t")}\n`).join("")}\\.\n`;
  return `
    CREATE EXTENSION pg_trgm;
    CREATE TABLE value (id int PRIMARY KEY, facet text, name text, label text, words text, UNIQUE (facet, name));
    CREATE TABLE image (id int PRIMARY KEY, by_quality int, words tsvector, of_all int[], ${facets.map((facet) => `of_${facet} int[]`).join(", ")}, body json);
${copy("value", [...numbers.values()])}${copy("image", rows)}
    CREATE INDEX ON image USING gin (of_all);
    CREATE INDEX ON image USING gin (words);
    CREATE INDEX ON value USING gin (words gin_trgm_ops);
    VACUUM ANALYZE;
  `;
}

/** A row of the table of values. Each of its words has a space before it, so that a pattern finds their beginnings. */
function valueRow(id, facet, value, label) {
  const words = [value, label].flatMap(wordsOf).map((word) => ` ${word}`);
  return [id, facet, value, label, words.join("")];
}

/** The statement that answers a filter. */
function query({ groups, excluded, words, isByQuality }) {
  const { sets, where, counted } = conditions({ groups, excluded, words });
  const order = isByQuality ? "by_quality" : "id";
  const matching = `m AS MATERIALIZED (SELECT id, by_quality, of_all FROM image ${where()})`;
  const or = groups.map(
    ([facet], group) =>
      `(SELECT json_object_agg(name, c ORDER BY c DESC, name) FROM (${counted(`image, unnest(of_${facet}) AS v ${where(group)}`)}) AS n JOIN value ON id = v)`,
  );
  return `WITH ${[...sets, matching].join(", ")} SELECT json_build_object(
    'total', (SELECT count(*) FROM m),
    'images', (SELECT json_agg(body) FROM (SELECT body FROM image JOIN (SELECT id FROM m ORDER BY ${order} LIMIT 36) AS page USING (id) ORDER BY ${order}) AS bodies),
    'counts', (SELECT json_object_agg(facet, counts) FROM (SELECT facet, json_object_agg(name, c ORDER BY c DESC, name) AS counts
      FROM (${counted("m, unnest(of_all) AS v")}) AS n JOIN value ON id = v GROUP BY facet) AS of_facets),
    'or', json_build_array(${or.join(", ")}))`;
}

/** The statement that answers a search among the values of a facet. */
function search({ facet, words, groups, excluded }) {
  // The last group of the facet does not restrict, because its values are what is being chosen.
  const own = groups.findLastIndex(([name]) => name === facet);
  const { sets, where, counted } = conditions({ groups, excluded, words: [] });
  const patterns = words.map((word) => ` AND words LIKE ${text(`% ${word}%`)}`);
  const found = `found AS MATERIALIZED (SELECT id, name, label FROM value WHERE facet = ${text(facet)}${patterns.join("")})`;
  const counts = `n AS MATERIALIZED (${counted(`image, unnest(of_${facet}) AS v ${where(own)}`)})`;
  return `WITH ${[...sets, found, counts].join(", ")} SELECT json_build_object(
    'total', (SELECT count(*) FROM found),
    'values', (SELECT coalesce(json_agg(line), '[]') FROM (SELECT json_build_object('value', name, 'label', label, 'count', coalesce(c, 0)) AS line
      FROM found LEFT JOIN n ON v = id ORDER BY coalesce(c, 0) DESC, name LIMIT 10) AS page))`;
}

/** Sets of the groups' values, and the conditions of all groups but one. */
function conditions({ groups, excluded, words }) {
  const named = (name, [facet, values]) =>
    `${name} AS MATERIALIZED (SELECT array_agg(id) AS ids FROM value WHERE facet = ${text(facet)} AND name IN (${values.map(text).join(", ")}))`;
  const always = [
    ...excluded.map((_, at) => `NOT of_all && (SELECT ids FROM e${at})`),
    ...words.map((word) => `words @@ ${text(`${word}:*`)}::tsquery`),
  ];
  return {
    sets: [...groups.map((each, at) => named(`g${at}`, each)), ...excluded.map((each, at) => named(`e${at}`, each))],
    where: (other) => {
      const chosen = groups
        .map((_, group) => `of_all && (SELECT ids FROM g${group})`)
        .filter((_, group) => group !== other);
      const all = [...chosen, ...always];
      return all.length === 0 ? "" : `WHERE ${all.join(" AND ")}`;
    },
    counted: (rows) => `SELECT v, count(*) AS c FROM ${rows} GROUP BY v`,
  };
}

function text(value) {
  return `'${value.replaceAll("'", "''")}'`;
}

/** As COPY reads it. */
function cell(value) {
  return String(value).replace(
    /[\\\t\n\r]/g,
    (letter) => ({ "\\": "\\\\", "\t": "\\t", "\n": "\\n", "\r": "\\r" })[letter],
  );
}
