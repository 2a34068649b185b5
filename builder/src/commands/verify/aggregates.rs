//! Recomputes what a snapshot stores and answers from the records it serves.

use std::collections::{BTreeMap, BTreeSet};
use std::error::Error;

use catalog_edge::catalog::{Catalog, CatalogBuilder, SectionsBuf};
use catalog_edge::model::{Facet, FacetSource, Impl, Records, Refusal, Spec};
use catalog_edge::snapshot::{self, Snapshot};
use roaring::RoaringBitmap;
use serde_json::Value;

use super::verification::{Difference, Remedy, Verification};
use crate::failure::Failure;
use crate::records::edge_reply;
use crate::records::facet_counts::{self, FacetCounts};
use crate::records::normalized::Normalized;
use crate::records::preview_urls;
use crate::storage::snapshot_file::SnapshotFile;

/// Checks everything that follows from the file alone.
pub(super) fn check(
    file: &SnapshotFile,
    snapshot: &Snapshot<'_>,
    normalized: &mut Normalized,
    found: &mut Verification,
) -> Result<(), Failure> {
    let (catalog, records) = (&snapshot.catalog, &normalized.records);
    let sections = snapshot::sections(file.bytes()).map_err(|error| file.unsound(error))?;
    found.add("structure", (sections.iter().count(), "sections"), Remedy::Export, []);
    found.add("stats", (5, "figures"), Remedy::Export, stats(catalog, records));

    let values = catalog.values();
    found.add("posting lists", (values, "values"), Remedy::Export, postings(file, catalog, records)?);
    let facet_counts = facet_counts::count(records);
    let (_, reply) = edge_reply::filter(file.bytes(), "limit=1").map_err(|error| file.unsound(error))?;
    found.add("counts over all", (values, "values"), Remedy::Export, counts(&reply, records, &facet_counts));
    let unusable = preview_urls::unusable(records).map(|url| Difference {
        column: Some(url.column.into()),
        ..Difference::new(url.table, &url.key, url.value, "a URL: https://host/path")
    });
    found.add("preview URLs", (records.impls.len(), "images"), Remedy::CorrectUrls, unusable);
    found.add("canonical form", (file.bytes().len(), "bytes"), Remedy::Export, canonical(file, catalog, normalized)?);

    if catalog.documents().is_some() {
        let documents = catalog.all_documents().len();
        let fault = match file.documents_folder(snapshot) {
            Ok(folder) => snapshot::verify_documents(&folder, catalog).err().map(|fault| with_cause(&fault)),
            Err(fault) => Some(with_cause(&fault)),
        };
        let difference = fault.map(|fault| Difference::new("documents", "", fault, "all of them, unchanged"));
        found.add("documents", (documents, "files"), Remedy::CopyDocuments, difference);
    }
    Ok(())
}

fn with_cause(error: &dyn Error) -> String {
    error.source().map_or_else(|| error.to_string(), |cause| format!("{error}: {cause}"))
}

/// `/stats`. Two of its figures are of implementations that a snapshot does not hold; they can be bounded only.
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
        differences.push(Difference::new("libraries", &library.id, no_such, "a language of the list"));
    }
    differences
}

/// Every posting list, read by another reader than the engine's, against the tags of the records.
fn postings(file: &SnapshotFile, catalog: &Catalog<'_>, records: &Records) -> Result<Vec<Difference>, Failure> {
    let mut differences = Vec::new();
    for facet in Facet::ALL {
        let owners: Vec<&[String]> = match facet.source() {
            FacetSource::Key => continue,
            FacetSource::SpecTag(place) => records.specs.iter().map(|spec| &*spec.tags[place]).collect(),
            FacetSource::ImplTag(place) => records.impls.iter().map(|item| &*item.tags[place]).collect(),
        };
        let mut expected: BTreeMap<&str, RoaringBitmap> = BTreeMap::new();
        for (tags, owner) in owners.into_iter().zip(0..) {
            for tag in tags {
                expected.entry(tag).or_default().insert(owner);
            }
        }
        let part = format!("tags.{}.postings", facet.name());
        for (value, list) in catalog.postings(facet).map_err(|error| file.unsound(error))? {
            let list = RoaringBitmap::deserialize_from(list).unwrap_or_default();
            let carriers = expected.remove(&*value).unwrap_or_default();
            if list != carriers {
                let first = (&list ^ &carriers).min().unwrap_or_default();
                let of = |list: &RoaringBitmap| format!("{} members, {first}: {}", list.len(), list.contains(first));
                differences.push(Difference::new(&part, &value, of(&list), of(&carriers)));
            }
        }
        let missing = expected.into_iter();
        differences.extend(missing.map(|(value, list)| Difference::new(&part, value, Value::Null, list.len())));
    }
    Ok(differences)
}

