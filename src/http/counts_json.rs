//! The JSON of counts.

use std::ops::Range;

use super::output::Output;
use crate::{
    catalog::Catalog,
    model::Facet,
    query::{Cut, FacetCounts, FilterQuery, NameSet, Selection, insert, rank},
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
    pub(super) fn of(catalog: &Catalog<'_>, query: &FilterQuery<'_>, selection: &Selection<'_>) -> Self {
        let mut view = Self { facets: query.facets, values: query.values, ..Self::whole() };
        if view.values.is_some() {
            for group in selection.different() {
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

    fn is_whole(&self) -> bool {
        self.facets.is_none() && self.values.is_none()
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
        let mut writer = CountsWriter { catalog, view: &CountsView::whole(), ranked: Vec::new() };
        let mut json = Output::with_capacity(0);
        let facets = writer.facets(&counts, &mut json).map(|written| written.place);
        Self { counts, json: json.into_bytes(), facets }
    }

    /// The counts.
    pub(super) fn counts(&self) -> &FacetCounts {
        &self.counts
    }

    /// Length of their JSON in bytes.
    pub(super) fn len(&self) -> usize {
        self.json.len()
    }
}

/// Writer of the counts that a view shows.
pub(super) struct CountsWriter<'w> {
    pub(super) catalog: &'w Catalog<'w>,
    pub(super) view: &'w CountsView,
    /// Scratch space for ranking.
    pub(super) ranked: Vec<u64>,
}

/// The object of a facet in an output.
#[derive(Clone, Default)]
pub(super) struct Written {
    /// Its range; empty if the facet is not shown.
    pub(super) place: Range<usize>,
    /// Number of values before the object was cut; `None` if it is whole.
    pub(super) total: Option<usize>,
}

impl CountsWriter<'_> {
    /// Writes the object of all facets.
    pub(super) fn facets(&mut self, counts: &FacetCounts, out: &mut Output) -> [Written; Facet::COUNT] {
        let mut separator = &b"{\""[..];
        let mut written = [const { Written { place: 0..0, total: None } }; Facet::COUNT];
        for facet in Facet::ALL.into_iter().filter(|facet| self.view.shows(*facet)) {
            out.extend(separator);
            separator = b",\"";
            out.extend(facet.name().as_bytes());
            out.extend(b"\":");
            let start = out.len();
            let total = self.facet(facet, counts.values(self.catalog, facet), out);
            written[facet as usize] = Written { place: start..out.len(), total };
        }
        out.extend(b"}");
        written
    }

    /// Writes the object of one facet: its values with their counts, highest count first. Returns the number of values if
    /// it is cut.
    pub(super) fn facet(&mut self, facet: Facet, counts: &[u32], out: &mut Output) -> Option<usize> {
        let keys = self.catalog.keys(facet);
        let ranking = rank(counts, self.view.cut(facet), &mut self.ranked);
        out.extend(b"{");
        let mut line = out.line();
        for (place, count) in ranking.iter() {
            line.piece(keys.key_piece(place));
            line.number(count);
        }
        line.finish_list();
        out.extend(b"}");
        ranking.is_cut().then_some(ranking.occurring)
    }

    /// Writes the object of all facets over all images.
    pub(super) fn global_facets(&mut self, global: &GlobalCounts, out: &mut Output) -> [Written; Facet::COUNT] {
        if !self.view.is_whole() {
            return self.facets(&global.counts, out);
        }
        let start = out.len();
        out.extend(&global.json);
        global.facets.clone().map(|place| Written { place: start + place.start..start + place.end, total: None })
    }

    /// Writes the object of one facet over all images.
    pub(super) fn global_facet(&mut self, global: &GlobalCounts, facet: Facet, out: &mut Output) {
        if self.view.is_limited() {
            self.facet(facet, global.counts.values(self.catalog, facet), out);
        } else {
            out.extend(&global.json[global.facets[facet as usize].clone()]);
        }
    }
}
