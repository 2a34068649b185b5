// PostgreSQL with the best indexes: values as numbers, each image with the array of all of its own under a GIN index, and an
// array a facet for counting. One prepared statement a filter, planned once, answers with the JSON of total, page, counts
// and or-counts; global counts and titles, always the same, are left out.
import { withCluster } from "../cluster.mjs";
import { quantile } from "../timing.mjs";

export const name = "PostgreSQL";
export const note = "JSON without globalCounts, specTitles";

const RUNS = 9;

/** Answers and times of all filters; nothing where there is no server. */
export function run(items, facets, filters) {
  return withCluster((psql) => {
    psql(tables(items, facets));
    const script = filters.map((groups, number) => {
      const execute = `EXECUTE f${number};\n`.repeat(RUNS + 1);
      return `\\timing off\nPREPARE f${number} AS ${query(groups)};\n\\timing on\n${execute}\\timing off\nDEALLOCATE f${number};\n`;
    });
    const lines = psql(script.join("")).trim().split("\n");
    const answers = lines.filter((line) => line.startsWith("{")).map((line) => JSON.parse(line));
    const times = lines
      .filter((line) => line.startsWith("Time: "))
      .map((line) => Number.parseFloat(line.slice(6)) * 1000);
    return filters.map((groups, number) => {
      // The first run plans.
      const warm = times.slice(number * (RUNS + 1) + 1, (number + 1) * (RUNS + 1));
      const us = quantile(warm, 0.5);
      const { total, counts, or } = answers[number * (RUNS + 1)];
      return {
        answer: {
          total,
          counts: Object.fromEntries(facets.map((facet) => [facet, counts?.[facet] ?? {}])),
          orCounts: groups.map((_, group) => or[group] ?? {}),
        },
        timed: { us, spread: (quantile(warm, 0.75) - quantile(warm, 0.25)) / us },
      };
    });
  });
}

/** The statements that fill the tables. */
function tables(items, facets) {
  const numbers = new Map();
  const number = (facet, value) => {
    const key = JSON.stringify([facet, value]);
    if (!numbers.has(key)) numbers.set(key, [numbers.size, facet, value]);
    return numbers.get(key)[0];
  };
  const rows = items.map((item, row) => {
    const lists = facets.map((facet) => [item[facet]].flat().map((value) => number(facet, value)));
    return [row, ...[lists.flat(), ...lists].map((list) => `{${list.join(",")}}`), JSON.stringify(item.image)];
  });
  const copy = (table, lines) =>
    `COPY ${table} FROM STDIN;\n${lines.map((line) => `${line.map(cell).join("\t")}\n`).join("")}\\.\n`;
  return `
    CREATE TABLE value (id int PRIMARY KEY, facet text, name text, UNIQUE (facet, name));
    CREATE TABLE image (id int PRIMARY KEY, of_all int[], ${facets.map((facet) => `of_${facet} int[]`).join(", ")}, body json);
${copy("value", [...numbers.values()])}${copy("image", rows)}
    CREATE INDEX ON image USING gin (of_all);
    VACUUM ANALYZE;
  `;
}

/** The statement that answers `groups`. */
function query(groups) {
  const sets = groups.map(
    ([facet, values], group) =>
      `g${group} AS MATERIALIZED (SELECT array_agg(id) AS ids FROM value WHERE facet = ${text(facet)} AND name IN (${values.map(text).join(", ")}))`,
  );
  const where = (chosen) =>
    chosen.length === 0 ? "" : `WHERE ${chosen.map((group) => `of_all && (SELECT ids FROM g${group})`).join(" AND ")}`;
  const every = groups.map((_, group) => group);
  const matching = `m AS MATERIALIZED (SELECT id, of_all FROM image ${where(every)})`;
  const counted = (rows) => `SELECT v, count(*) AS c FROM ${rows} GROUP BY v`;
  const or = every.map(
    (group) =>
      `(SELECT json_object_agg(name, c ORDER BY c DESC, name) FROM (${counted(`image, unnest(of_${groups[group][0]}) AS v ${where(every.filter((other) => other !== group))}`)}) AS n JOIN value ON id = v)`,
  );
  return `WITH ${[...sets, matching].join(", ")} SELECT json_build_object(
    'total', (SELECT count(*) FROM m),
    'images', (SELECT json_agg(body) FROM (SELECT body FROM image JOIN (SELECT id FROM m ORDER BY id LIMIT 36) AS page USING (id) ORDER BY id) AS bodies),
    'counts', (SELECT json_object_agg(facet, counts) FROM (SELECT facet, json_object_agg(name, c ORDER BY c DESC, name) AS counts
      FROM (${counted("m, unnest(of_all) AS v")}) AS n JOIN value ON id = v GROUP BY facet) AS of_facets),
    'or', json_build_array(${or.join(", ")}))`;
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
