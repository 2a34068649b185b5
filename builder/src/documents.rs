//! Renders the documents that go with a snapshot, from the database or from a made-up catalogue.
//!
//! A [`Renderer`] is shown every spec in full, then every code, and gives each to a [`Sink`] as the file it is; what it has seen of
//! the specs becomes the list and the map. [`database`] shows it the rows of a database.

mod noqa;

use std::borrow::Borrow;
use std::cmp::Ordering;

use catalog_edge::catalog::CatalogBuilder;
use catalog_edge::documents::{
    CodeBody, Document, DocumentPlan, DocumentSet, ImplDetail, Manifest, SpecDetail, SpecListEntry, SpecMapEntry,
};
use catalog_edge::model::{Impl, Records, Refusal, Spec};
use serde::Serialize;

pub(crate) use noqa::without_noqa;

use crate::failure::{ExitCode, Failure};
use crate::interrupt;
use crate::records::table::Table;
use crate::records::tables::CODE;
use crate::storage::staging::Staging;

/// Which documents to make.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Wanted {
    /// None.
    Nothing,
    /// Those of specs.
    Details,
    /// Those of specs, and of code.
    All,
}

impl Wanted {
    /// Documents of specs.
    pub(crate) fn details(self) -> bool {
        self != Self::Nothing
    }

    /// Documents of code.
    pub(crate) fn code(self) -> bool {
        self == Self::All
    }
}

/// Bytes that Cloudflare's static assets may have in a file.
const MAX_BYTES: usize = 25 * 1024 * 1024;

/// Documents beyond what they may be.
#[derive(Debug, thiserror::Error)]
pub(crate) enum BudgetError {
    #[error(
        "the catalogue has {documents} documents where {limit} are allowed: Cloudflare's free plan serves 20,000 static \
         files, a paid one 100,000 (raise --max-documents); --no-code leaves out the {codes} documents of code"
    )]
    Documents { documents: usize, codes: usize, limit: usize },
    #[error(
        "document {path} has {bytes} bytes where Cloudflare's static assets take {MAX_BYTES}: shorten the texts in it{}",
        if *is_code { ", or use --no-code" } else { "" }
    )]
    Bytes { path: String, bytes: usize, is_code: bool },
}

impl From<BudgetError> for Failure {
    fn from(error: BudgetError) -> Self {
        Self::new(ExitCode::Budget, error)
    }
}

/// Plans the documents of `catalog`, if any are wanted; at most `limit` of them.
pub(crate) fn plan<R: Borrow<Records>>(
    catalog: &CatalogBuilder<R>,
    wanted: Wanted,
    limit: usize,
) -> Result<Option<DocumentPlan<'_>>, BudgetError> {
    if wanted == Wanted::Nothing {
        return Ok(None);
    }
    let plan = catalog.document_plan(wanted.code());
    let (documents, codes) = (plan.count(), plan.code_count());
    if documents > limit {
        return Err(BudgetError::Documents { documents, codes, limit });
    }
    Ok(Some(plan))
}

/// Where rendered documents go.
pub(crate) trait Sink {
    /// Takes a document and its content.
    fn take(&mut self, document: Document, content: &[u8]) -> Result<(), Failure>;
}

impl Sink for Staging {
    fn take(&mut self, document: Document, content: &[u8]) -> Result<(), Failure> {
        Ok(self.write(&document.path(), content)?)
    }
}

/// Renders documents as they are shown to it.
#[derive(Debug)]
pub(crate) struct Renderer<'p, S> {
    plan: DocumentPlan<'p>,
    sink: S,
    manifest: Manifest,
    list: Vec<u8>,
    map: Vec<u8>,
}

impl<'p, S: Sink> Renderer<'p, S> {
    /// Renders the documents of `plan` into `sink`.
    pub(crate) fn new(plan: DocumentPlan<'p>, sink: S) -> Self {
        Self { plan, sink, manifest: Manifest::default(), list: vec![b'['], map: vec![b'['] }
    }

    /// The next spec, by id.
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

    /// The code of an implementation, in any order.
    pub(crate) fn code(&mut self, body: &CodeBody<'_>) -> Result<(), Failure> {
        let document = self.plan.code(body.spec_id, body.language, body.library);
        let key = || format!("{}/{}/{}", body.spec_id, body.language, body.library);
        let document = document.ok_or_else(|| shifted(Impl::NAME, key(), CODE))?;
        self.write(document, &to_json(body))
    }

    /// Renders what was gathered, so that all documents are there, and returns their identity.
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
        if content.len() > MAX_BYTES {
            let (path, is_code) = (document.path(), matches!(document, Document::Code { .. }));
            return Err(BudgetError::Bytes { path, bytes: content.len(), is_code }.into());
        }
        self.sink.take(document, content)?;
        self.manifest.add(document, content);
        Ok(())
    }
}

/// The implementation that stands for its spec on the map.
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

fn append(list: &mut Vec<u8>, entry: &impl Serialize) {
    if list.len() > 1 {
        list.push(b',');
    }
    list.extend(to_json(entry));
}

/// Numbers, strings and objects of them serialize always.
fn to_json(body: &impl Serialize) -> Vec<u8> {
    serde_json::to_vec(body).unwrap_or_default()
}

/// Two readings of one state that differ: a view that is not the same from one moment to the next.
pub(crate) fn shifted(table: &'static str, key: String, column: &str) -> Refusal {
    let reason = "is not the same when read again: let the export read a table, or a view that does not change".into();
    Refusal { table, key, column: column.into(), reason }
}
