//! Rule: what the worker answers from the exported real catalogue is what the service it replaces answered.

use std::fs::{self, File};
use std::io::Read;
use std::path::{Path, PathBuf};
use std::process::Command;

use flate2::read::GzDecoder;
use serde_json::Value;
use xtask::bundle;
use xtask::workerd::{Server, Worker};

use crate::real_catalogue::real_catalogue;
use crate::support::{Builder, Target};

/// Tags of the recorded requests whose every reply is served.
const TAGS: &str = "filter/,library_images";
/// Of the tag `single`, what is served.
const SINGLE: [&str; 3] = ["/stats", "/languages", "/libraries"];

fn golden(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../../shared/golden").join(name)
}

/// The recorded requests, one JSON object a line, that this returns true for.
fn recorded(choose: impl Fn(&Value) -> bool) -> String {
    let mut lines = String::new();
    GzDecoder::new(File::open(golden("requests.ndjson.gz")).unwrap()).read_to_string(&mut lines).unwrap();
    // A line that does not parse holds a number beyond what serde_json takes: a filter's `limit`, never one of these.
    lines.split_inclusive('\n').filter(|line| serde_json::from_str(line).is_ok_and(|line| choose(&line))).collect()
}

fn conforms(server: &Server, arguments: &[&str]) {
    let base = format!("http://127.0.0.1:{}", server.port());
    let script = golden("conformance.py");
    let run = Command::new("python3").arg(script).args(["--base", &base]).args(arguments).output();
    let output = run.unwrap_or_else(|error| panic!("the recorded requests are held against by python3: {error}"));
    let report = String::from_utf8_lossy(&output.stdout);
    assert!(output.status.success(), "{report}{}", String::from_utf8_lossy(&output.stderr));
    assert!(report.contains(" passed, 0 failed"), "{report}");
}

#[test]
fn replies_from_the_real_catalogue_are_the_recorded_ones() {
    let Some(database) = real_catalogue() else { return };
    let target = Target::new();
    Builder::export(&database.url(), &target.path()).run().succeeded();
    bundle::bundle().unwrap();
    let worker = Worker::deployed().unwrap().with_snapshot(&target.path());
    let server = Server::start(&worker, 0, Some(&target.path().with_extension("log"))).unwrap();

    conforms(&server, &["--only", TAGS]);
    let single = recorded(|request| request["tag"] == "single" && SINGLE.iter().any(|path| request["target"] == *path));
    assert_eq!(single.lines().count(), SINGLE.len());
    let requests = target.path().with_extension("ndjson");
    fs::write(&requests, single).unwrap();
    conforms(&server, &["--requests", requests.to_str().unwrap()]);
}
