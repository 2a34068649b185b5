//! Rule: the page for those who build a client says what the description says.

use std::collections::BTreeSet;

use catalog_edge::model::Facet;
use serde_json::Value;

use crate::description;
use crate::support::markdown::{blocks, page, section};

const PAGE: &str = "docs/clients.md";

/// The cells of a table's rows, without those of its head.
fn rows(text: &str) -> impl Iterator<Item = Vec<&str>> {
    let rows = text.lines().filter(|line| line.starts_with('|')).skip(2);
    rows.map(|row| row.trim_matches('|').split(" |").map(str::trim).collect())
}

/// The parts of a cell that are code.
fn names(cell: &str) -> impl Iterator<Item = &str> {
    cell.split('`').skip(1).step_by(2)
}

fn properties(schema: &str) -> BTreeSet<&'static str> {
    let schema: &'static Value = &description().document["components"]["schemas"][schema];
    schema["properties"].as_object().unwrap().keys().map(String::as_str).collect()
}

#[test]
fn types_on_the_page_are_those_that_the_type_check_reads() {
    let blocks = blocks(&page(PAGE));
    let shown = blocks.iter().find(|block| block.language == "ts").unwrap();
    let checked = page("tests/openapi/filter.ts");
    assert_eq!(shown.text.replace("./openapi.js", "../../build/types/openapi.js"), checked);
}

#[test]
fn the_facets_of_the_page_are_all_facets() {
    let page = page(PAGE);
    let shown = rows(section(&page, "## Facets")).flat_map(|row| names(row[0]).map(str::to_owned).collect::<Vec<_>>());
    assert_eq!(shown.collect::<Vec<_>>(), Facet::ALL.map(Facet::name));
}

#[test]
fn names_of_fields_are_those_of_the_replies() {
    let page = page(PAGE);
    // In the order of the columns.
    let schemas: [&[&str]; 5] =
        [&["Image"], &["LibraryImage"], &["SpecImages", "SpecImage"], &["SpecMapEntry"], &["Spec", "Implementation"]];
    let fields = schemas.map(|names| names.iter().flat_map(|name| properties(name)).collect::<BTreeSet<_>>());
    let mut count = 0;
    for row in rows(section(&page, "## Names of fields")) {
        for (cell, fields) in row[1..].iter().zip(&fields) {
            for name in names(cell) {
                assert!(fields.contains(name), "{name}: {row:?}");
                count += 1;
            }
        }
    }
    assert!(count > 30, "{count}");
}

#[test]
fn every_parameter_of_a_filter_is_on_the_page() {
    let page = page(PAGE);
    let parameters = section(&page, "## Parameters");
    for parameter in description().parameters("/plots/filter").filter(|parameter| parameter["in"] == "query") {
        let name = parameter["name"].as_str().unwrap();
        let is_facet = Facet::from_name(name.trim_start_matches("not.")).is_some();
        assert!(is_facet || parameters.contains(&format!("`{name}=")), "{name}");
    }
}
