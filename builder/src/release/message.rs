//! Messages of versions and deployments at Cloudflare: JSON behind the name of this project.

use serde::Serialize;
use serde::de::DeserializeOwned;

/// Begin of every message of this tool.
const PREFIX: &str = "catalog-edge ";

/// Returns the message that carries `content`.
pub(super) fn write(content: &impl Serialize) -> String {
    format!("{PREFIX}{}", serde_json::json!(content))
}

/// Reads the content of a message. Messages of other tools have none.
pub(super) fn read<T: DeserializeOwned>(message: &str) -> Option<T> {
    serde_json::from_str(message.strip_prefix(PREFIX)?).ok()
}
