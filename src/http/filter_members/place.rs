//! Places in the members of a filter's reply after its images.

use crate::{model::Facet, query::EntryCursor};

/// A member, or a part of one.
pub(super) enum Piece {
    Counts(Facet),
    CountsEnd,
    GlobalCounts(Facet),
    GlobalCountsEnd,
    /// Disjunctive counts of the group of the query with this number.
    OrCounts(usize),
    SpecTitles,
    Page,
}

/// Pieces of an object of all facets.
const FACETS: usize = Facet::COUNT + 1;

impl Piece {
    /// The piece at `place` of a reply with this number of groups.
    pub(super) fn at(place: usize, groups: usize) -> Option<Self> {
        let groups = groups.max(1);
        Some(match (place / FACETS, place % FACETS) {
            (0, Facet::COUNT) => Self::CountsEnd,
            (0, facet) => Self::Counts(Facet::ALL[facet]),
            (1, Facet::COUNT) => Self::GlobalCountsEnd,
            (1, facet) => Self::GlobalCounts(Facet::ALL[facet]),
            _ => match place - 2 * FACETS {
                group if group < groups => Self::OrCounts(group),
                end if end == groups => Self::SpecTitles,
                end if end == groups + 1 => Self::Page,
                _ => return None,
            },
        })
    }
}

/// Place in a piece.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum At {
    /// Nothing is written.
    Start,
    /// This many bytes of ready JSON are written.
    Bytes(usize),
    /// The run of entries goes on here.
    Entries(EntryCursor),
}

impl At {
    /// The place that [`numbers`](Self::numbers) gave.
    pub(super) fn restored(numbers: [u32; 3]) -> Self {
        match numbers {
            [0, 0, 0] => Self::Start,
            [bytes, 0, 0] => Self::Bytes(bytes as usize),
            [byte, count, value] => Self::Entries(EntryCursor { byte, count, value }),
        }
    }

    /// The place as numbers. No number of bytes and no count of an entry is 0, so the three kinds differ.
    pub(super) fn numbers(self) -> [u32; 3] {
        match self {
            Self::Start => [0; 3],
            Self::Bytes(bytes) => [bytes as u32, 0, 0],
            Self::Entries(EntryCursor { byte, count, value }) => [byte, count, value],
        }
    }
}
