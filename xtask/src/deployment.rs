//! The settings of `wrangler.toml`, for those who run the worker without wrangler.

use std::collections::BTreeMap;
use std::fs;

use anyhow::{Context, Result};
use serde::Deserialize;

use crate::path;

/// The parts of the deployment that decide how the worker behaves.
#[derive(Clone, Debug, Deserialize)]
pub struct Deployment {
    /// As of when the runtime behaves.
    pub compatibility_date: String,
    /// Variables of the worker.
    pub vars: BTreeMap<String, String>,
}

impl Deployment {
    /// Reads `wrangler.toml`.
    ///
    /// # Errors
    ///
    /// When it cannot be read or lacks a part.
    pub fn read() -> Result<Self> {
        let text = fs::read_to_string(path("wrangler.toml")).context("cannot read wrangler.toml")?;
        toml::from_str(&text).context("wrangler.toml")
    }
}
