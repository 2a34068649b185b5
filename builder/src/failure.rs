//! Everything that ends a run early, and the exit code that says so to a machine.

use std::fmt;
use std::io;

use catalog_edge::model::Refusal;
use catalog_edge::snapshot::SnapshotError;

use crate::database::DatabaseError;
use crate::documents::BudgetError;
use crate::dsn::DsnError;
use crate::publish::PublishError;

/// Why nothing was exported. In all cases but [`Failure::Report`] the published snapshot is the one from before.
#[derive(Debug, thiserror::Error)]
pub(crate) enum Failure {
    #[error(transparent)]
    Dsn(#[from] DsnError),
    #[error(transparent)]
    Database(#[from] DatabaseError),
    #[error(transparent)]
    Refused(#[from] Refusals),
    #[error(transparent)]
    Budget(#[from] BudgetError),
    #[error(transparent)]
    Publish(#[from] PublishError),
    #[error("the snapshot just built does not open, so it was not published: this is a fault of catalog-builder")]
    Unsound(#[source] SnapshotError),
    #[error("no event loop can be started: this process may have reached a limit on open files")]
    Runtime(#[source] io::Error),
    #[error("the snapshot is published, but the summary cannot be printed")]
    Report(#[from] io::Error),
}

impl Failure {
    /// The process's exit code. 6 is kept for verification.
    pub(crate) fn exit_code(&self) -> u8 {
        match self {
            Self::Dsn(_) => 2,
            Self::Database(error) if error.is_about_data() => 4,
            Self::Database(_) => 3,
            Self::Refused(_) => 4,
            Self::Budget(_) => 5,
            Self::Publish(_) => 7,
            Self::Unsound(_) | Self::Runtime(_) | Self::Report(_) => 1,
        }
    }
}

/// Cells that cannot be part of a catalogue: all of them, so that a sync is repaired once and not cell by cell.
#[derive(Debug, Default)]
pub(crate) struct Refusals {
    first: Vec<Refusal>,
    count: usize,
}

impl Refusals {
    const SHOWN: usize = 20;

    pub(crate) fn add(&mut self, refusal: Refusal) {
        self.count += 1;
        if self.first.len() < Self::SHOWN {
            self.first.push(refusal);
        }
    }

    pub(crate) fn into_result(self) -> Result<(), Self> {
        if self.count == 0 { Ok(()) } else { Err(self) }
    }
}

impl From<Refusal> for Refusals {
    fn from(refusal: Refusal) -> Self {
        Self { first: vec![refusal], count: 1 }
    }
}

impl From<Refusal> for Failure {
    fn from(refusal: Refusal) -> Self {
        Self::Refused(refusal.into())
    }
}

impl fmt::Display for Refusals {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if let ([only], 1) = (&*self.first, self.count) {
            return write!(f, "{only}");
        }
        write!(f, "{} cells cannot be exported", self.count)?;
        for refusal in &self.first {
            write!(f, "\n  {refusal}")?;
        }
        match self.count - self.first.len() {
            0 => Ok(()),
            more => write!(f, "\n  and {more} more"),
        }
    }
}

impl std::error::Error for Refusals {}
