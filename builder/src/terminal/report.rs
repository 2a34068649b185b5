//! Reports of commands.

use std::fmt::Display;

use serde::Serialize;

use crate::failure::Failure;

/// Result of a command: a table for people, one JSON object for machines.
pub(crate) trait Report: Display + Serialize {
    /// Returns the JSON object.
    fn json(&self) -> serde_json::Result<String> {
        serde_json::to_string(self)
    }

    /// Returns the failure that the report means. It is printed after the report, and decides the exit code.
    fn verdict(&self) -> Result<(), Failure> {
        Ok(())
    }
}
