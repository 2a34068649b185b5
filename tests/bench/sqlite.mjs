// The facts as the SQLite file that a service would ship instead: normalised, with the indexes that filters need.
import { rmSync } from "node:fs";
import { DatabaseSync } from "node:sqlite";
import { folder } from "./programs.mjs";

const SPEC_FACETS = ["plot", "data", "dom", "feat"];
const IMAGE_FACETS = ["dep", "tech", "pat", "prep", "style"];

const SCHEMA = `
  CREATE TABLE language (id TEXT PRIMARY KEY, name, file_extension, runtime_version, documentation_url, description) WITHOUT ROWID;
  CREATE TABLE library (id TEXT PRIMARY KEY, name, language, framework, version, documentation_url, description) WITHOUT ROWID;
  CREATE TABLE spec (number INTEGER PRIMARY KEY, id TEXT UNIQUE, title TEXT);
  CREATE TABLE image (number INTEGER PRIMARY KEY, spec INTEGER, lang TEXT, lib TEXT, quality REAL,
    url_light TEXT, url_dark TEXT, html_light TEXT, html_dark TEXT);
  CREATE TABLE value (number INTEGER PRIMARY KEY, facet TEXT, name TEXT, UNIQUE (facet, name));
  CREATE TABLE spec_value (value INTEGER, spec INTEGER, PRIMARY KEY (value, spec)) WITHOUT ROWID;
  CREATE TABLE image_value (value INTEGER, image INTEGER, PRIMARY KEY (value, image)) WITHOUT ROWID;
  CREATE INDEX image_spec ON image (spec);
  CREATE INDEX image_lib ON image (lib);
  CREATE INDEX image_lang ON image (lang);
`;

/** Writes the file and returns its path. */
export function database(facts) {
  const file = `${folder("sqlite")}/catalog.sqlite`;
  rmSync(file, { force: true });
  const db = new DatabaseSync(file);
  db.exec(SCHEMA);
  db.exec("BEGIN");
  const insert = (table, rows) => {
    if (rows.length === 0) return;
    const statement = db.prepare(`INSERT INTO ${table} VALUES (${rows[0].map(() => "?").join(", ")})`);
    for (const row of rows) statement.run(...row);
  };
  insert("language", facts.languages.map(Object.values));
  insert("library", facts.libraries.map(Object.values));
  insert(
    "spec",
    facts.specs.map(({ id, title }, number) => [number, id, title]),
  );
  const specs = new Map(facts.specs.map(({ id }, number) => [id, number]));
  insert(
    "image",
    facts.images.map((image, number) => [
      number,
      specs.get(image.spec),
      ...["lang", "lib", "quality", "url_light", "url_dark", "html_light", "html_dark"].map((name) => image[name]),
    ]),
  );
  const values = new Map();
  const number = (facet, name) => {
    const key = `${facet} ${name}`;
    if (!values.has(key)) values.set(key, [values.size, facet, name]);
    return values.get(key)[0];
  };
  const pairs = (facets, owners) =>
    owners.flatMap((owner, place) =>
      facets.flatMap((facet) => owner[facet].map((name) => [number(facet, name), place])),
    );
  insert("spec_value", pairs(SPEC_FACETS, facts.specs));
  insert("image_value", pairs(IMAGE_FACETS, facts.images));
  insert("value", [...values.values()]);
  db.exec("COMMIT; VACUUM");
  db.close();
  return file;
}
