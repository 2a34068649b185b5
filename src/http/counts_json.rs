//! The JSON of counts.

use std::ops::Range;

use super::output::Output;
use crate::{
    catalog::Catalog,
    model::Facet,
    query::{Cut, Entry, FacetCounts, FilterQuery, Groups, NameSet, Window, insert, rank},
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
            writer.facet(facet, counts.values(catalog, facet), START, usize::MAX, &mut json);
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

/// The beginning of an object.
pub(super) const START: Entry = Window::ALL.after;

/// Most values that are ranked at once. Ranking the next ones reads all counts again.
const RANKED: usize = 8_192;

impl CountsWriter<'_> {
    /// Writes the object of one facet from after the entry `after`: its values with their counts, highest count first. It
    /// stops after the entry with which the output has `limit` bytes. Returns that entry if the object is not complete.
    pub(super) fn facet(
        &mut self,
        facet: Facet,
        counts: &[u32],
        mut after: Entry,
        limit: usize,
        out: &mut Output,
    ) -> Option<Entry> {
        let keys = self.catalog.keys(facet);
        if after == START {
            out.extend(b"{");
        }
        loop {
            let window = Window { after, most: RANKED };
            let ranking = rank(counts, self.view.cut(facet), window, &mut self.ranked);
            self.total = ranking.is_cut.then_some(ranking.occurring);
            let mut entries = ranking.iter().peekable();
            if after != START && entries.peek().is_some() {
                out.extend(b",");
            }
            let mut line = out.line();
            let mut is_full = false;
            while let Some(entry) = entries.next_if(|_| !is_full) {
                line.piece(keys.key_piece(entry.place()));
                line.number(entry.count());
                after = entry;
                is_full = line.end() >= limit;
            }
            line.finish_list();
            if ranking.is_last && entries.peek().is_none() {
                out.extend(b"}");
                return None;
            }
            if is_full {
                return Some(after);
            }
        }
    }

    /// Number of values of `facet`, if its object is cut.
    pub(super) fn total(&mut self, facet: Facet, counts: &[u32]) -> Option<usize> {
        let cut = self.view.cut(facet).filter(|_| self.view.shows(facet))?;
        let ranking = rank(counts, Some(cut), Window::ALL, &mut self.ranked);
        ranking.is_cut.then_some(ranking.occurring)
    }
}
