//! A worker at the stand-in, without faults.

use std::fs;
use std::path::Path;
use std::process::Output;

use serde_json::{Value, json};

use super::support::{Cloudflare, Project};

/// Runs wrangler to its end and expects success.
#[track_caller]
pub(crate) fn run(cloudflare: &Cloudflare, project: &Project, arguments: &[&str]) -> String {
    let Output { status, stdout, stderr } = cloudflare.wrangler(project.path(), arguments).output().unwrap();
    let (out, err) = (String::from_utf8(stdout).unwrap(), String::from_utf8(stderr).unwrap());
    assert!(status.success(), "{arguments:?}: {out}{err}");
    out
}

/// Runs wrangler with `--json`.
#[track_caller]
fn ask(cloudflare: &Cloudflare, project: &Project, arguments: &[&str]) -> Value {
    serde_json::from_str(&run(cloudflare, project, &[arguments, &["--json"]].concat())).unwrap()
}

/// Uploads a version and returns what wrangler says of it.
#[track_caller]
pub(crate) fn upload(cloudflare: &Cloudflare, project: &Project, arguments: &[&str]) -> Value {
    let output = project.path().join("output.ndjson");
    let mut wrangler = cloudflare.wrangler(project.path(), &[&["versions", "upload"], arguments].concat());
    let ran = wrangler.env("WRANGLER_OUTPUT_FILE_PATH", &output).output().unwrap();
    assert!(ran.status.success(), "{}", String::from_utf8_lossy(&ran.stderr));
    entry(&output, "version-upload")
}

/// The last entry of a type in wrangler's output file.
pub(crate) fn entry(output: &Path, kind: &str) -> Value {
    let text = fs::read_to_string(output).unwrap();
    let mut entries = text.lines().rev().map(|line| serde_json::from_str::<Value>(line).unwrap());
    entries.find(|entry| entry["type"] == kind).unwrap_or_else(|| panic!("no {kind} in {text}"))
}

/// Identity of the version that answers at `url`, and its count of images.
#[track_caller]
pub(crate) fn answers(cloudflare: &Cloudflare, url: &str, headers: &[(&str, &str)]) -> (String, u64) {
    let reply = cloudflare.get_with(&format!("{url}/health"), headers).unwrap();
    assert_eq!(reply.status, 200, "{reply:?}");
    let health = reply.json();
    let version = health["worker"]["cloudflare_version"].as_str().unwrap();
    (version.to_owned(), health["counts"]["images"].as_u64().unwrap())
}

fn text(value: &Value) -> &str {
    value.as_str().unwrap_or_else(|| panic!("no text: {value}"))
}

#[test]
fn a_worker_is_deployed_replaced_split_and_rolled_back() {
    let (cloudflare, project) = (Cloudflare::start(), Project::new(30));
    let output = project.path().join("output.ndjson");

    // A worker that does not exist is told from one that does not answer.
    let mut status = cloudflare.wrangler(project.path(), &["deployments", "status", "--json"]);
    assert!(!status.env("WRANGLER_OUTPUT_FILE_PATH", &output).output().unwrap().status.success());
    assert_eq!(entry(&output, "command-failed")["code"], 10007);
    assert_eq!(cloudflare.get(cloudflare.live()).unwrap().status, 404);

    run(&cloudflare, &project, &["deploy"]);
    let (first, images) = answers(&cloudflare, cloudflare.live(), &[]);
    assert_eq!(images, 30);
    assert_eq!(answers(&cloudflare, "https://catalog-edge.team.workers.dev", &[]), (first.clone(), 30));
    // Pages and documents are assets.
    for asset in ["/explore", "/specs", "/specs/map"] {
        assert_eq!(cloudflare.get(&format!("{}{asset}", cloudflare.live())).unwrap().status, 200, "{asset}");
    }

    // A version that is uploaded answers its preview alone; only the assets that changed are sent.
    project.put_catalog(31);
    let from = cloudflare.journal(0).len();
    let uploaded = upload(&cloudflare, &project, &["--message", "31 images", "--tag", "small"]);
    let second = text(&uploaded["version_id"]);
    let preview = format!("https://{}-catalog-edge.team.workers.dev", &second[..8]);
    assert_eq!(text(&uploaded["preview_url"]), preview);
    assert_eq!(answers(&cloudflare, &preview, &[]), (second.to_owned(), 31));
    assert_eq!(answers(&cloudflare, cloudflare.live(), &[]).0, first);
    let uploads = |from| cloudflare.calls(from).iter().filter(|call| call.ends_with("/assets/upload")).count();
    assert_eq!(uploads(from), 1);
    let from = cloudflare.journal(0).len();
    upload(&cloudflare, &project, &[]);
    assert_eq!(uploads(from), 0);

    run(&cloudflare, &project, &["versions", "deploy", &format!("{second}@100%"), "--yes", "--message", "better"]);
    assert_eq!(answers(&cloudflare, cloudflare.live(), &[]).0, second);
    let status = ask(&cloudflare, &project, &["deployments", "status"]);
    assert_eq!(status["versions"], json!([{"version_id": second, "percentage": 100}]));
    assert_eq!(status["annotations"], json!({"workers/triggered_by": "deployment", "workers/message": "better"}));
    let version = ask(&cloudflare, &project, &["versions", "view", second]);
    assert_eq!(version["annotations"]["workers/message"], "31 images");
    assert_eq!(version["annotations"]["workers/tag"], "small");
    let list = ask(&cloudflare, &project, &["versions", "list"]);
    let numbers: Vec<_> = list.as_array().unwrap().iter().map(|version| &version["number"]).collect();
    assert_eq!(numbers, [1, 2, 3]);

    // A split: by share at random, by key always the same version, and by name.
    let half = |id: &str| format!("{id}@50%");
    run(&cloudflare, &project, &["versions", "deploy", &half(&first), &half(second), "--yes"]);
    let seen = |headers: &[(&str, &str)]| {
        let mut seen: Vec<_> = (0..40).map(|_| answers(&cloudflare, cloudflare.live(), headers).0).collect();
        seen.sort();
        seen.dedup();
        seen
    };
    assert_eq!(seen(&[]).len(), 2);
    let keys = ["a", "b", "c", "d", "e", "f", "g", "h"].map(|key| seen(&[("Cloudflare-Workers-Version-Key", key)]));
    assert!(keys.iter().all(|seen| seen.len() == 1) && keys.contains(&vec![first.clone()]), "{keys:?}");
    let named = format!(r#"catalog-edge="{second}""#);
    assert_eq!(seen(&[("Cloudflare-Workers-Version-Overrides", &named)]), [second]);

    run(&cloudflare, &project, &["rollback", &first, "--yes", "--message", "worse"]);
    assert_eq!(seen(&[]), [first]);
    let list = ask(&cloudflare, &project, &["deployments", "list"]);
    let shares: Vec<_> =
        list.as_array().unwrap().iter().map(|made| made["versions"].as_array().unwrap().len()).collect();
    assert_eq!(shares, [1, 1, 2, 1]);

    // A deployment of a worker that exists is a version like any other.
    let from = cloudflare.journal(0).len();
    run(&cloudflare, &project, &["deploy", "--message", "at once"]);
    assert_eq!(answers(&cloudflare, cloudflare.live(), &[]).1, 31);
    assert!(!cloudflare.calls(from).iter().any(|call| call.starts_with("PUT ")));
}
