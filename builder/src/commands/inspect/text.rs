//! Text of an inspection.

use std::cmp::Reverse;
use std::fmt;

use super::inspection::{Inspection, Postings};
use crate::terminal::format::{grouped, head, line, printable, row, size};
use crate::terminal::report::Report;

impl Report for Inspection {}

impl fmt::Display for Inspection {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.counts.fmt(f)?;
        if self.specs_without_implementations > 0 {
            line(
                f,
                "besides",
                format_args!("{} specs without implementations", grouped(self.specs_without_implementations as u64)),
            )?;
        }
        line(f, "snapshot", &self.path)?;
        let (bytes, gzip) = (size(self.bytes as u64), size(self.gzip_bytes));
        line(f, "", format_args!("format {}, {bytes}, {gzip} with gzip", self.format))?;
        line(f, "digest", &self.digest)?;
        line(f, "changed", self.changed.as_deref().map_or_else(|| "unknown".into(), printable))?;
        line(f, "source", printable(&self.source))?;
        match &self.documents {
            Some(documents) => {
                let code = if documents.has_code { "with code" } else { "without code" };
                let count = grouped(documents.count as u64);
                line(f, "documents", format_args!("{count}, {code}, digest {}", documents.digest))?;
            }
            None => line(f, "documents", "none")?,
        }

        writeln!(f)?;
        head(
            f,
            format_args!("{:<7}{:>8}{:>10}{:>10}{:>6}  most images", "facet", "values", "members", "size", "bits"),
        )?;
        for facet in &self.facets {
            let (members, bytes, bits) = match &facet.postings {
                Some(Postings { members, bytes, bits_per_member }) => {
                    (grouped(*members), size(*bytes as u64), format!("{bits_per_member:.1}"))
                }
                None => ("-".into(), "-".into(), "-".into()),
            };
            let top: Vec<_> =
                facet.top.iter().map(|top| format!("{} {}", printable(&top.value), grouped(top.images))).collect();
            let values = grouped(facet.values as u64);
            row(f, format_args!("{:<7}{values:>8}{members:>10}{bytes:>10}{bits:>6}  {}", facet.facet, top.join(", ")))?;
        }
        writeln!(
            f,
            "members: specs or images in the posting lists of its values; bits: size of those lists in bits / members"
        )?;

        writeln!(f)?;
        head(f, format_args!("{:<28}{:>10}{:>10}", "section", "size", "gzip"))?;
        let mut largest: Vec<_> = self.sections.iter().collect();
        largest.sort_by_key(|section| Reverse(section.bytes));
        for section in largest {
            let (bytes, gzip) = (size(section.bytes as u64), size(section.gzip_bytes));
            row(f, format_args!("{:<28}{bytes:>10}{gzip:>10}", printable(&section.name)))?;
        }
        Ok(())
    }
}
