//! Scope of the documents.

use catalog_edge::catalog::Catalog;

/// Documents to make.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum DocumentScope {
    /// No documents.
    Nothing,
    /// Documents of specs.
    Details,
    /// Documents of specs and of code.
    All,
}

impl DocumentScope {
    /// Returns the scope of the documents of `catalog`.
    pub(crate) fn of(catalog: &Catalog<'_>) -> Self {
        match catalog.document_set() {
            None => Self::Nothing,
            Some(documents) if documents.has_code => Self::All,
            Some(_) => Self::Details,
        }
    }

    /// True if documents of specs are made.
    pub(crate) fn details(self) -> bool {
        self != Self::Nothing
    }

    /// True if documents of code are made.
    pub(crate) fn code(self) -> bool {
        self == Self::All
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

    use catalog_edge::digest::Digest;
    use catalog_edge::documents::DocumentSet;
    use catalog_edge::snapshot;

    use super::*;
    use crate::records::sample::{catalogue, image};

    #[test]
    fn snapshot_names_the_documents_that_were_made() {
        let records = catalogue(vec![image("pie", "r", "lattice")]);
        for (has_code, scope, details, code) in [
            (None, DocumentScope::Nothing, false, false),
            (Some(false), DocumentScope::Details, true, false),
            (Some(true), DocumentScope::All, true, true),
        ] {
            let documents = has_code.map(|has_code| DocumentSet { digest: Digest::of(b""), has_code });
            let bytes = snapshot::build(&records, documents).unwrap();
            assert_eq!(DocumentScope::of(&snapshot::open(&bytes).unwrap().catalog), scope);
            assert_eq!((scope.details(), scope.code()), (details, code), "{scope:?}");
        }
    }
}
