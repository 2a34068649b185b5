//! The worker in plain workerd: the runtime itself, without the layers that wrangler adds for development.

use std::fs::{self, File};
use std::io::{self, BufRead, BufReader};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::sync::atomic::{AtomicU32, Ordering};
use std::thread;

use anyhow::{Context, Result, bail, ensure};
use serde_json::Value;

use crate::bound::Bound;
use crate::deployment::Deployment;
use crate::{assets, modules, path, setup};

/// A worker for workerd: modules, the entry first, with assets and variables.
#[derive(Clone, Debug)]
pub struct Worker {
    modules: Vec<(String, PathBuf)>,
    assets: PathBuf,
    deployment: Deployment,
}

impl Worker {
    /// The bundled modules as they are deployed.
    ///
    /// # Errors
    ///
    /// When they cannot be listed.
    pub fn deployed() -> Result<Self> {
        let folder = modules::folder();
        let mut names = modules::list()?;
        names.sort_by_key(|name| name != modules::ENTRY);
        Ok(Self {
            modules: names.into_iter().map(|name| (name.clone(), folder.join(name))).collect(),
            assets: assets::folder(),
            deployment: Deployment::read()?,
        })
    }

    /// The same with this snapshot and a folder of assets that go with it.
    #[must_use]
    pub fn with_catalog(mut self, file: &Path, assets: &Path) -> Self {
        assets.clone_into(&mut self.assets);
        self.modules.retain(|(name, _)| name != modules::SNAPSHOT);
        self.modules.push((modules::SNAPSHOT.to_owned(), file.to_owned()));
        self
    }

    /// The same with another value of a variable.
    #[must_use]
    pub fn with_variable(mut self, name: &str, value: &str) -> Self {
        self.deployment.vars.insert(name.to_owned(), value.to_owned());
        self
    }

    /// The same with a module of the caller's before it as the entry; it may import all others.
    #[must_use]
    pub fn with_entry(mut self, name: &str, file: &Path) -> Self {
        self.modules.insert(0, (name.to_owned(), file.to_owned()));
        self
    }

    /// The runtime's configuration: this worker, listening on `address`. Its paths are absolute, which to Cap'n Proto
    /// means: within the import path `/`.
    #[must_use]
    pub fn config(&self, address: &str) -> String {
        let modules = self.modules.iter().map(|(name, file)| {
            let kind = match file.extension().and_then(|extension| extension.to_str()) {
                Some("js") => "esModule",
                Some("wasm") => "wasm",
                _ => "data",
            };
            format!("    (name = {name:?}, {kind} = embed {:?}),\n", file.to_string_lossy())
        });
        let modules = modules.collect::<String>();
        let variables = self.deployment.vars.iter();
        let variables: String =
            variables.map(|(name, value)| format!("    (name = {name:?}, text = {value:?}),\n")).collect();
        let (date, assets) = (&self.deployment.compatibility_date, self.assets.to_string_lossy());
        format!(
            r#"using Workerd = import "/workerd/workerd.capnp";
const config :Workerd.Config = (
  services = [
    (name = "worker", worker = .worker),
    (name = "assets", disk = (path = {assets:?})),
    # Any address: the origin may be on this machine.
    (name = "internet", network = (allow = ["public", "private"], tlsOptions = (trustBrowserCas = true))),
  ],
  sockets = [(name = "http", address = "{address}", http = (), service = "worker")],
);
const worker :Workerd.Worker = (
  compatibilityDate = "{date}",
  bindings = [
    (name = "ASSETS", service = "assets"),
{variables}  ],
  modules = [
{modules}  ],
);
"#
        )
    }
}

/// A running workerd.
#[derive(Debug)]
pub struct Server {
    process: Bound,
    port: u16,
}

