//! Text as searches compare it: without case, marks and compatibility forms, the same for each of Unicode's normal forms.
//!
//! *Folding* is NFKD without marks (general category M), then full case folding. It works letter by letter, because all
//! characters that NFKD moves are marks. A *word* is a run of letters and digits of the folded text: characters that are
//! alphabetic or numbers (general category N).

mod case;
mod decomposition;

use std::ops::Range;

/// A letter of a folded text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Letter {
    /// The folded letter.
    pub(crate) letter: char,
    /// Range of its source in the text, with the marks after it, in UTF-16 units. The letters of a ligature share it.
    pub(crate) place: Range<usize>,
}

/// Returns the words of `text` in order.
#[must_use]
pub fn words(text: &str) -> Vec<String> {
    words_of(&fold(text)).map(|word| word.iter().map(|letter| letter.letter).collect()).collect()
}

/// Folds `text`.
pub(crate) fn fold(text: &str) -> Vec<Letter> {
    let mut letters: Vec<Letter> = Vec::with_capacity(text.len());
    let mut at = 0;
    // Index of the first letter of the last character that is not a mark.
    let mut last = 0;
    for source in text.chars() {
        let place = at..at + source.len_utf16();
        at = place.end;
        let before = letters.len();
        let mut add = |letter| letters.push(Letter { letter, place: place.clone() });
        decomposition::of(source, |letter| case::fold(letter, &mut add));
        if letters.len() > before {
            last = before;
        } else {
            letters[last..].iter_mut().for_each(|letter| letter.place.end = at);
        }
    }
    letters
}

/// Returns the words of a folded text in order.
pub(crate) fn words_of(letters: &[Letter]) -> impl Iterator<Item = &[Letter]> {
    // Decomposition replaces other characters that separate words.
    let separates = |letter: &Letter| letter.letter.is_ascii() && !letter.letter.is_ascii_alphanumeric();
    letters.split(separates).filter(|word| !word.is_empty())
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn words_are_runs_of_folded_letters_and_digits() {
        for (text, expected) in [
            ("", &[][..]),
            ("--- !", &[]),
            ("scatter-basic", &["scatter", "basic"]),
            ("Basic Scatter Plot", &["basic", "scatter", "plot"]),
            ("3D_plot", &["3d", "plot"]),
            ("Größe", &["grosse"]),
            ("GRÖẞE", &["grosse"]),
            ("Caf\u{e9} cafe\u{301}", &["cafe", "cafe"]),
            ("ΣΊΣΥΦΟΣ", &["σισυφοσ"]),
            ("σίσυφος", &["σισυφοσ"]),
            ("ﬁne", &["fine"]),
            ("ＡＢＣ１", &["abc1"]),
            ("x² ½", &["x2", "1", "2"]),
            ("한국 日本語", &["\u{1112}\u{1161}\u{11ab}\u{1100}\u{116e}\u{11a8}", "日本語"]),
            ("İstanbul", &["istanbul"]),
            ("ꭰᏸ", &["ᎠᏰ"]),
            ("ab\u{301}\u{200d}c", &["ab", "c"]),
        ] {
            assert_eq!(words(text), expected, "{text:?}");
        }
    }

    #[test]
    fn letters_know_their_place_with_the_marks_after_them() {
        let places: Vec<_> = fold("😀e\u{301}\u{302}ﬁ\u{301}x").iter().map(|letter| letter.place.clone()).collect();
        assert_eq!(places, [0..2, 2..5, 5..7, 5..7, 7..8]);
        assert_eq!(fold("\u{301}a")[0].place, 1..2);
    }

    #[test]
    fn words_of_single_letters_are_those_of_unicode() {
        use unicode_normalization::{UnicodeNormalization, char::is_combining_mark};

        // New in Unicode 17, of which the tables of the test's library know nothing.
        let is_new = |letter| matches!(letter, '\u{a7ce}' | '\u{a7d2}' | '\u{a7d4}' | '\u{16ea0}'..='\u{16eb8}');
        for letter in ('\0'..=char::MAX).filter(|letter| !is_new(*letter)) {
            let text = letter.to_string();
            let folded =
                caseless::default_case_fold_str(&text.nfkd().filter(|c| !is_combining_mark(*c)).collect::<String>());
            let expected: Vec<&str> =
                folded.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty()).collect();
            assert_eq!(words(&text), expected, "{letter:?}");
        }
    }

    proptest! {
        #[test]
        fn folding_again_changes_nothing(text in "\\PC*") {
            let folded: String = fold(&text).iter().map(|letter| letter.letter).collect();
            let again: String = fold(&folded).iter().map(|letter| letter.letter).collect();
            prop_assert_eq!(folded, again);
        }
    }
}
