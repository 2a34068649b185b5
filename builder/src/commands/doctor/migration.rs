//! Migrations, for psql and for Alembic.

mod alembic;
mod mends;
mod revision;
mod script;

pub(super) use mends::Migration;
pub(super) use revision::Revision;
