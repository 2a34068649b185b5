//! Rule: a snapshot beyond its budget is refused by its real figures before anything is published; exit code 5.

use std::fs;

use crate::support::{Builder, Database, Target, exported_all, folder_names, refused, refused_all};

#[test]
fn snapshot_within_its_budget_is_published() {
    let database = Database::new();
    let target = exported_all(&database, &[]);
    let bytes = target.bytes().len().to_string();
    exported_all(&database, &["--max-bytes", &bytes, "--max-values-per-facet", "3"]);
}

#[test]
fn snapshot_beyond_its_budget_is_refused_by_all_its_figures() {
    let database = Database::new();
    let bytes = exported_all(&database, &[]).bytes().len();
    let less = (bytes - 1).to_string();
    refused_all(&database, &["--max-bytes", &less], 5, &["exceeds its budget", " bytes, but --max-bytes allows "]);
    let words = ["3 values of facet lib, but --max-values-per-facet allows 1", "; 2 values of facet feat, but"];
    refused(&database.url(), &["--max-values-per-facet", "1", "--max-bytes", "10"], 5, &words);
}

#[test]
fn synthetic_snapshot_has_the_same_budgets() {
    let target = Target::new();
    fs::write(target.path(), "old").unwrap();
    let out = target.path();
    let run = Builder::new(&["synth", "--images", "500", "--max-bytes", "1 kb", "--out", out.to_str().unwrap()]).run();
    run.failed(5, &["--max-bytes allows 1,000"]);
    assert_eq!(target.bytes(), b"old");
    assert_eq!(folder_names(target.folder()), ["catalog.snap"]);
}

#[test]
fn budget_that_is_no_number_is_wrong_usage() {
    for (arguments, words) in [
        (["--max-bytes", "100 apples"], "give a size from 1 B to 1 TB"),
        (["--max-bytes", "-1KB"], "invalid value '-1KB' for '--max-bytes <SIZE>'"),
        (["--max-values-per-facet", "-1"], "give a whole number from 0 to 1000000"),
        (["--timeout", "-1"], "invalid value '-1' for '--timeout <SECONDS>'"),
    ] {
        let run = Builder::export("postgresql://u@h/d", &Target::new().path()).args(&arguments).run();
        run.failed(2, &[words]);
    }
    for images in ["99999999999", "-5"] {
        let out = Target::new().path();
        let run = Builder::new(&["synth", "--images", images, "--out", out.to_str().unwrap()]).run();
        run.failed(2, &["give a whole number from 0 to 1000000"]);
    }
}
