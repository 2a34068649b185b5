//! Rule: an index serves the columns it begins with, in any order, if it holds all their rows and is valid; everything
//! else that doctor says is what the server says of itself.

use crate::support::{Builder, Cluster, Database};
use crate::tools::{doctor, finding, psql, subjects};

/// The small catalogue with keys; as its feedback, an empty table.
fn with_keys(sql: &str) -> Database {
    let database = Database::with(
        "ALTER TABLE languages ADD PRIMARY KEY (id);
         ALTER TABLE libraries ADD PRIMARY KEY (id);
         ALTER TABLE specs ADD PRIMARY KEY (id);
         ALTER TABLE libraries ADD CONSTRAINT of_language FOREIGN KEY (language_id) REFERENCES languages;
         ALTER TABLE impls ADD CONSTRAINT of_library FOREIGN KEY (library_id) REFERENCES libraries,
                           ADD CONSTRAINT of_spec FOREIGN KEY (spec_id) REFERENCES specs,
                           ADD CONSTRAINT unique_impl UNIQUE (spec_id, language_id, library_id);
         CREATE TABLE feedback (id integer PRIMARY KEY, spec_id text);",
    );
    database.run(sql);
    database
}

#[test]
fn index_serves_the_columns_it_begins_with() {
    let bare = ["feedback (spec_id)", "impls (language_id)", "impls (library_id)", "libraries (language_id)"];
    let without = |gone: &str| bare.into_iter().filter(|subject| *subject != gone).collect::<Vec<_>>();
    for (sql, expected) in [
        ("SELECT 1", bare.to_vec()),
        ("CREATE INDEX a ON impls (library_id)", without("impls (library_id)")),
        ("CREATE INDEX a ON impls (library_id, issue)", without("impls (library_id)")),
        ("CREATE INDEX a ON impls (issue, library_id)", bare.to_vec()),
        ("CREATE INDEX a ON impls (library_id) WHERE issue > 0", bare.to_vec()),
        ("CREATE INDEX a ON impls (lower(library_id))", bare.to_vec()),
        ("CREATE INDEX a ON impls (issue) INCLUDE (library_id)", bare.to_vec()),
        ("CREATE INDEX a ON feedback USING hash (spec_id)", without("feedback (spec_id)")),
        ("DROP TABLE feedback", without("feedback (spec_id)")),
    ] {
        let database = with_keys("ALTER TABLE impls ADD IF NOT EXISTS issue integer");
        database.run(sql);
        let mut found = subjects(&database, "index");
        found.sort();
        assert_eq!(found, expected, "{sql}");
    }
}

#[test]
fn key_of_several_columns_is_served_by_them_in_any_order() {
    let database = with_keys(
        "CREATE TABLE notes (library text, spec text, language text,
             FOREIGN KEY (spec, language, library) REFERENCES impls (spec_id, language_id, library_id))",
    );
    let is_found = || subjects(&database, "index").contains(&"notes (spec, language, library)".to_owned());
    assert!(is_found());
    database.run("CREATE INDEX a ON notes (spec, language)");
    assert!(is_found(), "two columns of three");
    database.run("CREATE INDEX b ON notes (library, language, spec)");
    assert!(!is_found());
}

