//! Something that is not as it should be.

use serde::Serialize;

/// How much it matters.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "lowercase")]
pub(crate) enum Severity {
    /// To be mended; the run ends with code 6.
    Warning,
    /// Worth a thought, which only people can have.
    Advice,
}

/// What is wrong, how that shows, and what to do.
#[derive(Debug, Serialize)]
pub(crate) struct Finding {
    pub(crate) severity: Severity,
    /// What was looked at: `index`, `line_count`, `wide_column`, `timeout` or `connections`.
    pub(crate) check: &'static str,
    /// Table and columns, or setting.
    pub(crate) subject: String,
    pub(crate) problem: String,
    pub(crate) evidence: String,
    pub(crate) remedy: String,
    /// What a migration does about it; `None` where that is not a matter of the schema.
    pub(crate) mend: Option<Mend>,
}

/// A statement that mends, and one that takes it back.
#[derive(Debug, Serialize)]
pub(crate) struct Mend {
    pub(crate) sql: String,
    /// `None` where there is nothing to take back.
    pub(crate) undo: Option<String>,
    /// Whether it cannot run within a transaction.
    pub(crate) outside_transaction: bool,
    /// What it costs to run.
    pub(crate) cost: &'static str,
}
