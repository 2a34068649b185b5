//! Faceted filtering: from a query string to the matching rows and the counts beside every facet value.
//!
//! [`FilterQuery`] is what the caller asked for, [`Selection`] the rows that answer it, [`FacetCounts`] the figures.
//! *Selecting* is set algebra on posting lists; *counting* goes through the blocks of 64 rows that the selection
//! touches, and for spec tags through those of specs, weighted by their rows. Nothing here does I/O, reads a clock or
//! allocates per row.

mod counts;
mod filter;
mod lax_integer;
mod parameters;
mod selection;

pub(crate) use counts::{DisjunctiveCounts, FacetCounts, rank};
pub use filter::{FilterQuery, Group, Page, Part, is_nameable};
pub use lax_integer::{Fault, LaxInteger};
pub(crate) use parameters::last_parameter;
pub use parameters::{ParameterError, decode};
pub(crate) use selection::{Selection, rows_of_library};
