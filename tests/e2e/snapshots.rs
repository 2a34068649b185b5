//! Rule: the runtime sends the snapshot as the bundle has it, compressed once.

use std::fs;
use std::io::Read;

use flate2::read::GzDecoder;
use xtask::{assets, path};

use crate::edge::{PAGE, deployed, failure, get, serve, snapshot_file};
use crate::raw_client::request;

fn decompressed(bytes: &[u8]) -> Vec<u8> {
    let mut decompressed = Vec::new();
    GzDecoder::new(bytes).read_to_end(&mut decompressed).unwrap();
    decompressed
}

#[test]
fn the_snapshot_arrives_compressed_and_whole() {
    let (file, folder) = (snapshot_file(), path("build/e2e-snapshots"));
    let worker = deployed();
    assets::assemble(&file, &folder).unwrap();
    let (server, _) = serve(&worker.with_catalog(&file, &folder), "snapshots");
    let current: serde_json::Value = serde_json::from_slice(&get(&server, "/snapshots/current").body).unwrap();
    let bytes = fs::read(&file).unwrap();
    assert_eq!(current["bytes"], bytes.len());
    let target = format!("/snapshots/{}", current["digest"].as_str().unwrap());
    for headers in [&[][..], &[("Accept-Encoding", "gzip")], &[("Accept-Encoding", "br, identity")]] {
        let answer = request(server.port(), "GET", &target, headers).unwrap();
        assert_eq!((answer.status, answer.header("content-encoding")), (200, Some("gzip")));
        assert!(decompressed(&answer.body) == bytes, "{headers:?}");
    }
    assert_eq!(request(server.port(), "HEAD", &target, &[]).unwrap().status, 200);
    let held = request(server.port(), "GET", &target, &[("If-None-Match", "*")]).unwrap();
    assert_eq!((held.status, held.header("content-encoding"), held.body.len()), (304, None, 0));
}

#[test]
fn a_snapshot_whose_file_is_missing_is_unavailable() {
    let empty = path("build/e2e-no-assets");
    fs::create_dir_all(&empty).unwrap();
    let (server, _) = serve(&deployed().with_catalog(&snapshot_file(), &empty), "no-snapshot-file");
    let digest = get(&server, "/stats").header("snapshot-digest").unwrap().to_owned();
    let target = format!("/snapshots/{digest}");
    let answer = request(server.port(), "GET", &target, &[PAGE]).unwrap();
    failure(&answer, 503, "Service unavailable", &target);
}

#[test]
fn a_deployment_that_keeps_its_snapshot_gives_neither_it_nor_the_service_worker() {
    let (server, _) = serve(&deployed().with_variable("BROWSER", "off"), "no-browser");
    for target in ["/snapshots/current", "/catalog-edge.js"] {
        assert_eq!(get(&server, target).status, 404, "{target}");
    }
    assert_eq!(get(&server, "/stats").status, 200);
    let (server, log) = serve(&deployed().with_variable("BROWSER", "sometimes"), "browser-variable");
    assert_eq!(get(&server, "/stats").status, 503);
    let log = fs::read_to_string(log).unwrap();
    assert!(log.contains("BROWSER is 'sometimes': say on or off"), "{log}");
}
