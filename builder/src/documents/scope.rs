//! Scope of the documents that are made.

/// Which documents to make.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum DocumentScope {
    /// None.
    Nothing,
    /// Those of specs.
    Details,
    /// Those of specs, and of code.
    All,
}

impl DocumentScope {
    /// Documents of specs.
    pub(crate) fn details(self) -> bool {
        self != Self::Nothing
    }

    /// Documents of code.
    pub(crate) fn code(self) -> bool {
        self == Self::All
    }
}
