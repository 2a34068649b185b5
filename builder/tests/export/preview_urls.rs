//! Rule: a preview that is no URL is warned about by row, refused with `--strict`, and told by `verify` with the remedy
//! that helps.

use serde_json::{Value, json};

use crate::support::{Builder, Database, Target, exported, refused, refused_all};

const RELATIVE: &str = "UPDATE impls SET preview_url_dark = 'plots/x.png' WHERE spec_id = 'pie';
                        UPDATE impls SET preview_html_light = 'javascript:alert(1)' WHERE library_id = 'lattice'";

#[test]
fn previews_that_are_no_urls_are_warned_about_and_published() {
    let (database, target) = (Database::with(RELATIVE), Target::new());
    let run = Builder::export(&database.url(), &target.path()).run().succeeded();
    let lines: Vec<_> = run.err.lines().collect();
    assert!(lines[0].starts_with("warning: 2 cells hold no preview URL that a browser can load"), "{run:?}");
    let mut cells = lines[1..].to_vec();
    cells.sort_unstable();
    let expected = [
        "  impls 'bar/r/lattice', column preview_html_light: 'javascript:alert(1)'",
        "  impls 'pie/python/altair', column preview_url_dark: 'plots/x.png'",
    ];
    assert_eq!(cells, expected);

    let path = target.path();
    let run = Builder::new(&["verify", path.to_str().unwrap()]).run();
    assert!(run.out.contains("preview_url_dark: snapshot \"plots/x.png\""), "{}", run.out);
    let error = run.err.clone();
    run.failed(6, &["what it should be: 2; correct these preview URLs in the database, then export again\n"]);
    assert!(!error.contains("of this release"), "{error}");
}

#[test]
fn strict_export_refuses_all_doubts_at_once() {
    let sql = format!("{RELATIVE}; UPDATE specs SET tags = jsonb_set(tags, '{{features}}', '[\"a,b\"]')");
    let database = Database::with(&sql);
    let words = [
        "no request can name some values of the catalogue: 1 value in 2 rows",
        "2 cells hold no preview URL",
        "impls 'pie/python/altair', column preview_url_dark: 'plots/x.png'",
    ];
    refused(&database.url(), &["--strict"], 4, &words);
    refused_all(&Database::with(RELATIVE), &["--strict"], 4, &words[1..]);
}

#[test]
fn summary_counts_all_and_lists_cells() {
    let summary = |database: &Database| -> Value {
        let run = Builder::export(&database.url(), &Target::new().path()).args(&["--json"]).run().succeeded();
        assert_eq!(run.err, "");
        run.json()["unusable_urls"].clone()
    };
    assert_eq!(summary(&Database::new()), json!({"count": 0, "listed": []}));
    let cell = json!({
        "table": "impls", "key": "pie/python/altair", "column": "preview_url_light", "value": "x y\u{1b}[31m"
    });
    let odd = Database::with("UPDATE impls SET preview_url_light = E'x y\\x1b[31m' WHERE spec_id = 'pie'");
    assert_eq!(summary(&odd), json!({"count": 1, "listed": [cell]}));
    let shown = Builder::export(&odd.url(), &Target::new().path()).run().succeeded().err;
    assert!(shown.starts_with("warning: 1 cell holds ") && shown.contains(r"'x y\u{1b}[31m'"), "{shown}");
    // Without a light preview, an implementation is in no reply.
    let hidden = "UPDATE impls SET preview_url_light = NULL, preview_url_dark = 'x' WHERE spec_id = 'pie'";
    assert_eq!(summary(&Database::with(hidden))["count"], 0);
}

#[test]
fn schemes_of_any_case_data_and_empty_cells_are_right() {
    let database = Database::with(
        "UPDATE impls SET preview_url_light = 'HTTPS://H/p.png', preview_url_dark = 'data:image/png;base64,iVBORw0KGgo=',
                          preview_html_light = '', preview_html_dark = '//cdn/p.html'",
    );
    let target = Target::new();
    let run = Builder::export(&database.url(), &target.path()).args(&["--strict"]).run().succeeded();
    assert_eq!(run.err, "");
    let path = target.path();
    Builder::new(&["verify", path.to_str().unwrap()]).run().succeeded();
}

#[test]
fn long_list_of_urls_is_cut() {
    let database = Database::with(
        "INSERT INTO specs (id, title) SELECT 's' || n, 'S' FROM generate_series(1, 1200) AS n;
         INSERT INTO impls (spec_id, language_id, library_id, preview_url_light)
         SELECT 's' || n, 'r', 'lattice', repeat('x', 3000) FROM generate_series(1, 1200) AS n",
    );
    let run = Builder::export(&database.url(), &Target::new().path()).run().succeeded();
    assert!(run.err.starts_with("warning: 1,200 cells hold ") && run.err.ends_with("\n  and 1,180 more\n"));
    assert!(run.err.len() < 8000, "{}", run.err.len());
    let run = Builder::export(&database.url(), &Target::new().path()).args(&["--json"]).run().succeeded();
    assert_eq!(run.json()["unusable_urls"]["listed"].as_array().unwrap().len(), 1000);
}

#[test]
fn other_differences_have_other_remedies() {
    let (database, target) = (Database::new(), exported(&Database::new()));
    database.run("UPDATE specs SET title = 'Other' WHERE id = 'pie'");
    let path = target.path();
    let verify = Builder::new(&["verify", "--against-database", path.to_str().unwrap()]);
    let run = verify.env("DATABASE_URL", &database.url()).run();
    run.failed(6, &["what it should be: 1; export again, and check if the database changed since the last export\n"]);

    let target = crate::support::exported_all(&Database::new(), &[]);
    let of_snapshot = std::fs::read_dir(target.documents()).unwrap().flatten().next().unwrap();
    std::fs::remove_file(of_snapshot.path().join("specs.json")).unwrap();
    let path = target.path();
    let run = Builder::new(&["verify", path.to_str().unwrap()]).run();
    run.failed(6, &["what it should be: 1; copy all its documents again, or export again\n"]);
}
