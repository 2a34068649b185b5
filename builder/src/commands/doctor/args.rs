//! Options of `doctor`.

use clap::{Args, ValueEnum};

use super::connections::Pool;
use crate::args::DatabaseOptions;

/// What `doctor` is told.
#[derive(Args, Debug)]
pub(crate) struct DoctorArgs {
    #[command(flatten)]
    pub(crate) database: DatabaseOptions,
    /// Print the migration that mends what was found, and nothing else
    #[arg(long, value_name = "FORMAT", conflicts_with = "json")]
    pub(crate) emit: Option<MigrationFormat>,
    /// Connections that the pool of each instance of the service keeps
    #[arg(long, value_name = "N")]
    pub(crate) pool_size: Option<u32>,
    /// Connections that it may open beyond those
    #[arg(long, value_name = "N", default_value_t = 0, requires = "pool_size")]
    pub(crate) max_overflow: u32,
    /// How many instances of the service there are at most
    #[arg(long, value_name = "N", default_value_t = 1, requires = "pool_size")]
    pub(crate) instances: u32,
}

/// In which form a migration is written.
#[derive(Clone, Copy, Debug, ValueEnum)]
pub(crate) enum MigrationFormat {
    /// A script for psql
    Sql,
    /// A revision for Alembic
    Alembic,
}

impl DoctorArgs {
    /// The pools of the service, where they were told of.
    pub(crate) fn pool(&self) -> Option<Pool> {
        let Self { max_overflow, instances, .. } = *self;
        self.pool_size.map(|pool_size| Pool { pool_size, max_overflow, instances })
    }
}
