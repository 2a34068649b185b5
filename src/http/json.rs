//! JSON bodies written by serde.

use serde::Serialize;

/// Returns `body` as JSON.
pub(super) fn json(body: &impl Serialize) -> Vec<u8> {
    // Strings and numbers always serialize into memory.
    serde_json::to_vec(body).unwrap_or_default()
}
