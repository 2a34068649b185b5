//! Rule: doctor finds a lookup unserved exactly if the planner reads the whole table for it; what it proposes serves.

use crate::planner::Lookup;
use crate::support::Database;
use crate::tools::{dump, finding, findings, mends_and_takes_back, psql};

/// A catalogue of 10,000 implementations: `library_id` is scattered over the table, `spec_id` is in order.
fn filled(sql: &str) -> Database {
    let database = Database::with(
        "CREATE SCHEMA plots;
         CREATE TABLE plots.impls (id integer, spec_id text, library_id text, language_id text, code text);
         TRUNCATE impls, libraries, specs, languages;
         ALTER TABLE languages ADD PRIMARY KEY (id);
         ALTER TABLE libraries ADD PRIMARY KEY (id);
         ALTER TABLE specs ADD PRIMARY KEY (id);
         INSERT INTO languages (id) SELECT 'language' || n FROM generate_series(0, 99) AS n;
         INSERT INTO libraries (id, language_id) SELECT 'library' || n, 'language' || n % 100 FROM generate_series(0, 999) AS n;
         INSERT INTO specs (id) SELECT 'spec' || n FROM generate_series(10000, 10399) AS n;
         ALTER TABLE impls ADD id integer, ADD issue integer, ADD short varchar(20);
         INSERT INTO impls (id, spec_id, library_id, language_id, issue, short, code)
         SELECT n, 'spec' || 10000 + n / 25, 'library' || n * 7919 % 1000, 'language' || n % 100, n % 3,
                'library' || n * 7919 % 1000, repeat('x', 400)
         FROM generate_series(0, 9999) AS n;
         ALTER TABLE impls ADD CONSTRAINT of_library FOREIGN KEY (library_id) REFERENCES libraries,
                           ADD CONSTRAINT of_spec FOREIGN KEY (spec_id) REFERENCES specs;
         CREATE INDEX language ON impls (language_id);
         CREATE INDEX language ON plots.impls (language_id);
         CREATE INDEX of_libraries ON libraries (language_id)",
    );
    database.run(sql);
    database.run("ANALYZE");
    database
}

fn by<'a>(table: &'a str, types: &'a str, conditions: &'a str, values: &'a str) -> Lookup<'a> {
    Lookup { table, types, conditions, values }
}

/// Expects that the planner and doctor have the same opinion, for the application and for the trigger.
#[track_caller]
fn agree_on(database: &Database, form: &str, subject: &str, lookup: &Lookup<'_>, is_served: bool) {
    assert_eq!(lookup.is_served(database), is_served, "the planner, by {form}");
    assert_eq!(finding(database, subject).is_none(), is_served, "doctor, by {form}");
}

