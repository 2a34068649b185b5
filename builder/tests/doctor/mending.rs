//! Rule: what doctor writes mends what doctor found, to its own satisfaction; what doctor does leaves no trace.

use std::process::{Command, Stdio};

use crate::support::{Builder, Database, Target, real_catalog};
use crate::tools::{doctor, dump, mends_and_takes_back, psql};

#[test]
fn shared_catalog_is_clean_after_the_migration_and_the_export_reads_its_line_counts() {
    let Some(original) = real_catalog() else { return };
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
    assert!(after.out.ends_with("clean: nothing to fix\n"), "{}", after.out);
    assert!(doctor(&database, &["--emit", "sql"]).succeeded().out.contains("found nothing that a migration fixes"));

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
    assert!(script.contains(r#"ON public."Odd: ""Table""" ("a:b");"#), "{script}");
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
    assert!(revision.contains("down_revision = None  # alembic_version holds no single revision"), "{revision}");
}

#[test]
fn alembic_revision_has_a_name_of_its_own_in_every_database_and_after_every_other() {
    let revision = |database: &Database| {
        let text = doctor(database, &["--emit", "alembic"]).succeeded().out;
        let line = text.lines().find(|line| line.starts_with("revision = ")).unwrap();
        line["revision = ".len()..].trim_matches('"').to_owned()
    };
    let history = "CREATE TABLE alembic_version (version_num text); INSERT INTO alembic_version VALUES ('ab12')";
    let (one, other) = (Database::with(history), Database::with(history));
    let first = revision(&one);
    assert_eq!(revision(&one), first, "the same question has the same answer");
    assert_ne!(revision(&other), first, "another database");
    // As if it had run, and its indexes were dropped since: the findings are the same.
    one.run(&format!("UPDATE alembic_version SET version_num = '{first}'"));
    let second = revision(&one);
    assert_ne!(second, first, "another parent");
    one.run("CREATE INDEX a ON impls (library_id)");
    assert_ne!(revision(&one), second, "other findings");
    one.run("DROP TABLE alembic_version");
    other.run("DROP TABLE alembic_version");
    assert_ne!(revision(&one), revision(&other), "without a history");
}

#[test]
fn script_reaches_the_schema_of_the_catalog_and_no_other() {
    let tables = ["languages", "libraries", "specs", "impls"];
    let moved = tables.map(|table| format!("ALTER TABLE {table} SET SCHEMA \"my Schema\"")).join(";");
    let copied = tables.map(|table| format!("CREATE TABLE plots.{table} (LIKE public.{table})")).join(";");
    let database = Database::with(&format!(
        "DROP SCHEMA IF EXISTS \"my Schema\" CASCADE; CREATE SCHEMA \"my Schema\"; CREATE SCHEMA plots; {copied}; {moved}"
    ));
    database.run(&format!("ALTER DATABASE {} SET search_path = \"my Schema\", plots", database.name));
    let of_others = "DO $$ BEGIN ASSERT NOT EXISTS (SELECT FROM pg_class AS class LEFT JOIN pg_index ON \
                     indrelid = class.oid WHERE relnamespace = 'plots'::regnamespace AND (EXISTS (SELECT FROM pg_attribute WHERE attrelid = class.oid AND attname = 'line_count') OR \
                     indexrelid IS NOT NULL)); END $$";
    mends_and_takes_back(&database, || drop(psql(&database, of_others)));
    database.run("DROP SCHEMA \"my Schema\" CASCADE");
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
