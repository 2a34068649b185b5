//! Catalogue statistics, library images and facet filters, answered from one static snapshot.

pub mod catalog;
pub mod digest;
pub mod documents;
#[cfg(target_arch = "wasm32")]
pub mod edge;
pub mod fold;
pub mod http;
pub mod model;
pub mod query;
pub mod shrinkage;
pub mod snapshot;
