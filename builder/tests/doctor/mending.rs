//! Rule: what doctor writes mends what doctor found, to its own satisfaction; what doctor does leaves no trace.

use std::fs;
use std::path::PathBuf;
use std::process::{Command, Stdio};

use crate::support::{Builder, Cluster, Database, Run, Target, real_catalogue};

fn doctor(database: &Database, arguments: &[&str]) -> Run {
    Builder::new(&["doctor"]).env("DATABASE_URL", &database.url()).args(arguments).run()
}

/// A client program of PostgreSQL's, for `database`.
fn client(program: &str, database: &str) -> Command {
    let cluster = Cluster::shared();
    let mut command = Command::new(program);
    command.arg("-d").arg(database).env("PGHOST", cluster.socket_folder()).env("PGPORT", cluster.port.to_string());
    command.env("PGUSER", "postgres");
    command
}

/// Schema and rows of a database, as text.
fn dump(database: &Database) -> String {
    let output = client("pg_dump", &database.name).output().unwrap();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    // Since the summer of 2025, two lines hold a random key.
    let is_fixed = |line: &&str| !line.starts_with("\\restrict ") && !line.starts_with("\\unrestrict ");
    let text = String::from_utf8(output.stdout).unwrap();
    text.split_inclusive('\n').filter(is_fixed).collect()
}

/// Runs a script as the script itself says.
fn psql(database: &Database, script: &str) {
    let file = tempfile::NamedTempFile::new().unwrap();
    fs::write(file.path(), script).unwrap();
    let file: PathBuf = file.path().into();
    let output =
        client("psql", &database.name).args(["-qX", "-v", "ON_ERROR_STOP=1", "-f"]).arg(file).output().unwrap();
    assert!(output.status.success(), "{script}\n{}", String::from_utf8_lossy(&output.stderr));
}

#[test]
fn shared_catalogue_is_clean_after_the_migration_and_the_export_reads_its_line_counts() {
    let Some(original) = real_catalogue() else { return };
    // A copy of its own: other tests read the one as it was.
    Database::named("postgres").run(&format!("CREATE DATABASE doctored TEMPLATE {}", original.name));
    let database = Database::named("doctored");
    let before = doctor(&database, &["--json"]);
    assert_eq!(before.code, 6);
    let found = before.json();
    let findings = found["findings"].as_array().unwrap();
    let warnings = findings.iter().filter(|finding| finding["severity"] == "warning");
    let mut subjects: Vec<_> = warnings.map(|finding| finding["subject"].as_str().unwrap()).collect();
    subjects.sort_unstable();
    let expected = ["feedback (spec_id)", "impls (language_id)", "impls.line_count", "libraries (language_id)"];
    assert_eq!(subjects, expected);

    let exported = || {
        let target = Target::new();
        let run = Builder::export(&database.url(), &target.path()).args(&["--json"]).run().succeeded();
        let summary = run.json();
        (target.bytes(), summary["line_counts"].as_str().unwrap().to_owned())
    };
    let (bytes, counted) = exported();
    psql(&database, &doctor(&database, &["--emit", "sql"]).succeeded().out);
    let after = doctor(&database, &[]).succeeded();
    assert!(after.out.ends_with("clean: there is nothing to mend\n"), "{}", after.out);
    assert!(doctor(&database, &["--emit", "sql"]).succeeded().out.contains("found nothing that a migration mends"));

    let (bytes_after, counted_after) = exported();
    assert!(bytes == bytes_after, "the generated column does not count as the export does");
    assert_eq!(counted, "counted in impls.code");
    assert!(counted_after.starts_with("stored in impls.line_count"));
}

#[test]
fn generated_count_is_the_exports_own_also_at_the_edges() {
    let database = Database::with(
        r"UPDATE impls SET code = NULL WHERE library_id = 'pygal';
          UPDATE impls SET code = '' WHERE library_id = 'lattice';
          UPDATE impls SET code = E'größe\r\n\n' WHERE spec_id = 'pie'",
    );
    psql(&database, &doctor(&database, &["--emit", "sql"]).succeeded().out);
    database.run(
        "DO $$ BEGIN
             ASSERT (SELECT array_agg(line_count ORDER BY library_id, spec_id) FROM impls) = '{3,3,1,NULL}'::integer[];
         END $$",
    );
}

