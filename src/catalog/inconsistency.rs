//! The error of a snapshot whose sections contradict each other.

use std::fmt;

/// Error: two sections of a snapshot contradict each other, or one contradicts itself.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Inconsistency {
    /// Name of the section with the fault.
    pub section: String,
    /// Description of the fault.
    pub detail: String,
}

impl Inconsistency {
    pub(crate) fn new(section: &str, detail: impl Into<String>) -> Self {
        Self { section: section.to_owned(), detail: detail.into() }
    }
}

impl fmt::Display for Inconsistency {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {}", self.section, self.detail)
    }
}

impl std::error::Error for Inconsistency {}