impl Server {
    /// Serves `worker` on the loopback interface; port 0 takes any free one. Everything the worker logs goes to `log`,
    /// or to the terminal.
    ///
    /// # Errors
    ///
    /// When workerd does not come to listen.
    pub fn start(worker: &Worker, port: u16, log: Option<&Path>) -> Result<Self> {
        let config = ConfigFile::write(&worker.config(&format!("127.0.0.1:{port}")))?;
        let mut command = Command::new(binary()?);
        command.args(["serve", "--import-path=/", "--control-fd=1"]).arg(&config.0);
        let stderr = match log {
            Some(log) => File::create(log).with_context(|| format!("cannot write {}", log.display()))?.into(),
            None => Stdio::inherit(),
        };
        let mut process = Bound::start(&command, Stdio::piped(), stderr)?;
        let mut stdout = BufReader::new(process.stdout().context("no pipe from workerd")?);
        let mut event = String::new();
        stdout.read_line(&mut event)?;
        ensure!(!event.is_empty(), "workerd did not start{}", log.map(hint).unwrap_or_default());
        let port = serde_json::from_str::<Value>(&event).ok().and_then(|event| event["port"].as_u64());
        let port = port.and_then(|port| u16::try_from(port).ok()).with_context(|| format!("no port in: {event}"))?;
        // workerd writes console.log to the same pipe, and would wait for a reader once it is full.
        let is_terminal = log.is_none();
        thread::spawn(move || {
            if is_terminal { io::copy(&mut stdout, &mut io::stdout()) } else { io::copy(&mut stdout, &mut io::sink()) }
        });
        Ok(Self { process, port })
    }

    /// Port on which it listens.
    #[must_use]
    pub fn port(&self) -> u16 {
        self.port
    }

    /// The process and all it started.
    pub fn process(&mut self) -> &mut Bound {
        &mut self.process
    }

    /// Memory that workerd holds, in bytes.
    ///
    /// # Errors
    ///
    /// Where the system has no `/proc`.
    pub fn resident_bytes(&self) -> Result<u64> {
        let shell = self.process.shell_id();
        let children = fs::read_to_string(format!("/proc/{shell}/task/{shell}/children"))?;
        let workerd = children.split(' ').next().context("workerd has ended")?;
        let status = fs::read_to_string(format!("/proc/{workerd}/status"))?;
        let resident = status.lines().find_map(|line| line.strip_prefix("VmRSS:")).context("no VmRSS")?;
        Ok(resident.trim().trim_end_matches(" kB").parse::<u64>()? * 1024)
    }
}

/// A configuration, for as long as workerd reads it.
struct ConfigFile(PathBuf);

impl ConfigFile {
    fn write(config: &str) -> Result<Self> {
        static COUNT: AtomicU32 = AtomicU32::new(0);
        let folder = path("build/workerd");
        fs::create_dir_all(&folder)?;
        let number = COUNT.fetch_add(1, Ordering::Relaxed);
        let file = Self(folder.join(format!("{}-{number}.capnp", std::process::id())));
        fs::write(&file.0, config).with_context(|| format!("cannot write {}", file.0.display()))?;
        Ok(file)
    }
}

impl Drop for ConfigFile {
    fn drop(&mut self) {
        let _ = fs::remove_file(&self.0);
    }
}

/// The runtime that wrangler brings along, without the script around it.
fn binary() -> Result<PathBuf> {
    setup::npm_packages()?;
    let package = match (std::env::consts::OS, std::env::consts::ARCH) {
        ("linux", "x86_64") => "workerd-linux-64",
        ("linux", "aarch64") => "workerd-linux-arm64",
        ("macos", "x86_64") => "workerd-darwin-64",
        ("macos", "aarch64") => "workerd-darwin-arm64",
        (system, machine) => bail!("there is no workerd for {system} on {machine}"),
    };
    Ok(path("node_modules/@cloudflare").join(package).join("bin/workerd"))
}

fn hint(log: &Path) -> String {
    format!(":\n{}", fs::read_to_string(log).unwrap_or_default())
}
