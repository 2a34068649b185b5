//! The deployed worker, and the requests to it.

use std::fs;
use std::path::PathBuf;
use std::sync::OnceLock;

use catalog_edge::model::{Impl, Spec};
use xtask::workerd::{Server, Worker};
use xtask::{assets, bundle, path, snapshot};

use crate::raw_client::{Answer, request};
use crate::sample::{documents, sample};

/// Requests whose replies differ in route, status, headers and size.
pub(crate) const TARGETS: [&str; 8] = [
    "/stats",
    "/languages",
    "/libraries",
    "/libraries/nope/images",
    "/plots/filter?lang=python&limit=3",
    "/plots/filter?limit=x",
    "/plots/filter",
    "/nope",
];

/// A snapshot that does not depend on an export on this machine.
pub(crate) fn snapshot_file() -> PathBuf {
    snapshot::default().unwrap()
}

/// A snapshot with more images than fit in one chunk, in a file that only this test uses.
pub(crate) fn many_images(test: &str) -> PathBuf {
    let mut records = sample();
    let (spec, item) = (records.specs[0].clone(), records.impls[0].clone());
    for number in 0..10_000 {
        let id = format!("spec-{number}");
        records.impls.push(Impl { spec: id.clone(), ..item.clone() });
        records.specs.push(Spec { id, ..spec.clone() });
    }
    let file = path("build").join(format!("e2e-many-{test}.snap"));
    fs::write(&file, catalog_edge::snapshot::build(&records, documents()).unwrap()).unwrap();
    file
}

/// The deployed modules, built once for all tests.
pub(crate) fn deployed() -> Worker {
    static BUILT: OnceLock<()> = OnceLock::new();
    BUILT.get_or_init(|| bundle::bundle().unwrap());
    Worker::deployed().unwrap().with_catalog(&snapshot_file(), &assets::folder())
}

/// A server, and the path of its log.
pub(crate) fn serve(worker: &Worker, name: &str) -> (Server, PathBuf) {
    let log = path("build").join(format!("e2e-{name}.log"));
    (Server::start(worker, 0, Some(&log)).unwrap(), log)
}

/// The header of a request from a page that may read replies.
pub(crate) const PAGE: (&str, &str) = ("Origin", "https://anyplot.ai");

/// Checks that the answer to a request of such a page is a failure in the service's shape.
pub(crate) fn failure(answer: &Answer, status: u16, message: &str, path: &str) {
    let body = format!(r#"{{"status":{status},"message":"{message}","path":"{path}"}}"#);
    assert_eq!((answer.status, str::from_utf8(&answer.body).unwrap()), (status, &*body));
    assert_eq!(answer.header("content-type"), Some("application/json"));
    // Pages are for themselves alone.
    let is_page = path.starts_with("/site/") || ["/explore", "/docs"].contains(&path);
    assert_eq!(answer.header("access-control-allow-origin"), Some(PAGE.1).filter(|_| !is_page));
}

pub(crate) fn get(server: &Server, target: &str) -> Answer {
    request(server.port(), "GET", target, &[]).unwrap()
}
