//! Reply to a search for values of a facet, by the code of the worker.

use std::fmt;

use catalog_edge::model::Facet;
use serde::{Serialize, Serializer};

use super::edge_answer::EdgeAnswer;
use crate::failure::Failure;
use crate::storage::snapshot_file::SnapshotFile;
use crate::terminal::format::{grouped, printable};
use crate::terminal::report::Report;

/// The reply to `GET /plots/facets/{facet}`.
#[derive(Debug)]
pub(crate) struct Values(EdgeAnswer);

impl Values {
    /// Searches the values of `facet` in the snapshot in `file`.
    pub(crate) fn of(file: &SnapshotFile, facet: Facet, query: &str) -> Result<Self, Failure> {
        EdgeAnswer::of(file, &format!("/plots/facets/{}", facet.name()), query).map(Self)
    }
}

impl Report for Values {
    /// Returns the body of the reply, unchanged.
    fn json(&self) -> serde_json::Result<String> {
        Ok(self.0.body.clone())
    }
}

impl Serialize for Values {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        self.0.reply.serialize(serializer)
    }
}

impl fmt::Display for Values {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let values = self.0.reply["values"].as_array().map_or(&[][..], Vec::as_slice);
        let total = self.0.reply["total"].as_u64().unwrap_or_default();
        writeln!(f, "{} values, {} in this page", grouped(total), grouped(values.len() as u64))?;
        for value in values {
            let [name, label] = ["value", "label"].map(|key| value[key].as_str().map_or_else(String::new, printable));
            let label = if label == name { String::new() } else { format!("  {label}") };
            writeln!(f, "  {name} {}{label}", grouped(value["count"].as_u64().unwrap_or_default()))?;
        }
        Ok(())
    }
}
