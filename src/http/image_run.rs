//! The images of a page, written as they fit into chunks.

use std::{borrow::Cow, ops::Range};

use super::{
    continuation::{CHUNK, Continuation, Position, stage},
    images::{ImageTemplates, ImageWriter, List},
    output::Output,
};
use crate::{
    catalog::{Bitset, Catalog},
    query::{NameSet, Order},
};

/// The images of a page that are not written yet.
pub(super) struct ImageRun<'k> {
    list: List,
    fields: Option<NameSet>,
    /// Their places in the order of all matching images.
    places: Range<usize>,
    /// Rows at the first of these places, without the written ones.
    rows: FoundRows<'k>,
    /// True if images were written.
    is_begun: bool,
}

/// Rows that are found at once, because finding some costs as much as finding many.
#[derive(Default)]
struct FoundRows<'k> {
    /// Owned if they are not yet among the kept numbers.
    rows: Cow<'k, [u32]>,
    /// Number of rows that are written.
    written: usize,
}

/// Most rows that are found at once.
const ROWS: usize = 16_384;

/// Rows that are written at once.
const BLOCK: usize = 256;

impl<'k> ImageRun<'k> {
    /// The images at `places`.
    pub(super) fn new(list: List, fields: Option<NameSet>, places: Range<usize>) -> Self {
        Self { list, fields, places, rows: FoundRows::default(), is_begun: false }
    }

    /// Writes the next images of `list`. Returns true if none are left. `order` is asked for if more rows must be found.
    #[inline(never)]
    pub(super) fn go_on<'o>(
        catalog: &Catalog<'_>,
        templates: &ImageTemplates,
        list: List,
        continuation: &mut Continuation,
        order: &dyn Fn() -> Option<Order<'o>>,
        out: &mut Output,
    ) -> bool {
        let mut run = ImageRun::resumed(list, continuation.position, &continuation.run);
        let matching = || Bitset::from_halves(catalog.images(), &continuation.found);
        let find = |places| Order::page(order().as_ref(), &matching(), places);
        let is_done = run.write(catalog, templates, &find, out);
        if !is_done {
            let (position, rows) = (run.position(), run.into_rows());
            continuation.go_on(position, rows);
        }
        is_done
    }

    /// The run of `rows` that [`position`](Self::position) describes.
    fn resumed(list: List, position: Position, rows: &'k [u32]) -> Self {
        let [_, start, end, fields, written] = position.map(|number| number as usize);
        Self {
            list,
            fields: NameSet::from_bits(fields as u32),
            places: start..end,
            rows: FoundRows { rows: Cow::Borrowed(rows), written },
            is_begun: true,
        }
    }

    /// The continuation after the first chunk. The images are those in `matching`.
    pub(super) fn continuation(self, matching: &Bitset) -> Continuation {
        Continuation::of(self.position(), matching.to_halves(), self.into_rows().unwrap_or_default())
    }

    fn position(&self) -> Position {
        let stage = stage::IMAGES + self.list as u32;
        let fields = self.fields.map_or(0, NameSet::bits);
        [stage, self.places.start as u32, self.places.end as u32, fields, self.rows.written as u32]
    }

    /// The rows to keep. `None` if they are kept already.
    fn into_rows(self) -> Option<Vec<u32>> {
        if let Cow::Owned(rows) = self.rows.rows { Some(rows) } else { None }
    }

    /// Writes images until the output is a chunk or there are none left. Returns true if none are left. `find` returns
    /// the rows at some places.
    #[inline(never)]
    pub(super) fn write(
        &mut self,
        catalog: &Catalog<'_>,
        templates: &ImageTemplates,
        find: &dyn Fn(Range<usize>) -> Vec<u32>,
        out: &mut Output,
    ) -> bool {
        let mut writer = ImageWriter::new(templates, self.list, self.fields);
        while !self.places.is_empty() && out.len() < CHUNK {
            let Range { start, end } = self.places;
            if self.rows.written == self.rows.rows.len() {
                self.rows = FoundRows { rows: Cow::Owned(find(start..end.min(start + ROWS))), written: 0 };
            }
            if self.is_begun {
                out.extend(b",");
            }
            let left = self.rows.rows.get(self.rows.written..).unwrap_or_default();
            let block = &left[..left.len().min(BLOCK)];
            // A continuation of another snapshot may have other rows.
            let is_known = (block.iter().copied().fold(0, u32::max) as usize) < catalog.images();
            let written = if is_known { writer.write(catalog, block, CHUNK, out) } else { 0 };
            if written == 0 {
                self.places = end..end;
            }
            self.rows.written += written;
            self.places.start += written;
            self.is_begun = true;
        }
        self.places.is_empty()
    }
}
