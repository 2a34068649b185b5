//! Compares a file with the one that this release makes of its records.

use std::collections::{BTreeMap, BTreeSet};

use catalog_edge::catalog::{Catalog, CatalogBuilder, SectionsBuf};
use catalog_edge::documents::DocumentSet;
use catalog_edge::model::{Impl, Refusal, Spec};
use catalog_edge::snapshot;
use serde_json::Value;

use super::verification::Difference;
use crate::records::normalized::Normalized;
use crate::storage::snapshot_file::{FileError, SnapshotFile};
use crate::terminal::format::grouped;

/// Compares the sections of `file` with those that this release makes of its records: order, numbering, templates of
/// URLs and the form of every bitmap.
pub(super) fn differences(
    file: &SnapshotFile,
    catalog: &Catalog<'_>,
    normalized: &mut Normalized,
) -> Result<Vec<Difference>, FileError> {
    let rebuilt = match rebuild(normalized, catalog.document_set()) {
        Ok(rebuilt) => rebuilt,
        Err(Refusal { table, key, column, reason }) => {
            let refused = Difference::new(table, &key, reason, Value::Null);
            return Ok(vec![Difference { column: Some(column), ..refused }]);
        }
    };
    let stored = snapshot::sections(file.bytes()).map_err(|error| file.unsound(error))?;
    // These sections also depend on implementations that are no images, which are not among the records.
    let has_all_impls = catalog.stats().plots == catalog.images() as u64;
    let is_comparable = |name: &str| name != "stats" && (has_all_impls || !name.starts_with("codes."));
    let mut expected: BTreeMap<&str, &[u8]> = rebuilt.iter().filter(|(name, _)| is_comparable(name)).collect();
    let mut differences = Vec::new();
    for (name, bytes) in stored.iter().filter(|(name, _)| is_comparable(name)) {
        let should_be = expected.remove(name);
        if should_be != Some(bytes) {
            let size = |bytes: &[u8]| Value::from(format!("{} bytes", grouped(bytes.len() as u64)));
            let first = should_be.map(|other| bytes.iter().zip(other).take_while(|(a, b)| a == b).count());
            let key = first.map_or_else(String::new, |first| format!("byte {first}"));
            differences.push(Difference::new(name, &key, size(bytes), should_be.map_or(Value::Null, size)));
        }
    }
    differences.extend(expected.keys().map(|name| Difference::new(name, "", Value::Null, "is missing")));
    Ok(differences)
}

/// Builds the sections of the records.
///
/// A spec without images gets an implementation that is no image, and the specs without implementations are added. Both
/// are removed afterwards. A copy of the records would need twice the memory.
fn rebuild(
    Normalized { records, unimplemented }: &mut Normalized,
    documents: Option<DocumentSet>,
) -> Result<SectionsBuf, Refusal> {
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
    let rebuilt = CatalogBuilder::of(records).and_then(|builder| builder.sections(documents));
    records.impls.truncate(images);
    records.specs.truncate(specs);
    rebuilt
}
