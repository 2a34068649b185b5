//! Reply to a filter, by the code of the worker.

use std::fmt;

use catalog_edge::model::Facet;
use serde_json::Value;

use super::edge_answer::EdgeAnswer;
use crate::failure::Failure;
use crate::records::edge_reply;
use crate::storage::snapshot_file::SnapshotFile;
use crate::terminal::format::{grouped, printable};

/// Numbers of images, and of values of each facet, in the text.
const SHOWN_IMAGES: usize = 10;
const SHOWN_VALUES: usize = 8;

/// Answers the filter `query` from the snapshot in `file`.
pub(super) fn of(file: &SnapshotFile, query: &str) -> Result<EdgeAnswer, Failure> {
    EdgeAnswer::of(file, edge_reply::FILTER, query, write)
}

fn write(reply: &Value, f: &mut fmt::Formatter<'_>) -> fmt::Result {
    let images = reply["images"].as_array().map_or(&[][..], Vec::as_slice);
    let total = reply["total"].as_u64().unwrap_or_default();
    writeln!(f, "{} matching images, {} in this page", grouped(total), grouped(images.len() as u64))?;
    for image in images.iter().take(SHOWN_IMAGES) {
        let [spec, language, library] = ["spec_id", "language", "library"].map(|key| text(&image[key]));
        writeln!(f, "  {spec}  {language}  {library}  {}", text(&image["url"]))?;
    }
    if images.len() > SHOWN_IMAGES {
        writeln!(f, "  and {} more", grouped((images.len() - SHOWN_IMAGES) as u64))?;
    }
    writeln!(f, "counts over the matching images")?;
    for facet in Facet::ALL {
        writeln!(f, "  {:<6}{}", facet.name(), counts(&reply["counts"][facet.name()]))?;
    }
    let or_counts = reply["orCounts"].as_array().map_or(&[][..], Vec::as_slice);
    for (at, of_group) in or_counts.iter().enumerate() {
        writeln!(f, "counts for group {}\n  {:<6}{}", at + 1, "", counts(of_group))?;
    }
    Ok(())
}

/// Returns `scatter 12, line 3 and 4 more`: the most frequent values first.
fn counts(object: &Value) -> String {
    let mut counts: Vec<(&str, u64)> = object
        .as_object()
        .into_iter()
        .flatten()
        .map(|(name, count)| (&**name, count.as_u64().unwrap_or_default()))
        .collect();
    counts.sort_by(|(a, a_count), (b, b_count)| (b_count, a).cmp(&(a_count, b)));
    let shown: Vec<_> = counts
        .iter()
        .take(SHOWN_VALUES)
        .map(|(name, count)| format!("{} {}", printable(name), grouped(*count)))
        .collect();
    match counts.len().saturating_sub(SHOWN_VALUES) {
        0 if shown.is_empty() => "-".into(),
        0 => shown.join(", "),
        more => format!("{} and {more} more", shown.join(", ")),
    }
}

fn text(value: &Value) -> String {
    value.as_str().map_or_else(String::new, printable)
}
