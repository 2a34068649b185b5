//! Rule: what is exported and no request can name is warned about, by table, key, column and number of rows; with
//! `--strict` it is refused with exit code 4.

use serde_json::{Value, json};

use crate::support::{Builder, Database, Target, refused, refused_all};

/// Returns what cannot be reached, as the export of a catalogue that `sql` changed says.
fn unreachable(sql: &str) -> Value {
    let target = Target::new();
    let run = Builder::export(&Database::with(sql).url(), &target.path()).args(&["--json"]).run().succeeded();
    assert_eq!(run.err, "", "{sql}");
    run.json()["unreachable"].clone()
}

/// Renames `old` of the small catalogue, wherever it is a key.
fn renamed(table: &str, column: &str, old: &str, new: &str) -> String {
    let mut sql = format!(
        "UPDATE {table} SET id = {new} WHERE id = '{old}'; UPDATE impls SET {column} = {new} WHERE {column} = '{old}';"
    );
    if table == "languages" {
        sql += &format!("UPDATE libraries SET language_id = {new} WHERE language_id = '{old}'");
    }
    sql
}

#[test]
fn ids_that_no_request_names() {
    let spec_paths = ["/specs/{id}", "/specs/{id}/images", "/specs/{id}/{library}/code"];
    let library_paths = ["/libraries/{id}/images", "/specs/{spec}/{id}/code"];
    let specs = ("specs", "spec_id", "pie", "spec", &spec_paths[..]);
    let libraries = ("libraries", "library_id", "pygal", "lib", &library_paths[..]);
    let languages = ("languages", "language_id", "r", "lang", &[][..]);
    for ((table, column, old, facet, paths), id, is_lost_on_paths, is_lost_in_filters) in [
        (specs, "a/b", true, false),
        (specs, ".", true, false),
        (specs, "..", true, false),
        (specs, "", true, true),
        (specs, "a,b", false, true),
        (specs, " a", false, true),
        (specs, "a/,b", true, true),
        (specs, "a\\b?c#d%2Fe", false, false),
        (libraries, "c/c++", true, false),
        (libraries, "..", true, false),
        (libraries, "", true, true),
        (libraries, "a\t", false, true),
        (libraries, "map", false, false),
        (languages, "pl/sql", false, false),
        (languages, "", false, true),
        (languages, "c, c++", false, true),
    ] {
        let found = unreachable(&renamed(table, column, old, &format!("'{id}'")));
        let filter = is_lost_in_filters.then(|| format!("/plots/filter?{facet}={{value}}"));
        let paths = paths.iter().filter(|_| is_lost_on_paths).map(|path| (*path).to_owned());
        let requests: Vec<_> = filter.into_iter().chain(paths).collect();
        let entry = json!({"table": table, "key": id, "column": "id", "value": id, "rows": 1, "requests": requests});
        let expected = if requests.is_empty() { json!([]) } else { json!([entry]) };
        assert_eq!(found, expected, "{table} {id:?}");
    }
    let found = unreachable(&renamed("specs", "spec_id", "pie", "'map'"));
    assert_eq!(found[0]["requests"], json!(["/specs/{id}"]));
    // An id that nothing is implemented for is in no reply.
    assert_eq!(unreachable("INSERT INTO specs (id, title) VALUES ('a/b', 'Idea')"), json!([]));
}

#[test]
fn tags_that_no_filter_names_are_counted_by_row() {
    let found = unreachable(
        r#"UPDATE specs SET tags = jsonb_set(tags, '{features}', '["a,b", "basic", "a,b", " c"]');
           UPDATE specs SET tags = jsonb_set(tags, '{domain}', '[""]') WHERE id = 'pie';
           UPDATE impls SET impl_tags = jsonb_set(impl_tags, '{styling}', '["x, y"]') WHERE spec_id = 'bar';
           UPDATE impls SET preview_url_light = NULL, impl_tags = '{"patterns": ["hidden,"]}' WHERE library_id = 'pygal'"#,
    );
    let entry = |table: &str, key: &str, column: &str, value: &str, rows: u32, facet: &str| {
        let requests = [format!("/plots/filter?{facet}={{value}}")];
        json!({"table": table, "key": key, "column": column, "value": value, "rows": rows, "requests": requests})
    };
    let expected = [
        entry("specs", "pie", "tags.domain", "", 1, "dom"),
        entry("specs", "bar", "tags.features", " c", 2, "feat"),
        entry("specs", "bar", "tags.features", "a,b", 2, "feat"),
        entry("impls", "bar/python/altair", "impl_tags.styling", "x, y", 2, "style"),
    ];
    assert_eq!(found, json!(expected));
}

const AWKWARD: &str = r#"UPDATE specs SET tags = jsonb_set(tags, '{features}', '["a,b"]');
                         UPDATE impls SET spec_id = 'a/b' WHERE spec_id = 'pie';
                         UPDATE specs SET id = 'a/b' WHERE id = 'pie'"#;

#[test]
fn people_are_warned_and_the_snapshot_is_published() {
    let (database, target) = (Database::with(AWKWARD), Target::new());
    let run = Builder::export_all(&database.url(), &target.path()).run().succeeded();
    let lines: Vec<_> = run.err.lines().collect();
    assert!(
        lines[0].starts_with("warning: no request can name some values of the catalogue: 2 values in 3 rows. Rename")
    );
    let paths = "/specs/{id}, /specs/{id}/images, /specs/{id}/{library}/code";
    assert_eq!(lines[1], format!("  specs 'a/b', column id: 'a/b' in 1 row: {paths}"));
    // The first row of those that the database gave.
    assert!(lines[2].ends_with(", column tags.features: 'a,b' in 2 rows: /plots/filter?feat={value}"), "{run:?}");
    assert_eq!(lines.len(), 3);
    target.is_whole();
    let run = Builder::export(&database.url(), &target.path()).args(&["--quiet"]).run().succeeded();
    assert_eq!((&*run.out, &*run.err), ("", ""));
}

#[test]
fn strict_export_refuses_with_code_4() {
    let database = Database::with(AWKWARD);
    let words =
        ["no request can name some values of the catalogue: 2 values in 3 rows", "specs 'a/b', column id: 'a/b'"];
    refused(&database.url(), &["--strict"], 4, &words);
    refused_all(&database, &["--strict"], 4, &words);
    let run = Builder::export(&database.url(), &Target::new().path()).args(&["--strict", "--json"]).run();
    let error: Value = serde_json::from_str(&run.err).unwrap();
    assert_eq!((run.code, &error["exit_code"], &*run.out), (4, &json!(4), ""));
    assert!(error["error"].as_str().unwrap().contains("column tags.features: 'a,b' in 2 rows"), "{error}");
    Builder::export(&Database::new().url(), &Target::new().path()).args(&["--strict"]).run().succeeded();
}

#[test]
fn long_list_is_cut_for_people_and_not_in_json() {
    let sql =
        "INSERT INTO languages (id, name, file_extension) SELECT 'a,' || n, 'A', '.a' FROM generate_series(1, 30) AS n";
    assert_eq!(unreachable(sql).as_array().unwrap().len(), 30);
    let run = Builder::export(&Database::with(sql).url(), &Target::new().path()).run().succeeded();
    assert_eq!(run.err.lines().count(), 22);
    assert!(run.err.contains("30 values in 30 rows") && run.err.ends_with("\n  and 10 more\n"), "{}", run.err);
}
