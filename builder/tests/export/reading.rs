//! Rule: whatever irregular rows mean something are read as what they mean, and the order of rows means nothing.

use catalog_edge::snapshot;
use serde_json::json;

use crate::support::{Builder, Database, Target, exported};

#[test]
fn small_catalog_is_exported_whole() {
    let target = exported(&Database::new());
    let stats = json!({"specs": 2, "plots": 4, "libraries": 3, "languages": 2, "lines_of_code": 12});
    assert_eq!(target.get("/stats"), stats);
    let filter = target.get("/plots/filter?lib=altair&feat=share");
    assert_eq!(filter["total"], 1);
    assert_eq!(filter["images"][0]["url"], "https://images.example/pie/python/altair/plot-light.png");
    assert_eq!(filter["specTitles"]["bar"], "Bar of “Größe”");
    assert_eq!(target.counts("tech"), json!({"facets": 4}));
    assert_eq!(target.counts("dep"), json!({}));
}

#[test]
fn sql_null_json_null_missing_category_and_empty_list_are_no_tags() {
    for tags in ["NULL", "'null'", "'{}'", r#"'{"techniques": []}'"#, r#"'{"techniques": null}'"#] {
        let database = Database::with(&format!("UPDATE impls SET impl_tags = {tags}; UPDATE specs SET tags = {tags}"));
        let target = exported(&database);
        assert_eq!(target.counts("lib"), json!({"altair": 2, "lattice": 1, "pygal": 1}), "{tags}");
        for facet in ["plot", "data", "dom", "feat", "dep", "tech", "pat", "prep", "style"] {
            assert_eq!(target.counts(facet), json!({}), "{tags}: {facet}");
        }
    }
}

#[test]
fn duplicate_tags_count_once_and_case_matters() {
    let database = Database::with(
        r#"UPDATE impls SET impl_tags = '{"techniques": ["Colors", "colors", "Colors"], "unknown": {"a": 1}}'
           WHERE library_id = 'pygal'"#,
    );
    assert_eq!(exported(&database).counts("tech"), json!({"facets": 3, "Colors": 1, "colors": 1}));
}

#[test]
fn library_under_two_languages_is_one_library_with_images_of_both() {
    let database = Database::with(
        "INSERT INTO impls (spec_id, language_id, library_id, preview_url_light)
         VALUES ('bar', 'r', 'altair', 'https://images.example/other')",
    );
    let target = exported(&database);
    assert_eq!(target.get("/stats")["libraries"], 3);
    assert_eq!(target.counts("lib")["altair"], 3);
    let images = target.get("/plots/filter?lib=altair&spec=bar");
    let languages: Vec<_> = images["images"].as_array().unwrap().iter().map(|image| &image["language"]).collect();
    assert_eq!(languages, ["python", "r"]);
}

#[test]
fn spec_without_implementations_appears_nowhere() {
    let database = Database::with("INSERT INTO specs (id, title) VALUES ('unused', 'Unused')");
    let target = exported(&database);
    assert_eq!(target.get("/stats")["specs"], 2);
    assert_eq!(target.get("/plots/filter")["specTitles"].get("unused"), None);
}

#[test]
fn implementation_without_preview_counts_but_is_no_image() {
    for preview in ["NULL", "''"] {
        let database =
            Database::with(&format!("UPDATE impls SET preview_url_light = {preview} WHERE library_id = 'pygal'"));
        let target = exported(&database);
        assert_eq!(target.get("/stats")["plots"], 4);
        assert_eq!(target.get("/plots/filter")["total"], 3, "{preview}");
    }
}

