//! `wrangler.toml`, as far as a deployment needs it.

use std::fs;
use std::io::{self, ErrorKind};
use std::path::{Path, PathBuf};

use catalog_edge::digest::Digest;
use serde::Deserialize;
use serde_json::Value;

use crate::failure::{ExitCode, Failure};

/// Binding under which the worker reads the id of its version.
const VERSION_BINDING: &str = "CF_VERSION_METADATA";

/// Configuration of a worker.
#[derive(Debug)]
pub(crate) struct Configuration {
    path: PathBuf,
    parsed: Parsed,
    settings: Digest,
    without_build: Option<String>,
}

#[derive(Debug, Deserialize)]
struct Parsed {
    name: String,
    main: PathBuf,
    base_dir: Option<PathBuf>,
    account_id: Option<String>,
    #[serde(default)]
    vars: serde_json::Map<String, Value>,
    assets: Option<Assets>,
    version_metadata: Option<VersionMetadata>,
}

#[derive(Debug, Deserialize)]
struct Assets {
    directory: Option<PathBuf>,
}

#[derive(Debug, Deserialize)]
struct VersionMetadata {
    binding: String,
}

/// Error of a configuration that cannot be used.
#[derive(Debug, thiserror::Error)]
pub(crate) enum ConfigurationError {
    #[error("'{}' does not exist: give the path of the worker's wrangler.toml as --config", .0.display())]
    Missing(PathBuf),
    #[error("cannot read '{}': give the path of the worker's wrangler.toml as --config", path.display())]
    Read {
        path: PathBuf,
        #[source]
        source: io::Error,
    },
    #[error("'{}' is no configuration of a worker", path.display())]
    Syntax {
        path: PathBuf,
        #[source]
        source: Box<toml::de::Error>,
    },
    #[error("'{}' names no folder of assets: add [assets] with a directory", .0.display())]
    NoAssets(PathBuf),
    #[error(
        "'{}' does not let the worker know its version, so no deployment could be proven: \
         add [version_metadata] with binding = \"{VERSION_BINDING}\"", .0.display()
    )]
    NoVersion(PathBuf),
}

impl From<ConfigurationError> for Failure {
    fn from(error: ConfigurationError) -> Self {
        let code = match error {
            ConfigurationError::Missing(_) => ExitCode::Missing,
            _ => ExitCode::Usage,
        };
        Self::new(code, error)
    }
}

impl Configuration {
    /// Reads the file at `path`.
    pub(crate) fn read(path: &Path) -> Result<Self, ConfigurationError> {
        let text = fs::read_to_string(path).map_err(|source| match source.kind() {
            ErrorKind::NotFound => ConfigurationError::Missing(path.into()),
            _ => ConfigurationError::Read { path: path.into(), source },
        })?;
        let syntax = |source| ConfigurationError::Syntax { path: path.into(), source: Box::new(source) };
        let parsed = toml::from_str(&text).map_err(syntax)?;
        // Sorted and without comments, so that only a change of a setting changes the digest.
        let mut all: Value = toml::from_str(&text).map_err(syntax)?;
        let settings = Digest::of(all.to_string().as_bytes());
        let build = all.as_object_mut().and_then(|all| all.remove("build"));
        Ok(Self { path: path.into(), parsed, settings, without_build: build.map(|_| all.to_string()) })
    }

    /// Fails if the worker could not tell its version.
    pub(crate) fn check_version_binding(&self) -> Result<(), ConfigurationError> {
        let binding = self.parsed.version_metadata.as_ref().map(|metadata| &*metadata.binding);
        if binding == Some(VERSION_BINDING) { Ok(()) } else { Err(ConfigurationError::NoVersion(self.path.clone())) }
    }

    /// Name of the worker.
    pub(crate) fn name(&self) -> &str {
        &self.parsed.name
    }

    /// Path of the file.
    pub(crate) fn path(&self) -> &Path {
        &self.path
    }

    /// Folder of the file, from which its paths lead on.
    pub(crate) fn folder(&self) -> &Path {
        match self.path.parent() {
            Some(folder) if !folder.as_os_str().is_empty() => folder,
            _ => Path::new("."),
        }
    }

