//! Rule: a row that cannot be represented is refused by table, key and column, with a remedy; exit code 4, and the
//! published snapshot stays.

use crate::support::{Builder, Database, Target, exported, refused};

/// Changes the small catalogue and expects a refusal with these words.
#[track_caller]
fn refuses(sql: &str, words: &[&str]) {
    refused(&Database::with(sql).url(), &[], 4, words);
}

#[test]
fn tags_that_are_no_lists_of_strings() {
    for (tags, column, words) in [
        (r#"{"techniques": {"a": 1}}"#, "impl_tags.techniques", "is an object, not a list of strings"),
        (r#"{"techniques": "a"}"#, "impl_tags.techniques", "is a string"),
        (r#"{"patterns": 7}"#, "impl_tags.patterns", "is a number"),
        (r#"{"dataprep": [["a"]]}"#, "impl_tags.dataprep", "has a list as item 1"),
        (r#"{"styling": ["a", null]}"#, "impl_tags.styling", "has null as item 2"),
        (r#"{"dependencies": [3]}"#, "impl_tags.dependencies", "has a number as item 1"),
        (r#"["a"]"#, "impl_tags", "is a list, not an object"),
        (r#""a""#, "impl_tags", "is a string, not an object"),
    ] {
        refuses(
            &format!("UPDATE impls SET impl_tags = '{tags}' WHERE spec_id = 'bar' AND language_id = 'r'"),
            &["impls 'bar/r/lattice', column ", &format!("column {column}: "), words],
        );
    }
    refuses(
        r#"UPDATE specs SET tags = '{"plot_type": {"bar": true}}' WHERE id = 'bar'"#,
        &["specs 'bar', column tags.plot_type: is an object", "make it a list, or remove it"],
    );
    refuses(
        "ALTER TABLE specs ALTER tags TYPE text; UPDATE specs SET tags = '{oops' WHERE id = 'bar'",
        &["specs 'bar', column tags: is not JSON"],
    );
}

#[test]
fn needed_cells_that_are_null() {
    refuses("UPDATE specs SET title = NULL WHERE id = 'bar'", &["specs 'bar', column title: is NULL", "fill it in"]);
    refuses("UPDATE libraries SET framework = NULL", &["libraries 'altair', column framework: is NULL"]);
    refuses(
        "UPDATE impls SET library_id = NULL WHERE spec_id = 'pie'",
        &["impls 'pie/python/NULL', column library_id: is NULL"],
    );
}

#[test]
fn numbers_that_are_none() {
    refuses(
        "UPDATE impls SET quality_score = 'NaN' WHERE spec_id = 'pie'",
        &["impls 'pie/python/altair', column quality_score: NaN"],
    );
    refuses(
        "ALTER TABLE impls ADD line_count integer; UPDATE impls SET line_count = -3 WHERE spec_id = 'pie'",
        &["impls 'pie/python/altair', column line_count: is -3", "correct it"],
    );
    refuses(
        "ALTER TABLE impls ALTER quality_score TYPE text; UPDATE impls SET quality_score = 'good'",
        &["cannot read impls: a value has no usable form", "\"good\""],
    );
}

#[test]
fn rows_that_contradict_each_other() {
    refuses(
        "UPDATE impls SET library_id = 'altair' WHERE library_id = 'pygal'",
        &["impls 'bar/python/altair'", "keep one"],
    );
    for (column, key) in
        [("spec_id", "gone/python/altair"), ("language_id", "pie/gone/altair"), ("library_id", "pie/python/gone")]
    {
        refuses(
            &format!("UPDATE impls SET {column} = 'gone' WHERE spec_id = 'pie'"),
            &[&format!("impls '{key}', column {column}: ")],
        );
    }
    refuses(
        "UPDATE libraries SET language_id = 'gone' WHERE id = 'pygal'",
        &["libraries 'pygal', column language_id: "],
    );
    refuses("INSERT INTO specs SELECT * FROM specs WHERE id = 'bar'", &["specs 'bar', column id: "]);
}

#[test]
fn all_cells_are_named_at_once_up_to_a_screenful() {
    let database = Database::with(r#"UPDATE impls SET impl_tags = '{"techniques": 1}'; UPDATE specs SET tags = '7'"#);
    let url = database.url();
    refused(&url, &[], 4, &["6 cells cannot be exported", "\n  specs 'pie', column tags", "\n  impls 'bar/r/lattice'"]);
    database.run(
        "INSERT INTO impls (spec_id, language_id, library_id, impl_tags)
         SELECT 'bar', 'python', 'pygal' || n, '7' FROM generate_series(1, 50) AS n",
    );
    refused(&url, &[], 4, &["56 cells cannot be exported", "\n  and 36 more"]);
}

#[test]
fn json_error_holds_the_same() {
    let database = Database::with(r#"UPDATE specs SET tags = '7' WHERE id = 'bar'"#);
    let run = Builder::export(&database.url(), &Target::new().path()).args(&["--json"]).run();
    let error: serde_json::Value = serde_json::from_str(&run.err).unwrap();
    assert_eq!(error["exit_code"], 4);
    assert!(error["error"].as_str().unwrap().starts_with("specs 'bar', column tags: is a number"), "{error}");
    assert_eq!((run.code, run.out.as_str()), (4, ""));
}

#[test]
fn times_of_implementations_out_of_range() {
    for column in ["updated", "generated_at"] {
        for of_type in ["timestamp", "timestamptz"] {
            let sql = format!(
                "ALTER TABLE impls ALTER {column} TYPE {of_type};
                 UPDATE impls SET {column} = 'infinity' WHERE library_id = 'pygal';
                 UPDATE impls SET {column} = '-infinity' WHERE library_id = 'lattice';
                 UPDATE impls SET {column} = '0044-03-15 BC' WHERE library_id = 'altair' AND spec_id = 'bar';
                 UPDATE impls SET {column} = '10000-01-01' WHERE spec_id = 'pie'"
            );
            let refusal = |key: &str, shown: &str| format!("impls '{key}', column {column}: is {shown}");
            let infinite =
                refusal("bar/python/pygal", "infinity, not in the years 1 to 9999: correct it, or set it to");
            refuses(
                &sql,
                &[
                    "4 cells cannot be exported",
                    &infinite,
                    &refusal("bar/r/lattice", "-infinity"),
                    &refusal("bar/python/altair", "0044-03-15 00:00:00"),
                    &refusal("pie/python/altair", "10000-01-01 00:00:00"),
                ],
            );
        }
    }
}

#[test]
fn times_of_change_without_a_form() {
    for (table, row, key) in [("specs", "id = 'bar'", "bar"), ("impls", "library_id = 'lattice'", "bar/r/lattice")] {
        for (time, shown) in [
            ("infinity", "infinity"),
            ("-infinity", "-infinity"),
            ("0044-03-15 BC", "0044-03-15"),
            ("0001-12-31 23:59:59 BC", "0001-12-31"),
            ("10000-01-01", "10000-01-01"),
            ("294276-12-31", "294276-12-31"),
        ] {
            for of_type in ["timestamp", "timestamptz"] {
                let sql = format!(
                    "ALTER TABLE {table} ALTER updated_at TYPE {of_type}; \
                     UPDATE {table} SET updated_at = '{time}' WHERE {row}"
                );
                let refusal = format!("{table} '{key}', column updated_at: is {shown}");
                refuses(&sql, &[&refusal, "not in the years 1 to 9999: correct it, or set it to NULL"]);
            }
        }
    }
    refuses(
        "UPDATE specs SET updated_at = 'infinity'; UPDATE impls SET updated_at = '-infinity' WHERE spec_id = 'pie'",
        &[
            "3 cells cannot be exported",
            "specs 'bar', column updated_at",
            "impls 'pie/python/altair', column updated_at",
        ],
    );
    for time in ["0001-01-01", "9999-12-31 23:59:59.999"] {
        exported(&Database::with(&format!("UPDATE specs SET updated_at = '{time}'")));
    }
}
