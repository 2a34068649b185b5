//! Rule: `verify-full` accepts the certificates that libpq accepts, and says of each other one what is wrong with it.

use std::fs;
use std::io::{Read, Write};
use std::net::TcpListener;
use std::path::Path;
use std::process::{Command, Stdio};
use std::sync::Arc;
use std::thread;

use rcgen::{
    BasicConstraints, CertificateParams, CertifiedIssuer, DistinguishedName, DnType, IsCa, KeyPair, date_time_ymd,
};
use rustls::crypto::ring;
use rustls::pki_types::pem::PemObject;
use rustls::pki_types::{CertificateDer, PrivateKeyDer, PrivatePkcs8KeyDer};
use rustls::sign::{CertifiedKey, SingleCertAndKey};
use rustls::{ServerConfig, ServerConnection, Stream};

use xtask::tally::skip;

use super::fake::fatal;
use crate::support::{Builder, Certificates, Cluster, Session, Target};

#[test]
fn certificate_made_as_the_manual_says_is_accepted_as_its_own_root() {
    let cluster =
        Cluster::start_with("host all all 127.0.0.1/32 trust\nlocal all all trust\n", Certificates::self_signed);
    Session::open(&cluster, "postgres").fill();
    let url = |host: &str, root: &Path| {
        let address = format!("hostaddr=127.0.0.1&host={host}&port={}", cluster.port);
        format!("postgresql://postgres@/postgres?{address}&sslmode=verify-full&sslrootcert={}", root.display())
    };
    let Certificates { authority, stranger } = &cluster.certificates;
    let export = |url: &str| Builder::export(url, &Target::new().path()).run();
    export(&url("localhost", authority)).succeeded();
    export(&url("LocalHost", authority)).succeeded();
    export(&url("elsewhere.example", authority)).failed(3, &["certificate is not trusted for this host", "localhost"]);
    export(&url("localhost", stranger)).failed(3, &["certificate is not trusted: give its authority", "stranger.pem"]);
}

/// A certificate of a server, and the roots that are given for it.
struct Case {
    common_name: &'static str,
    alternatives: &'static [&'static str],
    is_authority: bool,
    years: [i32; 2],
    root: Root,
}

#[derive(Clone, Copy)]
enum Root {
    Itself,
    Issuer,
    Another,
}

const NOW: [i32; 2] = [2000, 2100];

#[test]
fn certificates_are_judged_as_libpq_judges_them() {
    let case =
        |common_name, alternatives, root| Case { common_name, alternatives, is_authority: true, years: NOW, root };
    let own = |common_name, alternatives| case(common_name, alternatives, Root::Itself);
    let signed =
        |common_name, alternatives| Case { is_authority: false, ..case(common_name, alternatives, Root::Issuer) };
    const ACCEPTED: &str = "the user or password is wrong";
    const OTHER_NAME: &str = "certificate is not trusted for this host";
    for (host, case, words) in [
        ("db.example", own("db.example", &[]), ACCEPTED),
        ("db.example", Case { is_authority: false, ..own("db.example", &[]) }, ACCEPTED),
        ("db.example", own("x", &["db.example"]), ACCEPTED),
        ("db.example", own("db.example", &["x.example"]), OTHER_NAME),
        ("db.example", own("db.example", &["10.0.0.1"]), ACCEPTED),
        ("db.example", own("x.example", &[]), OTHER_NAME),
        ("db.example", own("x", &["*.example"]), ACCEPTED),
        ("a.db.example", own("x", &["*.example"]), OTHER_NAME),
        ("db.example", own("*.example", &[]), ACCEPTED),
        ("127.0.0.1", own("x", &["127.0.0.1"]), ACCEPTED),
        ("127.0.0.1", own("127.0.0.1", &[]), ACCEPTED),
        ("127.0.0.1", own("127.0.0.1", &["db.example"]), ACCEPTED),
        ("127.0.0.1", own("127.0.0.1", &["10.0.0.1"]), OTHER_NAME),
        ("db.example", Case { years: [2000, 2001], ..own("db.example", &[]) }, "because it has expired"),
        ("db.example", Case { years: [2099, 2100], ..own("db.example", &[]) }, "because it is not valid yet"),
        ("db.example", case("db.example", &[], Root::Another), "not trusted: give its authority"),
        ("db.example", signed("x", &["db.example"]), ACCEPTED),
        ("db.example", signed("db.example", &[]), ACCEPTED),
        ("db.example", signed("db.example", &["x.example"]), OTHER_NAME),
        ("db.example", Case { years: [2000, 2001], ..signed("db.example", &[]) }, "because it has expired"),
        ("db.example", Case { root: Root::Another, ..signed("db.example", &[]) }, "not trusted: give its authority"),
        ("db.example", Case { root: Root::Itself, ..signed("db.example", &[]) }, ACCEPTED),
    ] {
        let folder = tempfile::tempdir().unwrap();
        let root = folder.path().join("root.pem");
        let port = serve(&case, &root);
        let url = format!("hostaddr=127.0.0.1 host={host} port={port} user=u dbname=d sslmode=verify-full");
        let run = Builder::new(&["doctor"]).env("DATABASE_URL", &format!("{url} sslrootcert={}", root.display())).run();
        let shown = format!("{host} of {} {:?}: {}", case.common_name, case.alternatives, run.err);
        assert!(run.code == 3 && run.err.contains(words), "{shown}");
    }
}

