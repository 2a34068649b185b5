#![allow(clippy::unwrap_used, reason = "a failed expectation ends the test")]

use std::io::Write;
use std::os::unix::fs::PermissionsExt;

use super::*;

fn host(place: Place) -> Host {
    Host { place, port: 5432 }
}

fn name(name: &str) -> Host {
    host(Place::Name(name.into()))
}

fn socket(folder: &str) -> Host {
    host(Place::Socket(folder.into()))
}

fn found(text: &str, host: &Host) -> Option<String> {
    let lines = text.as_bytes().split(|byte| *byte == b'\n').filter_map(Line::read).collect();
    let file = Passfile { path: "pgpass".into(), lines };
    file.password(host, "plots", "reader").map(|password| String::from_utf8(password).unwrap())
}

#[test]
fn first_line_that_fits_has_the_password() {
    let address = |name: Option<&str>| host(Place::Address("10.0.0.1".parse().unwrap(), name.map(Into::into)));
    for (text, host, password) in [
        ("h:5432:plots:reader:s3cret", name("h"), Some("s3cret")),
        ("h:5432:plots:reader:s3cret\r\n", name("h"), Some("s3cret")),
        ("*:*:*:*:s3cret", name("h"), Some("s3cret")),
        ("h:*:*:reader:first\nh:*:*:*:second", name("h"), Some("first")),
        ("i:*:*:reader:first\nh:*:*:*:second", name("h"), Some("second")),
        ("h:5433:*:*:s3cret", name("h"), None),
        ("h:*:other:*:s3cret", name("h"), None),
        ("h:*:*:other:s3cret", name("h"), None),
        ("H:*:*:*:s3cret", name("h"), None),
        ("# h:*:*:*:no\n\nh:*:*:*:s3cret", name("h"), Some("s3cret")),
        ("#h:*:*:*:s3cret", name("#h"), None),
        ("h:*:*:s3cret", name("h"), None),
        ("h*:*:*:*:s3cret", name("hx"), None),
        (r"h:*:*:*:a\:b\\c", name("h"), Some(r"a:b\c")),
        (r"h:*:*:*:a:b", name("h"), Some("a")),
        (r"h:*:*:*:a\", name("h"), Some(r"a\")),
        ("h:*:*:*:", name("h"), None),
        ("h:*:*:*: s3 cret ", name("h"), Some(" s3 cret ")),
        (r"\:\:1:*:*:*:s3cret", name("::1"), Some("s3cret")),
        (r"\*:*:*:*:s3cret", name("h"), None),
        ("10.0.0.1:*:*:*:s3cret", address(None), Some("s3cret")),
        ("10.0.0.1:*:*:*:s3cret", address(Some("h")), None),
        ("h:*:*:*:s3cret", address(Some("h")), Some("s3cret")),
        ("localhost:*:*:*:s3cret", socket("/var/run/postgresql"), Some("s3cret")),
        ("localhost:*:*:*:s3cret", socket("/tmp"), Some("s3cret")),
        ("localhost:*:*:*:s3cret", socket("/cloudsql/x"), None),
        ("/cloudsql/x:*:*:*:s3cret", socket("/cloudsql/x"), Some("s3cret")),
        (r"/cloudsql/a\:b:*:*:*:s3cret", socket("/cloudsql/a:b"), Some("s3cret")),
        ("/tmp:*:*:*:s3cret", socket("/tmp"), Some("s3cret")),
    ] {
        assert_eq!(found(text, &host).as_deref(), password, "{text} for {host}");
    }
}

#[test]
fn file_that_others_may_read_is_not_used() {
    let mut file = tempfile::NamedTempFile::new().unwrap();
    file.write_all(b"*:*:*:*:s3cret").unwrap();
    for (mode, is_used) in [(0o600, true), (0o400, true), (0o640, false), (0o604, false), (0o620, false)] {
        fs::set_permissions(file.path(), fs::Permissions::from_mode(mode)).unwrap();
        match Passfile::read(file.path()) {
            Ok(passfile) => assert!(is_used && passfile.is_some(), "{mode:o}"),
            Err(warning) => assert!(!is_used && warning.contains("chmod 600"), "{mode:o}"),
        }
    }
    let folder = tempfile::tempdir().unwrap();
    assert!(Passfile::read(folder.path()).unwrap_err().contains("no plain file"));
    assert!(Passfile::read(&folder.path().join("missing")).unwrap().is_none());
}