/// What every filter's reply says of the whole catalogue, against counting image by image.
fn counts(reply: &str, records: &Records, facet_counts: &FacetCounts) -> Vec<Difference> {
    // A reply that does not parse says nothing, which differs.
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

/// The members of two objects that are not the same.
fn objects(part: &str, found: &Value, mut expected: BTreeMap<String, Value>) -> Vec<Difference> {
    let mut differences = Vec::new();
    for (name, value) in found.as_object().into_iter().flatten() {
        let should_be = expected.remove(name).unwrap_or_default();
        differences.extend(Difference::between(part, name, value.clone(), should_be));
    }
    differences.extend(expected.into_iter().map(|(name, value)| Difference::new(part, &name, Value::Null, value)));
    differences
}

/// Whether the file is what this release makes of its records: order, numbering, forms of URLs, every bitmap's form.
fn canonical(
    file: &SnapshotFile,
    catalog: &Catalog<'_>,
    normalized: &mut Normalized,
) -> Result<Vec<Difference>, Failure> {
    let rebuilt = match rebuild(normalized) {
        Ok(rebuilt) => rebuilt,
        Err(Refusal { table, key, column, reason }) => {
            let refused = Difference::new(table, &key, reason, Value::Null);
            return Ok(vec![Difference { column: Some(column), ..refused }]);
        }
    };
    let stored = snapshot::sections(file.bytes()).map_err(|error| file.unsound(error))?;
    // Not all that these are made of is in the records: of implementations that are no images, they know nothing.
    let has_all_impls = catalog.stats().plots == catalog.images() as u64;
    let is_comparable = |name: &str| name != "stats" && (has_all_impls || !name.starts_with("codes."));
    let mut expected: BTreeMap<&str, &[u8]> = rebuilt.iter().filter(|(name, _)| is_comparable(name)).collect();
    let mut differences = Vec::new();
    for (name, bytes) in stored.iter().filter(|(name, _)| is_comparable(name)) {
        let should_be = expected.remove(name);
        if should_be != Some(bytes) {
            let size = |bytes: &[u8]| Value::from(format!("{} bytes", bytes.len()));
            let first = should_be.map(|other| bytes.iter().zip(other).take_while(|(a, b)| a == b).count());
            let key = first.map_or_else(String::new, |first| format!("byte {first}"));
            differences.push(Difference::new(name, &key, size(bytes), should_be.map_or(Value::Null, size)));
        }
    }
    differences.extend(expected.keys().map(|name| Difference::new(name, "", Value::Null, "is missing")));
    Ok(differences)
}

/// The sections of what is `normalized`. Its specs with implementations of which none is an image get one that is none while
/// they are built, and those without any come back: a copy of all records would take as much memory again.
fn rebuild(Normalized { records, unimplemented }: &mut Normalized) -> Result<SectionsBuf, Refusal> {
    let (images, specs) = (records.impls.len(), records.specs.len());
    let shown: BTreeSet<&str> = records.impls.iter().map(|item| &*item.spec).collect();
    let any = records.libraries.first().cloned();
    let (language, library) = any.map(|library| (library.language, library.id)).unwrap_or_default();
    let hidden = records.specs.iter().filter(|spec| !shown.contains(&*spec.id)).map(|spec| Impl {
        spec: spec.id.clone(),
        language: language.clone(),
        library: library.clone(),
        ..Impl::default()
    });
    let hidden: Vec<_> = hidden.collect();
    records.impls.extend(hidden);
    records.specs.extend(unimplemented.iter().map(|id| Spec { id: id.clone(), ..Spec::default() }));
    let rebuilt = CatalogBuilder::new(records).and_then(|builder| builder.sections());
    records.impls.truncate(images);
    records.specs.truncate(specs);
    rebuilt
}
