//! Catalogue statistics, library images and facet filters, answered from one static snapshot.

pub mod http;
pub mod model;
