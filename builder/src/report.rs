//! What a run did, for people and machines.

use std::fmt::{self, Write as _};
use std::time::Duration;

use catalog_edge::catalog::Catalog;
use catalog_edge::model::Facet;
use serde::{Serialize, Serializer};

/// What was read, what was written and how long it took.
#[derive(Debug, Serialize)]
pub(crate) struct Report {
    /// Where the records came from, for people.
    pub(crate) read: String,
    /// Where the line counts came from.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) line_counts: Option<&'static str>,
    #[serde(flatten)]
    pub(crate) figures: Figures,
    pub(crate) snapshot: Written,
    /// `None` where it was exported without.
    pub(crate) documents: Option<WrittenDocuments>,
    pub(crate) seconds: Times,
}

/// The size of a catalogue, as its snapshot holds it.
#[derive(Debug, Serialize)]
pub(crate) struct Figures {
    pub(crate) specs: u64,
    pub(crate) images: u64,
    pub(crate) impls: u64,
    pub(crate) libraries: u64,
    pub(crate) languages: u64,
    pub(crate) lines_of_code: u64,
    /// Distinct values of each facet, in reply order.
    #[serde(serialize_with = "as_object")]
    pub(crate) values: Vec<(&'static str, usize)>,
    /// When the newest row changed.
    pub(crate) changed: Option<String>,
}

/// The file.
#[derive(Debug, Serialize)]
pub(crate) struct Written {
    pub(crate) path: String,
    pub(crate) digest: String,
    pub(crate) bytes: usize,
    pub(crate) gzip_bytes: u64,
}

/// The documents beside it.
#[derive(Debug, Serialize)]
pub(crate) struct WrittenDocuments {
    pub(crate) files: usize,
    pub(crate) bytes: u64,
}

/// Seconds of each step.
#[derive(Debug, Serialize)]
pub(crate) struct Times {
    pub(crate) read: f64,
    pub(crate) build: f64,
    pub(crate) publish: f64,
    pub(crate) total: f64,
}

impl Figures {
    pub(crate) fn of(catalog: &Catalog<'_>) -> Self {
        let stats = catalog.stats();
        Self {
            specs: stats.specs,
            images: catalog.images() as u64,
            impls: stats.plots,
            libraries: stats.libraries,
            languages: stats.languages,
            lines_of_code: stats.lines_of_code,
            values: Facet::ALL.map(|facet| (facet.name(), catalog.values_of(facet).len())).to_vec(),
            changed: catalog.changed().map(Into::into),
        }
    }
}

/// The summary table.
impl fmt::Display for Report {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let figures = &self.figures;
        let counts = [
            ("specs", figures.specs),
            ("images", figures.images),
            ("implementations", figures.impls),
            ("libraries", figures.libraries),
            ("languages", figures.languages),
            ("lines of code", figures.lines_of_code),
        ];
        let mut facets = figures.values.iter();
        writeln!(f, "{:<16}{:>12}    values of", "catalogue", "")?;
        for (name, count) in counts {
            write!(f, "  {name:<16}{:>10}", grouped(count))?;
            for (facet, values) in facets.by_ref().take(2) {
                write!(f, "    {facet:<6}{:>8}", grouped(*values as u64))?;
            }
            writeln!(f)?;
        }
        let (written, seconds) = (&self.snapshot, &self.seconds);
        let mut line = |name: &str, text: fmt::Arguments<'_>| writeln!(f, "{name:<10}{text}");
        line("read", format_args!("{}", self.read))?;
        if let Some(line_counts) = self.line_counts {
            line("", format_args!("lines of code: {line_counts}"))?;
        }
        if let Some(changed) = &figures.changed {
            line("changed", format_args!("{changed}"))?;
        }
        line("snapshot", format_args!("{}", written.path))?;
        let (bytes, gzip) = (grouped(written.bytes as u64), grouped(written.gzip_bytes));
        line("", format_args!("{bytes} bytes, {gzip} with gzip"))?;
        line("digest", format_args!("{}", written.digest))?;
        if let Some(documents) = &self.documents {
            let (files, bytes) = (grouped(documents.files as u64), grouped(documents.bytes));
            line("documents", format_args!("{files} files, {bytes} bytes"))?;
        }
        line(
            "seconds",
            format_args!(
                "{:.3} (read {:.3}, build {:.3}, publish {:.3})",
                seconds.total, seconds.read, seconds.build, seconds.publish
            ),
        )
    }
}

/// Seconds, to the millisecond.
pub(crate) fn seconds(duration: Duration) -> f64 {
    (duration.as_secs_f64() * 1000.0).round() / 1000.0
}

/// `1234567` as `1,234,567`.
fn grouped(number: u64) -> String {
    let digits = number.to_string();
    let mut text = String::new();
    for (at, digit) in digits.chars().enumerate() {
        if at > 0 && (digits.len() - at).is_multiple_of(3) {
            text.push(',');
        }
        let _ = text.write_char(digit);
    }
    text
}

fn as_object<S: Serializer>(pairs: &[(&'static str, usize)], serializer: S) -> Result<S::Ok, S::Error> {
    serializer.collect_map(pairs.iter().copied())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_grouped_by_thousands() {
        for (number, text) in [(0, "0"), (999, "999"), (1000, "1,000"), (641_037, "641,037"), (1_234_567, "1,234,567")]
        {
            assert_eq!(grouped(number), text);
        }
    }
}
