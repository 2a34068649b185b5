//! All that doctor says about a database.

use serde::Serialize;

use super::connections::Connections;
use super::finding::{Finding, Severity};
use super::scans::Scans;
use crate::failure::{ExitCode, Failure};
use crate::terminal::report::Report;

/// All findings, and the figures behind them.
#[derive(Debug, Serialize)]
pub(crate) struct Diagnosis {
    /// The database.
    pub(super) database: String,
    pub(super) findings: Vec<Finding>,
    /// Reads of its tables.
    pub(super) scans: Vec<Scans>,
    pub(super) connections: Connections,
}

/// A database with so many warnings.
#[derive(Debug, thiserror::Error)]
#[error("the database has things to be mended: {0}; see what doctor --emit sql or --emit alembic proposes")]
struct DiagnosisError(usize);

impl From<DiagnosisError> for Failure {
    fn from(error: DiagnosisError) -> Self {
        Self::new(ExitCode::Finding, error)
    }
}

impl Report for Diagnosis {
    fn verdict(&self) -> Result<(), Failure> {
        let is_warning = |finding: &&Finding| finding.severity == Severity::Warning;
        match self.findings.iter().filter(is_warning).count() {
            0 => Ok(()),
            count => Err(DiagnosisError(count).into()),
        }
    }
}
