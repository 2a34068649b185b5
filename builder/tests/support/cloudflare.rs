//! A stand-in of Cloudflare (`tests/cloudflare/`): the API that wrangler calls, and the addresses where the uploaded
//! versions answer.

use std::fs::{self, File};
use std::io::{BufRead, BufReader};
use std::path::Path;
use std::process::{Command, Stdio};
use std::thread;
use std::time::Duration;

use serde_json::{Value, json};
use tempfile::TempDir;
use ureq::http::Response;
use ureq::tls::{Certificate, RootCerts, TlsConfig};
use ureq::{Agent, Proxy};
use xtask::bound::Bound;
use xtask::path;

use super::Certificates;

/// Log of the stand-in and its versions, in its folder.
const LOG: &str = "log";

/// A running stand-in, with an account that has no worker yet.
#[derive(Debug)]
pub struct Cloudflare {
    agent: Agent,
    addresses: Value,
    /// Ends before the folder does.
    _process: Bound,
    folder: TempDir,
}

/// A reply of a version.
#[derive(Debug)]
pub struct Reply {
    pub status: u16,
    pub location: Option<String>,
    pub snapshot_digest: Option<String>,
    pub body: String,
}

impl Reply {
    /// The body, parsed.
    pub fn json(&self) -> Value {
        serde_json::from_str(&self.body).unwrap()
    }
}

