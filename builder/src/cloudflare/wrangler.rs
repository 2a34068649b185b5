//! Cloudflare's command line tool, from npm. It uploads versions, which takes more than calls of the API.

use std::env;
use std::ffi::OsString;
use std::fs;
use std::io::{self, ErrorKind};
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::Duration;

use serde_json::Value;
use tempfile::{Builder, NamedTempFile};

use super::process::{self, Ended, ProcessError};
use crate::failure::{ExitCode, Failure};
use crate::release::configuration::Configuration;
use crate::release::identity::Identity;

/// Number of lines of wrangler's output that an error shows.
const SHOWN: usize = 12;

/// wrangler for one configuration.
#[derive(Debug)]
pub(crate) struct Wrangler {
    program: PathBuf,
    configuration: PathBuf,
    /// Text of a configuration without `[build]`, if that of the operator has one.
    without_build: Option<String>,
    limit: Duration,
}

/// A version that wrangler has uploaded.
#[derive(Debug)]
pub(crate) struct Uploaded {
    pub(crate) version: String,
    pub(crate) preview_url: Option<String>,
}

/// Error of a run of wrangler.
#[derive(Debug, thiserror::Error)]
pub(crate) enum WranglerError {
    #[error("cannot start '{}': run `npm install wrangler` beside wrangler.toml, or name it as --wrangler", .0.display())]
    Missing(PathBuf),
    #[error("cannot run `wrangler {arguments}`")]
    Process {
        arguments: String,
        #[source]
        source: ProcessError,
    },
    #[error("`wrangler {arguments}` failed:\n{output}")]
    Failed { arguments: String, output: String },
    #[error("`wrangler {arguments}` does not say which version it uploaded: use the wrangler of package-lock.json")]
    Unclear { arguments: String },
}

impl From<WranglerError> for Failure {
    fn from(error: WranglerError) -> Self {
        match error {
            WranglerError::Process { source: ProcessError::Interrupted(interrupted), .. } => interrupted.into(),
            WranglerError::Missing(_) => Self::new(ExitCode::Usage, error),
            _ => Self::new(ExitCode::Cloudflare, error),
        }
    }
}

impl Wrangler {
    /// Makes a wrangler of which each run may take `limit`: `program`, else the nearest of npm, else that on `PATH`.
    pub(crate) fn new(program: Option<&Path>, configuration: &Configuration, limit: Duration) -> Self {
        let path = configuration.path();
        let path = path.canonicalize().unwrap_or_else(|_| path.into());
        let installed = || {
            let places = path.ancestors().map(|folder| folder.join("node_modules/.bin/wrangler"));
            places.into_iter().find(|place| place.is_file())
        };
        let program = program.map(Path::to_path_buf).or_else(installed).unwrap_or_else(|| "wrangler".into());
        let without_build = configuration.without_build().map(str::to_owned);
        Self { program, configuration: path, without_build, limit }
    }

    /// Uploads the first version, which gets all traffic.
    pub(crate) fn deploy(&self, identity: &Identity) -> Result<Uploaded, WranglerError> {
        self.upload_by(&["deploy"], "deploy", identity)
    }

    /// Uploads a version, which gets no traffic.
    pub(crate) fn upload(&self, identity: &Identity) -> Result<Uploaded, WranglerError> {
        self.upload_by(&["versions", "upload"], "version-upload", identity)
    }

    /// Returns the token of who is signed in, as JSON.
    pub(super) fn token(&self) -> Result<String, WranglerError> {
        self.run(&["auth", "token", "--json"], &self.configuration, &[]).map(|ended| ended.out)
    }

    /// Uploads what lies in the bundle, and returns the version that wrangler names in its output file. The newest version
    /// may be another, because wrangler repeats a call that took effect.
    fn upload_by(&self, command: &[&str], entry: &str, identity: &Identity) -> Result<Uploaded, WranglerError> {
        let temporary =
            |error: io::Error| WranglerError::Process { arguments: command.join(" "), source: error.into() };
        let output = NamedTempFile::new().map_err(temporary)?;
        let without_build = self.without_build().map_err(temporary)?;
        let configuration = without_build.as_ref().map_or(&*self.configuration, |file| file.path());
        let (message, tag) = (identity.message(), identity.tag());
        let arguments = [command, &["--message", &message, "--tag", &tag]].concat();
        self.run(&arguments, configuration, &[("WRANGLER_OUTPUT_FILE_PATH", output.path().as_os_str().to_owned())])?;
        let text = fs::read_to_string(output.path()).unwrap_or_default();
        let mut entries = text.lines().filter_map(|line| serde_json::from_str::<Value>(line).ok());
        let entry = entries.find(|it| it["type"] == entry).unwrap_or_default();
        let field = |name: &str| entry[name].as_str().map(str::to_owned);
        let version = field("version_id").ok_or_else(|| WranglerError::Unclear { arguments: command.join(" ") })?;
        Ok(Uploaded { version, preview_url: field("preview_url") })
    }

    /// Writes the configuration without `[build]`, if there is one, beside that of the operator: its paths lead on from
    /// there. A build would replace the bundle that was checked.
    fn without_build(&self) -> io::Result<Option<NamedTempFile>> {
        let Some(text) = &self.without_build else { return Ok(None) };
        let file = Builder::new().prefix(".wrangler-").suffix(".json").tempfile_in(self.folder())?;
        fs::write(file.path(), text)?;
        Ok(Some(file))
    }

    fn folder(&self) -> &Path {
        self.configuration.parent().unwrap_or(Path::new("."))
    }

    fn run(
        &self,
        arguments: &[&str],
        configuration: &Path,
        variables: &[(&str, OsString)],
    ) -> Result<Ended, WranglerError> {
        let mut command = Command::new(&self.program);
        command.args(arguments).arg("--config").arg(configuration).current_dir(self.folder());
        command
            .envs([("CI", "1"), ("WRANGLER_SEND_METRICS", "false"), ("NO_COLOR", "1")])
            .envs(variables.iter().cloned());
        if let Some(path) = self.search_path() {
            command.env("PATH", path);
        }
        let shown = arguments.iter().take_while(|argument| !argument.starts_with("--"));
        let arguments = shown.copied().collect::<Vec<_>>().join(" ");
        let ended = process::run(&mut command, self.limit).map_err(|source| match source {
            ProcessError::Io(error) if error.kind() == ErrorKind::NotFound => {
                WranglerError::Missing(self.program.clone())
            }
            source => WranglerError::Process { arguments: arguments.clone(), source },
        })?;
        if ended.status.success() {
            return Ok(ended);
        }
        let lines: Vec<_> = ended.out.lines().chain(ended.err.lines()).filter(|line| !line.trim().is_empty()).collect();
        let output = lines[lines.len().saturating_sub(SHOWN)..].join("\n");
        Err(WranglerError::Failed { arguments, output })
    }

    /// The folder of wrangler goes first, because npm may have installed its Node there.
    fn search_path(&self) -> Option<OsString> {
        let folder = self.program.parent().filter(|folder| !folder.as_os_str().is_empty())?;
        let path = env::var_os("PATH").unwrap_or_default();
        env::join_paths([folder.to_path_buf()].into_iter().chain(env::split_paths(&path))).ok()
    }
}
