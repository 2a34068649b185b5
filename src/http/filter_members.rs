//! The members of a filter's reply after its images: counts, titles and the page.

use std::ops::Range;

use super::{
    continuation::{CHUNK, Position, stage},
    counts_json::{CountsView, CountsWriter, GlobalCounts, START},
    output::Output,
    packed::{pack, unpack},
};
use crate::{
    catalog::{Bitset, Catalog},
    model::Facet,
    query::{DisjunctiveCounts, Entry, FacetCounts, FilterQuery, Groups, Part, Selection},
};

/// The members after the images.
pub(super) struct FilterMembers<'m> {
    catalog: &'m Catalog<'m>,
    global: &'m GlobalCounts,
    query: &'m FilterQuery<'m>,
    groups: Groups<'m>,
    /// Counts over the matching images. `None` if every image matches, or if the reply shows none.
    own_counts: Option<FacetCounts>,
    writer: CountsWriter<'m>,
    /// Objects in the output with the counts over the matching images, by facet. Empty if they are not there.
    counts: [Range<usize>; Facet::COUNT],
    /// Numbers of values of the facets that are written and cut. `None` for those that were written in another chunk.
    totals: [Option<Option<usize>>; Facet::COUNT],
    /// The same as `counts` for the disjunctive counts of each of the different groups.
    or_counts: Vec<Range<usize>>,
}

/// A member, or a part of one.
enum Piece {
    Counts(Facet),
    CountsEnd,
    GlobalCounts(Facet),
    GlobalCountsEnd,
    /// Disjunctive counts of the group of the query with this number.
    OrCounts(usize),
    SpecTitles,
    Page,
}

