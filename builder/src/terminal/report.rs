//! Reports: the result of a command, for people and for machines.

use std::fmt::Display;

use serde::Serialize;

use crate::failure::Failure;

/// Result of a command: a table for people, one JSON object for machines.
pub(crate) trait Report: Display + Serialize {
    /// The JSON object.
    fn json(&self) -> serde_json::Result<String> {
        serde_json::to_string(self)
    }

    /// The failure that the report tells of. It is printed after the report, and decides the exit code.
    fn verdict(&self) -> Result<(), Failure> {
        Ok(())
    }
}
