//! Scope of the documents.

/// Documents to make.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum DocumentScope {
    /// No documents.
    Nothing,
    /// True if documents of specs are made.
    Details,
    /// Documents of specs and of code.
    All,
}

impl DocumentScope {
    /// Documents of specs.
    pub(crate) fn details(self) -> bool {
        self != Self::Nothing
    }

    /// True if documents of code are made.
    pub(crate) fn code(self) -> bool {
        self == Self::All
    }
}
