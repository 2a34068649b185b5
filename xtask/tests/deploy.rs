//! Rule: after a deployment, whatever became of it, the live address serves one whole snapshot: the new one where all
//! checks passed, else the one before; and what happened is said.

#![allow(clippy::unwrap_used, clippy::panic, reason = "tests end by panics")]
#![allow(unreachable_pub, missing_docs, reason = "nobody imports a test")]

mod support;

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::Duration;

use anyhow::Result;
use catalog_edge::model::{Impl, Language, Library, Records, Spec};
use catalog_edge::snapshot;
use support::{Behaviour, Edge, WORKER, nowhere};
use tempfile::TempDir;
use xtask::deploy::{Outcome, Release};

/// An account at Cloudflare, in a folder: `live` names a version, `version-NAME` says what that does, `log` what
/// wrangler and catalog-builder were asked, and `fails` which of it fails.
struct Account {
    folder: TempDir,
    live: Edge,
    preview: Edge,
}

/// Both tools. A version's first address is its preview, where it does what `preview-new` says, if that is there.
const TOOL: &str = r#"
cd "$1" && shift
echo "$*" >> log
if [ -e fails ] && case "$*" in $(cat fails)*) true;; *) false;; esac; then exit "$(cat fails-with 2>/dev/null || echo 6)"; fi
case "$*" in
  "wrangler deployments status"*) printf '{"versions":[{"version_id":"other","percentage":1},{"version_id":"%s","percentage":99}]}' "$(cat live)";;
  "wrangler versions upload"*)
    echo '{"type":"wrangler-session"}' >> "$WRANGLER_OUTPUT_FILE_PATH"
    if [ -e no-previews ]; then preview=''; else preview=",\"preview_url\":\"$(cat preview-url)\""; fi
    echo "{\"type\":\"version-upload\",\"version_id\":\"new\"$preview}" >> "$WRANGLER_OUTPUT_FILE_PATH";;
  "wrangler versions deploy new@100%"*) printf new > live;;
  "wrangler rollback old"*) printf old > live;;
  "wrangler deploy") printf new > live;;
esac
"#;

fn behaviour(folder: &Path, version: &str) -> Behaviour {
    let said = fs::read_to_string(folder.join(format!("version-{version}"))).unwrap_or_default();
    match said.split_once(' ') {
        Some((digest, images)) => Behaviour::Serves(digest.to_owned(), images.parse().unwrap()),
        None => Behaviour::Fails,
    }
}

impl Account {
    /// One with version `old` live, which serves `digest` of so many images.
    fn new(digest: &str, images: u64) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let place = folder.path().to_owned();
        let live = Edge::start(move || behaviour(&place, &fs::read_to_string(place.join("live")).unwrap_or_default()));
        let place = folder.path().to_owned();
        let preview = Edge::start(move || behaviour(&place, "preview"));
        let account = Self { folder, live, preview };
        account.write("tool.sh", TOOL);
        account.write("live", "old");
        account.write("preview-url", &account.preview.url);
        account.write("version-old", &format!("{digest} {images}"));
        account.write("log", "");
        account
    }

    /// Makes the new version serve this as a preview, and that live.
    fn comes_to_serve(self, preview: &str, live: &str) -> Self {
        self.write("version-preview", preview);
        self.write("version-new", live);
        self
    }

    fn write(&self, name: &str, content: &str) {
        fs::write(self.folder.path().join(name), content).unwrap();
    }

    fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    /// Returns the calls of the tools, the first words of each.
    fn log(&self) -> Vec<String> {
        let log = fs::read_to_string(self.path("log")).unwrap();
        let words = |line: &str| line.split(' ').take(3).collect::<Vec<_>>().join(" ");
        log.lines().map(words).collect()
    }

    fn live(&self) -> String {
        fs::read_to_string(self.path("live")).unwrap()
    }

    fn deploy(&self, new: &New, change: impl FnOnce(&mut Release<'_>)) -> Result<Outcome> {
        let tool = |name: &'static str| {
            let folder = self.folder.path().to_owned();
            move |arguments: &[&str]| {
                let mut command = Command::new("sh");
                command.arg(folder.join("tool.sh")).arg(&folder).arg(name).args(arguments);
                command
            }
        };
        let (snapshot, kept) = (self.path("new.snap"), self.path("kept"));
        fs::write(&snapshot, &new.bytes).unwrap();
        let mut release = Release {
            snapshot: &snapshot,
            url: &self.live.url,
            kept: &kept,
            max_shrink: "10%".parse().unwrap(),
            is_first: false,
            worker: WORKER,
            patience: Duration::ZERO,
            wrangler: &tool("wrangler"),
            builder: &tool("builder"),
        };
        change(&mut release);
        release.run()
    }
}

