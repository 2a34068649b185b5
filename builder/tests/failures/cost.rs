//! Rule: what an export cost the database is told as it was: statements, rows and bytes; and what nobody asked for is
//! not read.

use std::sync::atomic::Ordering;

use serde_json::Value;

use super::proxy::wire;
use crate::support::{Builder, Database, Target, real_catalog};

/// Returns the cost that `export` with these arguments tells, and the bytes that came over the wire for it.
fn cost(database: &Database, arguments: &[&str]) -> (Value, u64) {
    let (url, passed) = wire(database, u64::MAX);
    let target = Target::new();
    let run = Builder::export_all(&url, &target.path()).args(&["--json"]).args(arguments).run().succeeded();
    (run.json()["database"].clone(), passed.received.load(Ordering::SeqCst))
}

fn number(cost: &Value, of: &str) -> u64 {
    cost[of].as_u64().unwrap()
}

#[test]
fn statements_and_rows_are_counted() {
    let database = Database::with("GRANT SELECT ON ALL TABLES IN SCHEMA public TO reader");
    let (without, _) = cost(&database, &["--no-documents"]);
    // BEGIN, settings, schema, four tables, the newest change, COMMIT.
    assert_eq!(number(&without, "statements"), 9);
    let (with, _) = cost(&database, &[]);
    // Details of specs and of implementations, code.
    assert_eq!(number(&with, "statements"), 12);
    // The schema is looked up column by column; two specs, and four implementations twice.
    assert!(number(&with, "rows") >= number(&without, "rows") + 2 + 4 + 4);
    assert!(number(&with, "bytes") > number(&without, "bytes"));
}

#[test]
fn bytes_of_rows_are_what_the_wire_carries_but_for_the_talk_around_them() {
    let Some(database) = real_catalog() else { return };
    database.run("GRANT SELECT ON ALL TABLES IN SCHEMA public TO reader");
    let (without, received) = cost(&database, &["--no-documents"]);
    let talk = received - number(&without, "bytes");
    assert!(talk < 10_000, "{talk} of {received} bytes are not rows");
    // Neither code nor review text: those alone are 35 MB.
    assert!(received < 5_000_000, "{received}");
    let (with, received) = cost(&database, &[]);
    let talk = received - number(&with, "bytes");
    assert!(talk < 10_000, "{talk} of {received} bytes are not rows");
}

#[test]
fn people_are_told_too() {
    let target = Target::new();
    let run = Builder::export(&Database::new().url(), &target.path()).run().succeeded();
    let line = run.out.lines().find(|line| line.contains(" statements, ")).unwrap();
    assert!(line.trim_start().starts_with("9 statements, ") && line.contains(" rows of "), "{line}");
}
