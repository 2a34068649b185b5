//! Renders documents again from the database, and compares them with the exported files.

use std::fs;
use std::path::PathBuf;

use catalog_edge::catalog::{Catalog, CatalogBuilder};
use catalog_edge::documents::Document;
use catalog_edge::model::{Facet, Records};
use serde_json::{Map, Value};

use super::verification::{Difference, Remedy, Verification};
use crate::documents::budget;
use crate::documents::render::{Renderer, Sink};
use crate::documents::scope::DocumentScope;
use crate::failure::Failure;
use crate::postgres::transaction::Transaction;
use crate::source::details;
use crate::terminal::progress::Progress;

/// Text for a list or an object, because they can be long.
const NESTED: &str = "(a list or an object)";

/// Compares rendered documents with the files of a snapshot.
#[derive(Debug)]
pub(super) struct Comparison {
    folder: PathBuf,
    compared: usize,
    differences: Vec<Difference>,
}

/// Reads the rows of the documents in the transaction that `rows` come from, and compares. Returns `None` if the rows
/// have other specs or other code than `catalog`: then documents have other names, and the rows are reported instead.
pub(super) async fn compare(
    transaction: &Transaction<'_>,
    catalog: &Catalog<'_>,
    folder: PathBuf,
    (rows, scope): (&Records, DocumentScope),
    progress: &Progress,
) -> Result<Option<Comparison>, Failure> {
    if scope == DocumentScope::Nothing {
        return Ok(None);
    }
    // Rows that cannot be a catalogue have no documents, and are refused here.
    let rebuilt = CatalogBuilder::of(rows)?;
    let Some(plan) = budget::plan(&rebuilt, scope, usize::MAX)? else { return Ok(None) };
    // Both number their specs by id.
    let is_in_both = |id: &str| catalog.find(Facet::Spec, id).is_some() == plan.spec(id).is_some();
    let has_same_specs = rows.specs.iter().all(|spec| is_in_both(&spec.id));
    if !folder.is_dir() || !has_same_specs || catalog.all_documents() != plan.all() {
        return Ok(None);
    }
    let comparison = Comparison { folder, compared: 0, differences: Vec::new() };
    let mut renderer = Renderer::new(plan, comparison);
    details::read(transaction, scope, &mut renderer, progress).await?;
    Ok(Some(renderer.finish()?.0))
}

impl Comparison {
    /// Adds the result to `found`.
    pub(super) fn report(self, found: &mut Verification) {
        found.add("database: documents", (self.compared, "files"), Remedy::ExportChanges, self.differences);
    }
}

impl Sink for Comparison {
    fn take(&mut self, document: Document, content: &[u8]) -> Result<(), Failure> {
        self.compared += 1;
        let path = document.path();
        // A missing file was reported before.
        let stored = fs::read(self.folder.join(&path)).unwrap_or_default();
        if stored != content {
            self.differences.extend(differences(&path, &stored, content));
        }
        Ok(())
    }
}

/// Returns the differences between two contents of a document: by member, or else as a whole.
fn differences(path: &str, stored: &[u8], expected: &[u8]) -> Vec<Difference> {
    let object = |json| serde_json::from_slice::<Map<String, Value>>(json).ok();
    let (Some(stored), Some(expected)) = (object(stored), object(expected)) else {
        return vec![Difference::new("documents", path, "(another content)", NESTED)];
    };
    let shown = |value: &Value| if value.is_array() || value.is_object() { NESTED.into() } else { value.clone() };
    let differing = expected.iter().filter_map(|(member, expected)| {
        let stored = stored.get(member).unwrap_or(&Value::Null);
        (stored != expected).then(|| Difference {
            column: Some(member.clone()),
            ..Difference::new("documents", path, shown(stored), shown(expected))
        })
    });
    let differing: Vec<_> = differing.collect();
    if differing.is_empty() {
        vec![Difference::new("documents", path, "(another spelling)", NESTED)]
    } else {
        differing
    }
}