#[test]
fn form_of_an_index_serves_if_the_planner_takes_it() {
    let database = filled(
        "CREATE EXTENSION btree_gin; CREATE EXTENSION btree_gist; CREATE EXTENSION pg_trgm;
         CREATE INDEX spec ON impls (spec_id)",
    );
    for (form, is_served) in [
        ("CREATE INDEX form ON impls (library_id)", true),
        ("CREATE INDEX form ON impls (library_id DESC NULLS LAST)", true),
        ("CREATE INDEX form ON impls (library_id) WITH (fillfactor = 50)", true),
        ("CREATE INDEX form ON impls (library_id text_pattern_ops)", true),
        (r#"CREATE INDEX form ON impls (library_id COLLATE "C")"#, false),
        (r#"CREATE INDEX form ON impls (library_id COLLATE "POSIX" text_pattern_ops)"#, false),
        ("CREATE INDEX form ON impls USING hash (library_id)", true),
        (r#"CREATE INDEX form ON impls USING hash (library_id COLLATE "C")"#, false),
        ("CREATE INDEX form ON impls USING brin (library_id)", false),
        ("CREATE INDEX form ON impls USING gin (library_id)", true),
        ("CREATE INDEX form ON impls USING gin (issue, library_id)", true),
        ("CREATE INDEX form ON impls USING gin (library_id gin_trgm_ops)", true),
        ("CREATE INDEX form ON impls USING gin (to_tsvector('english', library_id))", false),
        ("CREATE INDEX form ON impls USING gist (library_id)", true),
        ("CREATE INDEX form ON impls USING spgist (library_id)", true),
        ("ALTER TABLE impls ADD CONSTRAINT form EXCLUDE USING gist (library_id WITH =, id WITH =)", true),
        // Predicates.
        ("CREATE INDEX form ON impls (library_id) WHERE library_id IS NOT NULL", true),
        ("CREATE INDEX form ON impls (library_id) WHERE NOT (library_id IS NULL)", true),
        ("CREATE INDEX form ON impls (library_id) WHERE library_id IS NOT NULL OR issue > 1", true),
        ("CREATE INDEX form ON impls (library_id) WHERE true", true),
        ("CREATE INDEX form ON impls USING hash (library_id) WHERE library_id IS NOT NULL", true),
        ("CREATE INDEX form ON impls (library_id) WHERE library_id IS NOT NULL AND issue IS NOT NULL", false),
        ("CREATE INDEX form ON impls (library_id) WHERE library_id <> ''", false),
        ("CREATE INDEX form ON impls (library_id) WHERE library_id > ''", false),
        ("CREATE INDEX form ON impls (library_id) WHERE library_id = 'library7'", false),
        ("CREATE INDEX form ON impls (library_id) WHERE issue > 0", false),
        ("CREATE INDEX form ON impls (library_id) WHERE issue IS NOT NULL", false),
        ("CREATE UNIQUE INDEX form ON impls (library_id) WHERE id = 7", false),
        // Several columns.
        ("CREATE INDEX form ON impls (library_id, issue)", true),
        ("CREATE INDEX form ON impls (library_id, library_id)", true),
        ("CREATE INDEX form ON impls (issue, library_id)", false),
        ("CREATE INDEX form ON impls (library_id) INCLUDE (issue)", true),
        ("CREATE INDEX form ON impls (issue) INCLUDE (library_id)", false),
        ("CREATE UNIQUE INDEX form ON impls (library_id, id)", true),
        ("ALTER TABLE impls ADD CONSTRAINT form UNIQUE (library_id, id)", true),
        ("ALTER TABLE impls ADD CONSTRAINT form UNIQUE (library_id, id) DEFERRABLE INITIALLY DEFERRED", true),
        ("ALTER TABLE impls ADD CONSTRAINT form PRIMARY KEY (library_id, id)", true),
        ("ALTER TABLE impls ADD CONSTRAINT form PRIMARY KEY (id, library_id)", false),
        (
            r#"CREATE INDEX form ON impls (library_id, issue); CREATE INDEX form_c ON impls (library_id COLLATE "C")"#,
            true,
        ),
        // Expressions.
        ("CREATE INDEX form ON impls (lower(library_id))", false),
        ("CREATE INDEX form ON impls ((library_id || ''))", false),
        ("CREATE INDEX form ON impls ((library_id::varchar))", true),
        ("CREATE INDEX form ON impls ((library_id::varchar(30)))", false),
        ("CREATE INDEX form ON impls ((library_id::bpchar))", false),
        ("CREATE INDEX form ON impls ((library_id::text))", true),
        // Elsewhere, and broken.
        ("CREATE INDEX form ON plots.impls (library_id)", false),
        (
            "CREATE INDEX form ON impls (library_id); UPDATE pg_index SET indisvalid = false \
             WHERE indexrelid = 'form'::regclass",
            false,
        ),
    ] {
        database.run(form);
        database.run("ANALYZE impls");
        let lookup = by("impls", "text", "library_id = $1", "'library7'");
        agree_on(&database, form, "impls (library_id)", &lookup, is_served);
        database.run(
            "ALTER TABLE impls DROP CONSTRAINT IF EXISTS form; ALTER TABLE impls ALTER library_id DROP NOT NULL, \
             ALTER id DROP NOT NULL; DROP INDEX IF EXISTS form, form_c, plots.form",
        );
    }
}

#[test]
fn summary_of_ranges_serves_a_column_that_is_in_order() {
    let database = filled(
        "CREATE INDEX library ON impls (library_id); ALTER TABLE impls ALTER code TYPE text USING repeat('x', 1500)",
    );
    let by_spec = || by("impls", "text", "spec_id = $1", "'spec10007'");
    agree_on(&database, "nothing", "impls (spec_id)", &by_spec(), false);
    let form = "CREATE INDEX form ON impls USING brin (spec_id) WITH (pages_per_range = 4)";
    database.run(form);
    agree_on(&database, form, "impls (spec_id)", &by_spec(), true);
    database.run("TRUNCATE impls");
    // An empty table says nothing about its order.
    assert!(finding(&database, "impls (spec_id)").is_some());
}

#[test]
fn key_of_several_columns_is_served_if_the_planner_finds_the_rest_cheap() {
    let database = filled(
        "CREATE INDEX library ON impls (library_id); CREATE INDEX spec ON impls (spec_id);
         ALTER TABLE impls ADD UNIQUE (id, library_id);
         CREATE TABLE notes (n integer, constant text, library text, impl integer,
             FOREIGN KEY (impl, library) REFERENCES impls (id, library_id));
         INSERT INTO notes SELECT id, 'x', library_id, id FROM impls",
    );
    for (form, is_served) in [
        ("SELECT 1", false),
        ("CREATE INDEX form ON notes (impl, library)", true),
        ("CREATE INDEX form ON notes (library, impl, n)", true),
        ("CREATE INDEX form ON notes (library, constant, impl)", true),
        ("CREATE INDEX form ON notes (impl)", true),
        ("CREATE INDEX form ON notes USING hash (impl)", true),
        ("CREATE INDEX form ON notes (constant, impl, library)", false),
        ("CREATE INDEX form ON notes (impl) WHERE library IS NOT NULL", true),
        ("CREATE INDEX form ON notes (impl) INCLUDE (library)", true),
        ("CREATE INDEX form ON notes (impl, library) WHERE library IS NOT NULL AND impl IS NOT NULL", true),
    ] {
        database.run(form);
        database.run("ANALYZE notes");
        let conditions = "impl = $1 AND library = $2";
        let lookup = by("notes", "integer, text", conditions, "7, 'library7'");
        agree_on(&database, form, "notes (impl, library)", &lookup, is_served);
        database.run("DROP INDEX IF EXISTS form");
    }
}

#[test]
fn foreign_key_of_another_type_or_collation_is_served_by_what_its_trigger_compares() {
    let database = filled(
        r#"CREATE INDEX library ON impls (library_id); CREATE INDEX spec ON impls (spec_id);
           CREATE COLLATION "No case" (provider = icu, locale = 'und-u-ks-level2', deterministic = false);
           CREATE TABLE numbers (id numeric PRIMARY KEY); CREATE TABLE longs (id bigint PRIMARY KEY);
           CREATE TABLE padded (id char(12) PRIMARY KEY); CREATE TABLE folded (id text COLLATE "No case" PRIMARY KEY);
           CREATE TABLE varied (id varchar(12) PRIMARY KEY); CREATE TYPE kind AS ENUM ('a', 'b');
           CREATE TABLE kinds (id kind PRIMARY KEY);"#,
    );
    for (referenced, column, cast, form, is_served) in [
        ("longs", "integer", "bigint", "k", true),
        ("longs", "smallint", "bigint", "k", true),
        ("numbers", "integer", "numeric", "k", false),
        ("numbers", "integer", "numeric", "(k::numeric)", true),
        ("varied", "text", "text", "k", true),
        ("varied", "text", "text", r#"k COLLATE "C""#, false),
        ("varied", "varchar(20)", "text", "(k::text)", true),
        ("padded", "varchar", "bpchar", "k", false),
        ("padded", "varchar", "bpchar", "k bpchar_ops", true),
        ("padded", "char(12)", "bpchar", "k bpchar_pattern_ops", true),
        ("specs", "char(9)", "text", "k", false),
        ("specs", "char(9)", "text", "(k::text)", true),
        ("specs", "varchar", "text", "k varchar_pattern_ops", true),
        ("folded", "text", "text", "k", false),
        ("folded", "text", "text", r#"k COLLATE "No case""#, true),
        ("folded", r#"text COLLATE "No case""#, "text", "k", true),
        ("kinds", "kind", "kind", "k", true),
    ] {
        let form = format!("{referenced} {column} ({form})");
        let key = form.rsplit_once(&format!("{column} (")).unwrap().1;
        let filling = match column {
            "integer" => "n",
            "smallint" => "n % 30000",
            "kind" => "NULL",
            _ => "'k' || n",
        };
        database.run(&format!(
            "DROP TABLE IF EXISTS keys; ALTER DATABASE {} SET session_replication_role = replica; \
             CREATE TABLE keys (filling text, k {column} REFERENCES {referenced} (id))",
            database.name
        ));
        database.run(&format!(
            "INSERT INTO keys SELECT repeat('x', 100), {filling} FROM generate_series(1, 20000) AS n; \
             CREATE INDEX form ON keys ({key}; ANALYZE keys"
        ));
        let collation = if referenced == "folded" { r#" COLLATE "No case""# } else { "" };
        let conditions = match cast {
            "bigint" | "kind" => "$1 OPERATOR(pg_catalog.=) k".to_owned(),
            _ => format!("$1 OPERATOR(pg_catalog.=) k::{cast}{collation}"),
        };
        let lookup = by("keys", cast, &conditions, "NULL");
        assert_eq!(lookup.is_served(&database), is_served, "the planner, by {form}");
        assert_eq!(finding(&database, "keys (k)").is_none(), is_served, "doctor, by {form}");
        if !is_served {
            let found = finding(&database, "keys (k)").unwrap();
            let before = dump(&database);
            psql(&database, found["mend"]["sql"].as_str().unwrap());
            database.run("ANALYZE keys");
            assert!(lookup.is_served(&database), "the planner, by {found}");
            assert_eq!(finding(&database, "keys (k)"), None, "{found}");
            psql(&database, found["mend"]["undo"].as_str().unwrap());
            assert!(dump(&database) == before);
        }
    }
}

#[test]
fn migration_finds_its_schema_and_free_names_whatever_they_are() {
    let long = "n".repeat(63);
    let odd = r#"Größe "€" of: 'this'; \"#;
    let quoted = odd.replace('"', "\"\"");
    let database = filled(&format!(
        r#"CREATE INDEX ix_impls_library_id ON impls (library_id COLLATE "C");
           CREATE TABLE ix_impls_library_id_1 ();
           CREATE SCHEMA "{quoted}";
           CREATE TABLE "{quoted}"."{quoted}" ("{quoted}" text REFERENCES specs, "select" text REFERENCES specs);
           CREATE TABLE plots."{long}" (a{long_column} text REFERENCES specs, b{long_column} text REFERENCES specs);
           CREATE TABLE "ébène{accents}" (k text REFERENCES specs, UNIQUE (k) INCLUDE (k));
           CREATE TABLE plots.specs (id text PRIMARY KEY);
           CREATE TABLE plots.unrelated (k text REFERENCES plots.specs);"#,
        long_column = "c".repeat(60),
        accents = "é".repeat(28),
    ));
    database.run(&format!(
        "ALTER TABLE \"ébène{0}\" DROP CONSTRAINT \"ébène{1}_k_k1_key\"",
        "é".repeat(28),
        "é".repeat(23)
    ));
    // The application's schema comes first and holds tables of the same names.
    let found: Vec<_> =
        findings(&database).iter().map(|finding| finding["subject"].as_str().unwrap().to_owned()).collect();
    assert!(!found.iter().any(|subject| subject.contains("unrelated")), "{found:?}");
    assert_eq!(found.iter().filter(|subject| subject.contains(&long)).count(), 2, "{found:?}");
    let library = finding(&database, "impls (library_id)").unwrap();
    assert_eq!(library["mend"]["sql"], "CREATE INDEX CONCURRENTLY ix_impls_library_id_2 ON public.impls (library_id)");
    mends_and_takes_back(&database, || {
        let lookup = by("impls", "text", "library_id = $1", "'library7'");
        agree_on(&database, "the migration", "impls (library_id)", &lookup, true);
    });
}
