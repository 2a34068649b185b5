//! Rule: SQLSTATE 28000 has many reasons, each has its sentence, in any language, and TLS is no remedy for a socket.

use std::sync::OnceLock;

use super::fake::{authentication, fatal, server, socket_server, welcome};
use crate::support::{Builder, Certificates, Cluster, Session, Target};

const HBA: &str = "\
local     all  postgres                trust
local     all  ghost,sleeper           trust
local     all  mapped                  peer
hostnossl all  plain     127.0.0.1/32  trust
hostssl   all  secure    127.0.0.1/32  trust
hostssl   all  holder    127.0.0.1/32  cert
host      all  known     127.0.0.1/32  ident
host      all  refused   127.0.0.1/32  reject
host      all  ghost,sleeper,open 127.0.0.1/32 trust
";

/// The cluster of these tests, with the catalogue in database `plots`.
fn cluster() -> &'static Cluster {
    static CLUSTER: OnceLock<Cluster> = OnceLock::new();
    CLUSTER.get_or_init(|| {
        let cluster = Cluster::start_with(HBA, |folder| Certificates::make(folder, &["localhost"]));
        Session::open(&cluster, "postgres").run("CREATE DATABASE plots");
        let session = Session::open(&cluster, "plots");
        session.fill();
        session.run("CREATE ROLE sleeper NOLOGIN");
        for role in ["mapped", "plain", "secure", "holder", "known", "refused", "open", "unlisted"] {
            session.run(&format!("CREATE ROLE {role} LOGIN; GRANT SELECT ON ALL TABLES IN SCHEMA public TO {role}"));
        }
        cluster
    })
}

fn doctor(url: &str) -> Builder {
    Builder::new(&["doctor"]).env("DATABASE_URL", url)
}

#[test]
fn each_reason_of_a_server_has_its_sentence() {
    let cluster = cluster();
    let (port, socket) = (cluster.port, cluster.socket_folder().display());
    for (user, parameters, words) in [
        ("ghost", "", "the role does not exist: correct the user"),
        ("sleeper", "", "the role may not log in: ALTER ROLE ... LOGIN"),
        ("known", "", "ident"),
        ("holder", "", "the server asks for a client certificate"),
        ("refused", "", "pg_hba.conf admits no such connection: add a line"),
        ("unlisted", "", "pg_hba.conf admits no such connection: add a line"),
        ("secure", "sslmode=disable", "no such connection without TLS: use sslmode=require"),
        ("plain", "sslmode=require", "pg_hba.conf admits no such connection: add a line"),
        ("open", "options=-cno_such_setting%3D1", "the server refuses the options"),
        ("open", "options=-clog_statement%3Dall", "the server refuses the options"),
        ("open", "options=-cwork_mem%3Dmuch", "the server refuses the options"),
    ] {
        let url = format!("postgresql://{user}@127.0.0.1:{port}/plots?{parameters}");
        doctor(&url).run().failed(3, &[&format!("cannot connect to 127.0.0.1:{port}, database 'plots': "), words]);
    }
    for (user, words) in [
        ("ghost", "the role does not exist: correct the user"),
        ("sleeper", "the role may not log in: ALTER ROLE ... LOGIN"),
        ("mapped", "(peer), and they differ"),
        ("unlisted", "no such connection by Unix socket: add a line for it there (local)"),
    ] {
        for parameters in ["", "&sslmode=require", "&sslmode=disable", "&sslmode=verify-full"] {
            let url = format!("postgresql://{user}@/plots?host={socket}&port={port}{parameters}");
            let run = doctor(&url).run().failed(3, &[words]);
            let lower = run.err.to_lowercase();
            assert!(!lower.contains("tls") && !lower.contains("sslmode"), "{user}: {}", run.err);
        }
    }
    let closed = format!("postgresql://open@127.0.0.1:{port}/template0");
    doctor(&closed).run().failed(3, &["the database accepts no connections"]);
}

#[test]
fn prefer_gives_up_tls_if_only_that_is_admitted() {
    let cluster = cluster();
    for user in ["plain", "secure", "open"] {
        let url = format!("postgresql://{user}@127.0.0.1:{}/plots", cluster.port);
        Builder::export(&url, &Target::new().path()).run().succeeded();
    }
}

