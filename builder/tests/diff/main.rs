//! Rule: `diff` names every row, cell and value that is in one snapshot and not so in the other, and fails where too
//! much is gone; exit code 6 then.

#![allow(clippy::unwrap_used, clippy::panic, reason = "a failed expectation ends the test")]
#![allow(unreachable_pub, missing_docs, reason = "nobody imports a test")]

#[path = "../support/mod.rs"]
mod support;

use std::fs;

use serde_json::{Value, json};

use support::{Builder, Database, Run, Target, exported};

fn diff(old: &Target, new: &Target, arguments: &[&str]) -> Run {
    Builder::new(&["diff", old.path().to_str().unwrap(), new.path().to_str().unwrap()]).args(arguments).run()
}

/// Returns the changes that `sql` makes, as `diff --json` tells them.
fn changes(sql: &str) -> Value {
    diff(&exported(&Database::new()), &exported(&Database::with(sql)), &["--json"]).succeeded().json()
}

#[test]
fn same_catalog_has_no_changes() {
    let found = changes("SELECT 1");
    assert_eq!(found["same"], true);
    assert_eq!(found["old"]["digest"], found["new"]["digest"]);
    let none = json!({"added": [], "removed": [], "changed": []});
    let tables = json!({
        "languages": none, "libraries": none, "specs": none, "specs_without_implementations": none, "impls": none,
    });
    assert_eq!(found["tables"], tables);
    assert_eq!(found["values"], json!({}));
    assert_eq!(found["newest"], json!(null));
    let one = exported(&Database::new());
    let run = diff(&one, &one, &["--fail-on", "shrink=0%"]).succeeded();
    assert!(run.out.ends_with("the same catalogue with the same documents\n"), "{}", run.out);
}

#[test]
fn added_removed_and_changed_rows_are_named_with_their_cells() {
    let found = changes(
        "INSERT INTO specs (id, title, tags) VALUES ('area', 'Area', '{\"plot_type\": [\"area\"]}');
         INSERT INTO impls (spec_id, language_id, library_id, preview_url_light) VALUES ('area', 'r', 'lattice', '/a');
         DELETE FROM impls WHERE library_id = 'pygal';
         DELETE FROM libraries WHERE id = 'pygal';
         UPDATE libraries SET version = '2' WHERE id = 'altair';
         UPDATE languages SET name = 'GNU R' WHERE id = 'r';
         UPDATE specs SET title = 'Torte' WHERE id = 'pie';
         INSERT INTO specs (id, title) VALUES ('unused', 'Unused');
         UPDATE impls SET quality_score = NULL WHERE spec_id = 'pie'",
    );
    assert_eq!(found["same"], false);
    let change = |key: &str, column: &str, old: Value, new: Value| json!([{"key": key, "cells": [{"column": column, "old": old, "new": new}]}]);
    assert_eq!(
        found["tables"],
        json!({
            "languages": {"added": [], "removed": [], "changed": change("r", "name", json!("R"), json!("GNU R"))},
            "libraries": {
                "added": [], "removed": ["pygal"], "changed": change("altair", "version", json!(null), json!("2")),
            },
            "specs": {"added": ["area"], "removed": [], "changed": change("pie", "title", json!("Pie"), json!("Torte"))},
            "specs_without_implementations": {"added": ["unused"], "removed": [], "changed": []},
            "impls": {
                "added": ["area/r/lattice"], "removed": ["bar/python/pygal"],
                "changed": change("pie/python/altair", "quality_score", json!(77.0), json!(null)),
            },
        })
    );
    assert_eq!(found["counts"]["specs"], json!({"old": 2, "new": 3}));
    assert_eq!(found["counts"]["implementations"], json!({"old": 4, "new": 4}));
    assert_eq!(found["counts"]["libraries"], json!({"old": 3, "new": 2}));
    assert_eq!(found["counts"]["lines_of_code"], json!({"old": 12, "new": 9}));
}

