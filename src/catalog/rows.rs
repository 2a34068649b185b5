//! Rows: the images in reply order, spec by spec.

use std::ops::Range;

use super::{
    bitset::Bitset, column::Column, editions::Edition, string_table::Piece, urls, urls::Placeholder, view::Catalog,
};

/// The rank of each row in an order. Rows can have equal ranks.
#[derive(Clone, Copy, Debug)]
pub struct Ranks<'a> {
    of_rows: Column<'a>,
    bound: usize,
}

impl Ranks<'_> {
    /// The rank of `row`.
    #[inline(always)]
    #[must_use]
    pub fn get(&self, row: usize) -> u32 {
        self.of_rows.get(row)
    }

    /// A number that no rank reaches.
    #[must_use]
    pub fn bound(&self) -> usize {
        self.bound
    }
}

impl<'a> Catalog<'a> {
    /// Number of images.
    #[must_use]
    pub fn images(&self) -> usize {
        self.row_editions.len()
    }

    /// Calls `visit` with every spec that has rows in `rows`, and their number. A spec may be visited several times,
    /// each time with some of its rows.
    pub(crate) fn for_each_hit(&self, rows: &Bitset, mut visit: impl FnMut(usize, u32)) {
        for (word, &members) in rows.words().iter().enumerate() {
            let (mut left, mut spec) = (members, self.word_specs[word] as usize);
            while left != 0 {
                let end = self.row_ends[spec] as usize - word * 64;
                let here = if end < 64 { left & ((1 << end) - 1) } else { left };
                visit(spec, here.count_ones());
                left ^= here;
                spec += 1;
            }
        }
    }

    /// The rows of `spec`.
    pub(crate) fn rows_of_spec(&self, spec: usize) -> Range<usize> {
        let start = spec.checked_sub(1).map_or(0, |before| self.row_ends[before] as usize);
        start..self.row_ends[spec] as usize
    }

    /// The spec of `row`, and its rows. The search begins at `spec`, which must not lie behind.
    pub(crate) fn spec_from(&self, spec: usize, row: usize) -> (usize, Range<usize>) {
        let spec = spec + self.row_ends[spec..].partition_point(|&end| end as usize <= row);
        (spec, self.rows_of_spec(spec))
    }

    /// All editions, by number.
    pub(crate) fn editions(&self) -> &[Edition] {
        &self.editions
    }

    /// The number of the edition of `row`.
    #[inline(always)]
    pub(crate) fn edition_of(&self, row: usize) -> usize {
        self.row_editions.get(row) as usize
    }

    /// The quality of `row`: a JSON number, or `null`.
    #[inline(always)]
    pub(crate) fn quality_of(&self, row: usize) -> Piece<'a> {
        self.qualities.piece(self.row_qualities.get(row) as usize, 0, 0)
    }

    /// The ranks by quality: 0 for the highest. Rows without a quality have the last rank.
    #[must_use]
    pub fn quality_ranks(&self) -> Ranks<'a> {
        Ranks { of_rows: self.row_qualities, bound: self.qualities.len() }
    }

    /// The ranks by time: 0 for the newest. Rows of the same time have the same rank, and rows without a time have the last.
    #[must_use]
    pub fn newest_ranks(&self) -> Ranks<'a> {
        Ranks { of_rows: self.row_newest, bound: self.images() }
    }

    /// The literal URL in `column` of `row` as a JSON string.
    #[inline(always)]
    pub(crate) fn literal_url(&self, row: usize, column: usize) -> Piece<'_> {
        Piece::whole(self.literals.get(row, column))
    }

    /// The pieces of the URL template of this number: escaped text, and the name that follows it.
    pub(crate) fn url_template(&self, number: u32) -> impl Iterator<Item = (&[u8], Option<Placeholder>)> {
        urls::pieces(self.url_templates.get(number as usize))
    }
}

/// For every 64 rows, the spec of the first row.
pub(super) fn word_specs(row_ends: &[u32]) -> Vec<u32> {
    let rows = row_ends.last().copied().unwrap_or(0);
    let mut spec = 0;
    let of_row = |row: u32| {
        spec += row_ends[spec..].partition_point(|&end| end <= row);
        spec as u32
    };
    (0..rows).step_by(64).map(of_row).collect()
}
