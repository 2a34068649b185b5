//! The members of a filter's reply after its images: counts, titles and the page.

mod place;

use std::{borrow::Cow, cell::OnceCell, ops::Range};

use super::{
    continuation::{CHUNK, Continuation, Position, stage},
    counts_json::{CountsView, CountsWriter, GlobalCounts},
    output::Output,
};
use crate::{
    catalog::Catalog,
    model::Facet,
    query::{DisjunctiveCounts, EntryCursor, FilterQuery, Groups, Part, Selection, Tally, pack_entries},
};
use place::{At, Piece};

/// The members after the images.
pub(super) struct FilterMembers<'m> {
    catalog: &'m Catalog<'m>,
    global: &'m GlobalCounts,
    query: &'m FilterQuery<'m>,
    groups: Groups<'m>,
    tally: KeptTally<'m>,
    writer: CountsWriter<'m>,
    /// Entries of an object that is cut by the end of a chunk. Owned if the caller does not keep them yet.
    run: Cow<'m, [u32]>,
    /// Objects in the output with the counts over the matching images, by facet. Empty if they are not there.
    counts: [Range<usize>; Facet::COUNT],
    /// Numbers of values of the facets that are written and cut. `None` for those that were written in another chunk.
    totals: [Option<Option<usize>>; Facet::COUNT],
    /// The same as `counts` for the disjunctive counts of each of the different groups.
    or_counts: Vec<Range<usize>>,
}

/// The tally. If a member needs it, it is restored from the caller's numbers. At a million images that takes longer than to
/// write a chunk, and few chunks need it.
struct KeptTally<'k> {
    tally: OnceCell<Tally>,
    numbers: &'k [u32],
}

impl KeptTally<'_> {
    fn get(&self, catalog: &Catalog<'_>) -> &Tally {
        self.tally.get_or_init(|| Tally::from_numbers(catalog, self.numbers))
    }
}

impl<'m> FilterMembers<'m> {
    /// The position before all members.
    pub(super) const START: Position = [stage::MEMBERS, 0, 0, 0, 0];

    /// The members of the reply to `query`.
    pub(super) fn new(
        catalog: &'m Catalog<'m>,
        global: &'m GlobalCounts,
        query: &'m FilterQuery<'m>,
        selection: Selection<'m>,
    ) -> Self {
        let view = CountsView::of(catalog, query, selection.groups());
        // Disjunctive counts are computed from the counts, even if these are omitted.
        let is_shown = query.has(Part::Counts) || query.has(Part::OrCounts);
        let (tally, groups) = Tally::of(catalog, selection, is_shown.then(|| view.values(catalog)));
        let tally = KeptTally { tally: tally.into(), numbers: &[] };
        Self::with(catalog, global, query, groups, view, tally, &[])
    }

    /// The members with which `continuation` goes on.
    pub(super) fn resumed(
        catalog: &'m Catalog<'m>,
        global: &'m GlobalCounts,
        query: &'m FilterQuery<'m>,
        continuation: &'m Continuation,
    ) -> Self {
        let groups = Groups::new(catalog, &query.conditions);
        let tally = KeptTally { tally: OnceCell::new(), numbers: &continuation.found };
        let view = CountsView::of(catalog, query, &groups);
        Self::with(catalog, global, query, groups, view, tally, &continuation.run)
    }

    fn with(
        catalog: &'m Catalog<'m>,
        global: &'m GlobalCounts,
        query: &'m FilterQuery<'m>,
        groups: Groups<'m>,
        view: CountsView,
        tally: KeptTally<'m>,
        run: &'m [u32],
    ) -> Self {
        let writer = CountsWriter { catalog, view, ranked: Vec::new(), total: None };
        let or_counts = vec![0..0; groups.different().len()];
        let counts = [const { 0..0 }; Facet::COUNT];
        let totals = [None; Facet::COUNT];
        Self { catalog, global, query, groups, tally, writer, run: run.into(), counts, totals, or_counts }
    }

    /// The numbers to keep for all later chunks.
    pub(super) fn found(&self) -> Vec<u32> {
        self.tally.get(self.catalog).to_numbers()
    }

    /// The run of entries to keep. `None` if it is kept already.
    pub(super) fn into_run(self) -> Option<Vec<u32>> {
        if let Cow::Owned(run) = self.run { Some(run) } else { None }
    }

