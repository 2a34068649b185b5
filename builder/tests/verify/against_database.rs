//! Rule: every cell of every row that a snapshot serves is compared with the database, and named where it differs.

use serde_json::{Value, json};

use crate::support::{Builder, Database, PASSWORD, Run, Target, exported, exported_all, real_catalog};

fn verify(target: &Target, database: &Database, arguments: &[&str]) -> Run {
    Builder::new(&["verify", target.path().to_str().unwrap(), "--against-database"])
        .env("DATABASE_URL", &database.url())
        .args(arguments)
        .run()
}

/// Returns the differences between the tables after `sql` and an export before it: part, key, column, snapshot,
/// expected.
fn differences_after(sql: &str) -> Vec<Value> {
    let database = Database::new();
    let target = exported(&database);
    verify(&target, &database, &[]).succeeded();
    database.run(sql);
    let run = verify(&target, &database, &["--json"]);
    let found = run.json();
    assert_eq!(run.code, if found["difference_count"] == 0 { 0 } else { 6 }, "{sql}: {run:?}");
    let list = found["differences"].as_array().unwrap();
    list.iter().map(|it| json!([it["part"], it["key"], it["column"], it["snapshot"], it["expected"]])).collect()
}

#[test]
fn every_cell_that_a_reply_is_made_of_is_compared() {
    let url = |kind: &str| format!("https://images.example/pie/python/altair/plot-{kind}.png");
    for (sql, expected) in [
        ("UPDATE languages SET name = 'S' WHERE id = 'r'", json!(["languages", "r", "name", "R", "S"])),
        (
            "UPDATE languages SET file_extension = '.r' WHERE id = 'r'",
            json!(["languages", "r", "file_extension", ".R", ".r"]),
        ),
        (
            "UPDATE languages SET runtime_version = '4' WHERE id = 'r'",
            json!(["languages", "r", "runtime_version", null, "4"]),
        ),
        (
            "UPDATE languages SET documentation_url = 'u' WHERE id = 'r'",
            json!(["languages", "r", "documentation_url", null, "u"]),
        ),
        ("UPDATE languages SET description = 'd' WHERE id = 'r'", json!(["languages", "r", "description", null, "d"])),
        ("UPDATE libraries SET name = 'P' WHERE id = 'pygal'", json!(["libraries", "pygal", "name", "Pygal", "P"])),
        (
            "UPDATE libraries SET language_id = 'r' WHERE id = 'pygal'",
            json!(["libraries", "pygal", "language_id", "python", "r"]),
        ),
        (
            "UPDATE libraries SET framework = 'f' WHERE id = 'pygal'",
            json!(["libraries", "pygal", "framework", "none", "f"]),
        ),
        ("UPDATE libraries SET version = '1' WHERE id = 'pygal'", json!(["libraries", "pygal", "version", null, "1"])),
        (
            "UPDATE libraries SET documentation_url = 'u' WHERE id = 'pygal'",
            json!(["libraries", "pygal", "documentation_url", null, "u"]),
        ),
        (
            "UPDATE libraries SET description = 'd' WHERE id = 'pygal'",
            json!(["libraries", "pygal", "description", null, "d"]),
        ),
        ("UPDATE specs SET title = 'Π' WHERE id = 'pie'", json!(["specs", "pie", "title", "Pie", "Π"])),
        (
            r#"UPDATE specs SET tags = jsonb_set(tags, '{features}', '["share"]') WHERE id = 'pie'"#,
            json!(["specs", "pie", "tags.features", ["basic", "share"], ["share"]]),
        ),
        (
            r#"UPDATE impls SET impl_tags = jsonb_set(impl_tags, '{dataprep}', '["kde", "binning"]') WHERE spec_id = 'pie'"#,
            json!(["impls", "pie/python/altair", "impl_tags.dataprep", ["binning"], ["binning", "kde"]]),
        ),
        (
            "UPDATE impls SET quality_score = 77.5 WHERE spec_id = 'pie'",
            json!(["impls", "pie/python/altair", "quality_score", 77.0, 77.5]),
        ),
        (
            "UPDATE impls SET preview_url_light = '//x' WHERE spec_id = 'pie'",
            json!(["impls", "pie/python/altair", "preview_url_light", url("light"), "//x"]),
        ),
        (
            "UPDATE impls SET preview_url_dark = '//x' WHERE spec_id = 'pie'",
            json!(["impls", "pie/python/altair", "preview_url_dark", null, "//x"]),
        ),
        (
            "UPDATE impls SET preview_html_light = '//x' WHERE spec_id = 'pie'",
            json!(["impls", "pie/python/altair", "preview_html_light", null, "//x"]),
        ),
        (
            "UPDATE impls SET preview_html_dark = '//x' WHERE spec_id = 'pie'",
            json!(["impls", "pie/python/altair", "preview_html_dark", null, "//x"]),
        ),
        ("UPDATE impls SET code = 'one' WHERE spec_id = 'pie'", json!(["stats", "lines_of_code", null, 12, 10])),
        (
            "UPDATE impls SET updated_at = '2026-06-01' WHERE spec_id = 'pie'",
            json!(["changed", "", null, "2026-05-04T03:02:01Z", "2026-06-01T00:00:00Z"]),
        ),
        // Of the order by time, the first image that moved is told.
        (
            "UPDATE impls SET updated = '2026-06-01' WHERE spec_id = 'pie'",
            json!(["order by time", "bar/python/altair", null, 0, 1]),
        ),
        (
            "UPDATE impls SET generated_at = '2026-06-01' WHERE library_id = 'altair'",
            json!(["order by time", "bar/python/pygal", null, 0, 1]),
        ),
    ] {
        assert_eq!(differences_after(sql), [expected], "{sql}");
    }
}

