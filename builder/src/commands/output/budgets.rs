//! Budgets of a snapshot, checked before it is published.

use std::fmt;

use catalog_edge::catalog::Catalog;
use catalog_edge::model::Facet;
use clap::Args;

use crate::failure::{ExitCode, Failure};
use crate::terminal::format::{grouped, list};

/// Budgets of the snapshot. If one is exceeded, nothing is published.
#[derive(Args, Clone, Copy, Debug)]
pub(crate) struct BudgetArgs {
    /// Largest size of the snapshot, in bytes
    #[arg(long, value_name = "N")]
    pub(crate) max_bytes: Option<u64>,
    /// Largest number of distinct values of a facet
    #[arg(long, value_name = "N")]
    pub(crate) max_values_per_facet: Option<u64>,
}

/// Error of a snapshot that exceeds budgets. It names all of them.
#[derive(Debug, thiserror::Error)]
#[error("the snapshot exceeds its budget, so it was not published: {}", list(.0))]
pub(crate) struct SnapshotBudgetError(Vec<Excess>);

/// A figure above its limit.
#[derive(Debug)]
struct Excess {
    what: String,
    found: u64,
    limit: u64,
    option: &'static str,
}

impl From<SnapshotBudgetError> for Failure {
    fn from(error: SnapshotBudgetError) -> Self {
        Self::new(ExitCode::Budget, error)
    }
}

/// Checks that a snapshot of `bytes` with the contents `catalog` is within `budgets`.
pub(crate) fn check(budgets: BudgetArgs, bytes: usize, catalog: &Catalog<'_>) -> Result<(), SnapshotBudgetError> {
    let excess = |what: String, found: usize, limit: Option<u64>, option| {
        let (found, limit) = (found as u64, limit?);
        (found > limit).then_some(Excess { what, found, limit, option })
    };
    let mut all: Vec<Excess> = Vec::new();
    all.extend(excess("bytes".into(), bytes, budgets.max_bytes, "--max-bytes"));
    all.extend(Facet::ALL.into_iter().filter_map(|facet| {
        let values = catalog.values_of(facet).len();
        excess(
            format!("values of facet {}", facet.name()),
            values,
            budgets.max_values_per_facet,
            "--max-values-per-facet",
        )
    }));
    if all.is_empty() { Ok(()) } else { Err(SnapshotBudgetError(all)) }
}

/// `99,181 bytes, but --max-bytes allows 90,000`
impl fmt::Display for Excess {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { what, found, limit, option } = self;
        write!(f, "{} {what}, but {option} allows {}", grouped(*found), grouped(*limit))
    }
}