    /// Writes members from `position` on until the output is a chunk. Returns the position of the rest, if there is one.
    pub(super) fn write(&mut self, [_, first, at @ ..]: Position, out: &mut Output) -> Option<Position> {
        let mut at = At::restored(at);
        for place in first as usize.. {
            let Some(piece) = Piece::at(place, self.groups.places().len()) else { break };
            let rest = if out.len() < CHUNK { self.write_piece(&piece, at, out) } else { Some(at) };
            if let Some(at) = rest {
                let [a, b, c] = at.numbers();
                return Some([stage::MEMBERS, place as u32, a, b, c]);
            }
            at = At::Start;
        }
        None
    }

    /// Writes `piece` from `at` on. Returns the place in it at which the output is a chunk, if it is not complete then.
    fn write_piece(&mut self, piece: &Piece, at: At, out: &mut Output) -> Option<At> {
        match *piece {
            Piece::Counts(facet) if self.query.has(Part::Counts) && self.writer.view.shows(facet) => {
                if at != At::Start {
                    return self.go_on(facet, at, out);
                }
                self.write_key(b",\"counts\":", facet, out);
                let start = out.len();
                let rest = self.write_matching(facet, out);
                if rest.is_none() {
                    self.counts[facet as usize] = start..out.len();
                    self.totals[facet as usize] = Some(self.writer.total);
                }
                rest
            }
            Piece::CountsEnd if self.query.has(Part::Counts) => {
                self.write_end(b",\"counts\":", out);
                if self.writer.view.is_limited() {
                    self.write_totals(out);
                }
                None
            }
            Piece::GlobalCounts(facet) if self.query.has(Part::GlobalCounts) && self.writer.view.shows(facet) => {
                if at != At::Start {
                    return self.go_on(facet, at, out);
                }
                self.write_key(b",\"globalCounts\":", facet, out);
                self.write_global(facet, out)
            }
            Piece::GlobalCountsEnd if self.query.has(Part::GlobalCounts) => {
                self.write_end(b",\"globalCounts\":", out);
                None
            }
            Piece::OrCounts(number) if self.query.has(Part::OrCounts) => {
                let rest = match self.groups.places().get(number) {
                    Some(&group) if at != At::Start => self.go_on(self.groups.different()[group].facet, at, out),
                    group => {
                        out.extend(if number == 0 { b",\"orCounts\":[" } else { b"," });
                        group.copied().and_then(|group| self.write_or_counts(group, out))
                    }
                };
                if rest.is_none() && number + 1 >= self.groups.places().len() {
                    out.extend(b"]");
                }
                rest
            }
            Piece::SpecTitles if self.query.has(Part::SpecTitles) => {
                let start = if let At::Bytes(start) = at { start } else { 0 };
                if start == 0 {
                    out.extend(b",\"specTitles\":{");
                }
                let rest = write_ready(self.catalog.spec_titles_json(), start, out);
                if rest.is_none() {
                    out.extend(b"}");
                }
                rest
            }
            Piece::Page => {
                let page = &self.query.page;
                out.extend(b",\"offset\":");
                out.extend(page.offset.digits().as_bytes());
                out.extend(b",\"limit\":");
                out.extend(page.limit.as_ref().map_or("null", |limit| limit.digits()).as_bytes());
                out.extend(b"}");
                None
            }
            _ => None,
        }
    }

    /// Writes the key of `facet` in the object of all facets called `name`.
    fn write_key(&self, name: &[u8], facet: Facet, out: &mut Output) {
        if self.writer.view.first() == Some(facet) {
            out.extend(name);
            out.extend(b"{\"");
        } else {
            out.extend(b",\"");
        }
        out.extend(facet.name().as_bytes());
        out.extend(b"\":");
    }

    /// Ends the object of all facets called `name`.
    fn write_end(&self, name: &[u8], out: &mut Output) {
        if self.writer.view.first().is_none() {
            out.extend(name);
            out.extend(b"{");
        }
        out.extend(b"}");
    }

