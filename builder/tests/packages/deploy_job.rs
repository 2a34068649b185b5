//! The steps of `deploy.yml`, run in the order and with the scripts of the file, on fresh runners.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

use clap::ValueEnum;
use serde_json::Value;
use tempfile::TempDir;
use xtask::package::Platform;
use xtask::path;

use super::installed::search_path;
use super::registry::Registry;
use super::support::{Cloudflare, Database};
use super::workflow::{Expressions, Job, evaluate};

/// Folder of the deployment in the caller's repository.
const FOLDER: &str = "deployment";

/// A team: its repository, its database, its account, and GitHub's cache of its snapshots.
struct Team {
    repository: TempDir,
    cache: TempDir,
    database: Database,
    cloudflare: Cloudflare,
}

impl Team {
    fn new() -> Self {
        let repository = tempfile::tempdir().unwrap();
        let folder = repository.path().join(FOLDER);
        fs::create_dir(&folder).unwrap();
        // Without this file, npm installs in a folder above that has one.
        fs::write(folder.join("package.json"), "{}").unwrap();
        let mut npm = Command::new("npm");
        npm.args(["install", "catalog-builder", "wrangler", "--no-audit", "--no-fund"]).current_dir(&folder);
        npm.env("PATH", search_path()).env("npm_config_cache", folder.join("cache"));
        Registry::shared().serve(&mut npm);
        let output = npm.output().unwrap();
        assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
        fs::copy(folder.join("node_modules/catalog-builder/wrangler.toml"), folder.join("wrangler.toml")).unwrap();
        for installed in ["node_modules", "cache"] {
            fs::remove_dir_all(folder.join(installed)).unwrap();
        }
        let (database, cloudflare) = (Database::new(), Cloudflare::start());
        Self { repository, cache: tempfile::tempdir().unwrap(), database, cloudflare }
    }

    /// Runs the job on a fresh runner and returns the output of its scripts, or that of all up to the one that failed.
    fn run(&self, is_first: bool) -> Result<String, String> {
        let runner = Runner::new(self);
        let secret = |name| runner.secret(name).unwrap_or_else(|| panic!("the account has no {name}"));
        let expressions = Expressions::from([
            ("inputs.folder", FOLDER.to_owned()),
            ("inputs.url", self.cloudflare.live().to_owned()),
            ("inputs.max-shrink", "10%".to_owned()),
            ("inputs.first && 'yes' || ''", if is_first { "yes" } else { "" }.to_owned()),
            ("inputs.environment", "production".to_owned()),
            ("secrets.DATABASE_URL", self.database.url()),
            ("secrets.CLOUDFLARE_API_TOKEN", secret("CLOUDFLARE_API_TOKEN")),
            ("secrets.CLOUDFLARE_ACCOUNT_ID", secret("CLOUDFLARE_ACCOUNT_ID")),
        ]);
        let job = Job::read();
        let folder = runner.workspace.path().join(job.folder(&expressions));
        let mut printed = String::new();
        for step in job.steps() {
            if let Some(action) = step["uses"].as_str() {
                runner.act(action.split('@').next().unwrap(), &step["with"], &expressions);
            } else {
                let (succeeded, output) = runner.script(step, &folder, &expressions);
                printed.push_str(&output);
                if !succeeded {
                    return Err(printed);
                }
            }
        }
        Ok(printed)
    }

    /// Number of specs of the live catalogue.
    fn live_specs(&self) -> Value {
        let reply = self.cloudflare.get(&format!("{}/stats", self.cloudflare.live())).unwrap();
        assert_eq!(reply.status, 200, "{reply:?}");
        reply.json()["specs"].clone()
    }

    fn versions(&self) -> usize {
        self.cloudflare.worker()["versions"].as_array().unwrap().len()
    }
}

/// A machine of GitHub, with Node.
struct Runner<'t> {
    team: &'t Team,
    workspace: TempDir,
    home: TempDir,
}

impl<'t> Runner<'t> {
    fn new(team: &'t Team) -> Self {
        Self { team, workspace: tempfile::tempdir().unwrap(), home: tempfile::tempdir().unwrap() }
    }

    /// A variable that the stand-in of Cloudflare needs, and that only its secrets may bring.
    fn secret(&self, name: &str) -> Option<String> {
        let mut command = Command::new("true");
        self.team.cloudflare.serve(&mut command);
        let value = command.get_envs().find(|(it, _)| *it == name)?.1?;
        Some(value.to_str().unwrap().to_owned())
    }

    /// Does what an action does.
    fn act(&self, action: &str, with: &Value, expressions: &Expressions) {
        let place = || self.workspace.path().join(evaluate(&with["path"], expressions));
        match action {
            "actions/checkout" => copy(self.team.repository.path(), self.workspace.path()),
            "actions/setup-node" => {
                let lock = evaluate(&with["cache-dependency-path"], expressions);
                assert!(self.workspace.path().join(&lock).is_file(), "{lock}");
            }
            "actions/cache/restore" => copy(self.team.cache.path(), &place()),
            "actions/cache/save" => copy(&place(), self.team.cache.path()),
            action => panic!("unknown action: {action}"),
        }
    }

