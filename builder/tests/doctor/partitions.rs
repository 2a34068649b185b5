//! Rule: a partitioned table is served if each of its partitions is, and gets an index that future ones inherit.

use crate::planner::Lookup;
use crate::support::Database;
use crate::tools::{doctor, finding, mends_and_takes_back, psql, subjects};

/// A catalogue whose implementations lie in partitions of partitions.
fn partitioned(sql: &str) -> Database {
    let database = Database::with(
        "CREATE SCHEMA plots;
         CREATE TABLE plots.impls (library_id text);
         ALTER TABLE languages ADD PRIMARY KEY (id);
         ALTER TABLE libraries ADD PRIMARY KEY (id);
         CREATE INDEX of_libraries ON libraries (language_id);
         ALTER TABLE impls RENAME TO template;
         CREATE TABLE impls (LIKE template) PARTITION BY LIST (language_id);
         CREATE TABLE impls_python PARTITION OF impls FOR VALUES IN ('python');
         CREATE TABLE impls_two (id integer, LIKE template) PARTITION BY HASH (spec_id);
         ALTER TABLE impls_two DROP id;
         ALTER TABLE impls ATTACH PARTITION impls_two FOR VALUES IN ('r', 'ju''lia');
         CREATE TABLE impls_0 PARTITION OF impls_two FOR VALUES WITH (MODULUS 2, REMAINDER 0);
         CREATE TABLE impls_1 PARTITION OF impls_two FOR VALUES WITH (MODULUS 2, REMAINDER 1);
         DROP TABLE template;
         INSERT INTO impls (spec_id, library_id, language_id, code)
         SELECT 'spec' || n / 100, 'library' || n * 7919 % 2000, (ARRAY['python', 'r'])[1 + n % 2], repeat('x', 100)
         FROM generate_series(0, 19999) AS n;
         INSERT INTO libraries (id) SELECT 'library' || n FROM generate_series(0, 1999) AS n ON CONFLICT DO NOTHING;
         CREATE INDEX spec ON impls (spec_id);
         CREATE INDEX language ON impls_0 (language_id); CREATE INDEX language_1 ON impls_1 (language_id)",
    );
    database.run(sql);
    database.run("ANALYZE");
    database
}

const SUBJECT: &str = "impls (library_id)";

fn is_served(database: &Database) -> bool {
    let lookup = |table| Lookup { table, types: "text", conditions: "library_id = $1", values: "'library7'" };
    lookup("impls").is_served(database) && lookup("ONLY impls_0").is_served(database)
}

#[test]
fn every_partition_gets_its_index_concurrently_and_the_table_one_of_these() {
    let database = partitioned("ALTER TABLE impls ADD FOREIGN KEY (library_id) REFERENCES libraries");
    assert!(!is_served(&database));
    let found = finding(&database, SUBJECT).unwrap();
    let sql: Vec<_> = found["mend"]["sql"].as_str().unwrap().split(";\n").collect();
    let expected = [
        "CREATE INDEX CONCURRENTLY ix_impls_python_library_id ON public.impls_python (library_id)",
        "CREATE INDEX CONCURRENTLY ix_impls_0_library_id ON public.impls_0 (library_id)",
        "CREATE INDEX CONCURRENTLY ix_impls_1_library_id ON public.impls_1 (library_id)",
        "CREATE INDEX ix_impls_library_id ON ONLY public.impls (library_id)",
        "CREATE INDEX ix_impls_two_library_id ON ONLY public.impls_two (library_id)",
        "ALTER INDEX public.ix_impls_library_id ATTACH PARTITION public.ix_impls_python_library_id",
        "ALTER INDEX public.ix_impls_two_library_id ATTACH PARTITION public.ix_impls_0_library_id",
        "ALTER INDEX public.ix_impls_two_library_id ATTACH PARTITION public.ix_impls_1_library_id",
        "ALTER INDEX public.ix_impls_library_id ATTACH PARTITION public.ix_impls_two_library_id",
    ];
    assert_eq!(sql, expected);
    mends_and_takes_back(&database, || {
        assert!(is_served(&database));
        psql(
            &database,
            "DO $$ BEGIN ASSERT (SELECT bool_and(indisvalid) FROM pg_index WHERE indrelid = 'public.impls'::regclass); END $$",
        );
        // A partition of tomorrow.
        database.run("CREATE TABLE impls_rest PARTITION OF impls FOR VALUES IN ('x')");
        doctor(&database, &[]).succeeded();
        database.run("DROP TABLE impls_rest");
    });
}