#[test]
fn index_left_invalid_is_to_be_rebuilt_if_it_would_serve_then() {
    let create = "CREATE INDEX CONCURRENTLY ix_impls_library_id ON public.impls (library_id)";
    let rebuild = "REINDEX INDEX CONCURRENTLY public.broken";
    for (form, sql) in [
        ("INDEX broken ON impls (library_id)", rebuild),
        ("INDEX broken ON impls USING hash (library_id)", rebuild),
        ("INDEX broken ON impls (library_id) WHERE library_id IS NOT NULL", rebuild),
        ("INDEX broken ON impls (library_id) WHERE quality_score > 0", create),
        (r#"INDEX broken ON impls (library_id COLLATE "C")"#, create),
        ("INDEX broken ON impls (quality_score, library_id)", create),
        // Duplicates may be why it failed.
        ("UNIQUE INDEX broken ON impls (library_id, spec_id)", create),
    ] {
        let database = with_keys(&format!("CREATE {form}"));
        database.run("UPDATE pg_index SET indisvalid = false WHERE indexrelid = 'broken'::regclass");
        let finding = finding(&database, "impls (library_id)").unwrap();
        assert_eq!(finding["mend"]["sql"], sql, "{form}");
        assert_eq!(finding["mend"]["undo"].is_null(), sql == rebuild, "{form}");
        psql(&database, sql);
        assert!(!subjects(&database, "index").contains(&"impls (library_id)".to_owned()), "{form}");
    }
}

#[test]
fn tables_are_those_of_the_search_path_and_keys_from_elsewhere_count() {
    let database = with_keys(
        "CREATE SCHEMA plots;
         CREATE TABLE plots.specs (id text PRIMARY KEY);
         CREATE TABLE plots.impls (id integer, spec_id text REFERENCES plots.specs, library_id text);
         CREATE TABLE plots.libraries (language_id text);
         CREATE TABLE plots.favourites (spec_id text REFERENCES public.specs);
         ALTER TABLE feedback SET SCHEMA plots;
         CREATE INDEX a ON plots.impls (library_id)",
    );
    database.run(&format!("ALTER DATABASE {} SET search_path = public, plots", database.name));
    let mut found = subjects(&database, "index");
    found.sort();
    let here = ["impls (language_id)", "impls (library_id)", "libraries (language_id)"];
    assert_eq!(found, [&["favourites (spec_id)", "feedback (spec_id)"][..], &here[..]].concat());
    database.run(&format!("ALTER DATABASE {} SET search_path = public", database.name));
    let mut found = subjects(&database, "index");
    found.sort();
    // The index of the other schema's table of the same name serves nobody here, and its keys are not the catalogue's.
    assert_eq!(found, [&here[..], &["plots.favourites (spec_id)"][..]].concat());
}

#[test]
fn large_column_of_details_is_named_and_a_large_one_of_lists_is_not() {
    let database = Database::new();
    assert_eq!(subjects(&database, "wide_column"), [""; 0]);
    // Random text does not compress: 100 KB in each of 20 rows are more than a megabyte.
    database.run(
        "INSERT INTO specs (id, title, description)
         SELECT 'wide' || n, noise, noise
         FROM generate_series(1, 20) AS n,
              LATERAL (SELECT string_agg(md5(random()::text || m), '') AS noise FROM generate_series(1, 3000) AS m) AS noises",
    );
    assert_eq!(subjects(&database, "wide_column"), ["specs.description"]);
}

#[test]
fn sequential_scans_are_counted_by_the_server() {
    let database = with_keys("INSERT INTO feedback SELECT n, 'bar' FROM generate_series(1, 100) AS n");
    let scans = || {
        let found = doctor(&database, &["--json"]).json();
        let tables = found["scans"].as_array().unwrap().clone();
        tables.into_iter().find(|table| table["table"] == "feedback").unwrap()["sequential_scans"].as_i64().unwrap()
    };
    let before = scans();
    database.run("SELECT count(*) FROM feedback WHERE spec_id = 'bar'; SELECT pg_stat_force_next_flush(); SELECT 1");
    // Statistics arrive when the session that made them says so, at the latest as it ends.
    let arrives = (0..200).any(|_| {
        std::thread::sleep(std::time::Duration::from_millis(20));
        scans() > before
    });
    assert!(arrives);
}

#[test]
fn timeouts_of_the_user_are_seen_and_not_those_of_this_run() {
    let database = Database::new();
    let names = ["statement_timeout", "lock_timeout", "idle_in_transaction_session_timeout"];
    assert_eq!(subjects(&database, "timeout"), names);
    database.run(&format!(
        "ALTER DATABASE {0} SET statement_timeout = '30s'; ALTER DATABASE {0} SET lock_timeout = '5s'",
        database.name
    ));
    assert_eq!(subjects(&database, "timeout"), names[2..]);
}

#[test]
fn pools_that_ask_for_more_connections_than_there_are_are_a_warning() {
    let database = Database::new();
    // The cluster has 50, 3 of them reserved.
    let pools = |size: &str, overflow: &str, instances: &str| {
        let arguments = ["--json", "--pool-size", size, "--max-overflow", overflow, "--instances", instances];
        let found = doctor(&database, &arguments).json();
        let is_found = found["findings"].as_array().unwrap().iter().any(|finding| finding["check"] == "connections");
        (
            found["connections"]["wanted"].as_i64().unwrap(),
            found["connections"]["available"].as_i64().unwrap(),
            is_found,
        )
    };
    assert_eq!(pools("5", "10", "3"), (45, 47, false));
    assert_eq!(pools("5", "11", "3"), (48, 47, true));
    database.run(&format!("ALTER DATABASE {} CONNECTION LIMIT 40", database.name));
    let limited = pools("5", "10", "3");
    database.run(&format!("ALTER DATABASE {} CONNECTION LIMIT -1", database.name));
    assert_eq!(limited, (45, 40, true));
    doctor(&database, &["--instances", "3"]).failed(2, &["--pool-size"]);
}

#[test]
fn database_without_the_catalog_is_said_to_be_one() {
    doctor(&Database::empty(), &[]).failed(3, &["the database lacks table impls"]);
}

#[test]
fn user_who_may_read_the_catalog_and_nothing_else_gets_a_diagnosis() {
    let database = Database::with("CREATE TABLE alembic_version (version_num text)");
    let run = Builder::new(&["doctor", "--json"]).env("DATABASE_URL", &database.tcp_url("scram:s3cret-Pa55", "")).run();
    assert_eq!(run.code, 6, "{run:?}");
    let found = run.json();
    assert!(found["database"].as_str().unwrap().contains(&format!("127.0.0.1:{}", Cluster::shared().port)));
}
