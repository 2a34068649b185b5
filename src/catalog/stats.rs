//! The figures of `GET /stats`.

use serde::{Deserialize, Serialize};

use super::{
    inconsistency::Inconsistency,
    sections::{Sections, SectionsBuf},
};

/// The figures of `GET /stats`, in reply order.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Stats {
    /// Specs with at least one implementation.
    pub specs: u64,
    /// Implementations, with or without preview.
    pub plots: u64,
    /// Libraries, used or not.
    pub libraries: u64,
    /// Distinct languages of libraries.
    pub languages: u64,
    /// Lines of all code.
    pub lines_of_code: u64,
}

const NAME: &str = "stats";

impl Stats {
    /// Writes the figures.
    pub(crate) fn put(self, sections: &mut SectionsBuf) {
        let Self { specs, plots, libraries, languages, lines_of_code } = self;
        let figures = [specs, plots, libraries, languages, lines_of_code];
        sections.put(NAME, figures.map(u64::to_le_bytes).concat());
    }

    /// Reads the figures.
    pub(crate) fn open(sections: &Sections<'_>) -> Result<Self, Inconsistency> {
        let (figures, rest) = sections.get(NAME)?.as_chunks::<8>();
        match *figures {
            [specs, plots, libraries, languages, lines_of_code] if rest.is_empty() => Ok(Self {
                specs: u64::from_le_bytes(specs),
                plots: u64::from_le_bytes(plots),
                libraries: u64::from_le_bytes(libraries),
                languages: u64::from_le_bytes(languages),
                lines_of_code: u64::from_le_bytes(lines_of_code),
            }),
            _ => Err(Inconsistency::new(NAME, "is not five integers of 8 bytes")),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::catalog::sections::reopened;

    #[test]
    fn figures_are_five_integers_and_nothing_else() {
        let stats = Stats { specs: 1, plots: 2, libraries: 3, languages: 4, lines_of_code: u64::MAX };
        assert_eq!(reopened(|sections| stats.put(sections), Stats::open), Ok(stats));
        for length in [0, 8, 32, 39, 41, 47, 48] {
            let opened = reopened(|sections| sections.put(NAME, vec![0; length]), Stats::open);
            assert!(opened.is_err(), "{length}");
        }
    }
}
