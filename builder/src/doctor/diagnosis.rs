//! All that doctor says about a database.

use serde::Serialize;

use super::connections::Connections;
use super::finding::{Finding, Severity};
use super::scans::Scans;
use crate::failure::Failure;
use crate::terminal::Report;

/// What was found.
#[derive(Debug, Serialize)]
pub(crate) struct Diagnosis {
    /// The database.
    pub(super) database: String,
    pub(super) findings: Vec<Finding>,
    /// How its tables were read.
    pub(super) scans: Vec<Scans>,
    pub(super) connections: Connections,
}

impl Report for Diagnosis {
    fn verdict(&self) -> Result<(), Failure> {
        let is_warning = |finding: &&Finding| finding.severity == Severity::Warning;
        match self.findings.iter().filter(is_warning).count() {
            0 => Ok(()),
            count => Err(Failure::Ailing(count)),
        }
    }
}
