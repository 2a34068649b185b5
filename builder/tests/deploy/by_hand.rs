//! Commands of an operator: status, preview, promote, rollback, and a split of the traffic.

use serde_json::{Value, json};

use super::operator::Operator;
use super::support::{Builder, Database};

impl Operator {
    fn status(&self) -> Value {
        let run =
            self.run(&["status", "--snapshot", self.snapshot().to_str().unwrap(), "--max-shrink", "100%", "--json"]);
        let status = run.json();
        assert_eq!(run.code, if status["same"] == true { 0 } else { 6 }, "{run:?}");
        status
    }

    fn preview(&self) -> Value {
        self.run(&["preview", "--snapshot", self.snapshot().to_str().unwrap(), "--json"]).succeeded().json()
    }
}

#[test]
fn status_compares_file_and_live_and_changes_nothing() {
    let operator = Operator::new(30);
    let status = operator.status();
    assert_eq!(
        (&status["would"], &status["deployments"], &status["same"]),
        (&json!("create"), &json!([]), &json!(false))
    );
    operator.deploy(&["--first"]).succeeded();

    let from = operator.now();
    let status = operator.status();
    assert_eq!((&status["would"], &status["same"]), (&json!("change_nothing"), &json!(true)));
    assert_eq!(status["live"]["snapshot"], status["file"]["snapshot"]);
    assert_eq!(status["live"]["counts"], status["file"]["counts"]);
    assert_eq!(status["live"]["version"], *operator.live().0);
    assert_eq!(status["deployments"][0]["by"], "operator@example.com");

    operator.project.put_catalog(31);
    let status = operator.status();
    assert_eq!((&status["would"], &status["same"]), (&json!("replace"), &json!(false)));
    let text = operator.run(&["status", "--snapshot", operator.snapshot().to_str().unwrap(), "--max-shrink", "100%"]);
    for words in ["would replace what is live", "operator@example.com", "30 images", "31 images", "exported 0 "] {
        let words = if words == "exported 0 " { "exported " } else { words };
        assert!(text.out.contains(words), "{words}: {}", text.out);
    }
    operator.project.put_catalog(3);
    let run = operator.run(&["status", "--snapshot", operator.snapshot().to_str().unwrap(), "--json"]);
    assert!(run.json()["would"]["refuse"].as_str().unwrap().contains("shrank"), "{run:?}");
    assert!(operator.cloudflare.calls(from).iter().all(|call| call.starts_with("GET ")));
    let elsewhere =
        operator.run(&["status", "--snapshot", operator.snapshot().to_str().unwrap(), "--url", "http://127.0.0.1:9"]);
    elsewhere.failed(6, &["not the same"]);
}

#[test]
fn status_compares_with_the_database_row_by_row() {
    let (operator, database) = (Operator::new(1), Database::new());
    let snapshot = operator.snapshot();
    let export = || Builder::export_all(&database.url(), &snapshot).run().succeeded();
    let status = || {
        let status = ["status", "--snapshot", snapshot.to_str().unwrap(), "--against-database", "--json"];
        let mut command = operator.command(&status).into_command();
        command.env("DATABASE_URL", database.url());
        Builder::from_command(command).run()
    };
    export();
    operator.deploy(&["--first"]).succeeded();
    assert_eq!(status().succeeded().json()["same"], true);
    database.run("UPDATE specs SET title = 'Another' WHERE id = (SELECT min(id) FROM specs)");
    let run = status();
    assert_eq!((run.code, &run.json()["would"]), (6, &json!("change_nothing")), "{run:?}");
    let tables = run.json()["database"]["tables"].clone();
    let specs = tables.as_array().unwrap().iter().find(|table| table["table"] == "specs").unwrap();
    assert_eq!(*specs, json!({"table": "specs", "added": 0, "removed": 0, "changed": 1}));
    export();
    assert_eq!(status().json()["would"], "replace");
    operator.deploy(&[]).succeeded();
    status().succeeded();
}

#[test]
fn version_is_shown_compared_promoted_and_rolled_back() {
    let operator = Operator::deployed(30);
    let old = operator.live();
    operator.project.put_catalog(31);
    let preview = operator.preview();
    let (version, url) = (preview["version"].as_str().unwrap(), preview["preview"].as_str().unwrap());
    assert_eq!(operator.live(), old);
    assert_eq!(operator.cloudflare.get(&format!("{url}/health")).unwrap().json()["counts"]["images"], 31);
    assert_eq!(preview["counts"]["images"], json!({"old": 30, "new": 31}));
    let impls = preview["tables"].as_array().unwrap().iter().find(|table| table["table"] == "impls").unwrap();
    assert_eq!(impls["added"].as_u64().unwrap() + 30 - impls["removed"].as_u64().unwrap(), 31);
    let again = operator.run(&["preview", &version[..8]]).succeeded();
    assert!(again.out.contains(url) && again.out.contains("images"), "{}", again.out);

    // The address of a preview is not the live one.
    operator.run(&["promote", version, "--url", url]).failed(6, &["is the address of a preview"]);
    // What lies on this disk by now does not matter.
    operator.project.put_catalog(32);
    operator.run(&["promote", &version[..8], "--max-shrink", "100%"]).succeeded();
    assert_eq!(operator.live(), (version.to_owned(), 31));
    operator.run(&["promote", version]).succeeded();
    operator.run(&["promote"]).failed(6, &["no version is on trial"]);
    for unknown in ["01234567", "0", "../settings", ""] {
        operator.run(&["promote", unknown]).failed(2, &["has no version"]);
    }

    let back = operator.run(&["rollback"]).succeeded();
    assert!(back.out.contains(&old.0) && back.out.contains("passes its smoke test"), "{}", back.out);
    assert_eq!(operator.live(), old);
    operator.run(&["rollback", version]).succeeded();
    assert_eq!(operator.live().0, version);
    // A version that does not answer is the word of the smoke test.
    operator.cloudflare.fault(json!({"at": "live", "do": "reply", "call": "/filter$", "status": 500, "times": 1000}));
    operator.run(&["rollback", &old.0, "--within", "1"]).failed(9, &["what is live fails", "answers 500"]);
    operator.cloudflare.faults_applied();
    assert_eq!(operator.live(), old);
}