impl Cloudflare {
    /// Starts one. It ends when this is dropped, or with the test's process.
    pub fn start() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let certificates = Certificates::make(folder.path(), &["*.team.workers.dev"]);
        let mut command = Command::new(path("node_modules/.bin/node"));
        command.arg(path("tests/cloudflare/stand_in.mjs")).arg(folder.path());
        let mut process =
            Bound::start(&command, Stdio::piped(), File::create(folder.path().join(LOG)).unwrap().into()).unwrap();
        let mut line = String::new();
        BufReader::new(process.stdout().unwrap()).read_line(&mut line).unwrap();
        let addresses: Value = serde_json::from_str(&line).unwrap();
        let authority = Certificate::from_pem(&fs::read(certificates.authority).unwrap()).unwrap();
        let config = Agent::config_builder()
            .timeout_global(Some(Duration::from_secs(30)))
            .http_status_as_error(false)
            .max_redirects(0)
            .proxy(Some(Proxy::new(addresses["live"].as_str().unwrap()).unwrap()))
            .tls_config(TlsConfig::builder().root_certs(RootCerts::new_with_certs(&[authority])).build());
        Self { agent: config.build().into(), addresses, _process: process, folder }
    }

    /// Address of the live worker.
    pub fn live(&self) -> &str {
        self.addresses["live"].as_str().unwrap()
    }

    /// Address of the API, where no service answers.
    pub fn api(&self) -> &str {
        self.addresses["api"].as_str().unwrap()
    }

    /// Folder of this stand-in, which the command line of each of its processes names.
    pub fn folder(&self) -> &Path {
        self.folder.path()
    }

    /// Makes `command` deploy to this account: wrangler itself, or what runs it and tries versions at their addresses.
    pub fn serve(&self, command: &mut Command) {
        let text = |name: &str| self.addresses[name].as_str().unwrap();
        let authority = self.folder.path().join("authority.pem");
        for name in ["SSL_CERT_DIR", "NO_PROXY", "no_proxy", "http_proxy", "https_proxy", "HTTP_PROXY", "ALL_PROXY"] {
            command.env_remove(name);
        }
        command
            .envs([("CI", "1"), ("WRANGLER_SEND_METRICS", "false"), ("CLOUDFLARE_API_TOKEN", text("token"))])
            .envs([("CLOUDFLARE_ACCOUNT_ID", text("account")), ("HTTPS_PROXY", self.live())])
            .envs([("XDG_CONFIG_HOME", self.folder.path()), ("SSL_CERT_FILE", &authority)])
            .env("CLOUDFLARE_API_BASE_URL", format!("{}/client/v4", text("api")));
    }

    /// wrangler of package-lock in the folder `project`.
    pub fn wrangler(&self, project: &Path, arguments: &[&str]) -> Command {
        let mut wrangler = Command::new(path("node_modules/.bin/node"));
        wrangler.arg(path("node_modules/wrangler/bin/wrangler.js")).args(arguments).current_dir(project);
        self.serve(&mut wrangler);
        wrangler
    }

    /// Requests a page at the live address, a worker's own address or a preview.
    pub fn get(&self, url: &str) -> Result<Reply, ureq::Error> {
        self.get_with(url, &[])
    }

    /// The same with header fields.
    pub fn get_with(&self, url: &str, headers: &[(&str, &str)]) -> Result<Reply, ureq::Error> {
        let mut request = self.agent.get(url);
        if url.starts_with("http:") {
            request = request.config().proxy(None).build();
        }
        let reply = headers.iter().fold(request, |request, (name, value)| request.header(*name, *value)).call()?;
        read(reply)
    }

    /// Requests a fault: see `faults.mjs` for what there is.
    pub fn fault(&self, fault: Value) {
        self.control("fault", fault);
    }

    /// Withdraws all faults, after each of them has applied.
    #[track_caller]
    pub fn faults_applied(&self) {
        for fault in self.control("faults", json!({})).as_array().unwrap() {
            assert_ne!(fault["applied"], 0, "{fault}");
        }
    }

    /// Deploys `versions` ({version_id, percentage}) as somebody else, or a copy of the live version if that is null.
    pub fn deployed_by_somebody(&self, versions: &Value) -> Value {
        self.control("deploy", if versions.is_null() { json!({}) } else { json!({ "versions": versions }) })
    }

    /// Waits for a call and returns its line of the journal: see `Faults.wait` in `faults.mjs`.
    pub fn wait(&self, call: Value) -> Value {
        self.control("wait", call)
    }

    /// All calls from number `from` on: {at, call, agent, version, fault, status}.
    pub fn journal(&self, from: usize) -> Vec<Value> {
        self.control("journal", json!({})).as_array().unwrap()[from..].to_vec()
    }

    /// The calls of the API from number `from` on.
    pub fn calls(&self, from: usize) -> Vec<String> {
        let journal = self.journal(from);
        let calls = journal.iter().filter(|line| line["at"] == "api").map(|line| line["call"].as_str().unwrap());
        calls.map(str::to_owned).collect()
    }

    /// The calls of the API after `agent` first saw the live address fail.
    pub fn calls_after_failure(&self, agent: &str) -> Vec<String> {
        let journal = self.journal(0);
        let is_it = |line: &Value| {
            let status = line["status"].as_u64().unwrap_or_default();
            let is_failure = status == 0 || status >= 400;
            line["at"] == "live" && is_failure && line["agent"].as_str().is_some_and(|name| name.starts_with(agent))
        };
        let failure = journal.iter().position(is_it).unwrap();
        self.calls(failure + 1)
    }

    /// Versions and deployments of the only worker, newest first.
    pub fn worker(&self) -> Value {
        self.control("scripts", json!({}))[0].clone()
    }

    fn control(&self, name: &str, wish: Value) -> Value {
        let url = format!("{}/control/{name}", self.addresses["api"].as_str().unwrap());
        let request = self.agent.post(&url).config().proxy(None).build();
        let reply = read(request.send(wish.to_string()).unwrap()).unwrap();
        assert_eq!(reply.status, 200, "{name} {wish}: {}", reply.body);
        reply.json()
    }
}

impl Drop for Cloudflare {
    /// A call that the stand-in does not know is a failure, also if wrangler gets over it.
    #[allow(clippy::print_stderr, reason = "tells why the test failed")]
    fn drop(&mut self) {
        if thread::panicking() {
            eprintln!("{}", fs::read_to_string(self.folder.path().join(LOG)).unwrap_or_default());
            return;
        }
        let journal = self.journal(0);
        let unknown: Vec<_> = journal.iter().filter(|line| line["status"] == 501).collect();
        assert!(unknown.is_empty(), "{unknown:?}");
    }
}

fn read(reply: Response<ureq::Body>) -> Result<Reply, ureq::Error> {
    let (head, mut body) = reply.into_parts();
    let field = |name| head.headers.get(name).and_then(|value| value.to_str().ok()).map(str::to_owned);
    let (location, snapshot_digest) = (field("location"), field("snapshot-digest"));
    Ok(Reply { status: head.status.as_u16(), location, snapshot_digest, body: body.read_to_string()? })
}