#[test]
fn doctor_leaves_no_trace_and_works_where_nothing_can_be_written() {
    let database = Database::new();
    let before = dump(&database);
    for arguments in [&[][..], &["--json"], &["--emit", "sql"], &["--emit", "alembic"]] {
        doctor(&database, arguments);
    }
    assert!(dump(&database) == before, "schema or rows have changed");
    database.run(&format!("ALTER DATABASE {} SET default_transaction_read_only = on", database.name));
    let found = doctor(&database, &["--json"]);
    Database::named("postgres").run(&format!("ALTER DATABASE {} RESET ALL", database.name));
    assert_eq!((found.code, found.json()["findings"][0]["severity"].as_str()), (6, Some("warning")));
}

#[test]
fn odd_names_are_quoted_and_reach_the_schema_they_are_in() {
    let database = Database::with(
        r#"ALTER TABLE languages ADD PRIMARY KEY (id);
           CREATE TABLE "Odd: ""Table""" ("a:b" text REFERENCES languages)"#,
    );
    let script = doctor(&database, &["--emit", "sql"]).succeeded().out;
    assert!(script.contains(r#"ON "Odd: ""Table""" ("a:b");"#), "{script}");
    psql(&database, &script);
    doctor(&database, &[]).succeeded();
}

#[test]
fn alembic_revision_follows_the_one_of_the_database() {
    let database =
        Database::with("CREATE TABLE alembic_version (version_num text); INSERT INTO alembic_version VALUES ('ab12')");
    let revision = doctor(&database, &["--emit", "alembic"]).succeeded().out;
    assert!(revision.contains("down_revision = \"ab12\"\n"), "{revision}");
    database.run("INSERT INTO alembic_version VALUES ('cd34')");
    let revision = doctor(&database, &["--emit", "alembic"]).succeeded().out;
    assert!(revision.contains("down_revision = None  # no single revision was found"), "{revision}");
}

/// Runs `upgrade()` and `downgrade()` with a stand-in for Alembic, and prints what they would execute, a line each.
const RUN_REVISION: &str = r#"
import contextlib, sys, types
op = types.ModuleType("op")
inside = []
op.execute = lambda sql: print("outside" if inside else "within", sql.replace("\\:", ":"))
@contextlib.contextmanager
def autocommit_block():
    inside.append(1)
    yield
    inside.pop()
op.get_context = lambda: types.SimpleNamespace(autocommit_block=autocommit_block)
alembic = types.ModuleType("alembic")
alembic.op = op
sys.modules["alembic"] = alembic
scope = {}
exec(compile(sys.stdin.read(), "revision.py", "exec"), scope)
assert len(scope["revision"]) <= 32
scope["upgrade"]()
print("--")
scope["downgrade"]()
"#;

#[test]
fn alembic_revision_executes_the_statements_of_the_script_and_takes_them_back() {
    let database = Database::with(r#"CREATE TABLE feedback (id integer, spec_id text)"#);
    let revision = doctor(&database, &["--emit", "alembic"]).succeeded().out;
    let mut python = Command::new("python3");
    let mut python = python.args(["-c", RUN_REVISION]).stdin(Stdio::piped()).stdout(Stdio::piped()).spawn().unwrap();
    std::io::Write::write_all(&mut python.stdin.take().unwrap(), revision.as_bytes()).unwrap();
    let output = python.wait_with_output().unwrap();
    assert!(output.status.success(), "{revision}");
    let printed = String::from_utf8(output.stdout).unwrap();
    let (up, down) = printed.split_once("--\n").unwrap();

    // What cannot run within a transaction runs outside one, and nothing else does.
    for line in up.lines().chain(down.lines()) {
        assert_eq!(line.starts_with("outside "), line.contains(" CONCURRENTLY "), "{line}");
    }
    let statements = |steps: &str| -> Vec<String> {
        let sql = steps.lines().map(|line| line.split_once(' ').unwrap().1.to_owned());
        sql.filter(|sql| !sql.starts_with("SET LOCAL")).collect()
    };
    let script = doctor(&database, &["--emit", "sql"]).succeeded().out;
    let of_script = script.lines().filter_map(|line| line.strip_suffix(';'));
    let of_script = of_script.filter(|line| !line.starts_with("SET ") && !line.starts_with("RESET "));
    assert_eq!(statements(up), of_script.collect::<Vec<_>>());

    let before = dump(&database);
    statements(up).iter().for_each(|sql| database.run(sql));
    doctor(&database, &[]).succeeded();
    statements(down).iter().for_each(|sql| database.run(sql));
    assert!(dump(&database) == before, "schema or rows have changed");
}