#[test]
fn what_is_there_becomes_a_part_and_is_there_again_when_it_is_taken_back() {
    for sql in [
        // One partition has its own.
        "CREATE INDEX own ON impls_0 (library_id)",
        // An index of the table that lacks parts: of all, of some.
        "CREATE INDEX own ON ONLY impls (library_id)",
        "CREATE INDEX own ON ONLY impls (library_id); CREATE INDEX two ON impls_two (library_id);
         ALTER INDEX own ATTACH PARTITION two",
        "CREATE INDEX own ON ONLY impls (library_id); CREATE INDEX python ON impls_python (library_id);
         ALTER INDEX own ATTACH PARTITION python; CREATE INDEX two ON ONLY impls_two (library_id)",
        // Forms that cannot be a part of it.
        r#"CREATE INDEX own ON impls_0 (library_id, spec_id); CREATE INDEX unlike ON impls (library_id COLLATE "C")"#,
        "CREATE UNIQUE INDEX own ON impls_1 (library_id, spec_id, language_id, code); CREATE INDEX unlike ON impls_0 USING hash (library_id)",
    ] {
        let database = partitioned(sql);
        assert!(!is_served(&database), "{sql}");
        assert!(finding(&database, SUBJECT).is_some(), "{sql}");
        mends_and_takes_back(&database, || assert!(is_served(&database), "{sql}"));
    }
}

#[test]
fn migration_that_was_interrupted_goes_on() {
    let database = partitioned("");
    let sql = finding(&database, SUBJECT).unwrap()["mend"]["sql"].as_str().unwrap().to_owned();
    let steps: Vec<_> = sql.split(";\n").collect();
    // With all partitions served, nothing is left to find, whether the table has an index or not.
    for done in 1..3 {
        for step in &steps[..done] {
            database.run(step);
        }
        database
            .run("UPDATE pg_index SET indisvalid = false WHERE indexrelid = 'ix_impls_python_library_id'::regclass");
        assert!(!is_served(&database), "{done}");
        psql(&database, &doctor(&database, &["--emit", "sql"]).succeeded().out);
        doctor(&database, &[]).succeeded();
        assert!(is_served(&database));
        database.run("DROP INDEX ix_impls_library_id");
        database.run("ALTER TABLE impls DROP line_count");
    }
}

#[test]
fn partition_of_one_value_needs_no_index_of_it() {
    let database = partitioned("CREATE INDEX library ON impls (library_id)");
    assert!(!subjects(&database, "index").contains(&"impls (language_id)".to_owned()));
    database.run("DROP INDEX language_1");
    let found = finding(&database, "impls (language_id)").unwrap();
    let expected = "CREATE INDEX CONCURRENTLY ix_impls_1_language_id ON public.impls_1 (language_id)";
    assert_eq!(found["mend"]["sql"], expected);
    mends_and_takes_back(&database, || {});
}

#[test]
fn key_of_a_partition_alone_is_served_by_the_index_of_the_table() {
    let database = partitioned("ALTER TABLE impls_0 ADD FOREIGN KEY (library_id) REFERENCES libraries");
    assert_eq!(subjects(&database, "index"), [SUBJECT]);
    mends_and_takes_back(&database, || assert!(is_served(&database)));
}
