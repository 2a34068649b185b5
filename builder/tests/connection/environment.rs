//! Rule: libpq's environment variables and password files count, and those without effect are not passed over in silence.

use std::fs;
use std::os::unix::fs::PermissionsExt;
use std::path::PathBuf;

use tempfile::TempDir;

use crate::support::{Builder, Cluster, Database, PASSWORD, Run, Target};

fn export(variables: &[(&str, &str)]) -> Run {
    let target = Target::new();
    let builder = Builder::new(&["export", "--no-documents", "--out", target.path().to_str().unwrap()]);
    variables.iter().fold(builder, |builder, (name, value)| builder.env(name, value)).run()
}

/// A password file in a folder of its own.
fn passfile(text: &str, mode: u32) -> (TempDir, PathBuf) {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join(".pgpass");
    fs::write(&path, text).unwrap();
    fs::set_permissions(&path, fs::Permissions::from_mode(mode)).unwrap();
    (folder, path)
}

#[test]
fn variables_alone_are_enough() {
    let database = Database::new();
    let port = Cluster::shared().port.to_string();
    let socket = Cluster::shared().socket_folder().display().to_string();
    let by_socket = [("PGHOST", &*socket), ("PGPORT", &port), ("PGDATABASE", &database.name), ("PGUSER", "postgres")];
    export(&by_socket).succeeded();
    let by_host = [
        ("PGHOST", "127.0.0.1"),
        ("PGPORT", &*port),
        ("PGDATABASE", &database.name),
        ("PGUSER", "scram"),
        ("PGPASSWORD", PASSWORD),
    ];
    export(&by_host).succeeded();
    let empty = [&by_host[..], &[("DATABASE_URL", "")]].concat();
    export(&empty).succeeded();
    export(&by_host[1..]).failed(2, &["no database is given: set DATABASE_URL or --database-url", "PGHOST"]);
    // The connection string counts first.
    let url = database.tcp_url(&format!("scram:{PASSWORD}"), "");
    export(&[("DATABASE_URL", &url), ("PGHOST", "no-such-host.invalid"), ("PGUSER", "x"), ("PGPASSWORD", "x")])
        .succeeded();
    let without_user = format!("host=127.0.0.1 port={port} dbname={}", database.name);
    export(&[("DATABASE_URL", &without_user), ("PGUSER", "scram"), ("PGPASSWORD", PASSWORD)]).succeeded();
}

#[test]
fn tls_by_variables_is_what_it_says() {
    let database = Database::new();
    let certificates = &Cluster::shared().certificates;
    let [authority, stranger] = [&certificates.authority, &certificates.stranger].map(|file| file.to_str().unwrap());
    let url = database.tcp_url("tls_only", "");
    let by_name = url.replace("?", "?host=localhost&hostaddr=127.0.0.1&");
    for (url, mode, roots, outcome) in [
        (&url, "require", "", Ok(())),
        (&url, "disable", "", Err((3, "without TLS"))),
        (&by_name, "verify-full", authority, Ok(())),
        (&by_name, "verify-full", stranger, Err((3, "certificate is not trusted"))),
        (&by_name, "require", authority, Err((2, "sslrootcert verifies nothing"))),
        (&by_name, "verify-ca", authority, Err((2, "use verify-full"))),
        (&by_name, "maybe", "", Err((2, "the sslmode is unknown"))),
    ] {
        let run = export(&[("DATABASE_URL", url), ("PGSSLMODE", mode), ("PGSSLROOTCERT", roots)]);
        match outcome {
            Ok(()) => drop(run.succeeded()),
            Err((code, words)) => drop(run.failed(code, &[words])),
        }
    }
}

#[test]
fn password_files_are_read_by_libpqs_rules() {
    let database = Database::new();
    let port = Cluster::shared().port;
    let url = database.tcp_url("scram", "");
    let line = format!("127.0.0.1:{port}:{}:scram:{PASSWORD}\n", database.name);
    let (_folder, path) = passfile(&format!("# passwords\nother:*:*:*:x\n{line}"), 0o600);
    export(&[("DATABASE_URL", &url), ("PGPASSFILE", path.to_str().unwrap())]).succeeded();
    export(&[("DATABASE_URL", &url), ("HOME", path.parent().unwrap().to_str().unwrap())]).succeeded();
    export(&[("DATABASE_URL", &format!("{url}passfile={}", path.display()))]).succeeded();
    // A password that is given counts first.
    let given = export(&[("DATABASE_URL", &url), ("PGPASSFILE", path.to_str().unwrap()), ("PGPASSWORD", "x")]);
    given.failed(3, &["the user or password is wrong"]);
    let (_folder, path) = passfile(&line, 0o640);
    let open = export(&[("DATABASE_URL", &url), ("PGPASSFILE", path.to_str().unwrap())]);
    assert!(open.err.contains("is not used, because others may read it: chmod 600 it"), "{open:?}");
    assert!(open.code == 3 && open.err.contains("the server asks for a password"), "{open:?}");
    let (_folder, path) = passfile("*:*:*:*:wrong", 0o600);
    let wrong = export(&[("DATABASE_URL", &url), ("PGPASSFILE", path.to_str().unwrap())]);
    wrong.failed(3, &[&format!("the password from '{}' is wrong: correct the file", path.display())]);
}

#[test]
fn variables_that_are_not_honoured_are_refused_or_warned_about() {
    let database = Database::new();
    let url = database.url();
    for (name, value, words) in [
        ("PGSERVICE", "plots", "environment variable PGSERVICE is not supported: unset it"),
        ("PGSSLCERT", "/me.pem", "environment variable PGSSLCERT is not supported: unset it"),
        ("PGSSLCRL", "/crl.pem", "environment variable PGSSLCRL is not supported: unset it"),
        ("PGREQUIREAUTH", "scram-sha-256", "environment variable PGREQUIREAUTH is not supported: unset it"),
        ("PGREQUIREPEER", "postgres", "environment variable PGREQUIREPEER is not supported: unset it"),
        ("PGGSSENCMODE", "require", "environment variable PGGSSENCMODE has an unsupported value: use disable, prefer"),
        ("PGSSLMINPROTOCOLVERSION", "TLSv1.3", "PGSSLMINPROTOCOLVERSION has an unsupported value"),
        ("PGTARGETSESSIONATTRS", "leader", "the target_session_attrs is unknown: use any, read-write"),
    ] {
        export(&[("DATABASE_URL", &url), (name, value)]).failed(2, &[words]);
    }
    for (name, value) in [("PGDATESTYLE", "German"), ("PGTZ", "Asia/Tokyo"), ("PGCLIENTENCODING", "LATIN1")] {
        let run = export(&[("DATABASE_URL", &url), (name, value)]).succeeded();
        assert!(run.err.contains(&format!("warning: environment variable {name} has no effect here")), "{run:?}");
    }
    for (name, value) in [("PGGSSENCMODE", "disable"), ("PGSSLMINPROTOCOLVERSION", "TLSv1.2"), ("PGAPPNAME", "x")] {
        let run = export(&[("DATABASE_URL", &url), (name, value)]).succeeded();
        assert_eq!(run.err, "", "{name}");
    }
    export(&[("DATABASE_URL", &url), ("PGTARGETSESSIONATTRS", "standby")]).failed(3, &["target_session_attrs=standby"]);
    let missing = [("DATABASE_URL", &*url), ("PGOPTIONS", "-csearch_path=elsewhere")];
    export(&missing).failed(3, &["the database lacks table"]);
}
