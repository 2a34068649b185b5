//! Rule: what the pages for operators say is what the program does: their commands run as they stand there, and their messages
//! and variables are those of the sources.

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;
use std::process::{Command, Output};

use xtask::path;

use super::installed::search_path;
use super::markdown::{blocks, code_of_first_cells, page, section, shell_lines};
use super::registry::Registry;
use super::support::{Builder, Cloudflare, Database};

/// Values on the page that its reader replaces.
const PLACEHOLDERS: [&str; 3] = [
    "postgresql://reader:secret@db.example/plots?sslmode=verify-full",
    "https://NAME.SUBDOMAIN.workers.dev",
    "0123456789abcdef0123456789abcdef",
];

/// The commands of the section, in their order.
fn first_deployment() -> String {
    let page = page("docs/run.md");
    let shell = blocks(section(&page, "## From Postgres to a deployed worker"));
    shell.into_iter().filter(|block| block.language == "sh").map(|block| block.text).collect()
}

#[test]
fn commands_of_the_page_lead_from_a_database_to_a_deployed_worker() {
    let (home, database, cloudflare) = (tempfile::tempdir().unwrap(), Database::new(), Cloudflare::start());
    let mut shell = Command::new("bash");
    shell.arg("-eux").arg("-c").current_dir(home.path()).env_clear();
    cloudflare.serve(&mut shell);
    let account = shell.get_envs().find(|(name, _)| *name == "CLOUDFLARE_ACCOUNT_ID").unwrap().1.unwrap();
    let mut script = first_deployment();
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
fn every_command_on_the_pages_is_one_that_the_program_takes() {
    let placeholders = [
        ("OLD", "old.snap"),
        ("NEW", "new.snap"),
        ("FILE", "x.snap"),
        ("SHELL", "bash"),
        ("DIGEST", "0123456789abcdef0123456789abcdef"),
        ("URL", "https://api.example"),
    ];
    let names = commands_of_the_program();
    let mut tried = BTreeSet::new();
    for name in ["README.md", "CONTRIBUTING.md", "docs/run.md", "docs/catalog-builder.md", "docs/clients.md"] {
        let page = page(name);
        let lines = shell_lines(&page);
        let lines = lines.iter().filter_map(|line| line.trim_start_matches("npx ").strip_prefix("catalog-builder "));
        let cells = code_of_first_cells(&page);
        for line in lines.chain(cells.iter().map(String::as_str)) {
            let Some(command) = line.split(' ').next().filter(|first| names.contains(*first)) else { continue };
            let words = placeholders.iter().fold(line.to_owned(), |line, (name, value)| line.replace(name, value));
            // With `--help` at the end, the line is parsed up to there, and nothing is done.
            let script = format!("\"$0\" {words} --help");
            let program = Builder::new(&[]).into_command().get_program().to_owned();
            let output = Command::new("bash").arg("-euc").arg(script).arg(program).output().unwrap();
            let said = String::from_utf8_lossy(&output.stderr);
            assert!(output.status.success(), "{name}: {line}\n{said}");
            tried.insert(command.to_owned());
        }
    }
    // The page of the program has a line for each of its commands.
    assert_eq!(tried, names);
}

/// Names of all commands, as `--help` lists them.
fn commands_of_the_program() -> BTreeSet<String> {
    let help = Builder::new(&["--help"]).into_command().output().unwrap();
    let help = String::from_utf8(help.stdout).unwrap();
    let (_, list) = help.split_once("Commands:\n").unwrap();
    let rows = list.lines().take_while(|line| line.starts_with("  "));
    rows.filter_map(|row| row.split_whitespace().next()).filter(|name| *name != "help").map(str::to_owned).collect()
}

#[test]
fn every_variable_of_the_environment_is_on_the_page() {
    let page = page("docs/run.md");
    let settings = section(&page, "## Settings");
    let sources = sources(&path("builder/src"));
    let mut found = BTreeSet::new();
    for sign in ["env = \"", "variable(\"", "env::var(\"", "env::var_os(\""] {
        let names = sources.split(sign).skip(1).filter_map(|rest| rest.split('"').next());
        found.extend(names.filter(|name| !["PATH", "HOME"].contains(name)));
    }
    assert!(found.contains("DATABASE_URL") && found.contains("CLOUDFLARE_API_TOKEN"), "{found:?}");
    for name in found {
        assert!(settings.contains(&format!("`{name}`")), "docs/run.md does not explain {name}");
    }
}

#[test]
fn errors_on_the_page_are_those_of_the_program() {
    let page = page("docs/run.md");
    let sources = sources(&path("builder/src"));
    let mut count = 0;
    for row in section(&page, "### What can go wrong").lines().filter(|line| line.starts_with("| `")) {
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
