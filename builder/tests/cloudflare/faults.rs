//! Faults at the stand-in: each is seen once.

use std::panic::{self, AssertUnwindSafe};
use std::process::Stdio;
use std::thread;

use serde_json::json;
use xtask::bound::Bound;

use super::support::{Cloudflare, Project, processes};
use super::worker::{answers, entry, run, upload};

fn deployed() -> (Cloudflare, Project) {
    let (cloudflare, project) = (Cloudflare::start(), Project::new(30));
    run(&cloudflare, &project, &["deploy"]);
    (cloudflare, project)
}

#[test]
fn wrangler_gets_over_faults_in_the_middle_of_an_upload() {
    let (cloudflare, project) = deployed();
    project.put_catalog(31);
    let too_many = json!({"retry-after": "1"});
    cloudflare
        .fault(json!({"call": "upload-session$", "do": "reply", "status": 429, "code": 971, "headers": too_many}));
    cloudflare.fault(json!({"call": "assets/upload$", "do": "reset", "bytes": 10_000}));
    cloudflare.fault(json!({"call": "POST .*/versions$", "do": "reply", "status": 503, "code": 7003, "when": "after"}));
    let from = cloudflare.journal(0).len();
    let uploaded = upload(&cloudflare, &project, &[]);
    cloudflare.faults_applied();
    let statuses: Vec<_> = cloudflare.journal(from).iter().map(|line| line["status"].as_u64().unwrap()).collect();
    for status in [429, 0, 503] {
        assert_eq!(statuses.iter().filter(|&&seen| seen == status).count(), 1, "{statuses:?}");
    }
    // The call that failed took effect, so its repetition is a third version.
    let worker = cloudflare.worker();
    assert_eq!(worker["versions"].as_array().unwrap().len(), 3);
    assert_eq!(worker["versions"][0]["id"], uploaded["version_id"]);
    assert_eq!(answers(&cloudflare, uploaded["preview_url"].as_str().unwrap(), &[]).1, 31);
}

#[test]
fn a_deployment_fails_hangs_or_meets_another() {
    let (cloudflare, project) = deployed();
    let output = project.path().join("output.ndjson");
    let old = answers(&cloudflare, cloudflare.live(), &[]).0;
    let new = upload(&cloudflare, &project, &[])["version_id"].as_str().unwrap().to_owned();
    let share = format!("{new}@100%");
    let deploy = ["versions", "deploy", &share, "--yes"];

    // A call that fails took effect or did not.
    for (when, live) in [("before", &old), ("after", &new)] {
        cloudflare.fault(json!({"call": "POST .*/deployments$", "do": "reply", "code": 10013, "when": when}));
        let mut wrangler = cloudflare.wrangler(project.path(), &deploy);
        assert!(!wrangler.env("WRANGLER_OUTPUT_FILE_PATH", &output).output().unwrap().status.success());
        assert_eq!(entry(&output, "command-failed")["code"], 10013);
        assert_eq!(answers(&cloudflare, cloudflare.live(), &[]).0, *live);
        cloudflare.faults_applied();
    }

    // A call that hangs ends with its caller. wrangler is two processes.
    cloudflare.fault(json!({"call": "POST .*/deployments$", "do": "hang"}));
    let from = cloudflare.journal(0).len();
    let wrangler = cloudflare.wrangler(project.path(), &deploy);
    let wrangler = Bound::start(&wrangler, Stdio::null(), Stdio::null()).unwrap();
    let call = "POST .*/deployments$";
    assert!(cloudflare.wait(json!({"from": from, "call": call, "arrived": true}))["status"].is_null());
    drop(wrangler);
    assert_eq!(cloudflare.wait(json!({"from": from, "call": call}))["status"], 0);
    cloudflare.faults_applied();

    // Somebody else deploys between two calls.
    let mine = json!({"workers/message": "mine"});
    let fault = json!({"call": "GET .*/deployments$", "do": "deploy", "when": "after", "annotations": mine});
    cloudflare.fault(fault);
    run(&cloudflare, &project, &deploy);
    cloudflare.faults_applied();
    let worker = cloudflare.worker();
    let authors = ["operator@example.com", "somebody@example.com", "operator@example.com"];
    for (deployment, author) in worker["deployments"].as_array().unwrap().iter().zip(authors) {
        assert_eq!(deployment["author_email"], author);
    }
    assert_eq!(worker["deployments"][1]["annotations"]["workers/message"], "mine");

    // And at once, also a split.
    let split = json!([{"version_id": old, "percentage": 90}, {"version_id": new, "percentage": 10}]);
    assert_eq!(cloudflare.deployed_by_somebody(&split)["versions"], split);
    let copy = &cloudflare.deployed_by_somebody(&json!(null))["versions"][0]["version_id"];
    assert_eq!(answers(&cloudflare, cloudflare.live(), &[]).0, *copy);
}

