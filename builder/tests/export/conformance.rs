//! Rule: what the worker answers from the exported real catalogue is what the service it replaces answered.

use std::path::PathBuf;
use std::process::Command;

use xtask::workerd::{Server, Worker};
use xtask::{bundle, path};

use crate::support::{Builder, Project, Target, real_catalog};

/// A file of the recorded requests.
pub fn golden(name: &str) -> PathBuf {
    path("../shared/golden").join(name)
}

#[test]
fn replies_from_the_real_catalog_are_the_recorded_ones() {
    let Some(database) = real_catalog() else { return };
    let target = Target::new();
    Builder::export_all(&database.url(), &target.path()).run().succeeded();
    bundle::bundle().unwrap();
    let project = Project::empty();
    project.bundle(&target.path(), &["--worker", path("build").to_str().unwrap()]).succeeded();
    let worker = Worker::deployed().unwrap().with_catalog(&target.path(), &project.assets());
    let server = Server::start(&worker, 0, Some(&target.path().with_extension("log"))).unwrap();

    let base = format!("http://127.0.0.1:{}", server.port());
    let run = Command::new("python3").arg(golden("conformance.py")).args(["--base", &base]).output();
    let output = run.unwrap_or_else(|error| panic!("the recorded requests are held against by python3: {error}"));
    let report = String::from_utf8_lossy(&output.stdout);
    assert!(output.status.success(), "{report}{}", String::from_utf8_lossy(&output.stderr));
    assert!(report.ends_with(" passed, 0 failed\n"), "{report}");
}