#[test]
fn order_of_rows_does_not_change_a_byte() {
    let reversed = Database::new();
    for (table, columns) in
        [("languages", "id"), ("libraries", "id"), ("specs", "id"), ("impls", "spec_id, language_id, library_id")]
    {
        let order = columns.replace(',', " DESC,") + " DESC";
        reversed.run(&format!(
            "CREATE TABLE kept AS TABLE {table}; TRUNCATE {table};
             INSERT INTO {table} SELECT * FROM kept ORDER BY {order}; DROP TABLE kept"
        ));
    }
    reversed.run(
        "UPDATE impls SET quality_score = quality_score WHERE spec_id = 'bar' AND language_id = 'python';
         UPDATE specs SET tags = tags WHERE id = 'pie'",
    );
    assert_eq!(exported(&reversed).bytes(), exported(&Database::new()).bytes());
}

#[test]
fn lines_of_code_are_newlines_and_one_of_what_is_not_null() {
    let database = Database::with(
        r"UPDATE impls SET code = NULL WHERE library_id = 'pygal';
          UPDATE impls SET code = '' WHERE library_id = 'lattice';
          UPDATE impls SET code = E'größe\r\n\n' WHERE spec_id = 'pie'",
    );
    assert_eq!(exported(&database).get("/stats")["lines_of_code"], 3 + 1 + 3);
}

#[test]
fn stored_line_count_goes_before_the_counted_one() {
    let database = Database::with(
        "ALTER TABLE impls ADD line_count integer;
         UPDATE impls SET line_count = 1000 WHERE library_id <> 'pygal'",
    );
    let target = Target::new();
    let run = Builder::export(&database.url(), &target.path()).args(&["--json"]).run().succeeded();
    assert_eq!(run.json()["lines_of_code"], 3000 + 3, "a row that the column has not reached is counted");
    database.run("ALTER TABLE impls DROP code");
    assert_eq!(exported(&database).get("/stats")["lines_of_code"], 3000, "without code the column is all there is");
}

#[test]
fn other_column_types_of_the_same_meaning_are_read() {
    let database = Database::with(
        "ALTER TABLE specs ALTER tags TYPE json, ALTER updated_at TYPE timestamptz USING updated_at AT TIME ZONE 'UTC';
         ALTER TABLE impls ALTER impl_tags TYPE text, ALTER quality_score TYPE numeric;
         ALTER TABLE libraries ALTER id TYPE varchar(40)",
    );
    database.run(&format!("ALTER DATABASE {} SET timezone = 'Asia/Kathmandu'", database.name));
    assert_eq!(exported(&database).bytes(), exported(&Database::new()).bytes());
}

#[test]
fn tables_are_found_along_the_search_path() {
    let database = Database::with(
        "CREATE SCHEMA plots; ALTER TABLE languages SET SCHEMA plots; ALTER TABLE libraries SET SCHEMA plots;
         ALTER TABLE specs SET SCHEMA plots; ALTER TABLE impls SET SCHEMA plots",
    );
    let target = Target::new();
    let url = format!("{}&options=-csearch_path%3Dplots", database.url());
    Builder::export(&url, &target.path()).run().succeeded();
    assert_eq!(target.bytes(), exported(&Database::new()).bytes());
}

#[test]
fn newest_change_of_specs_and_implementations_is_kept_in_whole_seconds() {
    for (sql, changed) in [
        ("SELECT 1", json!("2026-05-04T03:02:01Z")),
        ("UPDATE specs SET updated_at = '2026-06-01 10:00:00.999' WHERE id = 'pie'", json!("2026-06-01T10:00:00Z")),
        ("UPDATE impls SET updated_at = '2026-07-01 10:00:00' WHERE spec_id = 'pie'", json!("2026-07-01T10:00:00Z")),
        ("UPDATE impls SET updated_at = NULL; UPDATE specs SET updated_at = NULL", json!(null)),
    ] {
        let target = Target::new();
        let database = Database::with(sql);
        let run = Builder::export(&database.url(), &target.path()).args(&["--json"]).run().succeeded();
        assert_eq!(run.json()["changed"], changed, "{sql}");
    }
}

