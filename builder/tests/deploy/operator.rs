//! An operator: a project, an account, and the commands that are run in it.

use std::path::{Path, PathBuf};

use serde_json::{Value, json};
use xtask::path;

use super::support::{Builder, Cloudflare, Project, Run};

/// Token of the account, which no run may show.
const TOKEN: &str = "token-of-the-stand-in";
/// Name of the tool in the journal.
pub const AGENT: &str = "catalog-builder/";

pub struct Operator {
    pub cloudflare: Cloudflare,
    pub project: Project,
}

impl Operator {
    /// One whose account has no worker yet.
    pub fn new(images: u32) -> Self {
        Self { cloudflare: Cloudflare::start(), project: Project::new(images) }
    }

    /// One whose catalogue is live.
    pub fn deployed(images: u32) -> Self {
        let operator = Self::new(images);
        operator.deploy(&["--first"]).succeeded();
        operator
    }

    /// Runs `catalog-builder deploy`. Made-up catalogues of other sizes have other rows, so these may go.
    pub fn deploy(&self, arguments: &[&str]) -> Run {
        self.run(
            &[&["deploy", "--snapshot", self.snapshot().to_str().unwrap(), "--max-shrink", "100%"], arguments].concat(),
        )
    }

    /// The same, which refuses a catalogue that shrank.
    pub fn deploy_guarded(&self, arguments: &[&str]) -> Run {
        self.run(&[&["deploy", "--snapshot", self.snapshot().to_str().unwrap()], arguments].concat())
    }

    /// Runs a command about the live worker.
    pub fn run(&self, arguments: &[&str]) -> Run {
        let run = self.command(arguments).run();
        assert!(![&run.out, &run.err].iter().any(|text| text.contains(TOKEN)), "token shown: {run:?}");
        run
    }

    /// The same, to be run in another way. A `--url` among the arguments replaces that of the live worker.
    pub fn command(&self, arguments: &[&str]) -> Builder {
        self.command_of(arguments, &self.project.path().join("wrangler.toml"))
    }

    /// The same with another project's configuration.
    pub fn command_of(&self, arguments: &[&str], config: &Path) -> Builder {
        let (wrangler, kept) = (path("node_modules/.bin/wrangler"), self.project.path().join("deployed"));
        let builder = Builder::new(arguments)
            .args(&["--config", config.to_str().unwrap(), "--wrangler", wrangler.to_str().unwrap()])
            .args(&["--kept", kept.to_str().unwrap()]);
        let builder =
            if arguments.contains(&"--url") { builder } else { builder.args(&["--url", self.cloudflare.live()]) };
        let mut command = builder.into_command();
        self.cloudflare.serve(&mut command);
        Builder::from_command(command)
    }

    pub fn snapshot(&self) -> PathBuf {
        self.project.path().join("catalog.snap")
    }

    /// Id of the version that answers, and its count of images.
    #[track_caller]
    pub fn live(&self) -> (String, u64) {
        let reply = self.cloudflare.get(&format!("{}/health", self.cloudflare.live())).unwrap();
        assert_eq!(reply.status, 200, "{reply:?}");
        let health = reply.json();
        let version = health["worker"]["cloudflare_version"].as_str().unwrap();
        (version.to_owned(), health["counts"]["images"].as_u64().unwrap())
    }

    /// Shares of the newest deployment.
    pub fn shares(&self) -> Value {
        self.cloudflare.worker()["deployments"][0]["versions"].clone()
    }

    /// Number of uploaded versions.
    pub fn versions(&self) -> usize {
        self.cloudflare.worker()["versions"].as_array().map_or(0, Vec::len)
    }

    /// Id of the version that was uploaded last.
    pub fn newest_version(&self) -> String {
        self.cloudflare.worker()["versions"][0]["id"].as_str().unwrap().to_owned()
    }

    /// Makes every live reply of versions that are uploaded later an error.
    pub fn next_version_fails_live(&self, path: &str) {
        let fault = json!({"at": "live", "versions": "new", "call": path, "do": "reply", "status": 500, "times": 1000});
        self.cloudflare.fault(fault);
    }

    /// Length of the journal, to read on from later.
    pub fn now(&self) -> usize {
        self.cloudflare.journal(0).len()
    }

    /// Calls that moved traffic, from number `from` on.
    pub fn moves(&self, from: usize) -> usize {
        self.cloudflare
            .calls(from)
            .iter()
            .filter(|call| call.starts_with("POST") && call.ends_with("/deployments"))
            .count()
    }
}