    /// Account that the file names.
    pub(crate) fn account(&self) -> Option<&str> {
        self.parsed.account_id.as_deref()
    }

    /// Digest of all settings.
    pub(crate) fn settings(&self) -> Digest {
        self.settings
    }

    /// All settings but `[build]`, as JSON, if there is a `[build]`.
    pub(crate) fn without_build(&self) -> Option<&str> {
        self.without_build.as_deref()
    }

    /// Folder of the worker's modules.
    pub(crate) fn modules(&self) -> PathBuf {
        let beside_main = || self.parsed.main.parent().unwrap_or(Path::new(""));
        self.folder().join(self.parsed.base_dir.as_deref().unwrap_or_else(beside_main))
    }

    /// Folder of the assets.
    pub(crate) fn assets(&self) -> Result<PathBuf, ConfigurationError> {
        let directory = self.parsed.assets.as_ref().and_then(|assets| assets.directory.as_ref());
        Ok(self.folder().join(directory.ok_or_else(|| ConfigurationError::NoAssets(self.path.clone()))?))
    }

    /// First origin whose pages may read replies.
    pub(crate) fn allowed_origin(&self) -> Option<String> {
        let origins = self.parsed.vars.get("CORS_ORIGINS")?.as_str()?;
        origins.split(',').map(str::trim).find(|origin| !origin.is_empty()).map(str::to_owned)
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

    use super::*;

    fn read(text: &str) -> Result<Configuration, ConfigurationError> {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("wrangler.toml");
        fs::write(&path, text).unwrap();
        Configuration::read(&path)
    }

    const WORKER: &str = "name = \"plots\"\nmain = \"build/worker/entry.js\"\n";

    #[test]
    fn only_settings_change_the_digest() {
        let digest = |more: &str| read(&format!("{WORKER}{more}")).unwrap().settings();
        let one = digest("[vars]\nA = \"1\"\nB = \"2\"\n");
        assert_eq!(one, digest("# About B\n[vars]\nB = \"2\"\nA = \"1\"\n"));
        assert_ne!(one, digest("[vars]\nA = \"1\"\nB = \"3\"\n"));
    }

    #[test]
    fn build_is_the_only_setting_that_is_left_out() {
        assert_eq!(read(WORKER).unwrap().without_build(), None);
        let one = read(&format!("{WORKER}[build]\ncommand = \"make\"\n[vars]\nA = \"1\"\n")).unwrap();
        let rest: Value = serde_json::from_str(one.without_build().unwrap()).unwrap();
        assert_eq!(rest, toml::from_str::<Value>(&format!("{WORKER}[vars]\nA = \"1\"\n")).unwrap());
    }

    #[test]
    fn places_lead_on_from_the_folder_of_the_file() {
        let read = |more: &str| read(&format!("{WORKER}{more}")).unwrap();
        let one = read("base_dir = \"out\"\n[assets]\ndirectory = \"public\"\n");
        assert_eq!(one.modules(), one.folder().join("out"));
        assert_eq!(one.assets().unwrap(), one.folder().join("public"));
        let other = read("[vars]\nCORS_ORIGINS = \" , https://a.example, https://b.example\"\n");
        assert_eq!(other.modules(), other.folder().join("build/worker"));
        assert!(matches!(other.assets(), Err(ConfigurationError::NoAssets(_))));
        assert_eq!(other.allowed_origin().as_deref(), Some("https://a.example"));
        assert!(other.check_version_binding().is_err());
        read("[version_metadata]\nbinding = \"CF_VERSION_METADATA\"\n").check_version_binding().unwrap();
        assert!(read("[version_metadata]\nbinding = \"OTHER\"\n").check_version_binding().is_err());
    }

    #[test]
    fn file_that_is_no_configuration_is_wrong_usage() {
        for text in ["", "name = \"a\"", "name = 1\nmain = \"b\"", "name ="] {
            let failure = Failure::from(read(text).unwrap_err());
            assert_eq!(failure.exit_code(), 2, "{text}");
        }
    }
}
