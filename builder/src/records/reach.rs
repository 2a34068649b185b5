//! Values of a snapshot that no request can name.

use std::collections::BTreeMap;
use std::fmt;

use catalog_edge::catalog::{Catalog, Inconsistency};
use catalog_edge::http::{lost_library_paths, lost_spec_paths};
use catalog_edge::model::{Facet, FacetSource, Impl, Language, Library, Records, Spec};
use catalog_edge::query::is_nameable;
use serde::Serialize;

use super::table::Table;
use super::tables::{IMPL_TAGS, SPEC_TAGS};
use crate::terminal::excerpt;
use crate::terminal::format::{grouped, printable};

/// A value that no request can name, in all rows that have it.
#[derive(Debug, PartialEq, Eq, Serialize)]
pub(crate) struct Unreachable {
    table: &'static str,
    /// Key of the first row.
    key: String,
    column: String,
    value: String,
    /// Number of rows.
    rows: usize,
    /// Requests that cannot name it.
    requests: Vec<String>,
}

/// All such values of a catalogue.
#[derive(Debug, Default, Serialize)]
#[serde(transparent)]
pub(crate) struct UnreachableValues(Vec<Unreachable>);

impl UnreachableValues {
    /// Finds them in `records`, of which `catalog` was made.
    pub(crate) fn of(records: &Records, catalog: &Catalog<'_>) -> Result<Self, Inconsistency> {
        let id = |table, facet, id: &str, paths: Vec<String>| {
            let requests: Vec<_> = filter_of(facet, id).into_iter().chain(paths).collect();
            let (key, value) = (id.to_owned(), id.to_owned());
            (!requests.is_empty()).then(|| Unreachable { table, key, column: "id".into(), value, rows: 1, requests })
        };
        let mut found = Vec::new();
        for language in &records.languages {
            found.extend(id(Language::NAME, Facet::Lang, &language.id, Vec::new()));
        }
        for library in &records.libraries {
            found.extend(id(Library::NAME, Facet::Lib, &library.id, lost_library_paths(&library.id)));
        }
        for spec in records.specs.iter().filter(|spec| catalog.find(Facet::Spec, &spec.id).is_some()) {
            found.extend(id(Spec::NAME, Facet::Spec, &spec.id, lost_spec_paths(&spec.id)));
        }
        for facet in Facet::ALL {
            let names = catalog.postings(facet)?.into_iter().map(|(name, _)| name);
            let lost: BTreeMap<_, _> =
                names.filter_map(|name| filter_of(facet, &name).map(|request| (name, request))).collect();
            // Most catalogues have none, so rows are rarely searched.
            if !lost.is_empty() {
                found.extend(of_tags(records, catalog, facet, &lost));
            }
        }
        Ok(Self(found))
    }

    /// True if requests can name all values.
    pub(crate) fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}

/// Returns the filter that cannot name `value`; `None` if it can.
fn filter_of(facet: Facet, value: &str) -> Option<String> {
    (!is_nameable(value)).then(|| format!("/plots/filter?{}={{value}}", facet.name()))
}

/// Finds the rows with tags of `facet` that are `lost`.
fn of_tags(
    records: &Records,
    catalog: &Catalog<'_>,
    facet: Facet,
    lost: &BTreeMap<String, String>,
) -> impl Iterator<Item = Unreachable> {
    let category = facet.tag_key().unwrap_or_default();
    let mut found = BTreeMap::new();
    let mut look = |table, column: &str, key: &dyn Fn() -> String, tags: &[String]| {
        for (value, request) in lost {
            if tags.contains(value) {
                let first = || Unreachable {
                    table,
                    key: key(),
                    column: format!("{column}.{category}"),
                    value: value.clone(),
                    rows: 0,
                    requests: vec![request.clone()],
                };
                found.entry(value.clone()).or_insert_with(first).rows += 1;
            }
        }
    };
    match facet.source() {
        FacetSource::Key => {}
        FacetSource::SpecTag(place) => {
            for spec in records.specs.iter().filter(|spec| catalog.find(Facet::Spec, &spec.id).is_some()) {
                look(Spec::NAME, SPEC_TAGS, &|| spec.id.clone(), &spec.tags[place]);
            }
        }
        FacetSource::ImplTag(place) => {
            for image in records.impls.iter().filter(|item| item.is_image()) {
                look(Impl::NAME, IMPL_TAGS, &|| image.key(), &image.tags[place]);
            }
        }
    }
    found.into_values()
}

impl fmt::Display for UnreachableValues {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self(all) = self;
        let rows: usize = all.iter().map(|value| value.rows).sum();
        write!(
            f,
            "no request can name some values of the catalogue: {} in {}. Rename them: filters split values at commas and \
             trim them, in paths an id ends at '/' and cannot be '.' or '..', and /specs/map is the map of all specs",
            counted(all.len(), "value"),
            counted(rows, "row")
        )?;
        excerpt::write(f, "  ", all, all.len(), "")
    }
}

/// `specs 'bar', column tags.plot_type: 'a,b' in 3 rows: /plots/filter?plot={value}`
impl fmt::Display for Unreachable {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { table, key, column, value, rows, requests } = self;
        let (key, value) = (printable(key), printable(value));
        let rows = counted(*rows, "row");
        write!(f, "{table} '{key}', column {column}: '{value}' in {rows}: {}", requests.join(", "))
    }
}

fn counted(count: usize, what: &str) -> String {
    format!("{} {what}{}", grouped(count as u64), if count == 1 { "" } else { "s" })
}
