//! Faceted filtering: from a query string to the matching rows and the counts of every facet value.
//!
//! [`FilterQuery`] is the parsed query, `Selection` the matching rows, `FacetCounts` the counts. *Selecting* is set
//! algebra on posting lists. *Counting* reads the blocks of 64 rows that contain selected rows. Spec tags are counted
//! in blocks of specs, weighted by the selected rows of each spec. Nothing here does I/O, reads a clock or allocates
//! memory for each row.

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
