//! Faceted filtering: from a query string to the matching rows, their order and the counts of every facet value.
//!
//! [`FilterQuery`] is the parsed query, `Selection` the matching rows, `Order` their order if it is not that of the
//! catalogue, `FacetCounts` the counts. *Selecting* is set algebra on posting lists. *Counting* reads the blocks of 64 rows
//! that contain selected rows. Spec tags are counted in blocks of specs, weighted by the selected rows of each spec.
//! Nothing here does I/O or reads a clock.

mod conditions;
mod counts;
mod facet_search;
mod fault;
mod filter;
mod highest;
mod image_list;
mod lax_integer;
mod name_set;
mod order;
mod owners;
mod packed;
mod packed_entries;
mod page;
mod parameters;
mod ranking;
mod relevance;
mod searched;
mod selection;
mod sort;
mod tally;
mod word_rows;

pub(crate) use conditions::NOT;
pub use conditions::{Conditions, Group, is_nameable};
pub(crate) use counts::FacetCounts;
pub use facet_search::FacetSearch;
pub use fault::{Fault, ParameterError};
pub use filter::{FilterQuery, Part};
pub use image_list::ImageListQuery;
pub use lax_integer::LaxInteger;
pub use name_set::NameSet;
pub(crate) use order::Order;
pub(crate) use packed_entries::{EntryCursor, pack_entries};
pub use page::Page;
pub use parameters::decode;
pub(crate) use parameters::last_parameter;
pub(crate) use ranking::{Cut, Entry, rank};
pub(crate) use selection::{Groups, Selection, insert, rows_of_library};
pub use sort::Sort;
pub(crate) use tally::{DisjunctiveCounts, Tally};
pub(crate) use word_rows::values_of_word;
