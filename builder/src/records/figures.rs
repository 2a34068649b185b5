//! Size of a catalogue.

use std::fmt::{self, Write as _};

use catalog_edge::catalog::Catalog;
use catalog_edge::model::Facet;
use serde::{Serialize, Serializer};

use crate::terminal::format::{grouped, head, row};

/// Size of a catalogue, as its snapshot holds it.
#[derive(Debug, Serialize)]
pub(crate) struct Figures {
    pub(crate) specs: u64,
    pub(crate) images: u64,
    pub(crate) implementations: u64,
    pub(crate) libraries: u64,
    pub(crate) languages: u64,
    pub(crate) lines_of_code: u64,
    /// Distinct values of each facet, in reply order.
    #[serde(serialize_with = "as_object")]
    pub(crate) values: Vec<(&'static str, usize)>,
    /// Time of the newest change of a row.
    pub(crate) changed: Option<String>,
}

impl Figures {
    pub(crate) fn of(catalog: &Catalog<'_>) -> Self {
        let stats = catalog.stats();
        Self {
            specs: stats.specs,
            images: catalog.images() as u64,
            implementations: stats.plots,
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
            ("implementations", self.implementations),
            ("libraries", self.libraries),
            ("languages", self.languages),
            ("lines of code", self.lines_of_code),
        ];
        // Number of facets beside each count.
        const FACETS: usize = 2;
        let facets: Vec<_> = self.values.chunks(FACETS).collect();
        head(f, format_args!("{:<16}{:>12}    values of", "catalogue", ""))?;
        for at in 0..counts.len().max(facets.len()) {
            let mut text = match counts.get(at) {
                Some((name, count)) => format!("  {name:<16}{:>10}", grouped(*count)),
                None => format!("  {:<26}", ""),
            };
            for (facet, values) in facets.get(at).copied().unwrap_or_default() {
                write!(text, "    {facet:<6}{:>8}", grouped(*values as u64))?;
            }
            row(f, text)?;
        }
        Ok(())
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
            let (specs, images, implementations, libraries, languages, lines_of_code) = (1, 2, 3, 4, 5, 6);
            let figures =
                Figures { specs, images, implementations, libraries, languages, lines_of_code, values, changed: None };
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