#[test]
fn another_order_by_time_is_told_once() {
    let sql = "UPDATE impls SET updated = '2026-06-01' WHERE library_id IN ('pygal', 'lattice')";
    assert_eq!(changes(sql)["newest"], json!({"key": "bar/python/altair", "old": 0, "new": 1}));
    let run = diff(&exported(&Database::new()), &exported(&Database::with(sql)), &[]).succeeded();
    let words = "\norder by time differs\n  ~ bar/python/altair: rank 0 -> 1, the first of these\n";
    assert!(run.out.contains(words), "{}", run.out);
    // Images of one side only do not count.
    let added = "INSERT INTO impls (spec_id, language_id, library_id, preview_url_light, updated)
                 VALUES ('pie', 'r', 'lattice', '/a', '2026-06-01')";
    assert_eq!(changes(added)["newest"], json!(null));
}

#[test]
fn values_are_told_with_their_images_before_and_after() {
    let found = changes(
        r#"UPDATE specs SET tags = jsonb_set(tags, '{features}', '["basic", "round"]') WHERE id = 'pie';
           UPDATE impls SET impl_tags = jsonb_set(impl_tags, '{techniques}', '["colors"]') WHERE library_id = 'pygal'"#,
    );
    assert_eq!(
        found["values"],
        json!({
            "feat": {"added": ["round"], "removed": ["share"], "changed": []},
            "tech": {"added": ["colors"], "removed": [], "changed": [{"value": "facets", "old": 4, "new": 3}]},
        })
    );
}

#[test]
fn people_get_counts_and_then_what_changed() {
    let new = Database::with(
        "UPDATE specs SET title = E'T\\x1b[2J' WHERE id = 'pie'; DELETE FROM impls WHERE library_id = 'pygal'",
    );
    let run = diff(&exported(&Database::new()), &exported(&new), &[]).succeeded();
    for words in [
        "specs                    2         2\n",
        "images                   4         3        -1\n",
        "impls: 0 added, 1 removed, 0 changed\n  - bar/python/pygal\n",
        r#"  ~ pie: title "Pie" -> "T\u001b[2J""#,
    ] {
        assert!(run.out.contains(words), "{words}: {}", run.out);
    }
    assert!(!run.out.contains('\u{1b}') && !run.out.contains("libraries: "), "{}", run.out);
}

#[test]
fn list_that_fills_a_screen_is_cut_and_json_is_not() {
    let more = Database::with(
        "INSERT INTO impls (spec_id, language_id, library_id, preview_url_light)
         SELECT 'bar', 'python', 'lib' || n, '/x' FROM generate_series(1, 50) AS n;
         INSERT INTO libraries (id, name, language_id) SELECT 'lib' || n, 'Lib', 'python' FROM generate_series(1, 50) AS n",
    );
    let (old, new) = (exported(&Database::new()), exported(&more));
    let run = diff(&old, &new, &[]).succeeded();
    assert_eq!(run.out.matches("\n  + bar/python/lib").count(), 20);
    assert!(run.out.contains("  and 30 more: --json lists all\n"), "{}", run.out);
    let found = diff(&old, &new, &["--json"]).succeeded().json();
    assert_eq!(found["tables"]["impls"]["added"].as_array().unwrap().len(), 50);
}

#[test]
fn fall_beyond_the_share_is_code_6_after_the_report() {
    let fewer = Database::with("DELETE FROM impls WHERE library_id = 'pygal'");
    let (old, new) = (exported(&Database::new()), exported(&fewer));
    diff(&old, &new, &["--fail-on", "shrink=25%"]).succeeded();
    let run = diff(&old, &new, &["--fail-on", "shrink=24.9%", "--json"]);
    let found = run.json();
    assert_eq!(run.code, 6);
    assert_eq!(found["shrunk"][1], json!({"what": "images", "old": 4, "new": 3, "allowed_percent": 24.9}));
    let error: Value = serde_json::from_str(&run.err).unwrap();
    assert_eq!(error["exit_code"], 6);
    let run = diff(&old, &new, &["--fail-on", "shrink=0%"]);
    assert!(run.out.contains("- bar/python/pygal"));
    run.failed(
        6,
        &["the catalogue shrank: implementations fell from 4 to 3, by 25.0 %, more than the allowed 0%; images fell"],
    );
    // The other way round it grew.
    diff(&new, &old, &["--fail-on", "shrink=0%"]).succeeded();
}

