//! Result of an examination.

use serde::Serialize;

use super::connections::Connections;
use super::finding::{Finding, Severity};
use super::scans::Scans;
use crate::failure::{ExitCode, Failure};
use crate::terminal::report::Report;

/// All findings, and the figures that they come from.
#[derive(Debug, Serialize)]
pub(crate) struct Diagnosis {
    /// Server, database and user.
    pub(super) database: String,
    pub(super) findings: Vec<Finding>,
    /// Reads of the tables.
    pub(super) scans: Vec<Scans>,
    pub(super) connections: Connections,
}

/// Error of a database with this number of warnings.
#[derive(Debug, thiserror::Error)]
#[error("problems found in the database: {0}; doctor --emit sql (or alembic) writes a migration that fixes them")]
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
