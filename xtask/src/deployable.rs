//! Conditions on the snapshot of a bundle that wrangler deploys.
//!
//! `npm start` falls back on the default catalogue. The world must not get it by accident.

use std::path::Path;
use std::time::{Duration, SystemTime};

use anyhow::{Result, ensure};

use crate::files::modified;
use crate::terminal::complain;

/// Commands of wrangler whose result only developers see.
const DEVELOPMENT: [&str; 2] = ["dev", "types"];

/// True if this command of wrangler sends the bundle to Cloudflare, also if it is one that this code does not know.
#[must_use]
pub fn is_deployment(wrangler_command: &str) -> bool {
    !wrangler_command.is_empty() && !DEVELOPMENT.contains(&wrangler_command)
}

/// Checks the file `snapshot` before it is deployed, and warns if it is older than `max_age`.
///
/// # Errors
///
/// If there is no such file, unless `allows_demo`.
pub fn check(snapshot: &Path, allows_demo: bool, max_age: Duration) -> Result<()> {
    let name = snapshot.display();
    if !snapshot.exists() {
        ensure!(
            allows_demo,
            "no snapshot was exported: '{name}' does not exist, so this would deploy the catalogue of the demo. Run \
             `npm run export` first. If you want the demo, set CATALOG_DEMO=1"
        );
        complain("warning: no snapshot was exported, so the catalogue of the demo is deployed");
        return Ok(());
    }
    let age = SystemTime::now().duration_since(modified(snapshot)).unwrap_or_default();
    if age > max_age {
        let [age, max_age] = [age, max_age].map(|time| time.as_secs() / 60 / 60);
        complain(format_args!(
            "warning: '{name}' was exported {age} hours ago, which is more than {max_age}. Run `npm run export` to deploy \
             the catalogue of today"
        ));
    }
    Ok(())
}
