//! Worker, snapshot and documents come together where wrangler takes them from.

use std::fs;
use std::io::Read;
use std::path::Path;

use catalog_edge::snapshot;
use flate2::read::GzDecoder;
use serde_json::Value;
use xtask::path;

use super::operator::Operator;
use super::support::{Builder, Project, folder_names};

fn released() -> String {
    path("build").to_str().unwrap().to_owned()
}

/// Makes a catalogue and returns its digest.
fn synth(file: &Path, images: &str) -> String {
    let out = file.to_str().unwrap();
    Builder::new(&["synth", "--images", images, "--seed", "1", "--out", out]).run().succeeded();
    snapshot::open(&fs::read(file).unwrap()).unwrap().digest.to_string()
}

/// The assets of a bundle with the snapshot of this digest.
fn of_snapshot(digest: &str) -> [String; 3] {
    [digest.to_owned(), format!("{digest}.snap.gz"), "site".to_owned()]
}

#[test]
fn released_worker_gets_the_snapshot_and_its_documents_and_no_others() {
    let project = Project::empty();
    let (file, released) = (project.path().join("plots.snap"), released());
    for images in ["30", "31"] {
        let digest = synth(&file, images);
        let bundled: Value = project.bundle(&file, &["--worker", &released, "--json"]).succeeded().json();
        assert_eq!(bundled["snapshot"], *digest);
        let modules = project.path().join("build/worker");
        assert_eq!(fs::read(modules.join("catalog.snap")).unwrap(), fs::read(&file).unwrap());
        let release = fs::read_to_string(modules.join("release.js")).unwrap();
        assert!(release.contains(bundled["worker"].as_str().unwrap()), "{release}");
        assert_eq!(folder_names(&project.assets()), of_snapshot(&digest));
        let mut decompressed = Vec::new();
        let compressed = fs::read(project.assets().join(format!("{digest}.snap.gz"))).unwrap();
        GzDecoder::new(&*compressed).read_to_end(&mut decompressed).unwrap();
        assert!(decompressed == fs::read(&file).unwrap());
        assert!(project.assets().join("site/explore.html").is_file());
        let documents = file.with_extension("documents").join(&digest);
        assert_eq!(folder_names(&project.assets().join(&digest)), folder_names(&documents));
    }
    // Without a released worker, the one in place is used.
    let digest = synth(&file, "32");
    project.bundle(&file, &[]).succeeded();
    assert_eq!(folder_names(&project.assets()), of_snapshot(&digest));
    // A bundle that was cut short is completed.
    let partial = project.assets().join(format!("{digest}.partial"));
    fs::rename(project.assets().join(&digest), &partial).unwrap();
    project.bundle(&file, &[]).succeeded();
    assert_eq!(folder_names(&project.assets()), of_snapshot(&digest));
}

#[test]
fn bundle_that_cannot_be_right_is_refused() {
    let project = Project::empty();
    let (file, released) = (project.path().join("plots.snap"), released());
    let digest = synth(&file, "30");
    project.bundle(&file, &[]).failed(2, &["holds no worker", "--worker"]);
    project.bundle(&file, &["--worker", project.path().to_str().unwrap()]).failed(2, &["holds no worker"]);
    project
        .bundle(Path::new("/nowhere.snap"), &["--worker", &released])
        .failed(10, &["'/nowhere.snap' does not exist"]);
    project.bundle(&file, &["--worker", "/nowhere"]).failed(10, &["folder '/nowhere' does not exist", "--worker"]);
    let run = Builder::new(&["bundle", "--config", "/nowhere.toml"]).run();
    run.failed(10, &["'/nowhere.toml' does not exist", "--config"]);

    // Files of somebody else are left.
    let modules = project.path().join("build/worker");
    fs::create_dir_all(&modules).unwrap();
    fs::write(modules.join("index.js"), "export default {}").unwrap();
    project.bundle(&file, &["--worker", &released]).failed(2, &["holds files that are not of a worker"]);
    assert_eq!(folder_names(&modules), ["index.js"]);
    fs::remove_dir_all(&modules).unwrap();

    let documents = file.with_extension("documents").join(digest);
    let document = fs::read_dir(&documents).unwrap().flatten().map(|entry| entry.path()).find(|path| path.is_file());
    fs::remove_file(document.unwrap()).unwrap();
    project.bundle(&file, &["--worker", &released]).failed(6, &["are not whole", "run export again"]);
}

#[test]
fn build_of_the_configuration_does_not_replace_the_snapshot_that_was_named() {
    let operator = Operator::new(30);
    let (folder, file) = (operator.project.path(), operator.project.path().join("wrangler.toml"));
    fs::copy(operator.snapshot(), folder.join("other.snap")).unwrap();
    // As in this repository, where wrangler's own commands need it.
    let build = "[build]\ncommand = \"cp other.snap build/worker/catalog.snap\"\n";
    fs::write(&file, format!("{}\n{build}", fs::read_to_string(&file).unwrap())).unwrap();
    for (images, arguments) in [(31, &["--first"][..]), (32, &[])] {
        operator.project.put_catalog(images);
        operator.deploy(arguments).succeeded();
        assert_eq!(operator.live().1, u64::from(images));
    }
    let names = folder_names(folder);
    assert!(!names.iter().any(|name| name.starts_with(".wrangler-")), "{names:?}");
}