#[test]
fn addresses_fail_flap_break_off_and_ask_for_a_login() {
    let (cloudflare, project) = deployed();
    let old = answers(&cloudflare, cloudflare.live(), &[]).0;
    cloudflare.fault(json!({"at": "live", "versions": "new", "call": "/plots/filter$", "do": "reply"}));
    cloudflare
        .fault(json!({"at": "live", "versions": "new", "call": "/health$", "do": "previous", "times": 4, "every": 2}));
    let status = |url: &str, path: &str| cloudflare.get(&format!("{url}{path}")).unwrap().status;
    assert_eq!(status(cloudflare.live(), "/plots/filter?limit=1"), 200);
    let uploaded = upload(&cloudflare, &project, &[]);
    let (new, preview) = (uploaded["version_id"].as_str().unwrap(), uploaded["preview_url"].as_str().unwrap());
    cloudflare.deployed_by_somebody(&json!([{"version_id": new, "percentage": 100}]));

    // A location meets the old version for a while.
    let seen = [(); 6].map(|()| answers(&cloudflare, cloudflare.live(), &[]).0);
    assert_eq!(seen, [&old, new, &old, new, new, new]);

    // The version answers its preview and fails live, on one path only.
    assert_eq!(status(preview, "/plots/filter?limit=1"), 200);
    assert_eq!(status(cloudflare.live(), "/stats"), 200);
    assert_eq!(status(cloudflare.live(), "/plots/filter?limit=1"), 500);
    run(&cloudflare, &project, &["deployments", "status", "--json"]);
    assert_eq!(cloudflare.calls_after_failure("ureq/"), ["GET /workers/scripts/catalog-edge/deployments"]);
    cloudflare.faults_applied();

    let login = json!({"location": "https://team.cloudflareaccess.com/cdn-cgi/access/login"});
    cloudflare.fault(json!({"at": "preview", "do": "reply", "status": 302, "headers": login}));
    let reply = cloudflare.get(&format!("{preview}/health")).unwrap();
    assert_eq!((reply.status, reply.location.as_deref()), (302, login["location"].as_str()));
    for (at, url) in [("live", cloudflare.live()), ("preview", preview)] {
        cloudflare.fault(json!({"at": at, "do": "reset", "call": "/stats$"}));
        cloudflare.get(&format!("{url}/stats")).unwrap_err();
    }
    cloudflare.faults_applied();

    let folder = cloudflare.folder().to_owned();
    // The stand-in, two versions and the shells between them.
    assert!(processes(&folder) > 4);
    drop(cloudflare);
    // A process that stays keeps the test from its end.
    while processes(&folder) > 0 {
        thread::yield_now();
    }
}

#[test]
fn a_call_that_is_unknown_is_a_failure() {
    let (cloudflare, folder) = (Cloudflare::start(), tempfile::tempdir().unwrap());
    let ran = cloudflare.wrangler(folder.path(), &["queues", "list"]).output().unwrap();
    assert!(String::from_utf8_lossy(&ran.stderr).contains("The stand-in does not know GET /queues"), "{ran:?}");
    assert!(panic::catch_unwind(AssertUnwindSafe(|| drop(cloudflare))).is_err());
}
