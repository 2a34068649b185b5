//! The commands of the README, from a database to a deployed worker, run as they stand there.

use std::fs;
use std::path::Path;
use std::process::{Command, Output};

use xtask::path;

use super::installed::search_path;
use super::registry::Registry;
use super::support::{Cloudflare, Database};

const SECTION: &str = "## From Postgres to a deployed worker\n";
/// Values of the README that its reader replaces.
const PLACEHOLDERS: [&str; 3] = [
    "postgresql://reader:secret@db.example/plots?sslmode=verify-full",
    "https://NAME.SUBDOMAIN.workers.dev",
    "0123456789abcdef0123456789abcdef",
];

/// The commands of the section, in their order.
fn commands() -> String {
    let readme = fs::read_to_string(path("README.md")).unwrap();
    let (_, section) = readme.split_once(SECTION).unwrap();
    let section = section.split("\n## ").next().unwrap();
    let mut commands = String::new();
    let mut is_command = false;
    for line in section.lines().map(str::trim) {
        if line.starts_with("```") {
            is_command = line == "```sh";
        } else if is_command {
            commands.push_str(line);
            commands.push('\n');
        }
    }
    commands
}

#[test]
fn commands_of_the_readme_lead_from_a_database_to_a_deployed_worker() {
    let (home, database, cloudflare) = (tempfile::tempdir().unwrap(), Database::new(), Cloudflare::start());
    let mut shell = Command::new("bash");
    shell.arg("-eux").arg("-c").current_dir(home.path()).env_clear();
    cloudflare.serve(&mut shell);
    let account = shell.get_envs().find(|(name, _)| *name == "CLOUDFLARE_ACCOUNT_ID").unwrap().1.unwrap();
    let mut script = commands();
    for (placeholder, value) in
        PLACEHOLDERS.into_iter().zip([&*database.url(), cloudflare.live(), account.to_str().unwrap()])
    {
        assert!(script.contains(placeholder), "{placeholder} is not in: {script}");
        script = script.replace(placeholder, value);
    }
    shell.arg(script).env("HOME", home.path()).env("PATH", search_path());
    shell.env_remove("CLOUDFLARE_ACCOUNT_ID");
    Registry::shared().serve(&mut shell);
    let Output { status, stdout, stderr } = shell.output().unwrap();
    let printed = String::from_utf8([stdout, stderr].concat()).unwrap();
    assert!(status.success(), "{printed}");

    for page in ["/stats", "/explore", "/specs"] {
        let reply = cloudflare.get(&format!("{}{page}", cloudflare.live())).unwrap();
        assert_eq!(reply.status, 200, "{page}: {printed}");
    }
    // Nothing of the installation and the catalogue would be committed.
    let mut git = Command::new("git");
    let folder = home.path().join("plots");
    assert!(Command::new("git").args(["init", "--quiet"]).current_dir(&folder).status().unwrap().success());
    let listed = git.args(["ls-files", "--others", "--exclude-standard"]).current_dir(&folder).output().unwrap();
    let listed = String::from_utf8(listed.stdout).unwrap();
    let names: Vec<_> = listed.lines().collect();
    assert_eq!(names, [".gitignore", "package-lock.json", "package.json", "wrangler.toml"]);
}

#[test]
fn errors_of_the_readme_are_those_of_the_program() {
    let readme = fs::read_to_string(path("README.md")).unwrap();
    let (_, section) = readme.split_once("### What can go wrong\n").unwrap();
    let table = section.split("\n## ").next().unwrap();
    let sources = sources(&path("builder/src"));
    let mut count = 0;
    for row in table.lines().filter(|line| line.starts_with("| `")) {
        let said = row.split(" | ").next().unwrap().trim_start_matches("| ");
        for message in said.split("`, `").map(|message| message.trim_matches('`')) {
            assert!(sources.contains(message), "no error says: {message}");
            count += 1;
        }
    }
    assert!(count > 20, "{count}");
}

/// The text of all sources in a folder.
fn sources(folder: &Path) -> String {
    let entries = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path());
    let texts = entries.map(|path| match path.is_dir() {
        true => sources(&path),
        false => fs::read_to_string(path).unwrap(),
    });
    texts.collect()
}
