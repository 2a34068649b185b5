//! Summary of an export, as text and as JSON.

use std::fmt;

use serde::Serialize;

use crate::postgres::transaction::Cost;
use crate::records::doubts::Doubts;
use crate::records::figures::Figures;
use crate::terminal::format::{grouped, line, size};
use crate::terminal::report::Report;

/// Summary of an export.
#[derive(Debug, Serialize)]
pub(crate) struct Summary {
    /// Source of the records, for people.
    pub(crate) read: String,
    /// Cost of reading for the database.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) database: Option<Cost>,
    /// Source of the line counts, for people.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) line_counts: Option<&'static str>,
    #[serde(flatten)]
    pub(crate) figures: Figures,
    /// In the text, these are warnings.
    #[serde(flatten)]
    pub(crate) doubts: Doubts,
    pub(crate) snapshot: Written,
    /// `None` if the snapshot has no documents.
    pub(crate) documents: Option<WrittenDocuments>,
    pub(crate) seconds: Times,
}

/// The snapshot file.
#[derive(Debug, Serialize)]
pub(crate) struct Written {
    pub(crate) path: String,
    pub(crate) digest: String,
    pub(crate) bytes: usize,
    pub(crate) gzip_bytes: u64,
}

/// The documents of the snapshot.
#[derive(Debug, Serialize)]
pub(crate) struct WrittenDocuments {
    pub(crate) files: usize,
    pub(crate) bytes: u64,
}

/// Duration of each step, in seconds.
#[derive(Debug, Serialize)]
pub(crate) struct Times {
    pub(crate) read: f64,
    pub(crate) build: f64,
    pub(crate) publish: f64,
    pub(crate) total: f64,
}

impl Report for Summary {}

/// The summary table.
impl fmt::Display for Summary {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.figures.fmt(f)?;
        let (written, seconds) = (&self.snapshot, &self.seconds);
        line(f, "read", &self.read)?;
        if let Some(Cost { statements, rows, bytes, waited }) = self.database {
            let (statements, rows, bytes) = (grouped(statements), grouped(rows), size(bytes));
            let waited = waited.as_secs_f64();
            line(
                f,
                "",
                format_args!("{statements} statements, {rows} rows of {bytes}, waited {waited:.3} s for them"),
            )?;
        }
        if let Some(line_counts) = self.line_counts {
            line(f, "", format_args!("lines of code: {line_counts}"))?;
        }
        if let Some(changed) = &self.figures.changed {
            line(f, "changed", changed)?;
        }
        line(f, "snapshot", &written.path)?;
        let (bytes, gzip) = (size(written.bytes as u64), size(written.gzip_bytes));
        line(f, "", format_args!("{bytes}, {gzip} with gzip"))?;
        line(f, "digest", &written.digest)?;
        if let Some(documents) = &self.documents {
            let (files, bytes) = (grouped(documents.files as u64), size(documents.bytes));
            line(f, "documents", format_args!("{files} files, {bytes}"))?;
        }
        line(
            f,
            "seconds",
            format_args!(
                "{:.3} (read {:.3}, build {:.3}, publish {:.3})",
                seconds.total, seconds.read, seconds.build, seconds.publish
            ),
        )
    }
}