/// A new snapshot.
struct New {
    bytes: Vec<u8>,
    digest: String,
}

impl New {
    fn with_images(count: usize) -> Self {
        let text = |text: &str| text.to_owned();
        let records = Records {
            languages: vec![Language {
                id: text("python"),
                name: text("Python"),
                file_extension: text(".py"),
                runtime_version: None,
                documentation_url: None,
                description: None,
            }],
            libraries: vec![Library {
                id: text("plotly"),
                name: text("Plotly"),
                language: text("python"),
                framework: text("none"),
                version: None,
                documentation_url: None,
                description: None,
            }],
            specs: (0..count).map(|id| Spec { id: id.to_string(), ..Spec::default() }).collect(),
            impls: (0..count)
                .map(|id| Impl {
                    spec: id.to_string(),
                    language: text("python"),
                    library: text("plotly"),
                    url_light: Some(format!("https://images.example/{id}.png")),
                    ..Impl::default()
                })
                .collect(),
            ..Records::default()
        };
        let bytes = snapshot::build(&records, None).unwrap();
        let digest = snapshot::open(&bytes).unwrap().digest.to_string();
        Self { bytes, digest }
    }

    /// As a version says it serves this.
    fn served(&self) -> String {
        format!("{} 20", self.digest)
    }
}

#[track_caller]
fn refused(result: Result<Outcome>, words: &[&str]) {
    let fault = format!("{:#}", result.unwrap_err());
    for words in words {
        assert!(fault.contains(words), "'{words}' is not in: {fault}");
    }
}

const UPLOADED: [&str; 3] = ["builder verify", "wrangler deployments status", "wrangler versions upload"];

fn asked(account: &Account) -> Vec<String> {
    // The argument of the builder is a path.
    account.log().iter().map(|line| line.split(" /").next().unwrap().to_owned()).collect()
}

#[test]
fn the_new_snapshot_is_live_and_kept_when_all_checks_passed() {
    let new = New::with_images(20);
    let account = Account::new("old-digest", 20).comes_to_serve(&new.served(), &new.served());
    assert_eq!(account.deploy(&new, |_| {}).unwrap(), Outcome::Deployed);
    assert_eq!(asked(&account), [&UPLOADED[..], &["wrangler versions deploy"]].concat());
    assert_eq!(account.live(), "new");
    assert_eq!(fs::read(account.path("kept").join(format!("{}.snap", new.digest))).unwrap(), new.bytes);

    // Run again, there is nothing to do, unless the worker's code is another.
    account.write("log", "");
    assert_eq!(account.deploy(&new, |_| {}).unwrap(), Outcome::Unchanged);
    assert_eq!(asked(&account), ["builder verify"]);
    assert_eq!(account.deploy(&new, |release| release.worker = "other code").unwrap(), Outcome::Deployed);
}

#[test]
fn without_previews_the_live_address_is_tried_alone() {
    let new = New::with_images(20);
    let account = Account::new("old-digest", 20).comes_to_serve("fails", &new.served());
    account.write("no-previews", "");
    assert_eq!(account.deploy(&new, |_| {}).unwrap(), Outcome::Deployed);
}

#[test]
fn a_snapshot_that_is_not_right_is_not_uploaded() {
    let new = New::with_images(20);
    let account = Account::new("old-digest", 20).comes_to_serve(&new.served(), &new.served());
    account.write("fails", "builder verify");
    refused(account.deploy(&new, |_| {}), &["the new snapshot is not right", "exit status: 6"]);
    assert_eq!(asked(&account), ["builder verify"]);
    let damaged = New { bytes: new.bytes[..100].to_vec(), digest: String::new() };
    refused(account.deploy(&damaged, |_| {}), &["new.snap", "its header says"]);
    refused(
        account.deploy(&new, |release| release.snapshot = Path::new("/nowhere.snap")),
        &["/nowhere.snap: export it first"],
    );
    assert_eq!(account.live(), "old");
}

