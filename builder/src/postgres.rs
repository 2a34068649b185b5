//! One read-only transaction of a PostgreSQL server. No table of the catalogue is named here.

mod certificate;
mod connect;
mod connect_problem;
mod diagnosis;
mod dsn;
mod dsn_error;
pub(crate) mod error;
mod failed_attempt;
mod hosts;
pub(crate) mod options;
mod parameters;
mod passfile;
mod query_problem;
mod refusal;
pub(crate) mod session;
mod session_kind;
mod settings;
pub(crate) mod target;
mod tls;
pub(crate) mod transaction;
