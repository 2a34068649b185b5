//! Options of `doctor`.

use clap::{Args, ValueEnum};

use super::connections::Pool;
use crate::commands::examples::examples;
use crate::numbers::whole;
use crate::postgres::options::DatabaseOptions;

/// Options of `doctor`.
#[derive(Args, Debug)]
#[command(after_help = examples([
    ("Examine the database of DATABASE_URL", "catalog-builder doctor"),
    ("Write a migration for psql", "catalog-builder doctor --emit sql > fixes.sql"),
    ("Check if the pools of the service fit", "catalog-builder doctor --pool-size 5 --max-overflow 10 --instances 4"),
]))]
pub(crate) struct DoctorArgs {
    /// Print only the migration that fixes the findings
    #[arg(long, value_name = "FORMAT", conflicts_with = "json")]
    pub(crate) emit: Option<MigrationFormat>,
    /// Connections in the pool of each instance of the service, 1 to 100000
    #[arg(long, value_name = "N", value_parser = whole::<u32>(1..=100_000), allow_hyphen_values = true)]
    pub(crate) pool_size: Option<u32>,
    /// Connections that a pool may open beyond its size, 0 to 100000
    #[arg(
        long,
        value_name = "N",
        default_value = "0",
        requires = "pool_size",
        value_parser = whole::<u32>(0..=100_000),
        allow_hyphen_values = true
    )]
    pub(crate) max_overflow: u32,
    /// Largest number of instances of the service, 1 to 100000
    #[arg(
        long,
        value_name = "N",
        default_value = "1",
        requires = "pool_size",
        value_parser = whole::<u32>(1..=100_000),
        allow_hyphen_values = true
    )]
    pub(crate) instances: u32,
    #[command(flatten)]
    pub(crate) database: DatabaseOptions,
}

/// Format of a migration.
#[derive(Clone, Copy, Debug, ValueEnum)]
pub(crate) enum MigrationFormat {
    /// A script for psql
    Sql,
    /// A revision for Alembic
    Alembic,
}

impl DoctorArgs {
    /// Returns the pools of the service, if the options describe them.
    pub(crate) fn pool(&self) -> Option<Pool> {
        let Self { max_overflow, instances, .. } = *self;
        self.pool_size.map(|pool_size| Pool { pool_size, max_overflow, instances })
    }
}
