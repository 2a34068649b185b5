//! How many images carry each value.

use super::selection::Selection;
use crate::{
    catalog::{Bitset, Catalog},
    model::Facet,
};

/// For every value of the catalogue, how many of a set of images carry it.
pub(crate) struct FacetCounts {
    counts: Vec<u32>,
}

/// The counts of one group's facet over the images that match all other groups.
pub(crate) enum OrCounts {
    /// No image misses this group only: they are those of the matching images.
    Matching,
    /// Every image matches all other groups: they are those of all images.
    All,
    /// They are these, by value of the facet.
    Own(Vec<u32>),
}

/// What to count: each part has a cost of its own.
#[derive(Clone, Copy)]
struct Scope {
    editions: bool,
    specs: bool,
    spec_tags: bool,
    impl_tags: bool,
}

impl Scope {
    const ALL: Self = Self { editions: true, specs: true, spec_tags: true, impl_tags: true };

    fn of(facet: Facet) -> Self {
        let none = Self { editions: false, specs: false, spec_tags: false, impl_tags: false };
        match facet {
            Facet::Lang | Facet::Lib => Self { editions: true, ..none },
            Facet::Spec => Self { specs: true, ..none },
            Facet::Plot | Facet::Data | Facet::Dom | Facet::Feat => Self { spec_tags: true, ..none },
            Facet::Dep | Facet::Tech | Facet::Pat | Facet::Prep | Facet::Style => Self { impl_tags: true, ..none },
        }
    }
}

impl FacetCounts {
    /// Counts over all images.
    pub(crate) fn of_all(catalog: &Catalog<'_>) -> Self {
        // Of implementation tags this is known: as many as the posting lists are long.
        let counted = Scope { impl_tags: false, ..Scope::ALL };
        let mut counts = count(catalog, &Bitset::full(catalog.images()), counted);
        let tags = catalog.values_of(Facet::Dep).start;
        counts[tags..].copy_from_slice(catalog.rows_of_tags());
        Self { counts }
    }

    /// Counts over the matching rows of `selection`, where `totals` are the counts over all.
    pub(crate) fn of(catalog: &Catalog<'_>, totals: &Self, selection: &Selection<'_>) -> Self {
        let rows = selection.matching();
        let counts = if selection.total() * 2 <= catalog.images() {
            count(catalog, rows, Scope::ALL)
        } else {
            difference(&totals.counts, &count(catalog, &rows.complement(), Scope::ALL))
        };
        Self { counts }
    }

    /// The counts of the values of `facet`, by number.
    pub(crate) fn values(&self, catalog: &Catalog<'_>, facet: Facet) -> &[u32] {
        &self.counts[catalog.values_of(facet)]
    }
}

impl OrCounts {
    /// Counts for `group` of `selection`, where `matching` are the counts over its matching rows.
    pub(crate) fn of(
        catalog: &Catalog<'_>,
        totals: &FacetCounts,
        matching: &FacetCounts,
        selection: &Selection<'_>,
        group: usize,
        facet: Facet,
    ) -> Self {
        let missing = selection.missing_only(group);
        let missing_count = missing.count();
        if missing_count == 0 {
            return Self::Matching;
        }
        let outside_count = catalog.images() - selection.total() - missing_count;
        if outside_count == 0 {
            return Self::All;
        }
        let values = catalog.values_of(facet);
        let scope = Scope::of(facet);
        // Up from the matching rows by what this group alone keeps out, or down from all by what others keep out too.
        Self::Own(if missing_count <= outside_count {
            let more = count(catalog, &missing, scope);
            sum(&matching.counts[values.clone()], &more[values])
        } else {
            let mut inside = missing;
            inside.unite(selection.matching());
            let less = count(catalog, &inside.complement(), scope);
            difference(&totals.counts[values.clone()], &less[values])
        })
    }
}

/// Places and counts of the values that occur, highest count first, equal counts in order of place. `ranked` is
/// scratch space that keeps its allocation from call to call.
pub(crate) fn rank<'r>(counts: &[u32], ranked: &'r mut Vec<u64>) -> impl Iterator<Item = (usize, u32)> + 'r {
    ranked.clear();
    ranked.resize(counts.len(), 0);
    let mut occurring = 0;
    for (&count, place) in counts.iter().zip(0_u32..) {
        // Count above, place below turned round: one descending sort of plain integers orders both. What does not
        // occur is overwritten by the next: whether it does is too hard to predict to branch on.
        ranked[occurring] = u64::from(count) << 32 | u64::from(!place);
        occurring += usize::from(count > 0);
    }
    ranked.truncate(occurring);
    ranked.sort_unstable_by(|a, b| b.cmp(a));
    ranked.iter().map(|entry| (!(*entry as u32) as usize, (entry >> 32) as u32))
}

fn sum(a: &[u32], b: &[u32]) -> Vec<u32> {
    a.iter().zip(b).map(|(a, b)| a + b).collect()
}

fn difference(a: &[u32], b: &[u32]) -> Vec<u32> {
    a.iter().zip(b).map(|(a, b)| a - b).collect()
}

/// Counts the values in `scope` over `rows`; others stay 0.
fn count(catalog: &Catalog<'_>, rows: &Bitset, scope: Scope) -> Vec<u32> {
    let mut counts = vec![0_u32; catalog.values()];
    let first = |facet| catalog.values_of(facet).start;
    if scope.editions {
        let mut hits = vec![0_u32; catalog.editions()];
        rows.for_each(|row| hits[catalog.row_editions().get(row) as usize] += 1);
        for (edition, hits) in hits.into_iter().enumerate() {
            let (language, library) = catalog.edition(edition);
            counts[first(Facet::Lang) + language] += hits;
            counts[first(Facet::Lib) + library] += hits;
        }
    }
    if scope.specs || scope.spec_tags {
        let (of_specs, of_tags) = counts[first(Facet::Spec)..].split_at_mut(catalog.specs());
        rows.for_each_range_count(catalog.row_ends(), |spec, hits| {
            if hits > 0 {
                of_specs[spec] = hits;
                if scope.spec_tags {
                    catalog.tags_of_spec(spec).iter().for_each(|tag| of_tags[usize::from(*tag)] += hits);
                }
            }
        });
    }
    if scope.impl_tags {
        let of_tags = &mut counts[first(Facet::Dep)..];
        rows.for_each(|row| catalog.tags_of_row(row).iter().for_each(|tag| of_tags[usize::from(*tag)] += 1));
    }
    counts
}
