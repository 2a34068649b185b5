//! The word index of a snapshot.

use super::super::words::WordIndex;
use super::sections::{Read, Sections, misread};

impl Sections {
    /// Returns the sources of each word.
    pub(super) fn words(&self) -> Read<WordIndex> {
        let words = self.strings("words")?;
        if !words.is_sorted_by(|a, b| a < b) {
            return Err(misread("words", "is not in ascending order"));
        }
        let mut rest = &*self.column("words.sources")?;
        let mut index = WordIndex::new();
        for (word, count) in words.into_iter().zip(self.column("words.counts")?) {
            let sources = rest.split_off(..count).ok_or_else(|| misread("words.sources", "is too short"))?;
            if !sources.is_sorted_by(|a, b| a < b) {
                return Err(misread("words.sources", "is not in ascending order within a word"));
            }
            let word = String::from_utf8(word.to_vec()).map_err(|error| misread("words", error))?;
            index.insert(word, sources.to_vec());
        }
        if rest.is_empty() { Ok(index) } else { Err(misread("words.counts", "do not add up to all sources")) }
    }
}