#[test]
fn language_of_the_server_does_not_matter() {
    let role = "InitializeSessionUserId";
    for (code, routine, text, words) in [
        ("28000", role, "Rolle »u« existiert nicht", "the role does not exist or may not log in"),
        ("28000", role, "le rôle « u » n'est pas autorisé à se connecter", "the role does not exist or may not log in"),
        ("28000", role, "role \"u\" does not exist", "the role does not exist: correct"),
        ("28000", "auth_failed", "Ident-Authentifizierung für Benutzer »u« fehlgeschlagen", "ident"),
        (
            "28000",
            "auth_failed",
            "LDAP-Authentifizierung für Benutzer »u« fehlgeschlagen",
            "the user or password is wrong",
        ),
        ("28000", "auth_failed", "ユーザー\"PAM\"のIdent認証に失敗しました", "ident"),
        ("28000", "auth_failed", "認証に失敗しました", "the authentication of this user failed"),
        ("28000", "ClientAuthentication", "kein pg_hba.conf-Eintrag für Host", "admits no such connection without TLS"),
        (
            "28P01",
            "auth_failed",
            "Passwort-Authentifizierung für Benutzer »u« fehlgeschlagen",
            "the user or password is wrong",
        ),
        ("3D000", "InitPostgres", "Datenbank »plots« existiert nicht", "there is no such database"),
        (
            "55000",
            "CheckMyDatabase",
            "Datenbank »plots« akzeptiert gegenwärtig keine Verbindungen",
            "accepts no connections",
        ),
        ("42501", "CheckMyDatabase", "keine Berechtigung für Datenbank »plots«", "GRANT CONNECT"),
        ("42501", "set_config_option", "keine Berechtigung, um Parameter zu setzen", "refuses the options"),
    ] {
        let port = server(vec![fatal(code, routine, text)]);
        let url = format!("postgresql://u:p@127.0.0.1:{port}/plots?sslmode=disable");
        doctor(&url).run().failed(3, &[words, text]);
    }
    for (routine, text, words) in [
        (role, "Rolle »u« existiert nicht", "the role does not exist or may not log in"),
        ("auth_failed", "Peer-Authentifizierung für Benutzer »u« fehlgeschlagen", "(peer), and they differ"),
        ("auth_failed", "用户 \"u\" 对等验证失败", "(peer), and they differ"),
        ("ClientAuthentication", "kein pg_hba.conf-Eintrag für Host »[local]«", "by Unix socket"),
    ] {
        let folder = tempfile::tempdir().unwrap();
        socket_server(folder.path(), vec![fatal("28000", routine, text)]);
        let url = format!("postgresql://u@/plots?host={}", folder.path().display());
        let run = doctor(&url).run().failed(3, &[words, text]);
        assert!(!run.err.contains("TLS"), "{}", run.err);
    }
}

#[test]
fn authentication_that_cannot_be_had_is_named() {
    const CLEARTEXT: u32 = 3;
    const GSS: u32 = 7;
    const SASL: u32 = 10;
    let unknown = "the server asks for an authentication that catalog-builder does not know";
    for (user, parameters, request, words) in [
        ("u", "", authentication(CLEARTEXT, &[]), "the server asks for a password: add one"),
        ("u", "", authentication(SASL, b"SCRAM-SHA-256\0\0"), "the server asks for a password: add one"),
        ("u:p", "", authentication(GSS, &[]), unknown),
        ("u:p", "", authentication(SASL, b"OAUTHBEARER\0\0"), unknown),
        ("u:p", "channel_binding=require", authentication(SASL, b"SCRAM-SHA-256\0\0"), "did not use channel binding"),
        ("u:p", "channel_binding=require", welcome(), "did not use channel binding"),
    ] {
        let url = format!("postgresql://{user}@127.0.0.1:{}/plots?sslmode=disable&{parameters}", server(vec![request]));
        doctor(&url).run().failed(3, &[words]);
    }
}

#[test]
fn what_is_no_server_is_said_to_be_none() {
    let http = server(vec![b"HTTP/1.1 400 Bad Request\r\n\r\n".to_vec()]);
    doctor(&format!("postgresql://u@127.0.0.1:{http}/plots")).run().failed(3, &["is no PostgreSQL server"]);
    let closing = server(vec![Vec::new()]);
    let run = doctor(&format!("postgresql://u@127.0.0.1:{closing}/plots?sslmode=disable"));
    run.args(&["--connect-timeout", "2"]).run().failed(3, &["the server ended the connection before it was open"]);
    let nowhere = "postgresql://u@no-such-host.invalid/plots";
    doctor(nowhere).run().failed(3, &["no host has this name"]);
}
