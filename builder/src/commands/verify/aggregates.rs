//! Recomputes stored figures and replies from the records of a snapshot.

use std::collections::{BTreeMap, BTreeSet};
use std::error::Error;
use std::path::Path;

use catalog_edge::catalog::Catalog;
use catalog_edge::model::{Library, Records};
use catalog_edge::snapshot::{self, Snapshot};
use serde_json::Value;

use super::verification::{Difference, Remedy, Verification};
use super::{canonical_form, posting_lists};
use crate::failure::Failure;
use crate::records::edge_reply;
use crate::records::facet_counts::{self, FacetCounts};
use crate::records::normalized::Normalized;
use crate::records::preview_urls;
use crate::records::table::Table;
use crate::storage::snapshot_file::SnapshotFile;

/// Does all checks that need no database: of the file, and of the documents in their folder, if there is one.
pub(super) fn check(
    file: &SnapshotFile,
    snapshot: &Snapshot<'_>,
    documents: Option<&Path>,
    normalized: &mut Normalized,
    found: &mut Verification,
) -> Result<(), Failure> {
    let (catalog, records) = (&snapshot.catalog, &normalized.records);
    let sections = snapshot::sections(file.bytes()).map_err(|error| file.unsound(error))?;
    found.add("structure", (sections.iter().count(), "sections"), Remedy::Export, []);
    found.add("stats", (5, "figures"), Remedy::Export, stats(catalog, records));

    let values = catalog.values();
    found.add("posting lists", (values, "values"), Remedy::Export, posting_lists::differences(file, catalog, records)?);
    let facet_counts = facet_counts::count(records);
    let (_, reply) =
        edge_reply::get(file.bytes(), edge_reply::FILTER, "limit=1").map_err(|error| file.unsound(error))?;
    found.add("counts over all", (values, "values"), Remedy::Export, counts(&reply, records, &facet_counts));
    let unusable = records.impls.iter().flat_map(preview_urls::unusable).map(|url| Difference {
        column: Some(url.column.into()),
        ..Difference::new(url.table, &url.key, url.value, "a URL: https://host/path")
    });
    found.add("preview URLs", (records.impls.len(), "images"), Remedy::CorrectUrls, unusable);
    found.add(
        "canonical form",
        (file.bytes().len(), "bytes"),
        Remedy::Export,
        canonical_form::differences(file, catalog, normalized)?,
    );

    if let Some(folder) = documents {
        let count = catalog.all_documents().len();
        let fault = snapshot::verify_documents(folder, catalog).err().map(|fault| with_cause(&fault));
        let difference = fault.map(|fault| Difference::new("documents", "", fault, "all of them, unchanged"));
        found.add("documents", (count, "files"), Remedy::CopyDocuments, difference);
    }
    Ok(())
}

fn with_cause(error: &dyn Error) -> String {
    error.source().map_or_else(|| error.to_string(), |cause| format!("{error}: {cause}"))
}

/// Compares `/stats`. Two of its figures include implementations that a snapshot does not hold, so only their bounds
/// can be checked.
fn stats(catalog: &Catalog<'_>, records: &Records) -> Vec<Difference> {
    let stats = catalog.stats();
    let languages: BTreeSet<&str> = records.libraries.iter().map(|library| &*library.language).collect();
    let images = records.impls.len() as u64;
    let figure = |name, stored, expected| Difference::between("stats", name, stored, expected);
    let mut differences: Vec<Difference> = [
        figure("specs", stats.specs, records.specs.len() as u64),
        figure("libraries", stats.libraries, records.libraries.len() as u64),
        figure("languages", stats.languages, languages.len() as u64),
        figure("plots", stats.plots, stats.plots.max(images)),
    ]
    .into_iter()
    .flatten()
    .collect();
    let known: BTreeSet<&str> = records.languages.iter().map(|language| &*language.id).collect();
    for library in records.libraries.iter().filter(|library| !known.contains(&*library.language)) {
        let no_such = format!("no language '{}'", library.language);
        differences.push(Difference::new(Library::NAME, &library.id, no_such, "a language of the list"));
    }
    differences
}

/// Compares the parts of a filter's reply that are about the whole catalogue with counts that are made image by image.
fn counts(reply: &str, records: &Records, facet_counts: &FacetCounts) -> Vec<Difference> {
    // A reply that does not parse differs in everything.
    let reply: Value = serde_json::from_str(reply).unwrap_or_default();
    let total = Difference::between("filter reply", "total", reply["total"].clone(), records.impls.len().into());
    let mut differences: Vec<Difference> = total.into_iter().collect();
    let titles = records.specs.iter().map(|spec| (spec.id.clone(), Value::from(&*spec.title)));
    differences.extend(objects("specTitles", &reply["specTitles"], titles.collect()));
    for (facet, counts) in facet_counts {
        let part = format!("globalCounts.{}", facet.name());
        let expected = counts.iter().map(|(value, count)| (value.clone(), Value::from(*count)));
        differences.extend(objects(&part, &reply["globalCounts"][facet.name()], expected.collect()));
    }
    differences
}

/// Returns the differences between the members of two objects.
fn objects(part: &str, found: &Value, mut expected: BTreeMap<String, Value>) -> Vec<Difference> {
    let mut differences = Vec::new();
    for (name, value) in found.as_object().into_iter().flatten() {
        let should_be = expected.remove(name).unwrap_or_default();
        differences.extend(Difference::between(part, name, value.clone(), should_be));
    }
    differences.extend(expected.into_iter().map(|(name, value)| Difference::new(part, &name, Value::Null, value)));
    differences
}
