//! Rule: several servers are tried in their order, and `target_session_attrs` means what it means to libpq.

use std::net::TcpListener;
use std::sync::OnceLock;

use super::fake::{fatal, server};
use crate::support::{Builder, Cluster, Session, Target};

/// A primary with the catalogue, and its standby.
fn servers() -> &'static [Cluster; 2] {
    static SERVERS: OnceLock<[Cluster; 2]> = OnceLock::new();
    SERVERS.get_or_init(|| {
        let primary = Cluster::start();
        Session::open(&primary, "postgres").fill();
        Session::open(&primary, "postgres").run(
            "CREATE ROLE reading LOGIN; ALTER ROLE reading SET default_transaction_read_only = on;
             GRANT SELECT ON ALL TABLES IN SCHEMA public TO reading",
        );
        let standby = primary.standby();
        [primary, standby]
    })
}

fn export(target: &Target, user: &str, ports: &[u16], parameters: &str) -> Builder {
    let hosts: Vec<_> = ports.iter().map(|port| format!("127.0.0.1:{port}")).collect();
    let url = format!("postgresql://{user}@{}/postgres?{parameters}", hosts.join(","));
    Builder::export(&url, &target.path()).args(&["--json"])
}

#[test]
fn each_kind_of_session_is_found_or_named() {
    let [primary, standby] = servers();
    let (primary, standby) = (primary.port, standby.port);
    let (first, second) = (Some(primary), Some(standby));
    for (kind, user, ports, found) in [
        ("any", "postgres", &[standby, primary][..], second),
        ("any", "postgres", &[primary, standby], first),
        ("read-write", "postgres", &[standby, primary], first),
        ("read-write", "postgres", &[standby], None),
        ("read-write", "reading", &[primary, standby], None),
        ("read-only", "postgres", &[primary, standby], second),
        ("read-only", "postgres", &[primary], None),
        ("read-only", "reading", &[primary, standby], first),
        ("primary", "postgres", &[standby, primary], first),
        ("primary", "reading", &[standby, primary], first),
        ("primary", "postgres", &[standby], None),
        ("standby", "postgres", &[primary, standby], second),
        ("standby", "postgres", &[primary], None),
        ("standby", "reading", &[primary], None),
        ("prefer-standby", "postgres", &[primary, standby], second),
        ("prefer-standby", "postgres", &[primary], first),
    ] {
        let parameters = format!("target_session_attrs={kind}");
        let run = export(&Target::new(), user, ports, &parameters).run();
        match found {
            Some(port) => {
                let read = run.succeeded().json()["read"].as_str().unwrap().to_owned();
                assert!(read.contains(&format!("at 127.0.0.1:{port}, ")), "{kind} {user}: {read}");
            }
            None => {
                assert_eq!(run.code, 3, "{kind} {user}: {run:?}");
                let words = format!("no server there is what target_session_attrs={kind} asks for");
                assert!(run.err.contains(&words) && !run.err.contains("nothing answers"), "{run:?}");
            }
        }
    }
}

#[test]
fn server_that_cannot_be_reached_is_passed_over() {
    let [primary, standby] = servers();
    let nobody = TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().port();
    // It accepts, and says nothing.
    let silent = TcpListener::bind("127.0.0.1:0").unwrap();
    let silent = silent.local_addr().map(|address| (silent, address.port())).unwrap();
    let starting = server(vec![fatal("57P03", "ProcessStartupPacket", "the database system is starting up")]);
    for ports in [[nobody, primary.port], [silent.1, primary.port], [starting, primary.port]] {
        let run = export(&Target::new(), "postgres", &ports, "").args(&["--connect-timeout", "4"]).run().succeeded();
        assert!(run.json()["read"].as_str().unwrap().contains(&primary.port.to_string()), "{run:?}");
    }
    let run =
        export(&Target::new(), "postgres", &[silent.1, standby.port], "connect_timeout=1&target_session_attrs=standby")
            .run();
    assert!(run.succeeded().json()["read"].as_str().unwrap().contains(&standby.port.to_string()));
}

#[test]
fn answer_that_refuses_the_user_is_final() {
    let [primary, _] = servers();
    let refusing = server(vec![fatal("28P01", "auth_failed", "password authentication failed for user \"postgres\"")]);
    let run = export(&Target::new(), "postgres:wrong", &[refusing, primary.port], "").run();
    assert!(run.code == 3 && run.err.contains("the user or password is wrong"), "{run:?}");
}

#[test]
fn every_server_is_named_if_all_fail() {
    let [primary, _] = servers();
    let nobody = TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().port();
    let builder = export(&Target::new(), "postgres", &[nobody, primary.port], "target_session_attrs=standby");
    let run = builder.args(&["--connect-timeout", "2"]).run();
    for words in
        [&format!("127.0.0.1:{nobody}: Connection refused"), "no server there is what", &primary.port.to_string()]
    {
        assert!(run.err.contains(words), "{words}: {run:?}");
    }
}
