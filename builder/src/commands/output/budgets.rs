//! Budgets of a snapshot, checked before it is published.

use std::fmt;

use catalog_edge::catalog::Catalog;
use catalog_edge::model::Facet;
use clap::Args;

use crate::failure::{ExitCode, Failure};
use crate::numbers::{size, whole};
use crate::terminal::format::{grouped, list};

/// Budgets of the snapshot. If one is exceeded, nothing is published.
#[derive(Args, Clone, Copy, Debug)]
#[command(next_help_heading = "Limits")]
pub(crate) struct BudgetArgs {
    /// Largest number of documents, 0 to 1000000. Cloudflare's free plan serves 20,000 static files, the paid plan
    /// 100,000
    #[arg(
        long,
        value_name = "N",
        default_value = "20000",
        value_parser = whole::<usize>(0..=1_000_000),
        allow_hyphen_values = true
    )]
    pub(crate) max_documents: usize,
    /// Largest size of the snapshot, 1 B to 1 TB: a number of bytes, or with a unit (500 KB, 64 MiB)
    #[arg(long, value_name = "SIZE", value_parser = size, allow_hyphen_values = true)]
    pub(crate) max_bytes: Option<u64>,
    /// Largest number of distinct values of a facet, 0 to 1000000
    #[arg(long, value_name = "N", value_parser = whole::<u64>(0..=1_000_000), allow_hyphen_values = true)]
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
