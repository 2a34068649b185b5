//! Requests to Cloudflare, through wrangler.

use std::fs;
use std::process::Command;

use anyhow::{Context, Result};
use serde_json::Value;
use tempfile::NamedTempFile;

use crate::run::{Tool, read, run};

/// The account that wrangler is signed in to.
#[derive(Clone, Copy)]
pub(super) struct Cloudflare<'c>(pub(super) &'c Tool);

/// An uploaded version of the worker.
#[derive(Debug)]
pub(super) struct Version {
    pub(super) id: String,
    /// Address to try it at before it is deployed, if the account has such addresses.
    pub(super) preview_url: Option<String>,
}

impl Cloudflare<'_> {
    /// The version that gets most of the traffic.
    pub(super) fn live_version(self) -> Result<String> {
        let status = read(&mut self.command(&["deployments", "status", "--json"]))?;
        let status: Value = serde_json::from_str(&status).context("wrangler does not say what is deployed")?;
        let versions = status["versions"].as_array().into_iter().flatten();
        let most = versions.max_by(|a, b| share(a).total_cmp(&share(b)));
        let id = most.and_then(|version| version["version_id"].as_str());
        Ok(id.with_context(|| format!("no version is deployed: {status}"))?.to_owned())
    }

    /// Uploads the bundled worker without sending it any traffic.
    pub(super) fn upload(self, message: &str) -> Result<Version> {
        let output = NamedTempFile::new()?;
        let mut upload = self.command(&["versions", "upload", "--message", message]);
        run(upload.env("WRANGLER_OUTPUT_FILE_PATH", output.path()))?;
        let output = fs::read_to_string(output.path()).context("wrangler does not say what it uploaded")?;
        let mut entries = output.lines().filter_map(|line| serde_json::from_str::<Value>(line).ok());
        let entry = entries.find(|entry| entry["type"] == "version-upload");
        let entry = entry.with_context(|| format!("wrangler names no uploaded version: {output}"))?;
        let text = |key: &str| entry[key].as_str().map(str::to_owned);
        Ok(Version { id: text("version_id").context("wrangler names no version")?, preview_url: text("preview_url") })
    }

    /// Sends all traffic to a version.
    pub(super) fn deploy_version(self, id: &str) -> Result<()> {
        run(&mut self.command(&["versions", "deploy", &format!("{id}@100%"), "--yes"]))
    }

    /// Sends all traffic back to an earlier version.
    pub(super) fn roll_back(self, id: &str) -> Result<()> {
        run(&mut self.command(&["rollback", id, "--message", "The next version failed its smoke test", "--yes"]))
    }

    /// Uploads and deploys in one: versions and their addresses exist only after this was done once.
    pub(super) fn deploy(self) -> Result<()> {
        run(&mut self.command(&["deploy"]))
    }

    fn command(self, arguments: &[&str]) -> Command {
        (self.0)(arguments)
    }
}

fn share(version: &Value) -> f64 {
    version["percentage"].as_f64().unwrap_or_default()
}