#[test]
fn rows_of_one_side_only_are_named() {
    for (sql, expected) in [
        (
            "INSERT INTO languages (id, name, file_extension) VALUES ('c', 'C', '.c')",
            json!(["languages", "c", null, null, "a row"]),
        ),
        (
            "INSERT INTO libraries (id, name, language_id) VALUES ('x', 'X', 'r')",
            json!(["libraries", "x", null, null, "a row"]),
        ),
        (
            "INSERT INTO specs (id, title) VALUES ('unused', 'Unused')",
            json!(["specs_without_implementations", "unused", null, null, "a row"]),
        ),
        ("DELETE FROM languages WHERE id = 'r'", json!(["languages", "r", null, "a row", null])),
    ] {
        assert_eq!(differences_after(sql), [expected], "{sql}");
    }
    assert_eq!(
        differences_after("DELETE FROM impls WHERE spec_id = 'pie'"),
        [
            json!(["stats", "plots", null, 4, 3]),
            json!(["stats", "lines_of_code", null, 12, 9]),
            json!(["specs", "pie", null, "a row", null]),
            json!(["specs_without_implementations", "pie", null, null, "a row"]),
            json!(["impls", "pie/python/altair", null, "a row", null]),
        ]
    );
    // No image any more, but still an implementation: of what was exported, the image alone is too much.
    assert_eq!(
        differences_after("UPDATE impls SET preview_url_light = '' WHERE spec_id = 'pie'"),
        [json!(["impls", "pie/python/altair", null, "a row", null]),]
    );
}

#[test]
fn what_no_reply_shows_is_no_difference() {
    for sql in [
        r#"UPDATE impls SET impl_tags = impl_tags || '{"techniques": ["facets", "facets"], "other": 1}'"#,
        "UPDATE impls SET review_verdict = 'APPROVED'",
        "UPDATE impls SET updated = '2026-06-01', generated_at = '2026-07-01'",
    ] {
        assert_eq!(differences_after(sql), [json!(null); 0], "{sql}");
    }
}

