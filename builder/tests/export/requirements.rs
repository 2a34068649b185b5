//! Rule: what the database lacks, or keeps from this user, is named at once and before anything is read; exit code 3.

use crate::support::{Builder, Database, Target, refused};

#[test]
fn missing_table_is_named() {
    let database = Database::with("DROP TABLE impls");
    refused(&database.url(), &[], 3, &["the database lacks table impls: run the migrations"]);
}

#[test]
fn missing_column_is_named() {
    let database = Database::with("ALTER TABLE impls DROP preview_url_dark");
    refused(&database.url(), &[], 3, &["the database lacks column impls.preview_url_dark: "]);
}

#[test]
fn everything_missing_is_named_in_one_error() {
    let database = Database::with(
        "DROP TABLE languages; ALTER TABLE specs DROP title, DROP updated_at; \
         ALTER TABLE impls DROP code, DROP updated, DROP generated_at",
    );
    refused(
        &database.url(),
        &[],
        3,
        &[
            "lacks column impls.code, column impls.generated_at, column impls.updated, table languages, column specs.title, \
           column specs.updated_at: ",
        ],
    );
    refused(&Database::empty().url(), &[], 3, &["lacks table impls, table languages, table libraries, table specs: "]);
}

#[test]
fn missing_permission_is_named_with_the_grant() {
    let database = Database::new();
    let url = database.tcp_url("reader", "");
    refused(
        &url,
        &[],
        3,
        &["user 'reader' may not read all of table impls, all of table languages, all of table libraries, \
             all of table specs: GRANT SELECT on these to 'reader'"],
    );
    database.run(
        "GRANT SELECT ON languages, libraries, impls TO reader; GRANT SELECT (id, title, updated_at) ON specs TO reader",
    );
    refused(&url, &[], 3, &["user 'reader' may not read column specs.tags: GRANT SELECT"]);
    database.run("GRANT SELECT (tags) ON specs TO reader");
    Builder::export(&url, &Target::new().path()).run().succeeded();
}

#[test]
fn code_need_not_be_readable_where_lines_are_stored() {
    let database = Database::with(
        "ALTER TABLE impls ADD line_count integer DEFAULT 7;
         GRANT SELECT ON languages, libraries, specs TO reader;
         GRANT SELECT (spec_id, language_id, library_id, quality_score, updated, generated_at, preview_url_light, preview_url_dark,
                       preview_html_light, preview_html_dark, impl_tags, updated_at, line_count) ON impls TO reader",
    );
    let target = Target::new();
    Builder::export(&database.tcp_url("reader", ""), &target.path()).run().succeeded();
    assert_eq!(target.get("/stats")["lines_of_code"], 28);
}

#[test]
fn policy_that_hides_rows_does_not_pass_for_the_whole_catalog() {
    let database = Database::with(
        "GRANT SELECT ON ALL TABLES IN SCHEMA public TO reader;
         ALTER TABLE impls ENABLE ROW LEVEL SECURITY;
         CREATE POLICY of_bar ON impls USING (spec_id = 'bar')",
    );
    refused(
        &database.tcp_url("reader", ""),
        &[],
        3,
        &["cannot read impls: ", "BYPASSRLS", "caused by: ERROR: query would be affected by row-level security policy"],
    );
}

#[test]
fn locked_table_is_waited_for_no_longer_than_told() {
    let database = Database::new();
    let migration = database.session();
    migration.run("BEGIN; LOCK TABLE impls IN ACCESS EXCLUSIVE MODE");
    refused(
        &database.url(),
        &["--lock-timeout", "0.1"],
        3,
        &["cannot read impls: the table stayed locked", "--lock-timeout", "canceling statement due to lock timeout"],
    );
    migration.run("COMMIT");
    Builder::export(&database.url(), &Target::new().path()).run().succeeded();
}

/// A database whose `impls` do `this` when they are read.
fn impls_that(this: &str) -> Database {
    Database::with(&format!(
        "ALTER TABLE impls RENAME TO all_impls; CREATE VIEW impls AS SELECT * FROM all_impls WHERE {this} IS NOT NULL"
    ))
}

#[test]
fn slow_statement_is_cancelled_by_the_server() {
    // Longer than any other statement takes, also on a busy machine.
    refused(
        &impls_that("pg_sleep(30)").url(),
        &["--statement-timeout", "2"],
        3,
        &["cannot read impls: the statement was cancelled", "--statement-timeout", "due to statement timeout"],
    );
}

#[test]
fn slow_export_ends_in_time_and_leaves_no_statement_running() {
    let database = impls_that("pg_sleep(30)");
    let said = ["the run took longer than 0.5 s: raise --timeout"];
    refused(&database.url(), &["--timeout", "0.5"], 3, &said);
    database.wait_until("NOT EXISTS (SELECT FROM sessions WHERE state = 'active')");
}

#[test]
fn lost_connection_is_said_to_be_lost() {
    refused(
        &impls_that("pg_terminate_backend(pg_backend_pid())").url(),
        &[],
        3,
        &["cannot read impls: the connection was lost", "terminating connection due to administrator command"],
    );
}
