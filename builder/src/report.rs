//! What an export did, for people and machines.

use std::fmt;

use catalog_edge::catalog::Catalog;
use catalog_edge::model::Facet;
use serde::{Serialize, Serializer};

use crate::doubts::Doubts;
use crate::reading::Cost;
use crate::terminal::format::{grouped, line};
use crate::terminal::report::Report;

/// What was read, what was written and how long it took.
#[derive(Debug, Serialize)]
pub(crate) struct Exported {
    /// Where the records came from, for people.
    pub(crate) read: String,
    /// What that cost the database.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) database: Option<Cost>,
    /// Where the line counts came from.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) line_counts: Option<&'static str>,
    #[serde(flatten)]
    pub(crate) figures: Figures,
    /// People are warned of these.
    #[serde(flatten)]
    pub(crate) doubts: Doubts,
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

impl fmt::Display for Figures {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let counts = [
            ("specs", self.specs),
            ("images", self.images),
            ("implementations", self.impls),
            ("libraries", self.libraries),
            ("languages", self.languages),
            ("lines of code", self.lines_of_code),
        ];
        // In lines of as many facets as fit beside a count.
        const FACETS: usize = 2;
        let facets: Vec<_> = self.values.chunks(FACETS).collect();
        writeln!(f, "{:<16}{:>12}    values of", "catalogue", "")?;
        for at in 0..counts.len().max(facets.len()) {
            match counts.get(at) {
                Some((name, count)) => write!(f, "  {name:<16}{:>10}", grouped(*count))?,
                None => write!(f, "  {:<26}", "")?,
            }
            for (facet, values) in facets.get(at).copied().unwrap_or_default() {
                write!(f, "    {facet:<6}{:>8}", grouped(*values as u64))?;
            }
            writeln!(f)?;
        }
        Ok(())
    }
}

impl Report for Exported {}

/// The summary table.
impl fmt::Display for Exported {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}", self.figures)?;
        let (written, seconds) = (&self.snapshot, &self.seconds);
        line(f, "read", &self.read)?;
        if let Some(Cost { statements, rows, bytes, waited }) = self.database {
            let (rows, bytes, waited) = (grouped(rows), grouped(bytes), waited.as_secs_f64());
            line(
                f,
                "",
                format_args!("{statements} statements, {rows} rows of {bytes} bytes, waited {waited:.3} s for them"),
            )?;
        }
        if let Some(line_counts) = self.line_counts {
            line(f, "", format_args!("lines of code: {line_counts}"))?;
        }
        if let Some(changed) = &self.figures.changed {
            line(f, "changed", changed)?;
        }
        line(f, "snapshot", &written.path)?;
        let (bytes, gzip) = (grouped(written.bytes as u64), grouped(written.gzip_bytes));
        line(f, "", format_args!("{bytes} bytes, {gzip} with gzip"))?;
        line(f, "digest", &written.digest)?;
        if let Some(documents) = &self.documents {
            let (files, bytes) = (grouped(documents.files as u64), grouped(documents.bytes));
            line(f, "documents", format_args!("{files} files, {bytes} bytes"))?;
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

fn as_object<S: Serializer>(pairs: &[(&'static str, usize)], serializer: S) -> Result<S::Ok, S::Error> {
    serializer.collect_map(pairs.iter().copied())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn all_facets_are_shown_however_many_there_are() {
        const NAMES: [&str; 15] = ["a", "b", "c", "d", "e", "f", "g", "h", "i", "j", "k", "l", "m", "n", "o"];
        for facets in 0..=NAMES.len() {
            let values = NAMES[..facets].iter().zip(1001..).map(|(name, values)| (*name, values)).collect();
            let (specs, images, impls, libraries, languages, lines_of_code) = (1, 2, 3, 4, 5, 6);
            let figures = Figures { specs, images, impls, libraries, languages, lines_of_code, values, changed: None };
            let text = figures.to_string();
            let words: Vec<&str> = text.split_whitespace().collect();
            for (at, name) in NAMES.iter().enumerate() {
                let count = format!("1,{:03}", at + 1);
                assert_eq!(words.windows(2).any(|pair| pair == [name, &*count]), at < facets, "{name}: {text}");
            }
            for pair in ["specs 1", "images 2", "implementations 3", "libraries 4", "languages 5", "code 6"] {
                assert!(words.join(" ").contains(pair), "{pair}: {text}");
            }
            let widths: Vec<usize> = text.lines().skip(1).map(str::len).collect();
            assert!(widths.iter().all(|width| [28, 46, 64].contains(width)), "{text}");
        }
    }
}
