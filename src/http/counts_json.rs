//! The JSON of counts.

use std::ops::Range;

use super::output::Output;
use crate::{
    catalog::{Catalog, Dictionary},
    model::Facet,
    query::{Cut, Entry, EntryCursor, FacetCounts, FilterQuery, Groups, NameSet, insert, rank},
};

/// The counts that a reply shows.
pub(super) struct CountsView {
    facets: Option<NameSet>,
    /// Most values of a facet.
    values: Option<usize>,
    /// Indexes of the values that are shown besides these, by facet.
    kept: [Vec<usize>; Facet::COUNT],
}

impl CountsView {
    /// All counts.
    pub(super) fn whole() -> Self {
        Self { facets: None, values: None, kept: [const { Vec::new() }; Facet::COUNT] }
    }

    /// The counts that `query` asks for. Values of its groups are kept.
    pub(super) fn of(catalog: &Catalog<'_>, query: &FilterQuery<'_>, groups: &Groups<'_>) -> Self {
        let mut view = Self { facets: query.facets, values: query.values, ..Self::whole() };
        if view.values.is_some() {
            for group in groups.different() {
                let first = catalog.values_of(group.facet).start;
                let kept = &mut view.kept[group.facet as usize];
                group.values.iter().for_each(|value| insert(value - first, kept));
            }
        }
        view
    }

    /// True if the counts of `facet` are shown.
    pub(super) fn shows(&self, facet: Facet) -> bool {
        self.facets.is_none_or(|facets| facets.contains(facet as usize))
    }

    /// The first facet that is shown.
    pub(super) fn first(&self) -> Option<Facet> {
        Facet::ALL.into_iter().find(|facet| self.shows(*facet))
    }

    /// True if the number of values is limited.
    pub(super) fn is_limited(&self) -> bool {
        self.values.is_some()
    }

    /// The values from the first to the last facet that is shown.
    pub(super) fn values(&self, catalog: &Catalog<'_>) -> Range<usize> {
        let mut shown = Facet::ALL.into_iter().filter(|facet| self.shows(*facet)).map(|facet| catalog.values_of(facet));
        let first = shown.next().unwrap_or_default();
        first.start..shown.next_back().map_or(first.end, |last| last.end)
    }

    fn cut(&self, facet: Facet) -> Option<Cut<'_>> {
        self.values.map(|first| Cut { first, kept: &self.kept[facet as usize] })
    }
}

/// The counts over all images, and their JSON, which every reply repeats.
pub(super) struct GlobalCounts {
    counts: FacetCounts,
    json: Vec<u8>,
    /// Range of each facet's object in the JSON.
    facets: [Range<usize>; Facet::COUNT],
}

impl GlobalCounts {
    /// Counts all images of `catalog`.
    pub(super) fn of(catalog: &Catalog<'_>) -> Self {
        let counts = FacetCounts::of_all(catalog);
        let mut writer = CountsWriter { catalog, view: CountsView::whole(), ranked: Vec::new(), total: None };
        let mut json = Output::with_capacity(0);
        let facets = Facet::ALL.map(|facet| {
            let start = json.len();
            writer.facet(facet, counts.values(catalog, facet), usize::MAX, &mut json);
            start..json.len()
        });
        Self { counts, json: json.into_bytes(), facets }
    }

    /// The counts.
    pub(super) fn counts(&self) -> &FacetCounts {
        &self.counts
    }

    /// The JSON of the counts of `facet`.
    pub(super) fn json(&self, facet: Facet) -> &[u8] {
        &self.json[self.facets[facet as usize].clone()]
    }

    /// Length of the JSON of all facets, in bytes.
    pub(super) fn len(&self) -> usize {
        self.json.len()
    }
}

/// Writer of the counts that a view shows.
pub(super) struct CountsWriter<'w> {
    pub(super) catalog: &'w Catalog<'w>,
    pub(super) view: CountsView,
    /// Scratch space for ranking.
    pub(super) ranked: Vec<u64>,
    /// Number of values of the facet that was ranked last, if its object is cut.
    pub(super) total: Option<usize>,
}

/// Values of an object that are read at once when it goes on.
const BLOCK: usize = 256;

