//! Versions that pass their preview and go wrong live, and somebody else who deploys meanwhile.

use std::process::Stdio;

use serde_json::{Value, json};

use super::operator::{AGENT, Operator};
use super::support::Project;

#[test]
fn version_that_fails_live_is_rolled_back_at_once_and_not_repeated() {
    let operator = Operator::deployed(30);
    for (images, path) in [(31, "/health$"), (32, "/plots/filter$"), (33, "/specs/")] {
        operator.project.put_catalog(images);
        let old = operator.live();
        operator.next_version_fails_live(path);
        let from = operator.now();
        operator.deploy(&[]).failed(6, &["rolled back", "answers 500"]);
        operator.cloudflare.faults_applied();
        assert_eq!((operator.live(), operator.moves(from)), (old.clone(), 2));

        // Nothing comes between the failing reply and the rollback, but the look that nobody else has deployed.
        let journal = operator.cloudflare.journal(from);
        let failed = journal.iter().position(|line| line["at"] == "live" && line["status"] == 500).unwrap();
        let next: Vec<_> = journal[failed + 1..].iter().take(2).map(|line| line["call"].clone()).collect();
        assert_eq!(
            next,
            ["GET", "POST"].map(|verb| json!(format!("{verb} /workers/scripts/catalog-edge/deployments")))
        );
        let after = |line: &&Value| line["agent"].as_str().is_some_and(|name| name.starts_with(AGENT));
        assert_eq!(journal[failed + 3..].iter().filter(after).filter(|line| line["at"] == "api").count(), 0);

        // The next scheduled run says so and uploads nothing.
        let versions = operator.versions();
        operator.deploy(&[]).failed(6, &["failed live on", "answers 500", "--retry-failed"]);
        assert_eq!((operator.live(), operator.versions()), (old, versions));
    }
    operator.deploy(&["--retry-failed"]).succeeded();
    assert_eq!(operator.live().1, 33);
}

#[test]
fn old_replies_are_waited_for_and_errors_are_not() {
    let operator = Operator::deployed(30);
    operator.project.put_catalog(31);
    // A location meets the old version for a while, also in the middle of a look.
    let fault = json!({"at": "live", "versions": "new", "call": "/health$", "do": "previous", "times": 4, "every": 2});
    operator.cloudflare.fault(fault);
    operator.cloudflare.fault(json!({"at": "live", "versions": "new", "call": "/filter$", "do": "previous"}));
    // One connection that breaks is no error of the version.
    operator.cloudflare.fault(json!({"at": "live", "versions": "new", "call": "/specs/", "do": "reset"}));
    operator.deploy(&[]).succeeded();
    operator.cloudflare.faults_applied();
    assert_eq!(operator.live().1, 31);

    operator.project.put_catalog(32);
    let old = operator.live();
    operator.cloudflare.fault(json!({"at": "live", "versions": "new", "do": "previous", "times": 1000}));
    operator.deploy(&["--within", "1"]).failed(6, &["rolled back", "still serves what was live before"]);
    operator.cloudflare.faults_applied();
    assert_eq!(operator.live(), old);
}

#[test]
fn version_that_hangs_live_is_rolled_back() {
    let operator = Operator::deployed(30);
    let old = operator.live();
    operator.project.put_catalog(31);
    operator
        .cloudflare
        .fault(json!({"at": "live", "versions": "new", "call": "/filter$", "do": "hang", "times": 1000}));
    let from = operator.now();
    operator.deploy(&[]).failed(6, &["rolled back", "/plots/filter?limit=1 does not answer"]);
    let hung = operator.cloudflare.journal(from).iter().filter(|line| line["fault"] == "hang").count();
    assert_eq!((operator.live(), hung), (old, 1));
    operator.cloudflare.faults_applied();
}

#[test]
fn release_that_was_live_before_its_smoke_test_is_tried_by_the_next_run() {
    let operator = Operator::deployed(30);
    let old = operator.live();
    operator.project.put_catalog(31);
    // A run that is killed between the deployment and its smoke test.
    operator.cloudflare.fault(json!({"at": "live", "versions": "new", "do": "hang"}));
    let from = operator.now();
    let arguments =
        ["deploy", "--snapshot", operator.snapshot().to_str().unwrap(), "--max-shrink", "100%"].map(str::to_owned);
    let mut command = operator.command(&arguments.each_ref().map(String::as_str)).into_command();
    let mut run = command.spawn().unwrap();
    operator.cloudflare.wait(json!({"from": from, "at": "live", "call": "/health$", "arrived": true}));
    while operator.moves(from) == 0 {
        std::thread::yield_now();
    }
    while !operator.cloudflare.journal(from).iter().any(|line| line["fault"] == "hang") {
        std::thread::yield_now();
    }
    run.kill().unwrap();
    run.wait().unwrap();
    operator.cloudflare.faults_applied();
    assert_eq!(operator.live().1, 31);

    operator.cloudflare.fault(json!({"at": "live", "call": "/plots/filter$", "do": "reply", "status": 500}));
    operator.deploy(&[]).failed(6, &["rolled back", "/plots/filter?limit=1 answers 500"]);
    operator.cloudflare.faults_applied();
    assert_eq!(operator.live(), old);
    operator.deploy(&[]).failed(6, &["failed live on"]);
    // What is live without a release before it is left, with a word.
    let fault = json!({"at": "live", "call": "/plots/filter$", "do": "reply", "status": 500});
    operator.project.put_catalog(30);
    operator.cloudflare.fault(fault);
    operator.deploy(&[]).failed(9, &["what is live fails its smoke test"]);
    operator.deploy(&[]).succeeded();
}

