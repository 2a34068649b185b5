//! Rule: `impls.line_count` is right if it counts as the export does, whatever expression says so.

use serde_json::Value;

use crate::support::Database;
use crate::tools::{findings, mends_and_takes_back, subjects};

/// Severity of what doctor says about the column.
fn severity(database: &Database) -> Option<String> {
    let mut found = findings(database).into_iter();
    let found = found.find(|finding| finding["check"] == "line_count")?;
    Some(found["severity"].as_str().unwrap().to_owned())
}

const OURS: &str = "octet_length(code) - octet_length(replace(code, E'\\n', '')) + 1";

#[test]
fn generated_column_counts_lines_or_is_replaced() {
    for (expression, is_right) in [
        (OURS, true),
        ("length(code) - length(replace(code, chr(10), '')) + 1", true),
        ("coalesce(octet_length(code) - octet_length(replace(code, E'\\n', '')) + 1, 0)", true),
        ("42", false),
        ("NULL::integer", false),
        ("octet_length(code)", false),
        ("octet_length(code) - octet_length(replace(code, E'\\n', ''))", false),
        ("array_length(string_to_array(code, E'\\n'), 1)", false),
        ("least(100, octet_length(code) - octet_length(replace(code, E'\\n', '')) + 1)", false),
        ("octet_length(code) - octet_length(replace(code, E'\\r', '')) + 1", false),
        ("length(spec_id)", false),
    ] {
        for rows in ["", "TRUNCATE impls"] {
            let database = Database::with(&format!(
                "CREATE SCHEMA plots; CREATE TABLE plots.impls (code text); {rows};
                 ALTER TABLE impls ADD line_count integer GENERATED ALWAYS AS ({expression}) STORED"
            ));
            let expected = (!is_right).then(|| "warning".to_owned());
            assert_eq!(severity(&database), expected, "{expression} {rows}");
            if !is_right && rows.is_empty() {
                mends_and_takes_back(&database, || assert_eq!(severity(&database), None, "{expression}"));
            }
        }
    }
}

#[test]
fn column_of_another_type_is_believed_if_it_counts() {
    for data_type in ["bigint", "smallint", "numeric(9, 2)"] {
        let database = Database::with(&format!(
            "ALTER TABLE impls ALTER code TYPE varchar, ADD line_count {data_type} GENERATED ALWAYS AS ({OURS}) STORED"
        ));
        assert_eq!(severity(&database), None, "{data_type}");
    }
}

#[test]
fn function_of_somebody_is_not_called_but_its_rows_are_compared() {
    let function = |result: &str| {
        format!(
            "CREATE FUNCTION lines(code text) RETURNS integer IMMUTABLE LANGUAGE sql AS $$ SELECT {result} $$;
             ALTER TABLE impls ADD line_count integer GENERATED ALWAYS AS (lines(code)) STORED"
        )
    };
    let database = Database::with(&function(OURS));
    assert_eq!(severity(&database), None);
    database.run("TRUNCATE impls");
    assert_eq!(severity(&database).as_deref(), Some("advice"));
    let database = Database::with(&function("42"));
    assert_eq!(severity(&database).as_deref(), Some("warning"));
}

#[test]
fn few_wrong_rows_among_many_are_seen() {
    let database = Database::with(&format!(
        "CREATE FUNCTION lines(code text) RETURNS integer IMMUTABLE LANGUAGE sql
             AS $$ SELECT CASE WHEN code LIKE '%7' THEN 42 ELSE {OURS} END $$;
         INSERT INTO impls (spec_id, language_id, library_id, code)
             SELECT 'bar', 'python', n, E'a\\n' || n FROM generate_series(1, 20000) AS n;
         ALTER TABLE impls ADD line_count integer GENERATED ALWAYS AS (lines(code)) STORED; ANALYZE impls"
    ));
    assert_eq!(severity(&database).as_deref(), Some("warning"));
}

#[test]
fn column_that_is_written_by_people_is_advice_until_it_is_wrong() {
    let database = Database::new();
    assert_eq!(subjects(&database, "line_count"), ["impls.line_count"]);
    database.run("ALTER TABLE impls ADD line_count integer");
    // NULL is counted by the export.
    assert_eq!(severity(&database).as_deref(), Some("advice"));
    database.run(&format!("UPDATE impls SET line_count = {OURS}"));
    assert_eq!(severity(&database).as_deref(), Some("advice"));
    database.run("UPDATE impls SET line_count = line_count + 1 WHERE spec_id = 'pie'");
    assert_eq!(severity(&database).as_deref(), Some("warning"));
    let found = findings(&database).into_iter().find(|finding| finding["check"] == "line_count").unwrap();
    assert_eq!(found["mend"], Value::Null);
}

#[test]
fn column_that_others_depend_on_is_left_to_people() {
    let database = Database::with(
        "ALTER TABLE impls ADD line_count integer GENERATED ALWAYS AS (42) STORED;
         CREATE VIEW lines AS SELECT line_count FROM impls; CREATE INDEX by_lines ON impls (line_count)",
    );
    let found = findings(&database).into_iter().find(|finding| finding["check"] == "line_count").unwrap();
    assert_eq!((&found["severity"], &found["mend"]), (&"warning".into(), &Value::Null));
    let remedy = found["remedy"].as_str().unwrap();
    assert!(remedy.contains("index public.by_lines") && remedy.contains("view public.lines"), "{remedy}");
}