#[test]
fn a_catalogue_that_shrank_is_not_uploaded() {
    let new = New::with_images(20);
    let account = Account::new("old-digest", 23).comes_to_serve(&new.served(), &new.served());
    refused(account.deploy(&new, |_| {}), &["shrank by more than 10%, from 23 images to 20"]);

    // With the live snapshot at hand, the builder decides.
    fs::create_dir(account.path("kept")).unwrap();
    account.write("kept/old-digest.snap", "");
    account.write("fails", "builder diff");
    refused(account.deploy(&new, |_| {}), &["the catalogue shrank by more than 10%: it is not deployed"]);
    assert_eq!(asked(&account), ["builder verify", "builder verify", "builder diff"]);
    let log = fs::read_to_string(account.path("log")).unwrap();
    assert!(log.contains("old-digest.snap") && log.ends_with("new.snap --fail-on shrink=10%\n"), "{log}");

    // Unless it cannot read it.
    account.write("fails-with", "1");
    refused(account.deploy(&new, |_| {}), &["shrank by more than 10%, from 23 images to 20"]);
    assert_eq!(account.live(), "old");

    fs::remove_file(account.path("fails")).unwrap();
    assert_eq!(account.deploy(&new, |_| {}).unwrap(), Outcome::Deployed);
}

#[test]
fn what_does_not_answer_as_a_preview_is_not_deployed() {
    let new = New::with_images(20);
    let account = Account::new("old-digest", 20).comes_to_serve("fails", &new.served());
    refused(account.deploy(&new, |_| {}), &["as a preview: it is not deployed", "answers 500"]);
    assert_eq!(asked(&account), UPLOADED);
    assert_eq!(account.live(), "old");
    assert!(!account.path("kept").exists());
}

#[test]
fn what_does_not_answer_live_is_rolled_back() {
    let new = New::with_images(20);
    for (live, words) in [("fails", "answers 500"), ("old-digest 20", "its snapshot is old-digest")] {
        let account = Account::new("old-digest", 20).comes_to_serve(&new.served(), live);
        refused(account.deploy(&new, |_| {}), &["rolled back: version old is live again", words]);
        assert_eq!(asked(&account).last().unwrap(), "wrangler rollback old");
        assert_eq!(account.live(), "old");
        assert!(!account.path("kept").exists());
    }
}

#[test]
fn a_deployment_that_fails_midway_is_rolled_back() {
    let new = New::with_images(20);
    let account = Account::new("old-digest", 20).comes_to_serve(&new.served(), &new.served());
    account.write("fails", "wrangler versions deploy");
    refused(account.deploy(&new, |_| {}), &["rolled back: version old is live again", "exit status: 6"]);
    assert_eq!(asked(&account).last().unwrap(), "wrangler rollback old");
}

#[test]
fn a_rollback_that_fails_says_that_someone_must_look() {
    let new = New::with_images(20);
    let account = Account::new("old-digest", 20).comes_to_serve(&new.served(), "fails");
    account.write("fails", "wrangler rollback");
    refused(
        account.deploy(&new, |_| {}),
        &["version new failed", "answers 500", "version old does not answer again", "look at http://127.0.0.1"],
    );
}

#[test]
fn an_upload_that_fails_leaves_all_as_it_was() {
    let new = New::with_images(20);
    for step in ["wrangler deployments status", "wrangler versions upload"] {
        let account = Account::new("old-digest", 20).comes_to_serve(&new.served(), &new.served());
        account.write("fails", step);
        refused(account.deploy(&new, |_| {}), &["exit status: 6", step.split_once(' ').unwrap().1]);
        assert_eq!((asked(&account).last().unwrap().as_str(), &*account.live()), (step, "old"));
    }
}

#[test]
fn a_live_service_that_does_not_answer_is_compared_with_by_nobody() {
    let new = New::with_images(20);
    let account = Account::new("", 0).comes_to_serve(&new.served(), &new.served());
    let address: &str = nowhere().leak();
    refused(
        account.deploy(&new, |release| release.url = address),
        &["does not say what is live", "deploy with --first", "Connection refused"],
    );
    account.write("version-old", "fails");
    refused(account.deploy(&new, |_| {}), &["does not say what is live", "answers 500"]);
    assert_eq!(asked(&account), ["builder verify", "builder verify"]);

    assert_eq!(account.deploy(&new, |release| release.is_first = true).unwrap(), Outcome::Deployed);
    assert_eq!(asked(&account).last().unwrap(), "wrangler deploy");
}

#[test]
fn the_first_deployment_replaces_nothing() {
    let new = New::with_images(20);
    let account = Account::new("old-digest", 20).comes_to_serve(&new.served(), &new.served());
    refused(account.deploy(&new, |release| release.is_first = true), &["deploy without --first"]);
    assert_eq!(account.live(), "old");

    account.write("version-old", "fails");
    account.write("version-new", "fails");
    refused(
        account.deploy(&new, |release| release.is_first = true),
        &["the first version is deployed and does not answer"],
    );
}
