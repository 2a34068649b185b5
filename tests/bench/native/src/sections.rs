//! The sections of a snapshot, each in a file.

use std::fs;
use std::path::Path;

use anyhow::Result;
use catalog_edge::snapshot;
use serde_json::Value;

/// Writes each section under its name, and returns the names.
pub(crate) fn write(bytes: &[u8], folder: &Path) -> Result<Value> {
    snapshot::sections(bytes)?
        .iter()
        .map(|(name, bytes)| {
            fs::write(folder.join(name), bytes)?;
            Ok(Value::from(name))
        })
        .collect()
}
