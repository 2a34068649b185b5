//! Compares posting lists with the tags of the records.

use std::collections::BTreeMap;

use catalog_edge::catalog::Catalog;
use catalog_edge::model::{Facet, FacetSource, Records};
use roaring::RoaringBitmap;
use serde_json::Value;

use super::verification::Difference;
use crate::storage::snapshot_file::{FileError, SnapshotFile};

/// Compares every posting list, read by another reader than the engine's, with the tags of the records.
pub(super) fn differences(
    file: &SnapshotFile,
    catalog: &Catalog<'_>,
    records: &Records,
) -> Result<Vec<Difference>, FileError> {
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
