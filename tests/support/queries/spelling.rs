//! Values and words as part of a query string.

use std::collections::BTreeSet;

use catalog_edge::model::{Facet, FacetSource, Impl, Records};
use unicode_normalization::UnicodeNormalization;

use super::super::catalogs::{Digits, word};

/// All values of a facet, used by an image or not.
pub(super) fn values_of(records: &Records, facet: Facet) -> Vec<&str> {
    let values: BTreeSet<&str> = match (facet, facet.source()) {
        (_, FacetSource::SpecTag(place)) => {
            records.specs.iter().flat_map(|spec| &spec.tags[place]).map(String::as_str).collect()
        }
        (_, FacetSource::ImplTag(place)) => {
            records.impls.iter().flat_map(|item| &item.tags[place]).map(String::as_str).collect()
        }
        (Facet::Lang, _) => records.languages.iter().map(|language| language.id.as_str()).collect(),
        (Facet::Lib, _) => records.libraries.iter().map(|library| library.id.as_str()).collect(),
        (_, FacetSource::Key) => records.specs.iter().map(|spec| spec.id.as_str()).collect(),
    };
    values.into_iter().collect()
}

/// Usually a value of the facet, sometimes one that it may not have, or nothing.
pub(super) fn pick_value(known: &[&str], pick: u64) -> String {
    let mut digits = Digits(pick);
    match (digits.next(8), known.is_empty()) {
        (7, _) => String::new(),
        (0..=5, false) => {
            let value = known[digits.next(known.len())];
            let padding = ["", "", "", "+", "%20", "%09%0a", "%E3%80%80", "%1f"];
            let (before, after) = (padding[digits.next(8)], padding[digits.next(8)]);
            format!("{before}{}{after}", spelled(value, &mut digits))
        }
        _ => {
            let value = word(digits.next(200));
            spelled(&value, &mut digits)
        }
    }
}

/// Text as part of a query string. Characters that must be escaped are escaped, the others sometimes.
pub(super) fn spelled(text: &str, digits: &mut Digits) -> String {
    let mut spelled = String::new();
    for letter in text.chars() {
        let plain = letter.is_ascii_alphanumeric() || "-._~,/?:@!$'()*;={}".contains(letter);
        match digits.next(4) {
            0..3 if plain => spelled.push(letter),
            0..2 if letter == ' ' => spelled.push('+'),
            case => {
                for byte in letter.encode_utf8(&mut [0; 4]).bytes() {
                    spelled.push_str(&if case == 2 { format!("%{byte:02x}") } else { format!("%{byte:02X}") });
                }
            }
        }
    }
    spelled
}

/// Words of an implementation's texts, cut and changed: the value of `q`.
pub(super) fn search(records: &Records, image: u64, picks: &[u64]) -> String {
    let texts = match records.impls.len() {
        0 => vec!["r"],
        count => texts_of(records, &records.impls[image as usize % count]),
    };
    let mut search = String::new();
    for &pick in picks {
        let mut digits = Digits(pick);
        let found = other_spelling(texts[digits.next(texts.len())], &mut digits);
        let between = ["+", "%20", "-", "%2C+", "%E3%80%80"][digits.next(5)];
        // Sometimes also a beginning of the word, which finds nothing more but may be somewhere else.
        let letters = found.chars().count();
        for kept in [letters, [0, 0, letters / 2, 1][digits.next(4)]] {
            let beginning: String = found.chars().take(kept).collect();
            search += &(spelled(&beginning, &mut digits) + between);
        }
    }
    search
}

/// The texts of an implementation that `q` searches.
fn texts_of<'a>(records: &'a Records, item: &'a Impl) -> Vec<&'a str> {
    let spec = records.specs.iter().find(|spec| spec.id == item.spec);
    let language = records.languages.iter().find(|language| language.id == item.language);
    let library = records.libraries.iter().find(|library| library.id == item.library);
    let texts = spec.into_iter().flat_map(|spec| [&spec.title, &spec.id].into_iter().chain(spec.tags.iter().flatten()));
    let names = language.map(|language| &language.name).into_iter().chain(library.map(|library| &library.name));
    let tags = item.tags.iter().flatten().chain([&item.language, &item.library]);
    texts.chain(names).chain(tags).map(String::as_str).collect()
}

/// The beginning of a word, with other case and accents.
fn other_spelling(text: &str, digits: &mut Digits) -> String {
    let words: Vec<&str> = text.split([' ', '-', '_', ':', '/']).collect();
    let word = words[digits.next(words.len())];
    // A search is refused if it is too long.
    let letters = word.chars().count().min(20);
    // Half of the words are whole.
    let kept = letters - digits.next(2) * digits.next(letters);
    let word: String = word.chars().take(kept).collect();
    let word = [word.clone(), word.to_uppercase(), word.to_lowercase(), word][digits.next(4)].clone();
    match digits.next(5) {
        0 | 1 => word,
        2 => word.nfd().collect(),
        3 => word.nfkc().collect(),
        _ => format!("{word}\u{301}"),
    }
}
