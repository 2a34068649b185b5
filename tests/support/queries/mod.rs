//! Random query strings for a catalogue, in all spellings that browsers and people use.

mod settings;
mod spelling;

use catalog_edge::model::{Facet, Records};
use proptest::{collection::vec, prelude::*, sample::select};

use self::{
    settings::{
        FACETS, FIELDS, NO_FACETS, NO_FIELDS, NO_NUMBERS, NO_OMISSIONS, NO_SORTS, NUMBERS, ODDITIES, OMISSIONS, SORTS,
    },
    spelling::{pick_value, search, spelled, values_of},
};
use super::catalogs::Digits;

/// One piece of a query string.
#[derive(Clone, Debug)]
pub(crate) enum Piece {
    /// A few values of a facet, each selected and spelled by a number.
    Group(usize, Vec<u64>),
    /// All values of a facet except those whose bit in a repeated mask is set.
    AllBut(usize, u64),
    /// The same group twice, with its values in another order.
    Twice(Box<Piece>),
    /// The same values, excluded.
    Not(Box<Piece>),
    /// `q` with words of one implementation, each selected and spelled by a number.
    Words(u64, Vec<u64>),
    /// The words of another piece, under the name `words`.
    OfImages(Box<Piece>),
    /// Another parameter, and its value as it is spelled.
    Setting(&'static str, &'static str),
    /// One of [`ODDITIES`].
    Oddity(&'static str),
}

impl Piece {
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
            Self::Twice(group) => {
                let group = group.spell(records);
                let (facet, values) = group.split_once('=').expect("a group has a name");
                let reversed: Vec<&str> = values.split(',').rev().collect();
                format!("{group}&{facet}={}", reversed.join(","))
            }
            Self::Not(values) => format!("not.{}", values.spell(records)),
            Self::Words(image, picks) => format!("q={}", search(records, *image, picks)),
            Self::OfImages(words) => format!("words{}", words.spell(records).trim_start_matches('q')),
            Self::Setting(name, text) => format!("{name}={text}"),
            Self::Oddity(piece) => (*piece).to_owned(),
        }
    }
}

/// Up to twelve pieces of any kind, in any order.
pub(crate) fn query() -> impl Strategy<Value = Vec<Piece>> {
    let piece = prop_oneof![
        10 => group(),
        2 => twice(),
        3 => exclusion(),
        3 => words(),
        6 => setting(),
        3 => oddity(),
    ];
    prop_oneof![3 => vec(piece.clone(), 0..4), 1 => vec(piece, 4..13)]
}

/// Groups, exclusions and words that are well-formed.
pub(crate) fn selection() -> impl Strategy<Value = Vec<Piece>> {
    vec(prop_oneof![5 => group(), 1 => twice(), 4 => exclusion(), 2 => words()], 0..4)
}

/// A name of a facet, and pieces of any kind.
pub(crate) fn facet_search() -> impl Strategy<Value = (&'static str, Vec<Piece>)> {
    let facet = prop_oneof![
        20 => select(&Facet::ALL[..]).prop_map(Facet::name),
        1 => select(&["LIB", "images", "lib ", "é\"", "not.lib"][..]),
    ];
    let limit = prop_oneof![3 => Just("1000"), 1 => select(&["1", "3", "1001", "0", "999999999999999999999"][..])];
    let piece = prop_oneof![
        6 => group(),
        1 => twice(),
        3 => exclusion(),
        8 => words(),
        4 => words().prop_map(|words| Piece::OfImages(Box::new(words))),
        3 => limit.prop_map(|limit| Piece::Setting("limit", limit)),
        1 => setting(),
        1 => oddity(),
    ];
    (facet, vec(piece, 0..5))
}

/// A page and an order of a library's images, and parameters that it ignores.
pub(crate) fn page() -> impl Strategy<Value = Vec<Piece>> {
    vec(prop_oneof![6 => setting(), 1 => group(), 1 => words(), 1 => oddity()], 0..4)
}

/// A parameter that is neither group nor exclusion nor search.
fn setting() -> impl Strategy<Value = Piece> + Clone {
    // A fault hides everything else, so few queries should have one.
    let mostly = |name, good: &'static [&str], bad: &'static [&str]| {
        prop_oneof![10 => select(good), 1 => select(bad)].prop_map(move |text| Piece::Setting(name, text))
    };
    prop_oneof![
        mostly("limit", &NUMBERS, &NO_NUMBERS),
        mostly("offset", &NUMBERS, &NO_NUMBERS),
        mostly("values", &NUMBERS, &NO_NUMBERS),
        mostly("sort", &SORTS, &NO_SORTS),
        mostly("sort", &SORTS, &NO_SORTS),
        mostly("facets", &FACETS, &NO_FACETS),
        mostly("fields", &FIELDS, &NO_FIELDS),
        mostly("omit", &OMISSIONS, &NO_OMISSIONS),
    ]
}

fn oddity() -> impl Strategy<Value = Piece> + Clone {
    select(&ODDITIES[..]).prop_map(Piece::Oddity)
}

/// `q`, with words that one of the images has.
pub(crate) fn words() -> impl Strategy<Value = Piece> + Clone {
    (any::<u64>(), vec(any::<u64>(), 1..4)).prop_map(|(image, picks)| Piece::Words(image, picks))
}

/// An exclusion of few values.
pub(crate) fn exclusion() -> impl Strategy<Value = Piece> + Clone {
    let values = prop_oneof![
        3 => (0..Facet::COUNT, vec(any::<u64>(), 1..4)).prop_map(|(facet, picks)| Piece::Group(facet, picks)),
        1 => (0..Facet::COUNT, any::<u64>(), any::<u64>()).prop_map(|(facet, a, b)| Piece::AllBut(facet, a | b)),
    ];
    values.prop_map(|values| Piece::Not(Box::new(values)))
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

fn twice() -> impl Strategy<Value = Piece> + Clone {
    group().prop_map(|group| Piece::Twice(Box::new(group)))
}

/// The query string of these pieces.
pub(crate) fn spell(pieces: &[Piece], records: &Records) -> String {
    pieces.iter().map(|piece| piece.spell(records)).collect::<Vec<_>>().join("&")
}