#[test]
fn deployment_of_somebody_else_is_left_as_it_is() {
    let operator = Operator::deployed(30);
    operator.project.put_catalog(31);
    let path = "/workers/scripts/catalog-edge/deployments$";
    // Before ours, between the last look and ours, and after ours.
    for (call, nth, when) in [("GET", 2, "before"), ("GET", 2, "after"), ("POST", 1, "before"), ("POST", 1, "after")] {
        let fault = json!({"call": format!("{call} {path}"), "nth": nth, "do": "deploy", "when": when});
        operator.cloudflare.fault(fault);
        operator.deploy(&[]).failed(6, &["another deployment was made meanwhile", "left as it is"]);
        operator.cloudflare.faults_applied();
        let worker = operator.cloudflare.worker();
        let by = |author: &str| {
            worker["deployments"].as_array().unwrap().iter().find(|it| it["author_email"] == author).cloned()
        };
        let theirs = by("somebody@example.com").unwrap();
        assert_eq!(operator.shares(), theirs["versions"], "{call} {when}");
    }
    // Ours is on top of theirs, and Cloudflare does not let us take it away.
    let from = json!({"call": format!("POST {path}"), "do": "deploy"});
    operator.cloudflare.fault(from);
    let fault =
        json!({"call": format!("POST {path}"), "nth": 2, "times": 1000, "do": "reply", "status": 403, "code": 1});
    operator.cloudflare.fault(fault);
    operator.project.put_catalog(33);
    operator.deploy(&[]).failed(9, &["another deployment was made meanwhile", "could not be rolled back"]);
    operator.cloudflare.faults_applied();
    // Ours fails live, and by then another is there.
    operator.next_version_fails_live("/plots/filter$");
    let fault = json!({"call": format!("GET {path}"), "nth": 4, "do": "deploy", "when": "before"});
    operator.cloudflare.fault(fault);
    operator.project.put_catalog(32);
    operator.deploy(&[]).failed(6, &["another deployment was made meanwhile"]);
    assert_eq!(operator.cloudflare.worker()["deployments"][0]["author_email"], "somebody@example.com");
    operator.cloudflare.faults_applied();
}

#[test]
fn rollback_that_fails_ends_with_a_code_of_its_own() {
    let operator = Operator::deployed(30);
    operator.project.put_catalog(31);
    operator.next_version_fails_live("/plots/filter$");
    let fault =
        json!({"call": "POST .*/deployments$", "nth": 2, "times": 1000, "do": "reply", "status": 503, "code": 1});
    operator.cloudflare.fault(fault);
    operator.deploy(&["--api-budget", "2"]).failed(9, &["could not be rolled back", "look at the live service now"]);
    operator.cloudflare.faults_applied();
    // The next run does it.
    operator.next_version_fails_live("/plots/filter$");
    operator.cloudflare.fault(json!({"at": "live", "call": "/plots/filter$", "do": "reply", "status": 500}));
    operator.deploy(&[]).failed(6, &["rolled back"]);
    assert_eq!(operator.live().1, 30);
}

#[test]
fn of_two_runs_at_once_one_is_live_and_the_other_notices() {
    let operator = Operator::deployed(30);
    let other = Operator { cloudflare: operator.cloudflare, project: Project::new(31) };
    other.project.put_catalog(32);
    let second = other.project;
    let operator = Operator { cloudflare: other.cloudflare, project: operator.project };
    operator.project.put_catalog(31);
    let spawn = |project: &Project| {
        let (snapshot, config) = (project.path().join("catalog.snap"), project.path().join("wrangler.toml"));
        let arguments = ["deploy", "--snapshot", snapshot.to_str().unwrap(), "--max-shrink", "100%", "--json"];
        let mut command = operator.command_of(&arguments, &config).into_command();
        command.stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap()
    };
    let runs = [spawn(&operator.project), spawn(&second)].map(|run| run.wait_with_output().unwrap());
    let codes = runs.each_ref().map(|run| run.status.code().unwrap());
    let winner = runs.iter().find(|run| run.status.code() == Some(0)).unwrap_or_else(|| panic!("{runs:?}"));
    let version: Value = serde_json::from_slice(&winner.stdout).unwrap();
    assert_eq!(operator.live().0, version["version"].as_str().unwrap());
    // They may also have come one after the other.
    assert!(
        codes.contains(&6) || operator.cloudflare.worker()["deployments"].as_array().unwrap().len() == 3,
        "{runs:?}"
    );
}
