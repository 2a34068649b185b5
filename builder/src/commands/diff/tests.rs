//! Comparisons of two files.

#![allow(clippy::unwrap_used, reason = "a failed expectation ends the test")]

use std::fs;

use catalog_edge::digest::Digest;
use catalog_edge::documents::DocumentSet;
use catalog_edge::model::{Facet, Impl, Language, Library, Records, SPEC_TAG_FACETS, Spec};
use catalog_edge::snapshot;
use serde_json::json;

use super::*;
use crate::terminal::report::Report;

/// Id, types of plot, and libraries of a spec.
type Row<'r> = (&'r str, &'r [&'r str], &'r [&'r str]);

fn records(rows: &[Row<'_>]) -> Records {
    let texts = |texts: &[&str]| texts.iter().map(ToString::to_string).collect();
    let library = |id: &str| Library { id: id.into(), language: "python".into(), ..Library::default() };
    let mut records: Records = Records {
        languages: vec![Language { id: "python".into(), ..Language::default() }],
        libraries: vec![library("altair"), library("bokeh")],
        ..Records::default()
    };
    for (id, plots, libraries) in rows {
        let tags = SPEC_TAG_FACETS.map(|facet| if facet == Facet::Plot { texts(plots) } else { vec![] });
        records.specs.push(Spec { id: (*id).into(), title: id.to_uppercase(), tags });
        records.impls.extend(libraries.iter().map(|library| Impl {
            spec: (*id).into(),
            language: "python".into(),
            library: (*library).into(),
            url_light: Some("/a.png".into()),
            ..Impl::default()
        }));
    }
    records
}

fn compared(old: &[u8], new: &[u8], fail_on: Option<&str>, exit_code: bool) -> Diff {
    let folder = tempfile::tempdir().unwrap();
    let [old, new] = [("old", old), ("new", new)].map(|(name, bytes)| {
        let path = folder.path().join(name);
        fs::write(&path, bytes).unwrap();
        path
    });
    let mut found =
        diff(&DiffArgs { old, new, fail_on: fail_on.map(|gate| gate.parse().unwrap()), exit_code }).unwrap();
    (found.old.path, found.new.path) = ("old.snap".into(), "new.snap".into());
    found
}

fn files() -> [Vec<u8>; 2] {
    let mut old = records(&[
        ("area", &["area"], &["altair", "bokeh"]),
        ("bar", &["bar", "fresh"], &["altair", "bokeh"]),
        ("dot", &["dot"], &["altair"]),
        ("pie", &["round"], &["altair"]),
    ]);
    let mut new = records(&[
        ("area", &["area"], &["altair"]),
        ("bar", &["bar"], &["altair", "bokeh"]),
        ("box", &["area"], &["altair"]),
        ("line", &["line"], &[]),
    ]);
    old.changed = Some("2026-01-02T03:04:05Z".into());
    new.libraries[0].name = "Vega".into();
    new.specs[1].title = "Bars".into();
    let documents = DocumentSet { digest: Digest::of(b"documents"), has_code: false };
    [snapshot::build(&old, Some(documents)).unwrap(), snapshot::build(&new, None).unwrap()]
}

const CHANGES: &str = r#"

                       old       new
specs                    4         3        -1
implementations          6         4        -2
images                   6         4        -2
libraries                2         2
languages                1         1
values                  12         8        -4
lines of code            0         0

documents differ

libraries: 0 added, 0 removed, 1 changed
  ~ altair: name "" -> "Vega"

specs: 1 added, 2 removed, 1 changed
  - dot
  - pie
  + box
  ~ bar: title "BAR" -> "Bars"
  ~ bar: tags.plot_type ["bar","fresh"] -> ["bar"]

specs without implementations: 1 added, 0 removed, 0 changed
  + line

impls: 1 added, 3 removed, 0 changed
  - area/python/bokeh
  - dot/python/altair
  - pie/python/altair
  + box/python/altair

values of lang: 0 added, 0 removed, 1 changed
  ~ python: 6 -> 4 images

values of lib: 0 added, 0 removed, 2 changed
  ~ altair: 4 -> 3 images
  ~ bokeh: 2 -> 1 images

values of plot: 0 added, 3 removed, 0 changed
  - dot
  - fresh
  - round

values of spec: 1 added, 2 removed, 1 changed
  - dot
  - pie
  + box
  ~ area: 2 -> 1 images
"#;

#[test]
fn text_holds_counts_rows_and_values() {
    let [old, new] = files();
    let text = anstream::adapter::strip_str(&compared(&old, &new, None, false).to_string()).to_string();
    let (digests, changes) = text.split_at(text.find("\n\n").unwrap());
    assert_eq!(digests.matches(", changed 2026-01-02T03:04:05Z").count(), 1, "{digests}");
    assert_eq!(digests.matches(", changed unknown").count(), 1, "{digests}");
    assert_eq!(changes, CHANGES);
    let text = compared(&old, &old, None, false).to_string();
    assert!(text.ends_with("\nthe same catalogue with the same documents\n"), "{text}");
}

#[test]
fn json_holds_counts_rows_and_values() {
    let [old, new] = files();
    let found = serde_json::to_value(compared(&old, &new, None, false)).unwrap();
    assert_eq!(found["old"]["path"], "old.snap");
    assert_eq!(found["counts"]["images"], json!({"old": 6, "new": 4}));
    assert_eq!(found["tables"]["specs"]["added"], json!(["box"]));
    assert_eq!(
        found["values"]["plot"],
        json!({
            "added": [],
            "removed": ["dot", "fresh", "round"],
            "changed": [],
        })
    );
    // Facets without changes are left out.
    assert_eq!(found["values"].as_object().unwrap().keys().collect::<Vec<_>>(), ["lang", "lib", "plot", "spec"]);
}

#[test]
fn run_fails_if_asked_to() {
    let [old, new] = files();
    for (old, new, fail_on, exit_code, expected) in [
        (&old, &new, None, false, None),
        (&old, &old, None, true, None),
        (&old, &old, Some("shrink=0%"), true, None),
        (&old, &new, None, true, Some(11)),
        (&old, &new, Some("shrink=90%"), true, Some(11)),
        (&old, &new, Some("shrink=90%"), false, None),
        (&old, &new, Some("shrink=10%"), false, Some(6)),
        (&old, &new, Some("shrink=10%"), true, Some(6)),
    ] {
        let failure = compared(old, new, fail_on, exit_code).verdict().err();
        assert_eq!(failure.map(|failure| failure.exit_code()), expected, "{fail_on:?}, {exit_code}");
    }
}
