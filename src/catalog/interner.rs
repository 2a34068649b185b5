//! Numbers of distinct texts.

use std::{collections::HashMap, hash::Hash};

/// Distinct texts, each kept once and numbered by its first occurrence.
#[derive(Debug)]
pub(super) struct Interner<T: ?Sized>(HashMap<Box<T>, u32>);

impl<T: ?Sized> Default for Interner<T> {
    fn default() -> Self {
        Self(HashMap::new())
    }
}

impl<T: ?Sized + Eq + Hash> Interner<T> {
    /// Returns the number of `text`.
    pub(super) fn number<'t>(&mut self, text: &'t T) -> u32
    where
        Box<T>: From<&'t T>,
    {
        if let Some(&number) = self.0.get(text) {
            return number;
        }
        let number = self.0.len() as u32;
        self.0.insert(text.into(), number);
        number
    }

    /// Returns the texts by number.
    pub(super) fn into_texts(self) -> Vec<Box<T>> {
        let mut numbered: Vec<_> = self.0.into_iter().collect();
        numbered.sort_unstable_by_key(|(_, number)| *number);
        numbered.into_iter().map(|(text, _)| text).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_text_has_the_number_of_its_first_occurrence() {
        let mut interner = Interner::<str>::default();
        let numbers = ["b", "a", "b", "", "c", "a"].map(|text| interner.number(text));
        assert_eq!(numbers, [0, 1, 0, 2, 3, 1]);
        assert_eq!(interner.into_texts(), ["b", "a", "", "c"].map(Into::into));
    }
}
