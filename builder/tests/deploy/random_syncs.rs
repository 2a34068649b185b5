//! Syncs in a loop: random rows change, random faults happen, and a client asks all the time.
//!
//! `SYNCS=50 SEED=7 cargo test --test deploy random_syncs -- --nocapture` runs more of them.

use std::env;
use std::fs;
use std::sync::Mutex;
use std::sync::atomic::{AtomicBool, Ordering};
use std::thread;
use std::time::Instant;

use catalog_edge::http::{Policy, Service};
use catalog_edge::snapshot;
use serde_json::Value;

use super::operator::Operator;
use super::support::{Builder, Database, get};

/// A small generator, so that a seed gives the same faults.
struct Random(u64);

impl Random {
    fn below(&mut self, limit: u64) -> u64 {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) % limit
    }
}

/// Faults of a sync, and the exit codes that it may end with.
const FAULTS: [(&str, &[i32]); 12] = [
    ("[]", &[0]),
    (
        r#"[{"call": "GET .*/deployments$", "do": "reply", "status": 429, "code": 971, "headers": {"retry-after": "1"}}]"#,
        &[0],
    ),
    (r#"[{"call": "GET .*/deployments$", "nth": 2, "do": "reset"}]"#, &[0]),
    (r#"[{"call": "assets/upload$", "do": "reset", "bytes": 1000}]"#, &[0]),
    (r#"[{"call": "POST .*/versions$", "do": "reply", "status": 503, "code": 1, "when": "after"}]"#, &[0]),
    (r#"[{"call": "POST .*/versions$", "do": "reply", "status": 400, "code": 10021}]"#, &[8]),
    (r#"[{"call": "POST .*/deployments$", "do": "reply", "status": 503, "code": 1, "when": "after"}]"#, &[0]),
    (r#"[{"call": "POST .*/deployments$", "do": "reply", "status": 403, "code": 10000}]"#, &[8]),
    (r#"[{"at": "preview", "call": "/plots/filter$", "do": "reply", "status": 500}]"#, &[6]),
    (r#"[{"at": "live", "versions": "new", "call": "/specs/", "do": "reply", "status": 500}]"#, &[6]),
    (r#"[{"at": "live", "versions": "new", "call": "/health$", "do": "previous", "times": 4, "every": 2}]"#, &[0]),
    (r#"[{"call": "GET .*/deployments$", "nth": 2, "do": "deploy", "when": "before"}]"#, &[6]),
];

/// A state of the catalogue: digest of the snapshot, and the titles of its specs.
type State = (String, String);

/// States that a client saw.
type Seen = Mutex<Vec<State>>;

/// Asks the live address all the time. No reply may be mixed or missing.
fn poll(operator: &Operator, seen: &Seen, ends: &AtomicBool) {
    while !ends.load(Ordering::Relaxed) {
        let url = format!("{}/plots/filter?limit=1000", operator.cloudflare.live());
        let reply = operator.cloudflare.get_with(&url, &[("user-agent", "poller")]).unwrap();
        assert_eq!(reply.status, 200, "{reply:?}");
        let body = reply.json();
        let digest = reply.snapshot_digest.clone().unwrap();
        assert_eq!(body["images"].as_array().unwrap().len() as u64, body["total"], "{reply:?}");
        let mut seen = seen.lock().unwrap();
        let now = (digest, body["specTitles"].to_string());
        if seen.last() != Some(&now) {
            seen.push(now);
        }
    }
}

/// Changes some rows of the catalogue at random.
fn change(database: &Database, random: &mut Random, sync: usize) {
    let lines = 10 + random.below(1_000_000);
    database.run(&format!(
        "UPDATE impls SET code = 'line ' || {lines} || E'\\n' || code WHERE ctid = (SELECT min(ctid) FROM impls)"
    ));
    database.run(&format!("UPDATE specs SET title = 'Sync {sync} of {lines}' WHERE id = (SELECT min(id) FROM specs)"));
}

/// Digest of the snapshot that answers, if it passes its smoke test, and its version.
fn live(operator: &Operator) -> (String, Value) {
    let health = operator.cloudflare.get(&format!("{}/health", operator.cloudflare.live())).unwrap().json();
    let digest = health["snapshot"]["digest"].as_str().unwrap().to_owned();
    let config = operator.project.path().join("wrangler.toml");
    let smoke = ["smoke", operator.cloudflare.live(), "--digest", &digest, "--config", config.to_str().unwrap()];
    Builder::new(&smoke).run().succeeded();
    (digest, health["worker"]["cloudflare_version"].clone())
}

#[test]
fn live_is_the_old_or_the_new_and_the_exit_code_says_which() {
    let number = |name: &str, other| env::var(name).ok().and_then(|text| text.parse().ok()).unwrap_or(other);
    let (syncs, seed) = (number("SYNCS", 8), number("SEED", 1));
    let mut random = Random(seed);
    let (operator, database) = (Operator::new(1), Database::new());
    let export = || -> State {
        Builder::export_all(&database.url(), &operator.snapshot()).run().succeeded();
        state(&operator)
    };
    let mut states = vec![export()];
    operator.deploy(&["--first"]).succeeded();
    let (seen, ends) = (Seen::default(), AtomicBool::new(false));
    let begin = Instant::now();
    thread::scope(|scope| {
        let poller = scope.spawn(|| poll(&operator, &seen, &ends));
        for sync in 0..syncs as usize {
            // Every kind of fault comes in the first round of twelve; then at random.
            let at =
                if sync < FAULTS.len() { (sync * 5 + seed as usize) % FAULTS.len() } else { random.below(12) as usize };
            let (faults, codes) = FAULTS[at];
            let old = live(&operator);
            change(&database, &mut random, sync);
            let exported = export();
            for fault in serde_json::from_str::<Vec<Value>>(faults).unwrap() {
                operator.cloudflare.fault(fault);
            }
            let run = operator.deploy(&["--json"]);
            operator.cloudflare.faults_applied();
            assert!(codes.contains(&run.code), "sync {sync} of seed {seed}, fault {faults}: {run:?}");
            let new = live(&operator);
            if run.code == 0 {
                assert_eq!(run.json()["snapshot"], new.0.as_str());
                assert_eq!(run.json()["version"], new.1);
                assert_eq!(new.0, exported.0);
            } else {
                assert_eq!(new.0, old.0, "sync {sync}: {run:?}");
            }
            // What was refused must not be seen, but what failed live was live for a moment.
            if run.code == 0 || (run.code == 6 && faults.contains("live")) {
                states.push(exported);
            }
        }
        ends.store(true, Ordering::Relaxed);
        poller.join().unwrap();
    });
    for state in seen.lock().unwrap().iter() {
        assert!(states.contains(state), "{state:?} was never deployed");
    }
    report(syncs, seed, seen.lock().unwrap().len(), begin);
}

/// The state that was exported.
fn state(operator: &Operator) -> State {
    let bytes = fs::read(operator.snapshot()).unwrap();
    let service = Service::open(&bytes, Policy::default()).unwrap();
    let body: Value = serde_json::from_str(&get(&service, "/plots/filter").1).unwrap();
    (snapshot::open(&bytes).unwrap().digest.to_string(), body["specTitles"].to_string())
}

#[allow(clippy::print_stderr, reason = "figures for whoever runs many")]
fn report(syncs: u64, seed: u64, changes: usize, begin: Instant) {
    eprintln!("{syncs} syncs with seed {seed}: {changes} snapshots seen, {:.0} s", begin.elapsed().as_secs_f64());
}
