//! Runs of the real binary, and the file they are to write.

use std::env;
use std::ffi::OsString;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

use catalog_edge::documents::Document;
use catalog_edge::http::{Policy, Service};
use catalog_edge::snapshot::{self, Location, verify_documents};
use serde_json::Value;
use tempfile::TempDir;

use super::get::get;
use super::{Database, PASSWORD};

/// A command line of `catalog-builder`.
#[derive(Debug)]
pub struct Builder(Command);

impl Builder {
    /// `catalog-builder` with these arguments, in an environment that says nothing about databases or terminals.
    pub fn new(arguments: &[&str]) -> Self {
        let mut command = Command::new(program());
        command.args(arguments);
        Self(clean(command))
    }

    /// `catalog-builder export` of the database at `url`, without documents.
    pub fn export(url: &str, out: &Path) -> Self {
        Self::export_all(url, out).args(&["--no-documents"])
    }

    /// The same with documents.
    pub fn export_all(url: &str, out: &Path) -> Self {
        Self::new(&["export", "--out", out.to_str().unwrap()]).env("DATABASE_URL", url)
    }

    /// The same through `program arguments...`, which runs its last arguments as a command.
    pub fn through(self, program: &str, arguments: &[&str]) -> Self {
        let mut command = Command::new(program);
        command.args(arguments).arg(self.0.get_program()).args(self.0.get_args());
        let mut command = clean(command);
        command.envs(self.0.get_envs().filter_map(|(name, value)| Some((name, value?))));
        Self(command)
    }

    /// Adds arguments.
    pub fn args(mut self, arguments: &[&str]) -> Self {
        self.0.args(arguments);
        self
    }

    /// Sets a variable.
    pub fn env(mut self, name: &str, value: &str) -> Self {
        self.0.env(name, value);
        self
    }

    /// Runs a command that was made of one of these.
    pub fn from_command(command: Command) -> Self {
        Self(command)
    }

    /// The command, to be run in another way.
    pub fn into_command(self) -> Command {
        self.0
    }

    /// Runs it to its end. Whatever it prints, it is not the password.
    pub fn run(mut self) -> Run {
        let Output { status, stdout, stderr } = self.0.output().unwrap();
        let run = Run {
            code: status.code().unwrap_or(-1),
            out: String::from_utf8(stdout).unwrap(),
            err: String::from_utf8(stderr).unwrap(),
        };
        assert!(!run.out.contains(PASSWORD) && !run.err.contains(PASSWORD), "password shown: {run:?}");
        run
    }
}

/// The binary, named by cargo as it runs the test: a path that was compiled in would outlive a move of the checkout.
fn program() -> OsString {
    env::var_os("CARGO_BIN_EXE_catalog-builder").unwrap_or_else(|| panic!("these tests are run by cargo"))
}

fn clean(mut command: Command) -> Command {
    for name in ["DATABASE_URL", "NO_COLOR", "CLICOLOR", "CLICOLOR_FORCE", "SSL_CERT_FILE", "SSL_CERT_DIR"] {
        command.env_remove(name);
    }
    for (name, _) in env::vars_os().filter(|(name, _)| name.as_encoded_bytes().starts_with(b"PG")) {
        command.env_remove(name);
    }
    // There is no password file.
    command.env("HOME", "/nonexistent");
    command
}

/// Outcome of a run.
#[derive(Debug)]
pub struct Run {
    pub code: i32,
    pub out: String,
    pub err: String,
}

impl Run {
    /// Expects success.
    #[track_caller]
    pub fn succeeded(self) -> Self {
        assert_eq!(self.code, 0, "{self:?}");
        self
    }

    /// Expects this exit code, and these words in the error.
    #[track_caller]
    pub fn failed(self, code: i32, words: &[&str]) -> Self {
        assert_eq!(self.code, code, "{self:?}");
        // Steps of a deployment come before.
        assert!(self.err.lines().any(|line| line.starts_with("error: ")), "{self:?}");
        for words in words {
            assert!(self.err.contains(words), "'{words}' is not in {}", self.err);
        }
        self
    }

    /// The summary of a `--json` run.
    pub fn json(&self) -> Value {
        serde_json::from_str(&self.out).unwrap()
    }
}