#[test]
fn every_count_is_guarded() {
    let old = exported(&Database::new());
    for (sql, fall) in [
        ("DELETE FROM specs WHERE id = 'pie'; DELETE FROM impls WHERE spec_id = 'pie'", "specs fell from 2 to 1"),
        ("DELETE FROM impls WHERE library_id = 'pygal'", "implementations fell from 4 to 3"),
        ("UPDATE impls SET preview_url_light = NULL WHERE library_id = 'pygal'", "images fell from 4 to 3"),
        (
            "DELETE FROM impls WHERE library_id = 'pygal'; DELETE FROM libraries WHERE id = 'pygal'",
            "libraries fell from 3 to 2",
        ),
        (
            "DELETE FROM impls WHERE library_id = 'lattice'; DELETE FROM libraries WHERE id = 'lattice'",
            "languages fell from 2 to 1",
        ),
        ("UPDATE impls SET impl_tags = NULL", "values fell from 17 to 13"),
        ("UPDATE impls SET code = NULL WHERE library_id = 'pygal'", "lines of code fell from 12 to 9"),
    ] {
        let new = exported(&Database::with(sql));
        diff(&old, &new, &["--fail-on", "shrink=20%"]).failed(6, &[fall]);
        diff(&old, &new, &["--fail-on", "shrink=50%"]).succeeded();
    }
}

#[test]
fn exit_code_says_if_the_snapshots_differ() {
    let database = Database::new();
    let (one, same) = (exported(&database), exported(&database));
    let other = exported(&Database::with("UPDATE specs SET title = 'Torte' WHERE id = 'pie'"));
    let smaller = exported(&Database::with("DELETE FROM impls WHERE library_id = 'pygal'"));
    diff(&one, &same, &["--exit-code"]).succeeded();
    diff(&one, &other, &[]).succeeded();
    diff(&one, &other, &["--exit-code", "--fail-on", "shrink=0%"]).failed(11, &["the snapshots differ"]);
    // What shrank is the graver message.
    diff(&one, &smaller, &["--exit-code", "--fail-on", "shrink=0%"]).failed(6, &["the catalogue shrank"]);
    let run = diff(&one, &other, &["--exit-code", "--json"]);
    assert_eq!((run.code, &run.json()["same"]), (11, &false.into()));
}

#[test]
fn condition_that_is_none_is_wrong_usage() {
    let target = exported(&Database::new());
    for (condition, words) in
        [("shrink=ten", "0 to 100 and %"), ("shrink=200%", "0 to 100 and %"), ("grow=1%", "as in shrink=10%")]
    {
        let run = diff(&target, &target, &["--fail-on", condition]);
        assert!(run.err.contains(words), "{run:?}");
        run.failed(2, &[]);
    }
}

#[test]
fn side_that_is_no_snapshot_is_named() {
    let (good, bad) = (exported(&Database::new()), Target::new());
    diff(&bad, &good, &[]).failed(10, &[&format!("'{}' does not exist", bad.path().display())]);
    fs::write(bad.path(), "").unwrap();
    diff(&bad, &good, &[]).failed(6, &[&format!("'{}' is an empty file", bad.path().display())]);
    fs::write(bad.path(), "text").unwrap();
    diff(&good, &bad, &[])
        .failed(6, &[&format!("'{}' is not a sound snapshot", bad.path().display()), "not a catalogue"]);
}
