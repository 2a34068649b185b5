//! The smoke test by itself, and services that fail it.

use std::fs;

use serde_json::json;
use xtask::path;

use super::operator::Operator;
use super::support::{Builder, Run};

fn smoke(operator: &Operator, digest: &str, arguments: &[&str]) -> Run {
    let config = operator.project.path().join("wrangler.toml");
    let run = Builder::new(&["smoke", operator.cloudflare.live(), "--digest", digest, "--within", "0.001"]);
    run.args(&["--config", config.to_str().unwrap()]).args(arguments).run()
}

#[test]
fn live_worker_passes_with_its_own_snapshot_alone() {
    let operator = Operator::deployed(30);
    let health = operator.cloudflare.get(&format!("{}/health", operator.cloudflare.live())).unwrap().json();
    let digest = health["snapshot"]["digest"].as_str().unwrap();
    let passed = smoke(&operator, digest, &[]).succeeded();
    assert!(passed.out.contains(digest), "{}", passed.out);
    for tried in ["tried     GET /health: 200, ", "GET /plots/filter?limit=1: 200, ", "GET /specs/"] {
        assert!(passed.out.contains(tried), "{tried}: {}", passed.out);
    }
    let upper = smoke(&operator, &digest.to_uppercase(), &["--json"]).succeeded().json();
    assert_eq!((&upper["passes"], &upper["attempts"], &upper["digest"]), (&true.into(), &1.into(), &digest.into()));
    assert_eq!(upper["tried"][0]["path"], "/health");
    smoke(&operator, digest, &["--version", &operator.live().0]).succeeded();
    smoke(&operator, digest, &["--version", "0123"]).failed(6, &["is served by version"]);
    let other = "0123456789abcdef0123456789abcdef";
    smoke(&operator, other, &[]).failed(6, &[other, &format!("/health comes from snapshot {digest}")]);

    for (path, fault, words) in [
        ("/health$", json!({"do": "reply", "status": 500}), "/health answers 500"),
        ("/health$", json!({"do": "reply", "status": 200}), "is not the health of a catalogue"),
        ("/health$", json!({"do": "reset"}), "does not answer"),
        ("/plots/filter$", json!({"do": "reply", "status": 200}), "/plots/filter comes from snapshot none"),
        ("/plots/filter$", json!({"do": "reply", "status": 301}), "/plots/filter?limit=1 answers 301"),
        ("/specs/", json!({"do": "reply", "status": 503}), "answers 503"),
        ("/specs/", json!({"do": "reply", "status": 200}), "/specs/{id} comes from snapshot none"),
    ] {
        let mut fault = fault;
        (fault["at"], fault["call"]) = (json!("live"), json!(path));
        operator.cloudflare.fault(fault);
        let run = smoke(&operator, digest, &[]);
        let tried = run.out.lines().filter(|line| line.contains("GET /")).count();
        assert_eq!(tried, ["/health$", "/plots/filter$", "/specs/"].iter().position(|it| it == &path).unwrap() + 1);
        run.failed(6, &[words]);
        operator.cloudflare.faults_applied();
    }
}

#[test]
fn digest_that_is_none_is_wrong_usage() {
    for digest in ["", "0123", "latest", "0123456789abcdef0123456789abcdeg", "0123456789abcdef0123456789abcdef0"] {
        let run = Builder::new(&["smoke", "http://127.0.0.1:9", "--digest", digest]).run();
        run.failed(2, &["32 hexadecimal digits"]);
    }
}

#[test]
fn pages_of_the_allowed_origin_must_be_able_to_read_replies() {
    let operator = Operator::deployed(30);
    let config = operator.project.path().join("wrangler.toml");
    let text = fs::read_to_string(&config).unwrap();
    let health = operator.cloudflare.get(&format!("{}/health", operator.cloudflare.live())).unwrap().json();
    let digest = health["snapshot"]["digest"].as_str().unwrap();
    fs::write(&config, text.replace("https://anyplot.ai,", "https://other.example,")).unwrap();
    smoke(&operator, digest, &[]).failed(6, &["pages of https://other.example may not read it"]);
}

#[test]
fn worker_without_its_documents_does_not_pass() {
    let operator = Operator::new(30);
    let assets = operator.project.path().join("build/assets");
    let documents = fs::read_dir(&assets).unwrap().flatten().find(|entry| entry.file_name().len() == 32).unwrap();
    fs::remove_dir_all(documents.path()).unwrap();
    let wrangler = operator.cloudflare.wrangler(operator.project.path(), &["deploy"]).output().unwrap();
    assert!(wrangler.status.success());
    smoke(&operator, documents.file_name().to_str().unwrap(), &[]).failed(6, &["/specs/", "answers 503"]);
}

#[test]
fn configuration_or_credentials_that_lack_something_are_wrong_usage() {
    let operator = Operator::new(30);
    let config = operator.project.path().join("wrangler.toml");
    let text = fs::read_to_string(&config).unwrap();
    let without = |part: &str| fs::write(&config, text.replace(part, "")).unwrap();
    without("binding = \"CF_VERSION_METADATA\"");
    operator.deploy(&["--first"]).failed(2, &["wrangler.toml"]);
    without("directory = \"build/assets\"");
    operator.deploy(&["--first"]).failed(2, &["names no folder of assets"]);
    fs::write(&config, &text).unwrap();
    let mut command = operator.command(&["deploy", "--first"]).into_command();
    command.env_remove("CLOUDFLARE_ACCOUNT_ID");
    Builder::from_command(command).run().failed(2, &["CLOUDFLARE_ACCOUNT_ID"]);
    let mut command = operator.command(&["rollback"]).into_command();
    command.env_remove("CLOUDFLARE_API_TOKEN");
    Builder::from_command(command).run().failed(2, &["nobody is signed in", "CLOUDFLARE_API_TOKEN", "wrangler login"]);
    let mut command = operator.command(&["rollback"]).into_command();
    command.env("CLOUDFLARE_API_TOKEN", "wrong");
    Builder::from_command(command).run().failed(8, &["Authentication error", "CLOUDFLARE_API_TOKEN"]);
    fs::remove_dir_all(operator.project.path().join("build/worker")).unwrap();
    operator.deploy(&["--first"]).failed(2, &["holds no worker", "--worker"]);
    operator.deploy(&["--first", "--worker", path("build").to_str().unwrap()]).succeeded();
}
