//! Rule: a record that cannot be part of a catalogue is refused. The error names its table, key and column, and the
//! remedy.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test fails by panicking")]

#[path = "support/sample.rs"]
mod sample;

use catalog_edge::{model::Records, snapshot};

fn refusal(change: impl FnOnce(&mut Records)) -> String {
    let mut records = sample::sample();
    change(&mut records);
    snapshot::build(&records, sample::documents()).unwrap_err().to_string()
}

#[test]
fn records_that_contradict_each_other_are_named() {
    let missing = |id| format!("refers to '{id}', which does not exist: add it or remove this row");
    let key = "impls 'scatter-basic/python/matplotlib', column";
    for (change, expected) in [
        (
            &(|records: &mut Records| records.languages[1].id = "python".to_owned()) as &dyn Fn(&mut Records),
            "languages 'python', column id: two rows have this id: keep one".to_owned(),
        ),
        (
            &|records| records.libraries[0].id = "plotly".to_owned(),
            "libraries 'plotly', column id: two rows have this id: keep one".to_owned(),
        ),
        (
            &|records| records.specs[2].id = "without-impls".to_owned(),
            "specs 'without-impls', column id: two rows have this id: keep one".to_owned(),
        ),
        (
            &|records| records.libraries[3].language = "q".to_owned(),
            format!("libraries 'unused', column language_id: {}", missing("q")),
        ),
        (&|records| records.impls[0].spec = "x".to_owned(), {
            let key = "impls 'x/python/matplotlib', column";
            format!("{key} spec_id: {}", missing("x"))
        }),
        (&|records| records.impls[0].language = "x".to_owned(), {
            let key = "impls 'scatter-basic/x/matplotlib', column";
            format!("{key} language_id: {}", missing("x"))
        }),
        (&|records| records.impls[0].library = "x".to_owned(), {
            let key = "impls 'scatter-basic/python/x', column";
            format!("{key} library_id: {}", missing("x"))
        }),
        (
            &|records| records.impls[0].quality = Some(f64::NAN),
            format!("{key} quality_score: NaN is no JSON number: set it to NULL or to a finite number"),
        ),
        (
            &|records| records.impls[0].quality = Some(f64::INFINITY),
            format!("{key} quality_score: inf is no JSON number: set it to NULL or to a finite number"),
        ),
        (
            &|records| records.impls.push(records.impls[0].clone()),
            format!("{key} library_id: two rows implement this spec in this language and library: keep one"),
        ),
    ] {
        assert_eq!(refusal(change), expected);
    }
}