#[test]
fn documents_are_rendered_anew_and_compared() {
    let database = Database::with("UPDATE impls SET code = 'a # noqa: E1' WHERE spec_id = 'pie'");
    let target = exported_all(&database, &[]);
    let run = verify(&target, &database, &["--json"]).succeeded();
    let report = run.json();
    let check = |name: &str| report["checks"].as_array().unwrap().iter().find(|check| check["name"] == name).unwrap();
    assert_eq!(check("database: documents")["compared"], check("documents")["compared"]);

    for (sql, column, snapshot, expected) in [
        ("UPDATE specs SET description = 'new' WHERE id = 'pie'", "description", json!(null), json!("new")),
        ("UPDATE impls SET code = 'b' WHERE spec_id = 'pie'", "code", json!("a"), json!("b")),
        (
            "UPDATE impls SET review_verdict = 'APPROVED' WHERE spec_id = 'pie'",
            "implementations",
            json!("(a list or an object)"),
            json!("(a list or an object)"),
        ),
    ] {
        database.run(sql);
        let run = verify(&target, &database, &["--json"]);
        let found = run.json();
        let list = found["differences"].as_array().unwrap();
        let told = list.iter().any(|it| {
            it["part"] == "documents"
                && it["column"] == column
                && it["snapshot"] == snapshot
                && it["expected"] == expected
        });
        assert!(told && run.code == 6, "{sql}: {run:?}");
    }
    // Where specs differ documents lie elsewhere: rows tell what is wrong.
    database.run("DELETE FROM impls WHERE spec_id = 'pie'");
    let found = verify(&target, &database, &["--json"]).json();
    assert!(found["differences"].as_array().unwrap().iter().all(|it| it["part"] != "documents"), "{found}");
}

#[test]
fn list_of_differences_is_cut_and_their_number_is_not() {
    let database = Database::with(
        "INSERT INTO impls (spec_id, language_id, library_id, preview_url_light)
         SELECT 'bar', 'python', 'lib' || n, '/x' FROM generate_series(1, 1200) AS n;
         INSERT INTO libraries (id, name, language_id) SELECT 'lib' || n, 'Lib', 'python' FROM generate_series(1, 1200) AS n",
    );
    let target = exported(&database);
    database.run("UPDATE impls SET quality_score = 1 WHERE library_id LIKE 'lib%'");
    let found = verify(&target, &database, &["--json"]).json();
    assert_eq!(found["difference_count"], 1200);
    assert_eq!(found["differences"].as_array().unwrap().len(), 1000);
    let run = verify(&target, &database, &[]);
    assert_eq!(run.out.lines().filter(|line| line.starts_with("impls 'bar/python/lib")).count(), 20);
    assert!(run.out.contains("and 1,180 more: --json lists the first 1,000"), "{}", run.out);
    run.failed(6, &["what it should be: 1,200;", "check if the database changed"]);
}

#[test]
fn database_that_cannot_be_read_is_no_difference() {
    let target = exported(&Database::new());
    let path = target.path();
    let verify = |url: &str| {
        Builder::new(&["verify", path.to_str().unwrap(), "--against-database"]).env("DATABASE_URL", url).run()
    };
    verify("").failed(2, &["set DATABASE_URL or --database-url"]);
    verify(&format!("postgresql://u:{PASSWORD}@h/d?sslmode=maybe")).failed(2, &["the sslmode is unknown"]);
    verify(&Database::empty().url()).failed(3, &["the database lacks table impls"]);
    verify(&Database::with("UPDATE specs SET tags = '7' WHERE id = 'bar'").url())
        .failed(4, &["column tags: is a number"]);
}

#[test]
fn real_catalog_is_right_to_the_last_cell() {
    let Some(database) = real_catalog() else { return };
    let target = exported_all(&database, &[]);
    let found = verify(&target, &database, &["--json"]).succeeded().json();
    let compared = |name: &str| {
        let check = found["checks"].as_array().unwrap().iter().find(|check| check["name"] == name).unwrap();
        check["compared"].as_u64().unwrap()
    };
    let names = ["database: specs", "database: impls", "database: documents"];
    assert_eq!(names.map(compared), [324, 3623, 3949]);
    assert_eq!(found["difference_count"], 0);
}