impl Piece {
    /// The piece at `place` of a reply with this number of groups.
    fn at(place: usize, groups: usize) -> Option<Self> {
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

/// Place in a piece: bytes or an entry that are written, 0 at the beginning.
type At = u64;

/// Pieces of an object of all facets.
const FACETS: usize = Facet::COUNT + 1;

impl<'m> FilterMembers<'m> {
    /// The members of the reply to `query`.
    pub(super) fn new(
        catalog: &'m Catalog<'m>,
        global: &'m GlobalCounts,
        query: &'m FilterQuery<'m>,
        selection: Selection<'m>,
    ) -> Self {
        let view = CountsView::of(catalog, query, selection.groups());
        // If every image matches, the counts are those of all images. Disjunctive counts are computed from the counts,
        // even if these are omitted.
        let is_shown = query.has(Part::Counts) || query.has(Part::OrCounts);
        let is_counted = is_shown && selection.total() < catalog.images();
        let own_counts = is_counted.then(|| FacetCounts::of(catalog, &selection, &view.values(catalog)));
        Self::with(catalog, global, query, view, selection.into_groups(), own_counts)
    }

    /// The members that a position and [`kept`](Self::kept) describe.
    pub(super) fn resumed(
        catalog: &'m Catalog<'m>,
        global: &'m GlobalCounts,
        query: &'m FilterQuery<'m>,
        [_, _, _, _, total]: Position,
        kept: &[u32],
    ) -> Self {
        let (halves, packed) = match kept.split_first() {
            Some((&halves, kept)) => kept.split_at_checked(halves as usize).unwrap_or_default(),
            None => Default::default(),
        };
        let near_misses = Bitset::from_halves(catalog.images(), halves);
        let groups = Groups::new(catalog, &query.conditions, near_misses, total as usize);
        let view = CountsView::of(catalog, query, &groups);
        let is_counted = !packed.is_empty();
        let own_counts = is_counted.then(|| FacetCounts::restored(unpack(packed, catalog.values())));
        Self::with(catalog, global, query, view, groups, own_counts)
    }

    /// Writes a whole chunk from `position` on if it lies within bytes that all replies have in common, and returns the position
    /// after it. That needs nothing of what is kept, which is large if these bytes are many.
    pub(super) fn write_common(
        catalog: &Catalog<'_>,
        global: &GlobalCounts,
        query: &FilterQuery<'_>,
        [stage, place, low, high, total]: Position,
        out: &mut Output,
    ) -> Option<Position> {
        let json = match Piece::at(place as usize, query.conditions.places.len())? {
            Piece::GlobalCounts(facet) if query.values.is_none() => global.json(facet),
            Piece::SpecTitles => catalog.spec_titles_json(),
            _ => return None,
        };
        // A piece begins with its key.
        let is_begun = low > 0 && high == 0;
        let is_within = is_begun && json.len().saturating_sub(low as usize) > CHUNK;
        let at = if is_within { write_ready(json, low.into(), out) } else { None }?;
        Some([stage, place, at as u32, 0, total])
    }

    fn with(
        catalog: &'m Catalog<'m>,
        global: &'m GlobalCounts,
        query: &'m FilterQuery<'m>,
        view: CountsView,
        groups: Groups<'m>,
        own_counts: Option<FacetCounts>,
    ) -> Self {
        let writer = CountsWriter { catalog, view, ranked: Vec::new(), total: None };
        let or_counts = vec![0..0; groups.different().len()];
        let counts = [const { 0..0 }; Facet::COUNT];
        let totals = [None; Facet::COUNT];
        Self { catalog, global, query, groups, own_counts, writer, counts, totals, or_counts }
    }

    /// The numbers to keep besides the position: the near misses, and the counts over the matching images.
    pub(super) fn kept(&self) -> Vec<u32> {
        let halves = if self.groups.has_near_misses() { self.groups.near_misses().to_halves() } else { Vec::new() };
        let mut kept = vec![halves.len() as u32];
        kept.extend(halves);
        if let Some(counts) = &self.own_counts {
            kept.extend(pack(counts.all()));
        }
        kept
    }

    /// Writes members from `position` on until the output is a chunk. Returns the position of the rest, if there is one.
    pub(super) fn write(&mut self, [_, first, low, high, _]: Position, out: &mut Output) -> Option<Position> {
        let mut at = At::from(high) << 32 | At::from(low);
        for place in first as usize.. {
            let Some(piece) = Piece::at(place, self.groups.places().len()) else { break };
            if out.len() >= CHUNK {
                return Some(self.position(place, at));
            }
            if let Some(at) = self.write_piece(&piece, at, out) {
                return Some(self.position(place, at));
            }
            at = 0;
        }
        None
    }

    fn position(&self, place: usize, at: At) -> Position {
        [stage::MEMBERS, place as u32, at as u32, (at >> 32) as u32, self.groups.total() as u32]
    }

    /// Writes `piece` from `at` on. Returns the place in it at which the output is a chunk, if it is not complete then.
    fn write_piece(&mut self, piece: &Piece, at: At, out: &mut Output) -> Option<At> {
        match *piece {
            Piece::Counts(facet) if self.query.has(Part::Counts) && self.writer.view.shows(facet) => {
                if at == 0 {
                    self.write_key(b",\"counts\":", facet, out);
                }
                let start = out.len();
                let rest = match self.own_counts {
                    Some(_) => self.write_matching(facet, at, out),
                    None => self.write_global(facet, at, out),
                };
                if at == 0 && rest.is_none() {
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
                if at == 0 {
                    self.write_key(b",\"globalCounts\":", facet, out);
                }
                self.write_global(facet, at, out)
            }
            Piece::GlobalCountsEnd if self.query.has(Part::GlobalCounts) => {
                self.write_end(b",\"globalCounts\":", out);
                None
            }
            Piece::OrCounts(group) if self.query.has(Part::OrCounts) => {
                if at == 0 {
                    out.extend(if group == 0 { b",\"orCounts\":[" } else { b"," });
                }
                if let Some(&group) = self.groups.places().get(group)
                    && let Some(at) = self.write_or_counts(group, at, out)
                {
                    return Some(at);
                }
                if group + 1 >= self.groups.places().len() {
                    out.extend(b"]");
                }
                None
            }
            Piece::SpecTitles if self.query.has(Part::SpecTitles) => {
                if at == 0 {
                    out.extend(b",\"specTitles\":{");
                }
                let rest = write_ready(self.catalog.spec_titles_json(), at, out);
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

    /// Writes the counts of `facet` over the matching images.
    fn write_matching(&mut self, facet: Facet, at: At, out: &mut Output) -> Option<At> {
        let counts = self.own_counts.as_ref().unwrap_or(self.global.counts());
        write_counts(&mut self.writer, facet, counts.values(self.catalog, facet), at, out)
    }

    /// Writes the counts of `facet` over all images.
    fn write_global(&mut self, facet: Facet, at: At, out: &mut Output) -> Option<At> {
        if self.writer.view.is_limited() {
            let counts = self.global.counts().values(self.catalog, facet);
            write_counts(&mut self.writer, facet, counts, at, out)
        } else {
            write_ready(self.global.json(facet), at, out)
        }
    }

    /// Writes the disjunctive counts of number `group` of the different groups.
    fn write_or_counts(&mut self, group: usize, at: At, out: &mut Output) -> Option<At> {
        let facet = self.groups.different()[group].facet;
        if !self.writer.view.shows(facet) {
            out.extend(b"{}");
            return None;
        }
        // Equal groups have equal counts, which are written once and then copied.
        if at == 0 && repeat(self.or_counts[group].clone(), out) {
            return None;
        }
        let start = out.len();
        let counts = self.own_counts.as_ref().unwrap_or(self.global.counts());
        let rest = match DisjunctiveCounts::of(self.catalog, counts, &self.groups, group, facet) {
            DisjunctiveCounts::Own(counts) => write_counts(&mut self.writer, facet, &counts, at, out),
            DisjunctiveCounts::Matching if at == 0 && repeat(self.counts[facet as usize].clone(), out) => None,
            DisjunctiveCounts::Matching if self.own_counts.is_some() => self.write_matching(facet, at, out),
            DisjunctiveCounts::Matching | DisjunctiveCounts::All => self.write_global(facet, at, out),
        };
        if at == 0 && rest.is_none() {
            self.or_counts[group] = start..out.len();
        }
        rest
    }

    /// Writes the numbers of values of the facets that are cut.
    fn write_totals(&mut self, out: &mut Output) {
        out.extend(b",\"valueTotals\":{");
        let mut separator = "";
        for facet in Facet::ALL {
            let counts = self.own_counts.as_ref().unwrap_or(self.global.counts());
            let counts = counts.values(self.catalog, facet);
            let total = self.totals[facet as usize].unwrap_or_else(|| self.writer.total(facet, counts));
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

/// Writes `json` from the byte `at` on, until the output is a chunk. Writes at least a byte, because 0 is the beginning of a
/// piece, whose key would be written again.
fn write_ready(json: &[u8], at: At, out: &mut Output) -> Option<At> {
    let start = json.len().min(at as usize);
    let end = json.len().min(start + CHUNK.saturating_sub(out.len()).max(1));
    out.extend(&json[start..end]);
    (end < json.len()).then_some(end as At)
}

/// Writes the object of `facet` from the entry `at` on, until the output is a chunk.
fn write_counts(writer: &mut CountsWriter<'_>, facet: Facet, counts: &[u32], at: At, out: &mut Output) -> Option<At> {
    let after = if at == 0 { START } else { Entry(at) };
    writer.facet(facet, counts, after, CHUNK, out).map(|Entry(at)| at)
}
