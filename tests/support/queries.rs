//! Random query strings for a catalogue, in all spellings that browsers and people use.

use std::collections::BTreeSet;

use catalog_edge::model::{Facet, FacetSource, Records};
use proptest::{collection::vec, prelude::*, sample::select};

use super::catalogs::{Digits, word};

/// Pieces that no known client sends, but that the contract covers.
const ODDITIES: [&str; 22] = [
    "",
    "=",
    "&",
    "lib",
    "lib=",
    "lib=,,+,%20",
    "lib=%1c,%C2%85,%E3%80%80",
    "foo=bar",
    "LIB=r",
    "%6Cib=r",
    "lib+=r",
    "lib=r=r",
    "lib=%u0041",
    "lib=%",
    "lang=%4",
    "spec=%FF%C3%28",
    "spec=%ED%A0%80,r",
    "lib=r;lang=r",
    "limits=0",
    "plot_type=scatter",
    "tech=%00",
    "orCounts=1",
];

/// Texts that are accepted as a number. None of them is too small for an offset.
const NUMBERS: [&str; 21] = [
    "1",
    "2",
    "3",
    "7",
    "36",
    "64",
    "100",
    "1000",
    "01",
    "1.0",
    "1_0",
    "%201",
    "+5",
    "%2B5",
    "00_1",
    "0__2",
    "2.000",
    "-0",
    "00",
    "%E3%80%8012",
    "99999999999999999999",
];

/// Texts that are rejected.
const NO_NUMBERS: [&str; 20] = [
    "-1", "-01", "0-1", "", "1.", "_1", "1_", "1__0", "0_", "+-1", "--1", ".0", "1e3", "0x1", "abc", "%22", "1%1C",
    "1%00", "%D9%A3", "%FF",
];

/// Lists of parts to omit, and of things that cannot be omitted.
const OMISSIONS: [&str; 12] = [
    "images",
    "counts",
    "counts",
    "globalCounts",
    "orCounts",
    "specTitles",
    "globalCounts,specTitles",
    "counts,orCounts",
    "images,+counts%20,,globalCounts,%6FrCounts%2CspecTitles",
    "Counts,total,offset,limit,or_counts",
    "",
    ",%1c,counts=",
];

/// One piece of a query string.
#[derive(Clone, Debug)]
pub(crate) enum Piece {
    /// A few values of a facet, each selected and spelled by a number.
    Group(usize, Vec<u64>),
    /// All values of a facet except those whose bit in a repeated mask is set.
    AllBut(usize, u64),
    /// `limit` or `offset`, and its value.
    Number(&'static str, &'static str),
    /// `omit`, and one of [`OMISSIONS`].
    Omission(&'static str),
    /// One of [`ODDITIES`].
    Oddity(&'static str),
}

impl Piece {
    /// A group that every image matches.
    pub(crate) fn everything() -> Self {
        Self::AllBut(0, 0)
    }

    /// Returns true if it selects what to show, not what matches: a page, or parts to omit.
    pub(crate) fn is_view(&self) -> bool {
        matches!(self, Self::Number(..) | Self::Omission(_))
    }

    /// This piece of a query string for the catalogue `records`.
    pub(crate) fn spell(&self, records: &Records) -> String {
        match self {
            Self::Group(facet, picks) => {
                let facet = Facet::ALL[*facet];
                let known = values_of(records, facet);
                let values: Vec<String> = picks.iter().map(|&pick| pick_value(&known, pick)).collect();
                format!("{}={}", facet.name(), values.join(","))
            }
            Self::AllBut(facet, mask) => {
                let facet = Facet::ALL[*facet];
                let known = values_of(records, facet);
                let kept = known.iter().enumerate().filter(|(place, _)| mask & (1 << (place % 64)) == 0);
                let values: Vec<String> = kept.map(|(_, value)| spelled(value, &mut Digits(*mask))).collect();
                format!("{}={}", facet.name(), values.join(","))
            }
            Self::Number(name, number) => format!("{name}={number}"),
            Self::Omission(list) => format!("omit={list}"),
            Self::Oddity(piece) => (*piece).to_owned(),
        }
    }
}

/// Up to twelve groups, pages and oddities, in any order.
pub(crate) fn query() -> impl Strategy<Value = Vec<Piece>> {
    // An error hides everything else, so few queries should end in one.
    let number = prop_oneof![6 => select(&NUMBERS[..]), 1 => select(&NO_NUMBERS[..])];
    let piece = prop_oneof![
        10 => group(),
        2 => (select(&["limit", "offset"][..]), number).prop_map(|(name, number)| Piece::Number(name, number)),
        1 => select(&OMISSIONS[..]).prop_map(Piece::Omission),
        2 => select(&ODDITIES[..]).prop_map(Piece::Oddity),
    ];
    prop_oneof![3 => vec(piece.clone(), 0..4), 1 => vec(piece, 4..13)]
}

/// One group.
pub(crate) fn group() -> impl Strategy<Value = Piece> + Clone {
    let facet = 0..Facet::COUNT;
    // One of the two masks keeps nearly all values, the other about half.
    let mask =
        prop_oneof![1 => any::<u64>(), 2 => (any::<u64>(), any::<u64>(), any::<u64>()).prop_map(|(a, b, c)| a & b & c)];
    prop_oneof![
        2 => (facet.clone(), vec(any::<u64>(), 1..5)).prop_map(|(facet, picks)| Piece::Group(facet, picks)),
        3 => (facet, mask).prop_map(|(facet, mask)| Piece::AllBut(facet, mask)),
    ]
}

/// The query string of these pieces.
pub(crate) fn spell(pieces: &[Piece], records: &Records) -> String {
    pieces.iter().map(|piece| piece.spell(records)).collect::<Vec<_>>().join("&")
}

/// All values of a facet, used by an image or not.
fn values_of(records: &Records, facet: Facet) -> Vec<&str> {
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
fn pick_value(known: &[&str], pick: u64) -> String {
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
fn spelled(text: &str, digits: &mut Digits) -> String {
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
