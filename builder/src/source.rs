//! Conversion of PostgreSQL's rows to records and documents.

mod detail_rows;
pub(crate) mod details;
mod jsonb;
pub(crate) mod records;
mod row;
pub(crate) mod schema;
mod select;
mod tags;
