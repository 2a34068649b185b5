//! An opened snapshot as queries need it: rows in reply order, values numbered in key order, posting lists, and the
//! ready JSON of what never changes.
//!
//! *Rows* are the images, ordered by (spec, language, library), so that a spec is a contiguous range of rows and a
//! page is a walk. *Values* of all facets share one numbering: facet by facet in reply order, within a facet by key.
//! [`Catalog::open`] checks every index once; nothing that takes a [`Catalog`] can fail or leave its bounds.

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
mod json;
mod libraries;
mod literals;
mod numbers;
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
mod urls;
mod values;
mod view;

pub(crate) use bitset::Bitset;
pub use builder::CatalogBuilder;
pub(crate) use editions::Edition;
pub use inconsistency::Inconsistency;
pub use sections::{Sections, SectionsBuf};
pub use stats::Stats;
pub(crate) use string_table::Piece;
pub(crate) use urls::{Placeholder, UrlForm};
pub use view::Catalog;
