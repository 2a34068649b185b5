//! Rule: a connection that fails says which of the many reasons it was and what to do; exit code 3, no password shown.

use std::io::{Read, Write};
use std::net::TcpListener;

use crate::support::{Builder, Cluster, Database, PASSWORD, Target, refused};

#[test]
fn database_that_is_down() {
    let port = TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().port();
    refused(
        &format!("postgresql://u:{PASSWORD}@127.0.0.1:{port}/plots"),
        &["--connect-timeout", "0.3"],
        3,
        &[
            &format!("cannot connect to 127.0.0.1:{port}, database 'plots': nothing answers there"),
            "see that PostgreSQL runs",
            "caused by: Connection refused",
        ],
    );
    refused(
        &format!("host=/nonexistent user=u password={PASSWORD}"),
        &["--connect-timeout", "0.3"],
        3,
        &["nothing answers there"],
    );
}

#[test]
fn wrong_password_no_password_and_the_right_one() {
    let database = Database::new();
    let wrong = database.tcp_url(&format!("scram:not-{PASSWORD}"), "");
    refused(&wrong, &[], 3, &["the user or password is wrong", "password authentication failed for user \"scram\""]);
    refused(&database.tcp_url("scram", ""), &[], 3, &["the server asks for a password: add one"]);
    let right = database.tcp_url(&format!("scram:{PASSWORD}"), "");
    let target = Target::new();
    let run = Builder::new(&["export", "--out", target.path().to_str().unwrap()]).env("DATABASE_URL", &right).run();
    run.succeeded();
    let pairs = format!(
        "host=127.0.0.1 port={} dbname={} user=scram password='{PASSWORD}' sslmode=disable",
        Cluster::shared().port,
        database.name
    );
    Builder::export(&pairs, &target.path()).run().succeeded();
}

#[test]
fn unknown_database_unknown_user_and_no_permission_to_connect() {
    let database = Database::new();
    database.run(&format!("REVOKE CONNECT ON DATABASE {} FROM PUBLIC", database.name));
    refused(&database.tcp_url("reader", ""), &[], 3, &["may not connect to this database: GRANT CONNECT"]);
    refused(&database.tcp_url("stranger", ""), &[], 3, &["role \"stranger\" does not exist"]);
    refused(&database.tcp_url("nobody", ""), &[], 3, &["pg_hba.conf admits no such connection"]);
    refused(&Database::named("no_such_database").url(), &[], 3, &["there is no such database: correct its name"]);
}

#[test]
fn asyncpg_url_of_the_catalog_service_is_understood() {
    let database = Database::new();
    let url = database.url().replace("postgresql://", "postgresql+asyncpg://");
    Builder::export(&url, &Target::new().path()).run().succeeded();
}

#[test]
fn server_that_never_answers() {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let port = listener.local_addr().unwrap().port();
    refused(
        &format!("postgresql://u:{PASSWORD}@127.0.0.1:{port}/plots"),
        &["--connect-timeout", "0.3"],
        3,
        &["no answer in time", "--connect-timeout"],
    );
}

#[test]
fn server_without_tls_where_tls_is_demanded() {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let port = listener.local_addr().unwrap().port();
    let server = std::thread::spawn(move || {
        for _ in 0..2 {
            let (mut client, _) = listener.accept().unwrap();
            // What PostgreSQL says to an SSLRequest with ssl=off.
            client.read_exact(&mut [0; 8]).unwrap();
            client.write_all(b"N").unwrap();
        }
    });
    for sslmode in ["require", "verify-full"] {
        let url = format!("postgresql://u:{PASSWORD}@127.0.0.1:{port}/plots?sslmode={sslmode}");
        let authority = format!("&sslrootcert={}", Cluster::shared().certificates.authority.display());
        let url = if sslmode == "verify-full" { url + &authority } else { url };
        refused(&url, &[], 3, &["the server offers no TLS: turn ssl on there"]);
    }
    server.join().unwrap();
}

#[test]
fn url_that_makes_no_sense_is_wrong_usage() {
    for (url, words) in [
        ("", "set DATABASE_URL"),
        ("mysql://u:s3cret-Pa55@h/d", "use postgresql://"),
        ("postgresql://u:s3cret-Pa55@h/d?sslmode=maybe", "use disable, prefer, require or verify-full"),
        ("postgresql://u:p@s3cret-Pa55@h/d", "as %40"),
    ] {
        refused(url, &[], 2, &[words]);
    }
}
