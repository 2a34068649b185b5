//! Reply to a filter, by the code of the worker.

use std::fmt;

use catalog_edge::model::Facet;
use serde_json::Value;

use super::edge_answer::{EdgeAnswer, Route};
use crate::failure::Failure;
use crate::records::edge_reply;
use crate::storage::snapshot_file::SnapshotFile;
use crate::terminal::Terminal;
use crate::terminal::format::{grouped, head, printable, row};

/// Number of images in the text of a query without a limit.
const PAGE: usize = 20;
/// Number of values of each facet in the text.
const SHOWN_VALUES: usize = 8;

/// Answers the filter `query` from the snapshot in `file`.
pub(super) fn of(file: &SnapshotFile, query: &str, terminal: Terminal) -> Result<EdgeAnswer, Failure> {
    let route = Route { path: edge_reply::FILTER, described: edge_reply::FILTER, text: write };
    EdgeAnswer::of(file, route, query, terminal)
}

fn write(reply: &Value, has_limit: bool, f: &mut fmt::Formatter<'_>) -> fmt::Result {
    let images = reply["images"].as_array().map_or(&[][..], Vec::as_slice);
    let total = reply["total"].as_u64().unwrap_or_default();
    let shown = if has_limit { images.len() } else { images.len().min(PAGE) };
    writeln!(f, "{} matching images, {} in this page", grouped(total), grouped(shown as u64))?;
    for image in &images[..shown] {
        let [spec, language, library] = ["spec_id", "language", "library"].map(|key| text(&image[key]));
        row(f, format_args!("  {spec}  {language}  {library}  {}", text(&image["url"])))?;
    }
    if images.len() > shown {
        let more = grouped((images.len() - shown) as u64);
        writeln!(f, "  and {more} more: add limit={PAGE}&offset={shown} to the query")?;
    }
    head(f, "counts over the matching images")?;
    for facet in Facet::ALL {
        row(f, format_args!("  {:<6}{}", facet.name(), counts(&reply["counts"][facet.name()])))?;
    }
    let or_counts = reply["orCounts"].as_array().map_or(&[][..], Vec::as_slice);
    for (at, of_group) in or_counts.iter().enumerate() {
        head(f, format_args!("counts for group {}", at + 1))?;
        row(f, format_args!("  {:<6}{}", "", counts(of_group)))?;
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
        more => format!("{} and {} more", shown.join(", "), grouped(more as u64)),
    }
}

fn text(value: &Value) -> String {
    value.as_str().map_or_else(String::new, printable)
}
