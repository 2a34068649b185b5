//! Rule: what a pooler refuses has a sentence with the remedy, before a session and within one.

use super::fake::{begun, fatal, server, welcome};
use crate::support::{Builder, Database, Target};

fn doctor(port: u16, parameters: &str) -> Builder {
    let url = format!("postgresql://u:p@127.0.0.1:{port}/plots?sslmode=disable&{parameters}");
    Builder::new(&["doctor", "--connect-timeout", "2"]).env("DATABASE_URL", &url)
}

#[test]
fn refusals_of_a_pooler_are_told_apart_by_its_words() {
    for (code, text, words) in [
        ("08P01", "no such database: plots", "there is no such database"),
        ("08P01", "database \"plots\" is disabled", "there is no such database"),
        ("08P01", "no such user: u", "the pooler does not know this user"),
        ("08P01", "\"trust\" authentication failed", "the pooler does not know this user"),
        ("08P01", "unsupported startup parameter: options", "the pooler accepts no options: remove them"),
        ("08P01", "unsupported startup parameter in options: search_path", "the pooler accepts no options"),
        ("08P01", "password authentication failed", "the user or password is wrong"),
        ("08P01", "SASL authentication failed", "the user or password is wrong"),
        ("28P01", "SASL authentication failed", "the user or password is wrong"),
        ("08P01", "no more connections allowed (max_client_conn)", "no connection left: try again later"),
        ("08P01", "client connections exceeded (max_db_client_connections)", "no connection left"),
        ("08P01", "pooler is shutting down", "starting up or shutting down"),
        ("08P01", "SSL required", "no such connection without TLS"),
        ("08P01", "login rejected", "admits no such connection"),
        ("08P01", "client_login_timeout (server down)", "the pooler cannot connect to its server"),
        ("08P01", "server login has been failing, cached error: x (server_login_retry)", "the pooler cannot connect"),
    ] {
        doctor(server(vec![fatal(code, "", text)]), "options=-csearch_path%3Dx").run().failed(3, &[words, text]);
    }
}

#[test]
fn end_of_a_transaction_by_another_limit_has_its_remedy() {
    let refused = |text| fatal("08P01", "", text);
    let timed_out = "terminating connection due to idle-in-transaction timeout";
    for (replies, words) in [
        (vec![refused("transaction blocks not allowed in statement pooling mode")], "runs in statement mode"),
        (vec![refused("query_wait_timeout")], "the pooler got no connection to its server"),
        (
            vec![refused("server login has been failing, cached error: x (server_login_retry)")],
            "the pooler got no connection",
        ),
        (vec![begun(), refused("idle transaction timeout")], "idle_in_transaction_session_timeout"),
        (vec![begun(), refused("query_timeout")], "the pooler's query_timeout ended the statement"),
        (vec![begun(), fatal("25P03", "ProcessInterrupts", timed_out)], "idle_in_transaction_session_timeout"),
        (
            vec![begun(), fatal("25P04", "ProcessInterrupts", "transaction timeout")],
            "transaction_timeout allows: raise it",
        ),
        // Between two statements, so it is the answer to none.
        (
            vec![[begun(), fatal("25P03", "ProcessInterrupts", timed_out)].concat()],
            "idle_in_transaction_session_timeout",
        ),
        (vec![[begun(), fatal("25P04", "ProcessInterrupts", "x")].concat()], "transaction_timeout allows: raise it"),
        (vec![[begun(), fatal("57P01", "ProcessInterrupts", "x")].concat()], "the connection was lost"),
        (vec![begun()], "the connection was lost"),
    ] {
        let port = server([vec![welcome()], replies].concat());
        doctor(port, "").run().failed(3, &["cannot read the server's settings: ", words]);
    }
}

#[test]
fn limit_on_idle_transactions_is_set_for_this_one() {
    let database = Database::with(
        "ALTER TABLE libraries RENAME TO all_libraries;
         CREATE VIEW libraries AS SELECT * FROM all_libraries
         WHERE current_setting('idle_in_transaction_session_timeout') = '42s'",
    );
    // Longer than any pause between the begin of the transaction and the statement that sets the limit.
    database.run(&format!("ALTER DATABASE {} SET idle_in_transaction_session_timeout = '1min'", database.name));
    let target = Target::new();
    Builder::export(&database.url(), &target.path()).args(&["--timeout", "42"]).run().succeeded();
    assert_eq!(target.get("/libraries")["libraries"].as_array().map(Vec::len), Some(3));
}