    /// Runs the script of a step as GitHub does, with the variables of that step alone.
    fn script(&self, step: &Value, folder: &Path, expressions: &Expressions) -> (bool, String) {
        let script = self.home.path().join("script.sh");
        fs::write(&script, step["run"].as_str().unwrap()).unwrap();
        let mut shell = Command::new("bash");
        shell.arg("-e").arg(&script).current_dir(folder).env_clear();
        let mut command = Command::new("true");
        self.team.cloudflare.serve(&mut command);
        shell.envs(command.get_envs().filter_map(|(name, value)| Some((name, value?))));
        shell.env_remove("CLOUDFLARE_API_TOKEN").env_remove("CLOUDFLARE_ACCOUNT_ID");
        shell.env("HOME", self.home.path()).env("PATH", search_path());
        Registry::shared().serve(&mut shell);
        for (name, value) in step["env"].as_object().into_iter().flatten() {
            shell.env(name, evaluate(value, expressions));
        }
        let Output { status, stdout, stderr } = shell.output().unwrap();
        (status.success(), String::from_utf8([stdout, stderr].concat()).unwrap())
    }
}

/// Copies the files of a folder, if it exists.
fn copy(from: &Path, to: &Path) {
    for entry in fs::read_dir(from).into_iter().flatten() {
        let source = entry.unwrap().path();
        let target: PathBuf = to.join(source.file_name().unwrap());
        fs::create_dir_all(to).unwrap();
        if source.is_dir() {
            copy(&source, &target);
        } else {
            fs::copy(&source, &target).unwrap();
        }
    }
}

#[test]
fn job_deploys_what_changed_and_compares_with_the_snapshot_before() {
    let team = Team::new();
    let printed = team.run(true).unwrap();
    assert_eq!((team.live_specs(), team.versions()), (2.into(), 1), "{printed}");

    let printed = team.run(false).unwrap();
    assert_eq!(team.versions(), 1, "{printed}");
    assert!(printed.contains("Unchanged"), "{printed}");

    team.database.run("INSERT INTO specs (id, title) VALUES ('box', 'Box plot')");
    let printed = team.run(false).unwrap();
    assert_eq!(team.versions(), 2, "{printed}");

    // Half of the catalogue is gone: what is live stays.
    team.database.run("DELETE FROM impls");
    let printed = team.run(false).unwrap_err();
    assert_eq!(team.versions(), 2, "{printed}");
    assert!(printed.contains("error: the catalogue shrank"), "{printed}");
}

#[test]
fn secrets_are_in_the_steps_that_need_them_after_all_is_installed() {
    let Job { workflow, job } = Job::read();
    assert!(workflow["env"].is_null() && job["env"].is_null());
    assert_eq!(workflow["permissions"], serde_json::json!({"contents": "read"}));
    let steps = job["steps"].as_array().unwrap();
    let installs = |step: &Value| step["run"].as_str().is_some_and(|script| script.contains("npm "));
    let installed = steps.iter().rposition(installs).unwrap();
    for (number, step) in steps.iter().enumerate() {
        let command = step["run"].as_str().unwrap_or_default();
        // An expression in a script would be run as code.
        assert!(!command.contains("${{"), "{command}");
        assert!(!step["with"].to_string().contains("secrets."), "{step}");
        let secrets: Vec<_> = step["env"]
            .as_object()
            .into_iter()
            .flatten()
            .filter(|(_, value)| value.to_string().contains("secrets."))
            .map(|(name, _)| &**name)
            .collect();
        let expected: &[&str] = match command.split_whitespace().nth(1) {
            Some("export") => &["DATABASE_URL"],
            Some("deploy") => &["CLOUDFLARE_API_TOKEN", "CLOUDFLARE_ACCOUNT_ID"],
            _ => &[],
        };
        let mut expected = expected.to_vec();
        expected.sort_unstable();
        let mut secrets = secrets;
        secrets.sort_unstable();
        assert_eq!(secrets, expected, "{step}");
        assert!(secrets.is_empty() || number > installed, "{step}");
        // A script of a package could read what a later step is given.
        assert!(!command.contains("npm ci") || command.contains("--ignore-scripts"), "{command}");
    }
}

#[test]
fn actions_of_all_workflows_are_pinned_by_commit() {
    let mut count = 0;
    for entry in fs::read_dir(path(".github/workflows")).unwrap() {
        let text = fs::read_to_string(entry.unwrap().path()).unwrap();
        for line in text.lines().filter(|line| line.trim_start().trim_start_matches("- ").starts_with("uses:")) {
            let (_, action) = line.split_once("uses:").unwrap();
            let (action, version) = action.split_once(" # v").unwrap_or_else(|| panic!("no version: {line}"));
            let (_, commit) = action.split_once('@').unwrap_or_else(|| panic!("no commit: {line}"));
            assert!(commit.len() == 40 && commit.bytes().all(|byte| byte.is_ascii_hexdigit()), "{line}");
            assert!(version.split('.').count() == 3, "{line}");
            count += 1;
        }
    }
    assert!(count > 5);
}

#[test]
fn release_has_every_platform() {
    let text = fs::read_to_string(path(".github/workflows/release.yml")).unwrap();
    for platform in Platform::value_variants() {
        let name = platform.to_possible_value().unwrap().get_name().to_owned();
        assert!(text.contains(&format!("- platform: {name}\n")), "{name} is not built");
        let published = text.lines().find(|line| line.contains("for platform in")).unwrap();
        assert!(published.contains(&name), "{name} is not published");
    }
}