#[test]
fn order_by_time_is_that_of_updated_and_else_of_generated_at() {
    // Ranks of Altair's, Pygal's and Lattice's bar, and of the pie.
    for (sql, ranks) in [
        ("SELECT 1", [0, 0, 0, 0]),
        ("UPDATE impls SET updated_at = '2026-07-01' WHERE spec_id = 'pie'", [0, 0, 0, 0]),
        ("UPDATE impls SET updated = '2026-01-02' WHERE library_id = 'pygal'", [1, 0, 1, 1]),
        (
            "UPDATE impls SET generated_at = '2026-01-02' WHERE library_id = 'pygal';
             UPDATE impls SET updated = '2026-01-01' WHERE library_id = 'lattice'",
            [2, 0, 1, 2],
        ),
        (
            "UPDATE impls SET updated = '2026-01-01', generated_at = '2026-05-01';
             UPDATE impls SET updated = NULL WHERE spec_id = 'pie'",
            [1, 1, 1, 0],
        ),
        (
            "UPDATE impls SET updated = '2026-01-01 00:00:00.000001';
             UPDATE impls SET updated = '2026-01-01 00:00:00.000002' WHERE spec_id = 'pie'",
            [1, 1, 1, 0],
        ),
        (
            "UPDATE impls SET updated = '0001-01-01';
             UPDATE impls SET updated = '9999-12-31 23:59:59.999999' WHERE library_id = 'lattice';
             UPDATE impls SET updated = '1969-12-31' WHERE spec_id = 'pie'",
            [2, 2, 0, 1],
        ),
        // With a zone, without one, and as a date.
        (
            "ALTER TABLE impls ALTER updated TYPE timestamptz;
             UPDATE impls SET updated = '2026-01-01 00:00+02';
             UPDATE impls SET updated = '2025-12-31 23:00+00' WHERE library_id = 'lattice';
             UPDATE impls SET updated = NULL, generated_at = '2025-12-31 22:30' WHERE library_id = 'pygal'",
            [2, 1, 0, 2],
        ),
        (
            "ALTER TABLE impls ALTER updated TYPE date, ALTER generated_at TYPE timestamptz;
             UPDATE impls SET updated = '2026-01-01';
             UPDATE impls SET updated = NULL, generated_at = '2026-01-01 05:44+05:45' WHERE library_id = 'pygal'",
            [0, 1, 0, 0],
        ),
    ] {
        let database = Database::with(sql);
        database.run(&format!("ALTER DATABASE {} SET timezone = 'Asia/Kathmandu'", database.name));
        let bytes = exported(&database).bytes();
        let catalog = snapshot::open(&bytes).unwrap().catalog;
        assert_eq!([0, 1, 2, 3].map(|row| catalog.newest_ranks().get(row)), ranks, "{sql}");
    }
}

#[test]
fn empty_catalog_is_exported_with_a_warning() {
    let database = Database::with("TRUNCATE impls; TRUNCATE specs; TRUNCATE libraries; TRUNCATE languages");
    let target = Target::new();
    let run = Builder::export(&database.url(), &target.path()).run().succeeded();
    assert!(run.err.starts_with("warning: the catalogue has no image"), "{run:?}");
    assert_eq!(target.get("/plots/filter")["total"], 0);
}

#[test]
fn rows_are_read_in_one_read_only_repeatable_read_transaction() {
    let database = Database::with(
        "CREATE FUNCTION is_guarded() RETURNS boolean LANGUAGE plpgsql AS $$
         BEGIN
             IF current_setting('transaction_isolation') <> 'repeatable read'
                OR current_setting('transaction_read_only') <> 'on'
                OR current_setting('statement_timeout') <> '1min'
                OR current_setting('lock_timeout') <> '5s'
                OR current_setting('application_name') <> 'catalog-builder' THEN
                 RAISE 'not guarded';
             END IF;
             RETURN true;
         END $$;
         ALTER TABLE impls RENAME TO all_impls;
         CREATE VIEW impls AS SELECT * FROM all_impls WHERE is_guarded()",
    );
    exported(&database);
}
