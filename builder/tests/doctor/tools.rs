//! Runs of doctor, of psql with what it wrote, and of pg_dump.

use std::fs;
use std::process::Command;

use serde_json::Value;

use crate::support::{Builder, Cluster, Database, Run};

pub fn doctor(database: &Database, arguments: &[&str]) -> Run {
    Builder::new(&["doctor"]).env("DATABASE_URL", &database.url()).args(arguments).run()
}

/// All that doctor finds.
pub fn findings(database: &Database) -> Vec<Value> {
    doctor(database, &["--json"]).json()["findings"].as_array().unwrap().clone()
}

/// Subjects of the findings of `check`.
pub fn subjects(database: &Database, check: &str) -> Vec<String> {
    let found = findings(database);
    let found = found.iter().filter(|finding| finding["check"] == check);
    found.map(|finding| finding["subject"].as_str().unwrap().to_owned()).collect()
}

/// The finding about `subject`.
pub fn finding(database: &Database, subject: &str) -> Option<Value> {
    findings(database).into_iter().find(|finding| finding["subject"] == subject)
}

/// A client program of PostgreSQL's, for `database`.
fn client(program: &str, database: &Database) -> Command {
    let cluster = Cluster::shared();
    let mut command = Command::new(program);
    command.arg("-d").arg(&database.name).env("PGHOST", cluster.socket_folder());
    command.env("PGPORT", cluster.port.to_string()).env("PGUSER", "postgres");
    command
}

/// Schema and rows of a database, as text.
pub fn dump(database: &Database) -> String {
    let output = client("pg_dump", database).output().unwrap();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    // Since the summer of 2025, two lines hold a random key.
    let is_fixed = |line: &&str| !line.starts_with("\\restrict ") && !line.starts_with("\\unrestrict ");
    let text = String::from_utf8(output.stdout).unwrap();
    text.split_inclusive('\n').filter(is_fixed).collect()
}

/// Runs a script as the script itself says, in a session that looks for names in another schema, and gives its output.
#[track_caller]
pub fn psql(database: &Database, script: &str) -> String {
    let file = tempfile::NamedTempFile::new().unwrap();
    fs::write(file.path(), script).unwrap();
    let mut psql = client("psql", database);
    let psql = psql.args(["-qXAt", "-v", "ON_ERROR_STOP=1", "-f"]).arg(file.path());
    let output = psql.env("PGOPTIONS", "-c search_path=plots").output().unwrap();
    assert!(output.status.success(), "{script}\n{}", String::from_utf8_lossy(&output.stderr));
    String::from_utf8(output.stdout).unwrap()
}

/// Runs the migration of `database`, expects that nothing is left to mend and that `check` holds, takes it back, and
/// expects the database as it was.
#[track_caller]
pub fn mends_and_takes_back(database: &Database, check: impl FnOnce()) {
    let before = dump(database);
    let undo =
        findings(database).into_iter().rev().filter_map(|finding| finding["mend"]["undo"].as_str().map(str::to_owned));
    let undo = undo.collect::<Vec<_>>().join(";\n");
    psql(database, &doctor(database, &["--emit", "sql"]).succeeded().out);
    let after = doctor(database, &[]).succeeded();
    assert!(after.out.ends_with("clean: nothing to fix\n"), "{}", after.out);
    check();
    psql(database, &undo);
    let after = dump(database);
    assert!(after == before, "schema or rows have changed: {undo}\n{before}\n{after}");
}
