//! First, unchanged, changed, and refused.

use std::fs;

use serde_json::json;

use super::operator::Operator;

#[test]
fn release_is_created_kept_tried_and_replaced() {
    let operator = Operator::new(30);
    operator.deploy(&[]).failed(6, &["knows no such worker", "--first"]);
    let created = operator.deploy(&["--first", "--json"]).succeeded().json();
    assert_eq!((&created["outcome"], &created["percent"]), (&json!("created"), &json!(100)));
    assert_eq!(created["version"], *operator.live().0);
    let kept = operator.project.path().join(format!("deployed/{}.snap", created["snapshot"].as_str().unwrap()));
    assert_eq!(fs::read(kept).unwrap(), fs::read(operator.snapshot()).unwrap());

    // Nothing has changed: nothing is uploaded, but what is live is tried.
    let from = operator.now();
    operator.deploy(&["--first"]).failed(6, &["without --first"]);
    let unchanged = operator.deploy(&["--json"]).succeeded().json();
    assert_eq!((&unchanged["outcome"], &unchanged["version"]), (&json!("unchanged"), &created["version"]));
    assert!(operator.cloudflare.calls(from).iter().all(|call| call.starts_with("GET ")));
    let tried =
        |path: &str| operator.cloudflare.journal(from).iter().any(|line| line["call"] == *format!("GET {path}"));
    assert!(tried("/health") && tried("/plots/filter"));

    operator.project.put_catalog(31);
    let deployed = operator.deploy(&["--json"]).succeeded().json();
    assert_eq!((&deployed["outcome"], &deployed["counts"]["images"]), (&json!("deployed"), &json!(31)));
    assert_eq!(operator.live(), (deployed["version"].as_str().unwrap().to_owned(), 31));
    assert_eq!(operator.shares(), json!([{"version_id": deployed["version"], "percentage": 100}]));
}

#[test]
fn worker_or_settings_that_changed_are_a_change() {
    let operator = Operator::deployed(30);
    let config = operator.project.path().join("wrangler.toml");
    let text = fs::read_to_string(&config).unwrap();
    fs::write(&config, text.replace("CORS_LOCALHOST = \"on\"", "CORS_LOCALHOST = \"off\"")).unwrap();
    assert_eq!(operator.deploy(&["--json"]).succeeded().json()["outcome"], "deployed");
    assert_eq!(operator.deploy(&["--json"]).succeeded().json()["outcome"], "unchanged");

    let release = operator.project.path().join("build/worker/release.js");
    fs::write(&release, "export default \"0123456789abcdef0123456789abcdef\";\n").unwrap();
    assert_eq!(operator.deploy(&["--json"]).succeeded().json()["outcome"], "deployed");
    assert_eq!(operator.deploy(&["--json"]).succeeded().json()["outcome"], "unchanged");
}

#[test]
fn catalog_that_shrank_is_not_uploaded() {
    let operator = Operator::deployed(40);
    let live = operator.live();
    operator.project.put_catalog(30);
    operator.deploy_guarded(&[]).failed(6, &["images fell from 40 to 30", "--max-shrink"]);
    // As many rows as before, but others, which only the kept snapshot tells.
    operator.project.put_catalog(41);
    operator.deploy_guarded(&[]).failed(6, &["the catalogue lost rows", "of 40 impls", "--max-shrink"]);
    fs::remove_dir_all(operator.project.path().join("deployed")).unwrap();
    operator.project.put_catalog(30);
    operator.deploy_guarded(&[]).failed(6, &["images fell from 40 to 30"]);
    assert_eq!((operator.live(), operator.versions()), (live, 1));
    operator.project.put_catalog(41);
    operator.deploy_guarded(&[]).succeeded();
    assert_eq!(operator.live().1, 41);
}

#[test]
fn snapshot_that_is_not_sound_is_not_uploaded() {
    let operator = Operator::deployed(30);
    let bytes = fs::read(operator.snapshot()).unwrap();
    let from = operator.now();
    fs::write(operator.snapshot(), &bytes[..100]).unwrap();
    operator.deploy(&[]).failed(6, &["is not a sound snapshot"]);
    fs::remove_file(operator.snapshot()).unwrap();
    operator.deploy(&[]).failed(10, &["does not exist"]);
    assert_eq!(operator.cloudflare.calls(from), [""; 0]);
}
