//! Reply to a search for values of a facet, by the code of the worker.

use std::fmt;

use catalog_edge::model::Facet;
use serde_json::Value;

use super::edge_answer::EdgeAnswer;
use crate::failure::Failure;
use crate::storage::snapshot_file::SnapshotFile;
use crate::terminal::format::{grouped, printable};

/// Searches the values of `facet` in the snapshot in `file`.
pub(super) fn of(file: &SnapshotFile, facet: Facet, query: &str) -> Result<EdgeAnswer, Failure> {
    EdgeAnswer::of(file, &format!("/plots/facets/{}", facet.name()), query, write)
}

fn write(reply: &Value, f: &mut fmt::Formatter<'_>) -> fmt::Result {
    let values = reply["values"].as_array().map_or(&[][..], Vec::as_slice);
    let total = reply["total"].as_u64().unwrap_or_default();
    writeln!(f, "{} values, {} in this page", grouped(total), grouped(values.len() as u64))?;
    for value in values {
        let [name, label] = ["value", "label"].map(|key| value[key].as_str().map_or_else(String::new, printable));
        let label = if label == name { String::new() } else { format!("  {label}") };
        writeln!(f, "  {name} {}{label}", grouped(value["count"].as_u64().unwrap_or_default()))?;
    }
    Ok(())
}
