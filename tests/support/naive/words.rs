//! Folded text and its words.

use std::collections::BTreeSet;

use unicode_normalization::{UnicodeNormalization, char::is_combining_mark};

/// A word of a text: its folded letters, each with the index of the character that it is from.
#[derive(Clone, Debug, Default)]
pub(super) struct Word(Vec<(char, usize)>);

impl Word {
    pub(super) fn text(&self) -> String {
        self.0.iter().map(|(letter, _)| letter).collect()
    }

    /// Returns the place of the first `count` letters in `text`, whose word this is, in UTF-16 units.
    pub(super) fn place(&self, text: &str, count: usize) -> (usize, usize) {
        let (start, last) = (self.0[0].1, self.0[count - 1].1);
        let marks = text.chars().skip(last + 1).take_while(|letter| folded(*letter).is_empty()).count();
        let units = |letters| text.chars().take(letters).map(char::len_utf16).sum();
        (units(start), units(last + 1 + marks))
    }
}

/// A character without marks and case. A ligature gives several letters, a mark none.
fn folded(letter: char) -> String {
    let base: String = letter.nfkd().filter(|part| !is_combining_mark(*part)).collect();
    caseless::default_case_fold_str(&base)
}

/// The words of a text, in order.
pub(super) fn words(text: &str) -> Vec<Word> {
    let mut words = vec![Word::default()];
    for (index, source) in text.chars().enumerate() {
        for letter in folded(source).chars() {
            if letter.is_alphanumeric() {
                words.last_mut().expect("there is one from the start").0.push((letter, index));
            } else {
                words.push(Word::default());
            }
        }
    }
    words.retain(|word| !word.0.is_empty());
    words
}

/// The words of a text, in order, without their places.
pub(super) fn in_order(text: &str) -> Vec<String> {
    words(text).iter().map(Word::text).collect()
}

/// The different words of a text.
pub(crate) fn different_words(text: &str) -> BTreeSet<String> {
    in_order(text).into_iter().collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_runs_of_letters_and_digits_without_marks_and_case() {
        for (text, expected) in [
            ("", &[][..]),
            (" - ", &[]),
            ("scatter-basic", &["scatter", "basic"]),
            ("Größe ΣΊΣΥΦΟΣ ﬁne", &["grosse", "σισυφοσ", "fine"]),
            ("Cafe\u{301}s", &["cafes"]),
            ("½", &["1", "2"]),
            ("a\u{200d}b_c", &["a", "b", "c"]),
        ] {
            assert_eq!(in_order(text), expected, "{text:?}");
        }
    }

    #[test]
    fn places_are_in_utf_16_and_include_marks_and_whole_ligatures() {
        let place = |text: &str, word: usize, count| words(text)[word].place(text, count);
        assert_eq!(place("😀 cafe\u{301}\u{302}s", 0, 4), (3, 9));
        assert_eq!(place("😀 cafe\u{301}\u{302}s", 0, 3), (3, 6));
        assert_eq!(place("ﬁ\u{301}n", 0, 1), (0, 2));
        assert_eq!(place("ß", 0, 1), (0, 1));
        assert_eq!(place("a ½", 2, 1), (2, 3));
        assert_eq!(place("\u{301}a", 0, 1), (1, 2));
    }
}
