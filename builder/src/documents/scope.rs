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
