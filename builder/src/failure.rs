//! Everything that ends a run early, and the exit code that says so to a machine.

use std::collections::BTreeSet;
use std::fmt;
use std::io;

use catalog_edge::model::Refusal;
use catalog_edge::shrinkage::Shrunk;
use catalog_edge::snapshot::SnapshotError;

use crate::budgets::OverBudget;
use crate::database::DatabaseError;
use crate::documents::BudgetError;
use crate::doubts::Doubts;
use crate::dsn::DsnError;
use crate::file::FileError;
use crate::inspect::QueryRefused;
use crate::interrupt::Interrupted;
use crate::publish::PublishError;
use crate::shell::PageError;
use crate::verify::Remedy;

/// Why a run failed. After an export, in all cases but [`Failure::Report`], the published snapshot is the one from
/// before.
#[derive(Debug, thiserror::Error)]
pub(crate) enum Failure {
    #[error(transparent)]
    Dsn(#[from] DsnError),
    #[error(transparent)]
    Database(#[from] DatabaseError),
    #[error(transparent)]
    Refused(#[from] Refusals),
    #[error(transparent)]
    Doubtful(Doubts),
    #[error(transparent)]
    Budget(#[from] BudgetError),
    #[error(transparent)]
    OverBudget(#[from] OverBudget),
    #[error(transparent)]
    Interrupted(#[from] Interrupted),
    #[error(transparent)]
    Publish(#[from] PublishError),
    #[error(transparent)]
    Page(#[from] PageError),
    #[error(transparent)]
    File(#[from] FileError),
    #[error(transparent)]
    Query(#[from] QueryRefused),
    #[error("differences between the snapshot and what it should be: {count}; {}", list(remedies))]
    Differs { count: usize, remedies: BTreeSet<Remedy> },
    #[error("the database has things to be mended: {0}; see what doctor --emit sql or --emit alembic proposes")]
    Ailing(usize),
    #[error("the catalogue shrank: {}: see what was removed before this is published", list(.0))]
    Shrunk(Vec<Shrunk>),
    #[error("the snapshot just built does not open, so it was not published: this is a fault of catalog-builder")]
    Unsound(#[source] SnapshotError),
    #[error("no event loop can be started: this process may have reached a limit on open files")]
    Runtime(#[source] io::Error),
    #[error("the snapshot is published, but the summary cannot be printed")]
    Report(#[source] io::Error),
    #[error("the result cannot be printed")]
    Print(#[source] io::Error),
}

impl Failure {
    /// The process's exit code.
    pub(crate) fn exit_code(&self) -> u8 {
        match self {
            Self::Dsn(_) | Self::Query(_) => 2,
            Self::Database(error) if error.is_about_data() => 4,
            Self::Database(_) => 3,
            Self::Refused(_) | Self::Doubtful(_) => 4,
            Self::Budget(_) | Self::OverBudget(_) => 5,
            Self::File(error) if error.is_about_content() => 6,
            Self::Differs { .. } | Self::Shrunk(_) | Self::Ailing(_) => 6,
            Self::Publish(PublishError::Interrupted(interrupted)) => interrupted.exit_code(),
            Self::Publish(error) if error.is_about_name() => 2,
            Self::Publish(_) | Self::Page(_) => 7,
            Self::Interrupted(interrupted) => interrupted.exit_code(),
            Self::File(_) | Self::Unsound(_) | Self::Runtime(_) | Self::Report(_) | Self::Print(_) => 1,
        }
    }
}

fn list<T: fmt::Display>(items: impl IntoIterator<Item = T>) -> String {
    items.into_iter().map(|item| item.to_string()).collect::<Vec<_>>().join("; ")
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
