//! Rows of PostgreSQL turned into records and documents.

mod detail_rows;
pub(crate) mod details;
mod jsonb;
pub(crate) mod records;
mod row;
pub(crate) mod schema;
mod select;
mod tags;
