//! Values of a snapshot that no request can name.

use std::fmt;

use catalog_edge::catalog::{Catalog, Inconsistency};
use catalog_edge::http::{lost_library_paths, lost_spec_paths};
use catalog_edge::model::{Facet, FacetSource, Impl, Language, Library, Spec};
use catalog_edge::query::is_nameable;
use roaring::RoaringBitmap;
use serde::Serialize;

use super::table::Table;
use super::tables::{IMPL_TAGS, SPEC_TAGS};
use crate::terminal::excerpt;
use crate::terminal::format::{grouped, printable};

/// A value that no request can name, in all rows that have it.
#[derive(Debug, PartialEq, Eq, Serialize)]
pub(crate) struct Unreachable {
    table: &'static str,
    /// Key of the first row in reply order.
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
    /// Finds them in `catalog`.
    pub(crate) fn of(catalog: &Catalog<'_>) -> Result<Self, Inconsistency> {
        let specs = catalog.names(Facet::Spec)?;
        let (languages, libraries) = (catalog.names(Facet::Lang)?, catalog.names(Facet::Lib)?);
        let mut found = Vec::new();
        let mut look = |table, facet, id: &String, lost_paths: Vec<String>| {
            let requests: Vec<_> = filter_of(facet, id).into_iter().chain(lost_paths).collect();
            if !requests.is_empty() {
                let (key, value) = (id.clone(), id.clone());
                found.push(Unreachable { table, key, column: "id".into(), value, rows: 1, requests });
            }
        };
        languages.iter().for_each(|id| look(Language::NAME, Facet::Lang, id, Vec::new()));
        libraries.iter().for_each(|id| look(Library::NAME, Facet::Lib, id, lost_library_paths(id)));
        specs.iter().for_each(|id| look(Spec::NAME, Facet::Spec, id, lost_spec_paths(id)));
        for facet in Facet::ALL {
            let category = facet.tag_key().unwrap_or_default();
            for (value, rows) in catalog.postings(facet)? {
                let Some(request) = filter_of(facet, &value) else { continue };
                // Opening has checked the bitmap.
                let rows = RoaringBitmap::deserialize_from(rows).unwrap_or_default();
                let first = rows.min().unwrap_or_default() as usize;
                let (table, column, key) = match facet.source() {
                    FacetSource::ImplTag(_) => (Impl::NAME, IMPL_TAGS, catalog.image_key(first)?),
                    _ => (Spec::NAME, SPEC_TAGS, specs[first].clone()),
                };
                let (column, rows) = (format!("{column}.{category}"), rows.len() as usize);
                found.push(Unreachable { table, key, column, value, rows, requests: vec![request] });
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

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

    use catalog_edge::model::Records;
    use catalog_edge::snapshot;

    use super::*;
    use crate::records::sample::{catalogue, image};

    fn unreachable(records: &Records) -> UnreachableValues {
        let bytes = snapshot::build(records, None).unwrap();
        UnreachableValues::of(&snapshot::open(&bytes).unwrap().catalog).unwrap()
    }

    #[test]
    fn ids_are_told_with_the_requests_that_cannot_name_them() {
        let paths = "/specs/{id}, /specs/{id}/images, /specs/{id}/{library}/code";
        for (key, table, requests) in [
            (["pie", "r", "lattice"], "", String::new()),
            (["pie", "pl/sql", "map"], "", String::new()),
            (["pie", "c, c++", "lattice"], "languages 'c, c++', column id", "/plots/filter?lang={value}".into()),
            (["pie", "r", " a"], "libraries ' a', column id", "/plots/filter?lib={value}".into()),
            (["pie", "r", ".."], "libraries '..', column id", "/libraries/{id}/images, /specs/{spec}/{id}/code".into()),
            (["a,b", "r", "lattice"], "specs 'a,b', column id", "/plots/filter?spec={value}".into()),
            (["a/b", "r", "lattice"], "specs 'a/b', column id", paths.into()),
            (
                ["a/,b\u{1}", "r", "lattice"],
                r"specs 'a/,b\u{1}', column id",
                format!("/plots/filter?spec={{value}}, {paths}"),
            ),
        ] {
            let [spec, language, library] = key;
            let found = unreachable(&catalogue(vec![image(spec, language, library)]));
            let texts: Vec<String> = found.0.iter().map(ToString::to_string).collect();
            let value = table.split('\'').nth(1).unwrap_or_default();
            let expected = format!("{table}: '{value}' in 1 row: {requests}");
            assert_eq!(texts, if table.is_empty() { vec![] } else { vec![expected] }, "{key:?}");
            assert_eq!(found.is_empty(), table.is_empty(), "{key:?}");
        }
    }

    #[test]
    fn tags_are_told_with_their_first_row_and_number_of_rows() {
        let mut records = catalogue(["bar", "box", "pie"].map(|spec| image(spec, "r", "lattice")).into());
        for at in [1, 2] {
            records.specs[at].tags[3] = vec!["a,b".into(), "basic".into()];
        }
        records.impls[2].tags[4] = vec!["x, y".into()];
        let expected = "no request can name some values of the catalogue: 2 values in 3 rows. Rename them: filters split \
                        values at commas and trim them, in paths an id ends at '/' and cannot be '.' or '..', and \
                        /specs/map is the map of all specs\
                        \n  specs 'box', column tags.features: 'a,b' in 2 rows: /plots/filter?feat={value}\
                        \n  impls 'pie/r/lattice', column impl_tags.styling: 'x, y' in 1 row: /plots/filter?style={value}";
        assert_eq!(unreachable(&records).to_string(), expected);
    }
}
