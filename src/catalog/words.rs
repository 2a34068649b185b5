//! The word index: for each word of a name or title, the *sources* that have it.
//!
//! A source below the number of values is the value of this number: its name, and for a language or library also its
//! name for people. The sources after these are the titles of the specs. Words are folded as in [`crate::fold`].

use std::{collections::BTreeMap, ops::Range};

use super::{
    column::Column,
    inconsistency::Inconsistency,
    sections::{Sections, SectionsBuf},
    string_table::StringTable,
};

/// The distinct words, ascending by bytes, with the sources of each.
#[derive(Clone, Debug)]
pub struct Words<'a> {
    words: StringTable<'a>,
    /// End of each word's sources.
    ends: Vec<u32>,
    sources: Column<'a>,
}

/// Words being collected, source by source.
#[derive(Default)]
pub(super) struct WordsBuf {
    sources: BTreeMap<String, Vec<u32>>,
    /// Number of sources.
    count: u32,
}

const WORDS: &str = "words";
/// Number of sources of each word.
const COUNTS: &str = "words.counts";
/// The sources of all words, ascending within a word.
const SOURCES: &str = "words.sources";

impl WordsBuf {
    /// Adds the next source, which has `words`.
    pub(super) fn add_source(&mut self, words: impl IntoIterator<Item = String>) {
        for word in words {
            let sources = self.sources.entry(word).or_default();
            if sources.last() != Some(&self.count) {
                sources.push(self.count);
            }
        }
        self.count += 1;
    }

    /// Number of sources.
    pub(super) fn count(&self) -> usize {
        self.count as usize
    }

    /// Writes the index.
    pub(super) fn put(&self, sections: &mut SectionsBuf) {
        // A word with more sources fails the check that every snapshot passes before publication.
        let count = |sources: &Vec<u32>| u32::try_from(sources.len()).unwrap_or(u32::MAX);
        StringTable::put(sections, WORDS, self.sources.keys());
        Column::put(sections, COUNTS, &self.sources.values().map(count).collect::<Vec<_>>());
        Column::put(sections, SOURCES, &self.sources.values().flatten().copied().collect::<Vec<_>>());
    }
}

impl<'a> Words<'a> {
    /// Opens the index of this number of sources.
    #[inline(never)]
    pub(super) fn open(sections: &Sections<'a>, count: usize) -> Result<Self, Inconsistency> {
        let words = StringTable::open(sections, WORDS, None)?;
        if !words.iter().is_sorted_by(|a, b| a < b) {
            return Err(Inconsistency::new(WORDS, "words are not in ascending order"));
        }
        let counts = Column::open(sections, COUNTS, Some(words.len()), usize::MAX)?;
        let sources = Column::open(sections, SOURCES, None, count)?;
        let ends = counts.ends(COUNTS, sources.len())?;
        Ok(Self { words, ends, sources })
    }

    /// The sources of each word that begins with `beginning`, and true if the word equals it. A source with several
    /// such words comes several times.
    pub fn beginning_with(&self, beginning: &str) -> impl Iterator<Item = (usize, bool)> + use<'_, 'a> {
        let first = self.words.partition_point(|word| word < beginning.as_bytes());
        let end = first
            + (first..self.words.len())
                .take_while(|&word| self.words.get(word).starts_with(beginning.as_bytes()))
                .count();
        let length = beginning.len();
        (first..end).flat_map(move |word| {
            let is_whole = self.words.get(word).len() == length;
            self.sources_of(word).map(move |place| (self.sources.get(place) as usize, is_whole))
        })
    }

    /// The places of the sources of `word`.
    fn sources_of(&self, word: usize) -> Range<usize> {
        let start = word.checked_sub(1).map_or(0, |before| self.ends[before] as usize);
        start..self.ends[word] as usize
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

    use super::*;
    use crate::catalog::sections::reopened;

    fn put(sources: &[&[&str]], sections: &mut SectionsBuf) {
        let mut words = WordsBuf::default();
        sources.iter().for_each(|words_of| words.add_source(words_of.iter().map(|word| (*word).to_owned())));
        words.put(sections);
    }

    #[test]
    fn words_are_found_by_their_beginning() {
        let sources: [&[&str]; 4] = [&["plot", "scatter"], &[], &["plotly", "plot", "plot"], &["größe", "scatter"]];
        let open = |sections: &Sections<'_>| {
            let words = Words::open(sections, 4).unwrap();
            for (beginning, expected) in [
                ("plot", &[(0, true), (2, true), (2, false)][..]),
                ("p", &[(0, false), (2, false), (2, false)]),
                ("scatter", &[(0, true), (3, true)]),
                ("scatters", &[]),
                ("größ", &[(3, false)]),
                ("a", &[]),
                ("z", &[]),
                ("", &[(3, false), (0, false), (2, false), (2, false), (0, false), (3, false)]),
            ] {
                assert_eq!(words.beginning_with(beginning).collect::<Vec<_>>(), expected, "{beginning:?}");
            }
        };
        reopened(|sections| put(&sources, sections), open);
    }

    #[test]
    fn no_words_are_found_where_there_are_none() {
        let found = |sections: &Sections<'_>| Words::open(sections, 1).unwrap().beginning_with("").count();
        assert_eq!(reopened(|sections| put(&[&[]], sections), found), 0);
    }

    #[test]
    fn an_index_that_contradicts_itself_is_inconsistent() {
        let opens = |words: [&str; 2], counts: &[u32], sources: &[u32]| {
            let put = |sections: &mut SectionsBuf| {
                StringTable::put(sections, WORDS, words);
                Column::put(sections, COUNTS, counts);
                Column::put(sections, SOURCES, sources);
            };
            reopened(put, |sections| Words::open(sections, 3).map(drop).map_err(|fault| fault.to_string()))
        };
        assert_eq!(opens(["a", "b"], &[1, 2], &[0, 1, 2]), Ok(()));
        for (words, counts, sources, section) in [
            (["b", "a"], &[1, 2][..], &[0, 1, 2][..], "words:"),
            (["a", "a"], &[1, 2], &[0, 1, 2], "words:"),
            (["a", "b"], &[1], &[0], "words.counts:"),
            (["a", "b"], &[1, 1], &[0, 1, 2], "words.counts:"),
            (["a", "b"], &[u32::MAX, 4], &[0, 1, 2], "words.counts:"),
            (["a", "b"], &[1, 2], &[0, 1, 3], "words.sources:"),
        ] {
            let fault = opens(words, counts, sources).unwrap_err();
            assert!(fault.starts_with(section), "{fault}");
        }
    }
}
