//! An opened snapshot in the form that queries need: rows in reply order, values numbered in key order, posting lists,
//! and ready JSON for the constant parts of replies.
//!
//! *Rows* are the images, ordered by (spec, language, library). The rows of a spec are therefore a contiguous range,
//! and a page is read in row order. *Values* of all facets share one numbering: facets in reply order, the values of a
//! facet in key order. [`Catalog::open`] checks every index once. After that, answering a query can neither fail nor
//! index out of bounds.

mod bitmap;
mod bitset;
mod builder;
mod codes;
mod column;
mod dictionary;
mod document_set;
mod editions;
mod incidence;
mod inconsistency;
mod interner;
mod json;
mod libraries;
mod literals;
mod open;
mod owner_postings;
mod rows;
mod section_names;
mod sections;
mod stats;
mod string_table;
mod tags;
mod templates;
mod unimplemented;
mod url_collector;
mod urls;
mod values;
mod view;
mod words;

pub(crate) use bitset::Bitset;
pub use builder::{CatalogBuilder, CompactImpls};
pub(crate) use dictionary::Dictionary;
pub(crate) use editions::Edition;
pub use inconsistency::Inconsistency;
pub use rows::Ranks;
pub use sections::{Sections, SectionsBuf};
pub use stats::Stats;
pub(crate) use string_table::Piece;
pub(crate) use urls::{Placeholder, UrlForm};
pub use view::Catalog;
pub use words::Words;
