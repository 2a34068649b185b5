//! Reply to a search for values of a facet, by the code of the worker.

use std::fmt;

use catalog_edge::model::Facet;
use serde_json::Value;

use super::edge_answer::{EdgeAnswer, Route};
use crate::failure::Failure;
use crate::storage::snapshot_file::SnapshotFile;
use crate::terminal::Terminal;
use crate::terminal::format::{grouped, printable, row};

/// Searches the values of `facet` in the snapshot in `file`.
pub(super) fn of(file: &SnapshotFile, facet: Facet, query: &str, terminal: Terminal) -> Result<EdgeAnswer, Failure> {
    let path = format!("/plots/facets/{}", facet.name());
    EdgeAnswer::of(file, Route { path: &path, described: "/plots/facets/{facet}", text: write }, query, terminal)
}

/// Writes the values. The worker itself cuts them to a page.
fn write(reply: &Value, _: bool, f: &mut fmt::Formatter<'_>) -> fmt::Result {
    let values = reply["values"].as_array().map_or(&[][..], Vec::as_slice);
    let total = reply["total"].as_u64().unwrap_or_default();
    writeln!(f, "{} values, {} in this page", grouped(total), grouped(values.len() as u64))?;
    for value in values {
        let [name, label] = ["value", "label"].map(|key| value[key].as_str().map_or_else(String::new, printable));
        let label = if label == name { String::new() } else { format!("  {label}") };
        row(f, format_args!("  {name} {}{label}", grouped(value["count"].as_u64().unwrap_or_default())))?;
    }
    Ok(())
}
