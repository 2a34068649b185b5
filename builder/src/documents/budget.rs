//! Limits on documents.

use catalog_edge::catalog::CatalogBuilder;
use catalog_edge::documents::{Document, DocumentPlan};

use super::scope::DocumentScope;
use crate::failure::{ExitCode, Failure};
use crate::terminal::format::grouped;

/// Largest file that Cloudflare's static assets accept, in bytes.
const MAX_BYTES: usize = 25 * 1024 * 1024;

/// Error of documents that exceed a limit.
#[derive(Debug, thiserror::Error)]
pub(crate) enum DocumentBudgetError {
    #[error(
        "the catalogue has {} documents, but --max-documents allows {}: raise it (Cloudflare's free plan \
         serves 20,000 static files, the paid plan 100,000), or leave out the {} documents of code with --no-code",
        grouped(*documents as u64), grouped(*limit as u64), grouped(*codes as u64)
    )]
    Documents { documents: usize, codes: usize, limit: usize },
    #[error(
        "document {path} has {} bytes, but Cloudflare's static assets accept {}: shorten its texts{}",
        grouped(*bytes as u64), grouped(MAX_BYTES as u64),
        if *is_code { ", or use --no-code" } else { "" }
    )]
    Bytes { path: String, bytes: usize, is_code: bool },
}

impl From<DocumentBudgetError> for Failure {
    fn from(error: DocumentBudgetError) -> Self {
        Self::new(ExitCode::Budget, error)
    }
}

/// Plans the documents of `catalog` in `scope`. Returns `None` if there are to be none.
pub(crate) fn plan(
    catalog: &CatalogBuilder,
    scope: DocumentScope,
    limit: usize,
) -> Result<Option<DocumentPlan<'_>>, DocumentBudgetError> {
    if scope == DocumentScope::Nothing {
        return Ok(None);
    }
    let plan = catalog.document_plan(scope.code());
    let (documents, codes) = (plan.count(), plan.code_count());
    if documents > limit {
        return Err(DocumentBudgetError::Documents { documents, codes, limit });
    }
    Ok(Some(plan))
}

/// Checks that static assets accept a file with `content`.
pub(super) fn check(document: Document, content: &[u8]) -> Result<(), DocumentBudgetError> {
    if content.len() <= MAX_BYTES {
        return Ok(());
    }
    let (path, is_code) = (document.path(), matches!(document, Document::Code { .. }));
    Err(DocumentBudgetError::Bytes { path, bytes: content.len(), is_code })
}