#[test]
fn release_that_somebody_replaced_by_hand_is_not_deployed_by_the_next_run() {
    let operator = Operator::deployed(30);
    let old = operator.live().0;
    operator.project.put_catalog(31);
    operator.deploy(&[]).succeeded();
    let new = operator.live().0;
    let refused = || {
        let from = operator.now();
        operator.deploy(&[]).failed(6, &["this release was live until", "by hand", "--retry-failed"]);
        assert!(operator.status()["would"]["refuse"].as_str().unwrap().contains("by hand"));
        assert!(operator.cloudflare.calls(from).iter().all(|call| call.starts_with("GET ")));
    };
    operator.run(&["rollback"]).succeeded();
    refused();
    // The same version, or the same release once more.
    operator.run(&["rollback", &new]).succeeded();
    operator.deploy(&[]).succeeded();
    assert_eq!(operator.live().0, new);
    operator.run(&["rollback", &old]).succeeded();
    operator.deploy(&["--retry-failed"]).succeeded();
    assert_eq!(operator.live().1, 31);
    // In Cloudflare's dashboard, or with wrangler.
    operator.cloudflare.deployed_by_somebody(&json!([{"version_id": old, "percentage": 100}]));
    refused();
    // Another release is deployed as ever.
    operator.project.put_catalog(32);
    operator.deploy(&[]).succeeded();
    assert_eq!(operator.live().1, 32);
}

#[test]
fn version_that_is_promoted_and_fails_is_rolled_back() {
    let operator = Operator::deployed(30);
    let old = operator.live();
    operator.project.put_catalog(31);
    operator.next_version_fails_live("/plots/filter$");
    let version = operator.preview()["version"].as_str().unwrap().to_owned();
    operator.run(&["promote", &version, "--max-shrink", "100%"]).failed(6, &["rolled back", "answers 500"]);
    operator.cloudflare.faults_applied();
    assert_eq!(operator.live(), old);
    operator.run(&["promote", &version, "--max-shrink", "100%"]).failed(6, &["failed live on"]);
}

#[test]
fn part_of_the_traffic_is_on_trial_until_somebody_decides() {
    let operator = Operator::deployed(30);
    let old = operator.live().0;
    operator.project.put_catalog(31);
    let run = operator.deploy(&["--percent", "10"]).succeeded();
    assert!(run.err.contains("warning") && run.err.contains("Cloudflare-Workers-Version-Key"), "{}", run.err);
    let shares = operator.shares();
    let new = shares[0]["version_id"].as_str().unwrap().to_owned();
    assert_eq!(shares, json!([{"version_id": new, "percentage": 10}, {"version_id": old, "percentage": 90}]));

    // The next deployment says so, whatever it brings.
    for images in [31, 32] {
        operator.project.put_catalog(images);
        operator.deploy(&[]).failed(6, &["10% of the traffic is still on trial", "promote", "rollback"]);
    }
    assert_eq!(operator.shares(), shares);
    operator.run(&["rollback"]).succeeded();
    assert_eq!(operator.shares(), json!([{"version_id": old, "percentage": 100}]));

    operator.project.put_catalog(31);
    operator.deploy(&["--percent", "50"]).failed(6, &["by hand", "--retry-failed"]);
    operator.deploy(&["--percent", "50", "--retry-failed"]).succeeded();
    let trial = operator.shares();
    let second = trial[0]["version_id"].as_str().unwrap().to_owned();
    operator.run(&["promote", "--max-shrink", "100%"]).succeeded();
    assert_eq!(operator.shares(), json!([{"version_id": second, "percentage": 100}]));
    // The way back leads to the split, exactly.
    operator.run(&["rollback"]).succeeded();
    assert_eq!(operator.shares(), trial);

    // A trial that fails ends at once.
    operator.run(&["rollback", &old]).succeeded();
    operator.project.put_catalog(33);
    operator.next_version_fails_live("/plots/filter$");
    operator.deploy(&["--percent", "1"]).failed(6, &["rolled back", "answers 500"]);
    operator.cloudflare.faults_applied();
    assert_eq!(operator.shares(), json!([{"version_id": old, "percentage": 100}]));
    for percent in ["0", "100", "x"] {
        operator.deploy(&["--percent", percent]).failed(2, &["--percent"]);
    }
}
