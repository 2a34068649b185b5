//! Rule: `sslmode` means what it means to libpq.

use std::path::Path;
use std::sync::OnceLock;

use crate::support::{Builder, Cluster, Database, Target, refused};

/// The URL of the small catalogue by host name `host`, which need not be known to any name server.
fn url(host: &str, parameters: &str) -> String {
    static DATABASE: OnceLock<Database> = OnceLock::new();
    let database = DATABASE.get_or_init(Database::new);
    let address = format!("hostaddr=127.0.0.1&host={host}&port={}", Cluster::shared().port);
    format!("postgresql://tls_only@/{}?{address}&{parameters}", database.name)
}

fn verify_full(host: &str, authority: &Path) -> String {
    url(host, &format!("sslmode=verify-full&sslrootcert={}", authority.display()))
}

#[test]
fn server_that_demands_tls_gets_it_under_prefer_and_require() {
    for parameters in ["", "sslmode=prefer", "sslmode=require", "ssl=require"] {
        Builder::export(&url("any.example", parameters), &Target::new().path()).run().succeeded();
    }
}

#[test]
fn server_that_demands_tls_refuses_disable_and_the_remedy_is_named() {
    refused(&url("any.example", "sslmode=disable"), &[], 3, &["without TLS: use sslmode=require or verify-full"]);
}

#[test]
fn verify_full_takes_the_right_authority_and_host() {
    let authority = &Cluster::shared().certificates.authority;
    Builder::export(&verify_full("localhost", authority), &Target::new().path()).run().succeeded();
}

#[test]
fn verify_full_refuses_another_host() {
    let authority = &Cluster::shared().certificates.authority;
    refused(
        &verify_full("elsewhere.example", authority),
        &[],
        3,
        &["certificate is not trusted", "subjectAltName", "caused by: ", "elsewhere.example"],
    );
}

#[test]
fn verify_full_refuses_an_unknown_authority() {
    let stranger = &Cluster::shared().certificates.stranger;
    refused(
        &verify_full("localhost", stranger),
        &[],
        3,
        &["certificate is not trusted: give its authority", "UnknownIssuer"],
    );
}

#[test]
fn verify_full_without_sslrootcert_trusts_the_system() {
    let authority = Cluster::shared().certificates.authority.to_str().unwrap();
    let stranger = Cluster::shared().certificates.stranger.to_str().unwrap();
    let url = url("localhost", "sslmode=verify-full");
    let with_system_roots = |file| Builder::export(&url, &Target::new().path()).env("SSL_CERT_FILE", file).run();
    with_system_roots(authority).succeeded();
    with_system_roots(stranger).failed(3, &["certificate is not trusted"]);
}

#[test]
fn authority_file_that_is_none_is_refused() {
    let folder = tempfile::tempdir().unwrap();
    let empty = folder.path().join("empty.pem");
    std::fs::write(&empty, "").unwrap();
    refused(&verify_full("localhost", &empty), &[], 3, &["holds no certificate", "give a PEM file"]);
    let missing = folder.path().join("missing.pem");
    refused(&verify_full("localhost", &missing), &[], 3, &["cannot be read", "missing.pem", "No such file"]);
}
