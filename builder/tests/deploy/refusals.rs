//! Refusals: another worker's address, a split, a broken preview, a release that failed before.

use std::fs;

use serde_json::json;

use super::operator::Operator;

/// State that a refused run must not change.
fn state(operator: &Operator) -> (serde_json::Value, usize) {
    (operator.shares(), operator.versions())
}

#[test]
fn address_of_another_worker_is_refused_before_anything_is_uploaded() {
    let (operator, other) = (Operator::deployed(30), Operator::deployed(31));
    operator.project.put_catalog(32);
    let (before, from) = (state(&operator), operator.now());
    let address = other.cloudflare.live();
    operator.deploy(&["--url", address]).failed(6, &["the address is not that of the worker", "--url"]);
    operator.deploy(&["--url", address, "--over-broken"]).failed(6, &["the address is not that of the worker"]);
    // Nothing listens there, but the worker is alive.
    operator.deploy(&["--url", "http://127.0.0.1:9"]).failed(6, &["works at its preview", "--url"]);
    // No catalogue at all.
    let api = operator.cloudflare.api();
    operator.deploy(&["--url", api]).failed(6, &["127.0.0.1"]);
    // The live version at its preview.
    let preview = format!("https://{}-catalog-edge.team.workers.dev", &operator.live().0[..8]);
    operator.deploy(&["--url", &preview]).failed(6, &["is the address of a preview"]);
    assert_eq!(state(&operator), before);
    assert!(operator.cloudflare.calls(from).iter().all(|call| call.starts_with("GET ")));

    // Nor does --first overwrite a worker, whatever the address.
    operator.deploy(&["--first", "--url", "http://127.0.0.1:9"]).failed(6, &["the worker exists"]);
    assert_eq!(state(&operator), before);
    // A name that Cloudflare does not know, at the address of a worker that lives.
    let config = operator.project.path().join("wrangler.toml");
    let text = fs::read_to_string(&config).unwrap();
    fs::write(&config, text.replace("name = \"catalog-edge\"", "name = \"catalog-egde\"")).unwrap();
    operator.deploy(&["--first"]).failed(6, &["the address is already that of", "wrangler.toml"]);
    assert_eq!(state(&operator), before);
}

#[test]
fn split_is_refused_with_its_shares_unless_it_is_to_end() {
    let operator = Operator::deployed(30);
    operator.project.put_catalog(31);
    let preview = operator.run(&["preview", "--snapshot", operator.snapshot().to_str().unwrap(), "--json"]).succeeded();
    let (old, new) = (operator.live().0, preview.json()["version"].as_str().unwrap().to_owned());
    let split = json!([{"version_id": old, "percentage": 70}, {"version_id": new, "percentage": 30}]);
    operator.cloudflare.deployed_by_somebody(&split);
    operator.project.put_catalog(32);
    let shares = format!("70% of version {old}, 30% of version {new}");
    operator.deploy(&[]).failed(6, &[&shares, "--over-split"]);
    assert_eq!((operator.shares(), operator.versions()), (split.clone(), 2));

    // A version that fails over a split: the split comes back as it was.
    operator.next_version_fails_live("/plots/filter$");
    operator.deploy(&["--over-split"]).failed(6, &["rolled back", &shares]);
    assert_eq!(operator.shares(), split);
    operator.cloudflare.faults_applied();
    operator.deploy(&["--over-split"]).failed(6, &["failed live", "--retry-failed"]);
    operator.deploy(&["--over-split", "--retry-failed"]).succeeded();
    assert_eq!(operator.live().1, 32);
}

#[test]
fn version_that_fails_its_preview_is_not_deployed_and_not_uploaded_again() {
    let operator = Operator::deployed(30);
    operator.project.put_catalog(31);
    let (before, from) = (operator.live(), operator.now());
    let broken = json!({"at": "preview", "call": "/plots/filter$", "do": "reply", "status": 500});
    operator.cloudflare.fault(broken.clone());
    operator.deploy(&[]).failed(6, &["does not pass at its preview", "/plots/filter?limit=1 answers 500"]);
    let failed = operator.newest_version();
    let login = json!({"location": "https://team.cloudflareaccess.com/cdn-cgi/access/login"});
    operator.cloudflare.fault(json!({"at": "preview", "do": "reply", "status": 302, "headers": login}));
    let known = format!("Version {failed} of this release was uploaded before");
    operator.deploy(&[]).failed(6, &[&known, "does not pass at its preview", "asks for a login (Cloudflare Access)"]);
    assert_eq!(operator.newest_version(), failed);
    operator.cloudflare.fault(broken);
    operator.deploy(&["--retry-failed"]).failed(6, &["does not pass at its preview"]);
    let second = operator.newest_version();
    assert_ne!(second, failed);
    operator.cloudflare.faults_applied();
    assert_eq!((operator.live(), operator.moves(from)), (before, 0));
    // A preview that needs a while to be there.
    operator.cloudflare.fault(json!({"at": "preview", "do": "reply", "status": 404, "times": 2}));
    operator.cloudflare.fault(json!({"at": "preview", "do": "reply", "call": "/plots/filter$", "status": 404}));
    operator.cloudflare.fault(json!({"at": "preview", "do": "reset", "call": "/plots/filter$", "nth": 2}));
    operator.deploy(&[]).succeeded();
    operator.cloudflare.faults_applied();
    assert_eq!(operator.live(), (second, 31));
}

#[test]
fn worker_that_does_not_answer_is_judged_by_what_its_version_says() {
    let operator = Operator::deployed(40);
    let broken = |path: &str| {
        operator.cloudflare.fault(json!({"at": "live", "call": path, "do": "reply", "status": 500, "times": 3}));
        operator.cloudflare.fault(json!({"at": "preview", "call": path, "do": "reply", "status": 500}));
    };
    let before = state(&operator);
    fs::remove_dir_all(operator.project.path().join("deployed")).unwrap();
    operator.project.put_catalog(30);
    broken("/health$");
    operator.deploy_guarded(&[]).failed(6, &["images fell from 40 to 30"]);
    operator.cloudflare.faults_applied();
    assert_eq!(state(&operator), before);

    // Somebody else's version says nothing.
    operator.cloudflare.deployed_by_somebody(&json!(null));
    let before = state(&operator);
    broken("/health$");
    operator.deploy(&[]).failed(6, &["nothing tells how much the live catalogue holds", "--over-broken"]);
    operator.cloudflare.faults_applied();
    assert_eq!(state(&operator), before);
    broken("/health$");
    operator.deploy(&["--over-broken"]).succeeded();
    operator.cloudflare.faults_applied();
    assert_eq!(operator.live().1, 30);
}