/// Starts a server with this certificate, which refuses everyone after the handshake.
fn serve(case: &Case, root: &Path) -> u16 {
    let names: Vec<_> = case.alternatives.iter().map(ToString::to_string).collect();
    let mut params = CertificateParams::new(names).unwrap();
    params.distinguished_name = DistinguishedName::new();
    params.distinguished_name.push(DnType::CommonName, case.common_name);
    if case.is_authority {
        params.is_ca = IsCa::Ca(BasicConstraints::Unconstrained);
    }
    [params.not_before, params.not_after] = case.years.map(|year| date_time_ymd(year, 1, 1));
    let key = KeyPair::generate().unwrap();
    let issuer = authority("Issuer");
    let certificate =
        if case.is_authority { params.self_signed(&key).unwrap() } else { params.signed_by(&key, &issuer).unwrap() };
    let roots = match case.root {
        Root::Itself => certificate.pem(),
        Root::Issuer => issuer.pem(),
        Root::Another => authority("Another").pem(),
    };
    fs::write(root, roots).unwrap();
    serve_with(certificate.der().clone(), PrivatePkcs8KeyDer::from(key.serialize_der()).into())
}

fn serve_with(certificate: CertificateDer<'static>, key: PrivateKeyDer<'static>) -> u16 {
    let provider = Arc::new(ring::default_provider());
    let key = provider.key_provider.load_private_key(key).unwrap();
    // A server of OpenSSL does not read its own certificate either.
    let certified = SingleCertAndKey::from(CertifiedKey::new(vec![certificate], key));
    let config = ServerConfig::builder_with_provider(provider)
        .with_safe_default_protocol_versions()
        .unwrap()
        .with_no_client_auth()
        .with_cert_resolver(Arc::new(certified));
    let config = Arc::new(config);
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let port = listener.local_addr().unwrap().port();
    thread::spawn(move || {
        for mut client in listener.incoming().flatten() {
            let _ = client.read_exact(&mut [0; 8]);
            let _ = client.write_all(b"S");
            let mut connection = ServerConnection::new(config.clone()).unwrap();
            let mut stream = Stream::new(&mut connection, &mut client);
            if stream.read(&mut [0; 256]).is_ok() {
                let _ = stream.write_all(&fatal("28P01", "auth_failed", "password authentication failed"));
            }
        }
    });
    port
}

#[test]
fn certificate_by_an_authority_made_as_the_manual_says_is_accepted() {
    let folder = tempfile::tempdir().unwrap();
    let openssl = |arguments: &str| {
        let mut command = Command::new("openssl");
        command.args(arguments.split(' ')).current_dir(folder.path()).stderr(Stdio::null());
        command.status().is_ok_and(|status| status.success())
    };
    fs::write(folder.path().join("ca.cnf"), "basicConstraints = critical, CA:true").unwrap();
    // The server's certificate gets no extension, hence version 1, which TLS libraries of today seldom read.
    let is_made = openssl("req -new -nodes -newkey rsa:2048 -keyout root.key -out root.csr -subj /CN=root.example")
        && openssl("x509 -req -in root.csr -days 3650 -extfile ca.cnf -signkey root.key -out root.crt")
        && openssl("req -new -nodes -newkey rsa:2048 -keyout server.key -out server.csr -subj /CN=db.example")
        && openssl("x509 -req -in server.csr -days 365 -CA root.crt -CAkey root.key -CAcreateserial -out server.crt")
        && openssl("req -new -nodes -x509 -newkey rsa:2048 -keyout x.key -out other.crt -subj /CN=root.example");
    if !is_made {
        skip("there is no openssl to make certificates with");
        return;
    }
    let path = |name: &str| folder.path().join(name);
    let certificate = CertificateDer::from_pem_file(path("server.crt")).unwrap();
    let port = serve_with(certificate, PrivateKeyDer::from_pem_file(path("server.key")).unwrap());
    for (host, parameters, words) in [
        ("db.example", "sslmode=require".to_owned(), "the user or password is wrong"),
        ("db.example", "sslmode=prefer".to_owned(), "the user or password is wrong"),
        ("db.example", verify(&path("root.crt")), "the user or password is wrong"),
        ("db.example", verify(&path("server.crt")), "the user or password is wrong"),
        ("db.example", verify(&path("other.crt")), "not trusted: give its authority"),
        ("x.example", verify(&path("root.crt")), "certificate is not trusted for this host"),
    ] {
        let url = format!("hostaddr=127.0.0.1 host={host} port={port} user=u dbname=d {parameters}");
        Builder::new(&["doctor"]).env("DATABASE_URL", &url).run().failed(3, &[words]);
    }
}

fn verify(root: &Path) -> String {
    format!("sslmode=verify-full sslrootcert={}", root.display())
}

fn authority(name: &str) -> CertifiedIssuer<'static, KeyPair> {
    let mut params = CertificateParams::default();
    params.distinguished_name.push(DnType::CommonName, name);
    params.is_ca = IsCa::Ca(BasicConstraints::Unconstrained);
    CertifiedIssuer::self_signed(params, KeyPair::generate().unwrap()).unwrap()
}
