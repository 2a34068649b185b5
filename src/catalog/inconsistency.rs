//! The contradiction that keeps a catalogue from opening.

use std::fmt;

/// Two sections of a snapshot that contradict each other, or one that contradicts itself.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Inconsistency {
    /// Section at fault.
    pub section: String,
    /// Its fault.
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
