//! One read-only transaction of a PostgreSQL server. No table of the catalogue is named here.

pub(crate) mod database;
pub(crate) mod dsn;
pub(crate) mod options;
pub(crate) mod session;
mod tls;
pub(crate) mod transaction;
