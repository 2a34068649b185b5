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
         serves 20,000 static files, the paid plan 100,000){}",
        grouped(*documents as u64), grouped(*limit as u64), without_code(*codes)
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

/// Returns the other remedy, if there are documents of code.
fn without_code(codes: usize) -> String {
    match codes {
        0 => String::new(),
        _ => format!(", or leave out the {} documents of code with --no-code", grouped(codes as u64)),
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

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

    use super::*;
    use crate::records::sample::{catalogue, image};

    #[test]
    fn plan_has_as_many_documents_as_are_allowed() {
        let records =
            catalogue(vec![image("bar", "r", "grid"), image("pie", "r", "grid"), image("pie", "r", "lattice")]);
        let catalog = CatalogBuilder::of(&records).unwrap();
        let raise = "raise it (Cloudflare's free plan serves 20,000 static files, the paid plan 100,000)";
        let of_code = ", or leave out the 3 documents of code with --no-code";
        // List and map, two specs, three codes.
        for (scope, limit, expected) in [
            (DocumentScope::Nothing, 0, Ok(None)),
            (DocumentScope::Details, 4, Ok(Some(4))),
            (DocumentScope::Details, 3, Err((4, ""))),
            (DocumentScope::All, 8, Ok(Some(7))),
            (DocumentScope::All, 7, Ok(Some(7))),
            (DocumentScope::All, 6, Err((7, of_code))),
        ] {
            let planned = plan(&catalog, scope, limit).map(|plan| plan.map(|plan| plan.count()));
            let expected = expected.map_err(|(documents, of_code)| {
                format!("the catalogue has {documents} documents, but --max-documents allows {limit}: {raise}{of_code}")
            });
            assert_eq!(planned.map_err(|error| error.to_string()), expected);
        }
    }

    #[test]
    fn document_is_as_long_as_static_assets_accept() {
        let code = Document::Code { pair: 1, spec: 2 };
        let content = vec![b' '; 26_214_401];
        for (document, expected) in [
            (
                Document::Spec(3),
                "document specs/3.json has 26,214,401 bytes, but Cloudflare's static assets accept \
                                 26,214,400: shorten its texts",
            ),
            (
                code,
                "document codes/1/2.json has 26,214,401 bytes, but Cloudflare's static assets accept 26,214,400: \
                    shorten its texts, or use --no-code",
            ),
        ] {
            assert_eq!(check(document, &content).unwrap_err().to_string(), expected);
            assert!(check(document, &content[1..]).is_ok());
        }
    }
}
