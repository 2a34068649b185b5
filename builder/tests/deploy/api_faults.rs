//! Cloudflare's API fails, is slow, or says that it is asked too often.

use std::process::Command;
use std::thread;
use std::time::Duration;

use serde_json::json;

use super::operator::Operator;
use super::support::processes;

#[test]
fn api_that_fails_for_a_while_is_asked_again() {
    let operator = Operator::deployed(30);
    operator.project.put_catalog(31);
    let again = json!({"retry-after": "1"});
    operator
        .cloudflare
        .fault(json!({"call": "GET .*/deployments$", "do": "reply", "status": 429, "code": 971, "headers": again}));
    operator.cloudflare.fault(json!({"call": "GET .*/deployments$", "nth": 3, "do": "reset"}));
    operator.cloudflare.fault(json!({"call": "GET .*/versions/", "do": "reply", "status": 502, "code": 1}));
    operator
        .cloudflare
        .fault(json!({"call": "POST .*/deployments$", "do": "reply", "status": 429, "code": 971, "headers": again}));
    let run = operator.deploy(&[]).succeeded();
    operator.cloudflare.faults_applied();
    assert!(run.err.contains("Limits: 10 s for a call"), "{}", run.err);
    assert_eq!(operator.live().1, 31);
}

#[test]
fn deployment_whose_call_fails_is_looked_at_before_it_is_repeated() {
    let operator = Operator::deployed(30);
    for (images, when, action, moves) in
        [(31, "before", "reply", 2), (32, "after", "reply", 1), (33, "after", "reset", 1), (34, "before", "hang", 2)]
    {
        operator.project.put_catalog(images);
        let fault = json!({"call": "POST .*/deployments$", "do": action, "status": 503, "code": 1, "when": when});
        operator.cloudflare.fault(fault);
        let from = operator.now();
        operator.deploy(&["--api-timeout", "3"]).succeeded();
        operator.cloudflare.faults_applied();
        assert_eq!((operator.live().1, operator.moves(from)), (u64::from(images), moves), "{when} {action}");
    }
}

#[test]
fn api_that_stays_away_changes_nothing() {
    let operator = Operator::deployed(30);
    let live = operator.live();
    operator.project.put_catalog(31);
    let short = ["--api-timeout", "2", "--api-budget", "2"];
    for action in ["reply", "reset", "hang"] {
        operator.cloudflare.fault(json!({"call": "GET .*/deployments$", "do": action, "status": 503, "times": 1000}));
        operator.deploy(&short).failed(8, &["did not answer GET", "try again later"]);
        operator.cloudflare.faults_applied();
    }
    operator.cloudflare.fault(json!({"call": "POST .*/deployments$", "do": "reply", "status": 503, "times": 1000}));
    operator.deploy(&short).failed(8, &["no traffic was moved"]);
    operator.cloudflare.faults_applied();
    operator.cloudflare.fault(json!({"call": "POST .*/deployments$", "do": "reply", "status": 403, "code": 10000}));
    operator.deploy(&short).failed(8, &["no traffic was moved"]);
    operator.cloudflare.faults_applied();
    assert_eq!(operator.live(), live);
}

#[test]
fn upload_that_fails_or_hangs_changes_nothing() {
    let operator = Operator::deployed(30);
    let live = operator.live();
    operator.project.put_catalog(31);
    operator.cloudflare.fault(json!({"call": "POST .*/versions$", "do": "reply", "status": 400, "code": 10021}));
    operator.deploy(&[]).failed(8, &["`wrangler versions upload` failed", "requested fault"]);
    operator.cloudflare.faults_applied();
    operator.cloudflare.fault(json!({"call": "POST .*/versions$", "do": "hang"}));
    operator.deploy(&["--upload-timeout", "15"]).failed(8, &["wrangler versions upload", "did not end within 15 s"]);
    operator.cloudflare.faults_applied();
    assert_eq!(operator.live(), live);
    // A call that failed and took effect leaves a version that nobody deploys.
    operator
        .cloudflare
        .fault(json!({"call": "POST .*/versions$", "do": "reply", "status": 503, "code": 1, "when": "after"}));
    operator.deploy(&[]).succeeded();
    operator.cloudflare.faults_applied();
    assert_eq!((operator.live().1, operator.versions()), (31, 3));
}

#[test]
fn signal_ends_an_upload_with_all_that_it_started() {
    let operator = Operator::deployed(30);
    let live = operator.live();
    operator.project.put_catalog(31);
    operator.cloudflare.fault(json!({"call": "POST .*/versions$", "do": "hang"}));
    let (from, snapshot) = (operator.now(), operator.snapshot());
    let arguments = ["deploy", "--snapshot", snapshot.to_str().unwrap(), "--max-shrink", "100%"];
    let mut run = operator.command(&arguments).into_command().spawn().unwrap();
    operator.cloudflare.wait(json!({"from": from, "call": "POST .*/versions$", "arrived": true}));
    assert!(Command::new("kill").arg(run.id().to_string()).status().unwrap().success());
    assert_eq!(run.wait().unwrap().code(), Some(143));
    // A process that stays keeps the test from its end.
    while processes(operator.project.path()) > 0 {
        thread::sleep(Duration::from_millis(50));
    }
    operator.cloudflare.faults_applied();
    assert_eq!(operator.live(), live);
}