impl CountsWriter<'_> {
    /// Writes the object of one facet: its values with their counts, highest count first. It stops after the entry with which
    /// the output has `limit` bytes. Returns the entries that are left.
    #[inline(never)]
    pub(super) fn facet(&mut self, facet: Facet, counts: &[u32], limit: usize, out: &mut Output) -> &[u64] {
        out.extend(b"{");
        let ranking = rank(counts, self.view.cut(facet), &mut self.ranked);
        self.total = ranking.is_cut.then_some(ranking.occurring);
        let written = write_entries(self.catalog.keys(facet), ranking.entries, limit, out);
        let rest = &ranking.entries[written..];
        if rest.is_empty() {
            out.extend(b"}");
        }
        rest
    }

    /// Goes on with the object of one facet, of which `run` has the entries that were left. Returns the place of those that are
    /// left now, or `None` if the object is complete.
    pub(super) fn go_on(
        &mut self,
        facet: Facet,
        run: &[u32],
        mut cursor: EntryCursor,
        limit: usize,
        out: &mut Output,
    ) -> Option<EntryCursor> {
        let keys = self.catalog.keys(facet);
        while out.len() < limit {
            let start = cursor;
            cursor.unpack(run, BLOCK, &mut self.ranked);
            // A continuation of another snapshot may have other values.
            let is_known = Entry::all(&self.ranked).all(|entry| entry.place() < keys.len());
            if self.ranked.is_empty() || !is_known {
                out.extend(b"}");
                return None;
            }
            out.extend(b",");
            let written = write_entries(keys, &self.ranked, limit, out);
            if written < self.ranked.len() {
                cursor = start;
                cursor.unpack(run, written, &mut self.ranked);
            }
        }
        Some(cursor)
    }

    /// Number of values of `facet`, if its object is cut.
    pub(super) fn total(&mut self, facet: Facet, counts: &[u32]) -> Option<usize> {
        let cut = self.view.cut(facet).filter(|_| self.view.shows(facet))?;
        let ranking = rank(counts, Some(cut), &mut self.ranked);
        ranking.is_cut.then_some(ranking.occurring)
    }
}

/// Writes entries of an object until the output has `limit` bytes. Returns the number of those written.
#[inline(never)]
fn write_entries(keys: &Dictionary<'_>, entries: &[u64], limit: usize, out: &mut Output) -> usize {
    out.list(Entry::all(entries), limit, |entry, line| {
        line.piece(keys.key_piece(entry.place()));
        line.number(entry.count());
    })
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

    use super::*;
    use crate::{
        model::{Impl, Language, Library, Records, Spec},
        query::pack_entries,
        snapshot,
    };

    /// Records with more specs than two blocks have entries.
    fn records() -> Records {
        let ids = || (0..2 * BLOCK + 90).map(|number| format!("s{number}"));
        let image = |spec| Impl {
            spec,
            language: "l".into(),
            library: "b".into(),
            url_light: Some("u".into()),
            ..Impl::default()
        };
        Records {
            languages: vec![Language { id: "l".into(), ..Language::default() }],
            libraries: vec![Library { id: "b".into(), language: "l".into(), ..Library::default() }],
            specs: ids().map(|id| Spec { id, ..Spec::default() }).collect(),
            impls: ids().map(image).collect(),
            ..Records::default()
        }
    }

    #[test]
    fn object_cut_after_any_entry_goes_on_to_its_end() {
        let bytes = snapshot::build(&records(), None).unwrap();
        let catalog = &snapshot::open(&bytes).unwrap().catalog;
        let counts: Vec<u32> = (0..catalog.values_of(Facet::Spec).len() as u32).map(|value| value % 5).collect();
        let mut writer = CountsWriter { catalog, view: CountsView::whole(), ranked: Vec::new(), total: None };
        let mut whole = Output::with_capacity(0);
        assert!(writer.facet(Facet::Spec, &counts, usize::MAX, &mut whole).is_empty());
        assert!(whole.starts_with(b"{\"s") && whole.ends_with(b"}"));
        for limit in (1..whole.len() + 9).step_by(3) {
            let mut out = Output::with_capacity(0);
            let run = pack_entries(writer.facet(Facet::Spec, &counts, limit, &mut out));
            let mut found = out.to_vec();
            let mut rest = (!run.is_empty()).then_some(EntryCursor::START);
            // As many chunks as fit in a list of thirty, so that short ones do not take long.
            while let Some(cursor) = rest {
                let mut out = Output::with_capacity(0);
                rest = writer.go_on(Facet::Spec, &run, cursor, limit.max(whole.len() / 30), &mut out);
                assert!(!out.is_empty());
                found.extend_from_slice(&out);
            }
            assert!(found == *whole, "{limit}");
        }
    }
}