    /// Goes on with the object of `facet` at `at`.
    fn go_on(&mut self, facet: Facet, at: At, out: &mut Output) -> Option<At> {
        match at {
            At::Start => None,
            At::Bytes(start) => write_ready(self.global.json(facet), start, out),
            At::Entries(cursor) => {
                let rest = self.writer.go_on(facet, &self.run, cursor, CHUNK, out);
                if rest.is_none() {
                    self.run = Vec::new().into();
                }
                rest.map(At::Entries)
            }
        }
    }

    /// Writes the counts of `facet` over the matching images.
    #[inline(never)]
    fn write_matching(&mut self, facet: Facet, out: &mut Output) -> Option<At> {
        match self.tally.get(self.catalog).matching() {
            Some(counts) => {
                let counts = counts.values(self.catalog, facet);
                write_counts(&mut self.writer, facet, counts, &mut self.run, out)
            }
            None => self.write_global(facet, out),
        }
    }

    /// Writes the counts of `facet` over all images.
    #[inline(never)]
    fn write_global(&mut self, facet: Facet, out: &mut Output) -> Option<At> {
        if self.writer.view.is_limited() {
            let counts = self.global.counts().values(self.catalog, facet);
            write_counts(&mut self.writer, facet, counts, &mut self.run, out)
        } else {
            write_ready(self.global.json(facet), 0, out)
        }
    }

    /// Writes the disjunctive counts of number `group` of the different groups.
    fn write_or_counts(&mut self, group: usize, out: &mut Output) -> Option<At> {
        let facet = self.groups.different()[group].facet;
        if !self.writer.view.shows(facet) {
            out.extend(b"{}");
            return None;
        }
        // Equal groups have equal counts, which are written once and then copied.
        if repeat(self.or_counts[group].clone(), out) {
            return None;
        }
        let start = out.len();
        let rest = match self.tally.get(self.catalog).disjunctive(&self.groups, group, self.global.counts()) {
            DisjunctiveCounts::Own(counts) => write_counts(&mut self.writer, facet, &counts, &mut self.run, out),
            DisjunctiveCounts::Matching if repeat(self.counts[facet as usize].clone(), out) => None,
            DisjunctiveCounts::Matching => self.write_matching(facet, out),
            DisjunctiveCounts::All => self.write_global(facet, out),
        };
        if rest.is_none() {
            self.or_counts[group] = start..out.len();
        }
        rest
    }

    /// Writes the numbers of values of the facets that are cut.
    fn write_totals(&mut self, out: &mut Output) {
        out.extend(b",\"valueTotals\":{");
        let mut separator = "";
        for facet in Facet::ALL {
            let counts = || self.tally.get(self.catalog).matching().unwrap_or(self.global.counts());
            let total = self.totals[facet as usize]
                .unwrap_or_else(|| self.writer.total(facet, counts().values(self.catalog, facet)));
            if let Some(total) = total {
                out.extend(format!("{separator}\"{}\":{total}", facet.name()).as_bytes());
                separator = ",";
            }
        }
        out.extend(b"}");
    }
}

/// Appends a copy of the bytes in `range` if there are any, and if the output is at most a chunk with them.
fn repeat(range: Range<usize>, out: &mut Output) -> bool {
    let is_copied = !range.is_empty() && out.len() + range.len() <= CHUNK;
    if is_copied {
        out.repeat(range);
    }
    is_copied
}

/// Writes `json` from the byte `start` on, until the output is a chunk. Writes at least a byte, because 0 is the beginning of a
/// piece, whose key would be written again.
fn write_ready(json: &[u8], start: usize, out: &mut Output) -> Option<At> {
    let start = json.len().min(start);
    let end = json.len().min(start + CHUNK.saturating_sub(out.len()).max(1));
    out.extend(&json[start..end]);
    (end < json.len()).then_some(At::Bytes(end))
}

/// Writes the object of `facet` until the output is a chunk. Keeps the entries that are left as `run`, and returns their place,
/// if there are any.
fn write_counts(
    writer: &mut CountsWriter<'_>,
    facet: Facet,
    counts: &[u32],
    run: &mut Cow<'_, [u32]>,
    out: &mut Output,
) -> Option<At> {
    let rest = writer.facet(facet, counts, CHUNK, out);
    if rest.is_empty() {
        return None;
    }
    *run = pack_entries(rest).into();
    Some(At::Entries(EntryCursor::START))
}
