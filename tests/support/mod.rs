//! Support for the laws: the naive model, and random catalogues and queries.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test fails by panicking")]

pub(crate) mod catalogs;
pub(crate) mod get;
pub(crate) mod naive;
pub(crate) mod python;
pub(crate) mod queries;
