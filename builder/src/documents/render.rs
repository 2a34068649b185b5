//! Rendering of documents.

use std::cmp::Ordering;

use catalog_edge::documents::{
    CodeBody, Document, DocumentPlan, DocumentSet, ImplDetail, Manifest, SpecDetail, SpecListEntry, SpecMapEntry,
};
use catalog_edge::model::{Impl, Refusal, Spec};
use serde::Serialize;

use super::budget;
use crate::failure::Failure;
use crate::interrupt;
use crate::records::table::Table;
use crate::records::tables::CODE;
use crate::storage::staging::Staging;

/// Destination of rendered documents.
pub(crate) trait Sink {
    /// Takes a document and its content.
    fn take(&mut self, document: Document, content: &[u8]) -> Result<(), Failure>;
}

impl Sink for Staging {
    fn take(&mut self, document: Document, content: &[u8]) -> Result<(), Failure> {
        Ok(self.write(&document.path(), content)?)
    }
}

/// Renders documents one by one, and their list and map.
#[derive(Debug)]
pub(crate) struct Renderer<'p, S> {
    plan: DocumentPlan<'p>,
    sink: S,
    manifest: Manifest,
    list: Vec<u8>,
    map: Vec<u8>,
}

impl<'p, S: Sink> Renderer<'p, S> {
    /// Begins to render the documents of `plan` into `sink`.
    pub(crate) fn new(plan: DocumentPlan<'p>, sink: S) -> Self {
        Self { plan, sink, manifest: Manifest::default(), list: vec![b'['], map: vec![b'['] }
    }

    /// Renders the next spec. Specs come in the order of their ids.
    pub(crate) fn spec(&mut self, detail: &SpecDetail<'_>) -> Result<(), Failure> {
        let document = self.plan.spec(detail.id).ok_or_else(|| shifted(Spec::NAME, detail.id.into(), "id"))?;
        let &SpecDetail { id, title, description, ref tags, ref implementations, .. } = detail;
        let (tags, library_count) = (tags.as_deref(), implementations.len());
        append(&mut self.list, &SpecListEntry { id, title, description, tags, library_count });
        if let Some(best) = best(implementations) {
            let entry = SpecMapEntry {
                id,
                title,
                preview_url_light: best.preview_url_light,
                preview_url_dark: best.preview_url_dark,
                quality_score: best.quality_score,
                tags,
                impl_tags: best.impl_tags.as_deref(),
            };
            append(&mut self.map, &entry);
        }
        self.write(document, &to_json(detail))
    }

    /// Renders the code of an implementation. Code comes in any order.
    pub(crate) fn code(&mut self, body: &CodeBody<'_>) -> Result<(), Failure> {
        let document = self.plan.code(body.spec_id, body.language, body.library);
        let key = || format!("{}/{}/{}", body.spec_id, body.language, body.library);
        let document = document.ok_or_else(|| shifted(Impl::NAME, key(), CODE))?;
        self.write(document, &to_json(body))
    }

    /// Renders list and map, checks that all documents were rendered, and returns their identity.
    pub(crate) fn finish(mut self) -> Result<(S, DocumentSet), Failure> {
        self.list.push(b']');
        self.map.push(b']');
        let (list, map) = (std::mem::take(&mut self.list), std::mem::take(&mut self.map));
        self.write(Document::SpecList, &list)?;
        self.write(Document::SpecMap, &map)?;
        if self.manifest.len() != self.plan.count() {
            return Err(shifted(Spec::NAME, "*".into(), "id").into());
        }
        let documents = DocumentSet { digest: self.manifest.digest(), has_code: self.plan.code_count() > 0 };
        Ok((self.sink, documents))
    }

    fn write(&mut self, document: Document, content: &[u8]) -> Result<(), Failure> {
        interrupt::check()?;
        budget::check(document, content)?;
        self.sink.take(document, content)?;
        self.manifest.add(document, content);
        Ok(())
    }
}

fn append(list: &mut Vec<u8>, entry: &impl Serialize) {
    if list.len() > 1 {
        list.push(b',');
    }
    list.extend(to_json(entry));
}

/// Serializes `body`. This cannot fail for numbers, strings and objects of them.
fn to_json(body: &impl Serialize) -> Vec<u8> {
    serde_json::to_vec(body).unwrap_or_default()
}

/// Returns the implementation that represents its spec on the map.
fn best<'i, 'a>(implementations: &'i [ImplDetail<'a>]) -> Option<&'i ImplDetail<'a>> {
    let is_shown = |detail: &ImplDetail<'_>| {
        [detail.preview_url_light, detail.preview_url_dark].into_iter().flatten().any(|url| !url.is_empty())
    };
    let any_is_shown = implementations.iter().any(is_shown);
    let quality = |detail: &ImplDetail<'_>| detail.quality_score.unwrap_or(0.0);
    implementations.iter().filter(|detail| !any_is_shown || is_shown(detail)).max_by(|a, b| {
        let by_quality = quality(a).partial_cmp(&quality(b)).unwrap_or(Ordering::Equal);
        by_quality.then_with(|| a.library_id.cmp(b.library_id))
    })
}

/// Returns the refusal of a row that differs when it is read twice in one transaction, which a view can do.
pub(crate) fn shifted(table: &'static str, key: String, column: &str) -> Refusal {
    let reason = "differs when it is read again: let the export read a table, or a view that does not change".into();
    Refusal { table, key, column: column.into(), reason }
}

#[cfg(test)]
mod tests;
