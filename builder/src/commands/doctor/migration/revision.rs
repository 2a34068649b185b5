//! Revision of a database in Alembic's history, and the name of the next one.

use std::hash::{DefaultHasher, Hash, Hasher};

use catalog_edge::model::Impl;
use tokio_postgres::types::Type;

use crate::commands::doctor::queries::{failed, one, rows};
use crate::failure::Failure;
use crate::postgres::transaction::Transaction;
use crate::records::table::Table;

/// The database and its revisions.
#[derive(Debug)]
pub(in crate::commands::doctor) struct Revision {
    identity: String,
    current: Vec<String>,
}

impl Revision {
    /// Reads the revision of the database, if Alembic keeps one.
    pub(in crate::commands::doctor) async fn read(transaction: &Transaction<'_>) -> Result<Self, Failure> {
        let database =
            one(transaction, include_str!("../../../../sql/doctor/database.sql"), &[(&Impl::NAME, Type::TEXT)]).await?;
        let identity = database.try_get("identity").map_err(failed)?;
        let is_readable: bool = database.try_get("is_readable").map_err(failed)?;
        let current = if is_readable {
            let rows = rows(transaction, include_str!("../../../../sql/doctor/revisions.sql"), &[]).await?;
            rows.iter().map(|row| row.try_get("version_num")).collect::<Result<_, _>>().map_err(failed)?
        } else {
            Vec::new()
        };
        Ok(Self { identity, current })
    }

    /// Returns the current revision; `None` if there is none, or if there are several.
    pub(super) fn parent(&self) -> Option<&str> {
        if let [only] = &*self.current { Some(only) } else { None }
    }

    /// Returns the name of a revision that runs `statements`. It depends on the database, its revision and the
    /// statements, so a revision neither follows itself nor is taken for that of another database.
    pub(super) fn next(&self, statements: &str) -> String {
        let mut hasher = DefaultHasher::new();
        (&self.identity, &self.current, statements).hash(&mut hasher);
        format!("{:012x}", hasher.finish() >> 16)
    }
}