/// A file to be written, alone in its folder.
#[derive(Debug)]
pub struct Target {
    folder: TempDir,
}

const OLD: &[u8] = b"the snapshot of yesterday";

impl Target {
    /// One that does not exist yet.
    pub fn new() -> Self {
        Self { folder: tempfile::tempdir().unwrap() }
    }

    pub fn path(&self) -> PathBuf {
        self.folder.path().join("catalog.snap")
    }

    pub fn folder(&self) -> &Path {
        self.folder.path()
    }

    /// Its content.
    pub fn bytes(&self) -> Vec<u8> {
        fs::read(self.path()).unwrap()
    }

    /// The reply of a service with this snapshot.
    pub fn get(&self, path_and_query: &str) -> Value {
        let bytes = self.bytes();
        let service = Service::open(&bytes, Policy::default()).unwrap();
        serde_json::from_str(&get(&service, path_and_query).1).unwrap()
    }

    /// The folders of documents, one for each snapshot they belong to.
    pub fn documents(&self) -> PathBuf {
        Location::of(&self.path()).unwrap().documents().to_path_buf()
    }

    /// A document that goes with the snapshot, as it lies in its folder.
    pub fn document_text(&self, document: Document) -> String {
        let digest = snapshot::open(&self.bytes()).unwrap().digest.to_string();
        fs::read_to_string(self.documents().join(digest).join(document.path())).unwrap()
    }

    /// The same, parsed.
    pub fn document(&self, document: Document) -> Value {
        serde_json::from_str(&self.document_text(document)).unwrap()
    }

    /// Expects that snapshot and documents are whole and all there is.
    #[track_caller]
    pub fn is_whole(&self) {
        let bytes = self.bytes();
        let snapshot = snapshot::open(&bytes).unwrap();
        let digest = snapshot.digest.to_string();
        verify_documents(&self.documents().join(&digest), &snapshot.catalog).unwrap();
        assert_eq!(folder_names(&self.documents()), [digest]);
        assert_eq!(folder_names(self.folder()), ["catalog.documents", "catalog.snap"]);
    }

    /// Returns the number of images of each value of `facet`.
    pub fn counts(&self, facet: &str) -> Value {
        self.get("/plots/filter")["globalCounts"][facet].clone()
    }
}

/// Exports `database` and expects it to succeed.
#[track_caller]
pub fn exported(database: &Database) -> Target {
    let target = Target::new();
    Builder::export(&database.url(), &target.path()).run().succeeded();
    assert_eq!(folder_names(target.folder()), ["catalog.snap"]);
    target
}

/// Exports `database` with its documents and expects that all is there.
#[track_caller]
pub fn exported_all(database: &Database, arguments: &[&str]) -> Target {
    let target = Target::new();
    Builder::export_all(&database.url(), &target.path()).args(arguments).run().succeeded();
    target.is_whole();
    target
}

/// Runs an export to a file that exists, expects this exit code and these words, and that the file is untouched.
#[track_caller]
pub fn refused(url: &str, arguments: &[&str], code: i32, words: &[&str]) {
    refuses(|out| Builder::export(url, out).args(arguments), code, words);
}

/// The same of an export with documents.
#[track_caller]
pub fn refused_all(database: &Database, arguments: &[&str], code: i32, words: &[&str]) {
    refuses(|out| Builder::export_all(&database.url(), out).args(arguments), code, words);
}

#[track_caller]
fn refuses(builder: impl FnOnce(&Path) -> Builder, code: i32, words: &[&str]) {
    let target = Target::new();
    fs::write(target.path(), OLD).unwrap();
    builder(&target.path()).run().failed(code, words);
    assert_eq!(target.bytes(), OLD);
    assert_eq!(folder_names(target.folder()), ["catalog.snap"]);
}

/// The names in a folder, sorted.
pub fn folder_names(folder: &Path) -> Vec<String> {
    let mut names: Vec<_> =
        fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().file_name().into_string().unwrap()).collect();
    names.sort();
    names
}

/// Count of processes whose command line names `folder`.
pub fn processes(folder: &Path) -> usize {
    let listed = Command::new("ps").args(["-A", "-ww", "-o", "args"]).output().unwrap();
    String::from_utf8_lossy(&listed.stdout).lines().filter(|line| line.contains(folder.to_str().unwrap())).count()
}
