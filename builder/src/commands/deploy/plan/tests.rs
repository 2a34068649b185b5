//! Every decision, as a table.

#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

use serde_json::json;

use super::*;

const NEW: &str = "new";
const OLD: &str = "old";

fn identity(snapshot: &str, images: u64) -> Identity {
    let counts = Counts { images, ..Counts::default() };
    Identity { snapshot: snapshot.into(), worker: "w".into(), settings: "s".into(), counts }
}

fn health(version: Option<&str>, snapshot: &str) -> Address {
    Address::Proven(Health {
        snapshot: snapshot.into(),
        has_documents: true,
        changed: None,
        worker: Some("w".into()),
        version: version.map(str::to_owned),
        counts: Counts { images: 100, ..Counts::default() },
    })
}

fn broken(elsewhere: Elsewhere) -> Address {
    Address::Broken { reason: "500".into(), elsewhere }
}

fn deployment(shares: &[(&str, u8)], note: Option<Note>) -> Deployment {
    let shares: Vec<_> =
        shares.iter().map(|(version, share)| json!({"version_id": version, "percentage": share})).collect();
    let annotations = json!({"workers/message": note.map(|note| note.message())});
    let made = json!({"id": "d", "created_on": "then", "annotations": annotations, "versions": shares});
    serde_json::from_value(made).unwrap()
}

/// A healthy worker with one version, and a new snapshot of the same size.
fn usual() -> (Situation, Identity, Options) {
    let situation = Situation {
        deployments: vec![deployment(&[("v1", 100)], None)],
        said: Some(identity(OLD, 100)),
        address: health(Some("v1"), OLD),
        losses: Vec::new(),
        kept: None,
    };
    let options = Options {
        is_first: false,
        over_split: false,
        over_broken: false,
        retries_failed: false,
        percent: None,
        max_shrink: "10%".parse().unwrap(),
    };
    (situation, identity(NEW, 100), options)
}

/// Name of the plan, or of the refusal.
fn outcome(change: impl FnOnce(&mut Situation, &mut Identity, &mut Options)) -> String {
    let (mut situation, mut new, mut options) = usual();
    change(&mut situation, &mut new, &mut options);
    let text = match plan(&situation, &new, &options) {
        Ok(plan) => format!("{plan:?}"),
        Err(refusal) => format!("{refusal:?}"),
    };
    text.split(['(', ' ']).next().unwrap().to_owned()
}

#[test]
fn worker_that_cloudflare_does_not_know_is_created_on_demand_only() {
    for (address, is_first, expected) in [
        (broken(Elsewhere::Unknown), false, "NoWorker"),
        (broken(Elsewhere::Unknown), true, "Create"),
        (health(None, OLD), true, "Taken"),
        (Address::Foreign("x".into()), true, "Taken"),
        (health(None, OLD), false, "NoWorker"),
    ] {
        let outcome = outcome(|situation, _, options| {
            (situation.deployments, situation.said) = (Vec::new(), None);
            (situation.address, options.is_first) = (address.clone(), is_first);
        });
        assert_eq!(outcome, expected, "{address:?} {is_first}");
    }
    assert_eq!(outcome(|_, _, options| options.is_first = true), "NotFirst");
    let over_all = |_: &mut Situation, _: &mut Identity, options: &mut Options| {
        (options.is_first, options.over_broken, options.over_split) = (true, true, true);
    };
    assert_eq!(outcome(over_all), "NotFirst");
}

#[test]
fn address_is_proven_before_anything_is_replaced() {
    for (address, over_broken, expected) in [
        (health(Some("v1"), OLD), false, "Replace"),
        // A location that has not heard of the last deployment.
        (health(Some("v0"), "older"), false, "Replace"),
        (Address::Foreign("x".into()), false, "Foreign"),
        (Address::Foreign("x".into()), true, "Foreign"),
        (broken(Elsewhere::Works), false, "Elsewhere"),
        (broken(Elsewhere::Works), true, "Elsewhere"),
        (broken(Elsewhere::Broken), false, "Replace"),
        (broken(Elsewhere::Unknown), false, "Unproven"),
        (broken(Elsewhere::Unknown), true, "Replace"),
    ] {
        let outcome = outcome(|situation, _, options| {
            (situation.address, options.over_broken) = (address.clone(), over_broken);
        });
        assert_eq!(outcome, expected, "{address:?} {over_broken}");
    }
}

#[test]
fn split_is_left_alone() {
    let by_hand = deployment(&[("v1", 90), ("v2", 10)], None);
    let by_us = deployment(&[("v1", 90), ("v2", 10)], Some(Note::Share { key: "k".into(), percent: 10 }));
    for (live, over_split, percent, expected) in [
        (&by_hand, false, None, "Split"),
        (&by_us, false, None, "OwnSplit"),
        (&by_hand, true, None, "Replace"),
        (&by_us, true, None, "Replace"),
        (&by_hand, true, Some(10), "TwoSplits"),
        (&by_us, false, Some(10), "TwoSplits"),
    ] {
        let change = |same: bool| {
            outcome(|situation, new, options| {
                situation.deployments[0] = live.clone();
                (options.over_split, options.percent) = (over_split, percent);
                if same {
                    new.snapshot = OLD.into();
                }
            })
        };
        assert_eq!(change(false), expected, "{live:?}");
        // Also if a part of the traffic gets the release already.
        assert_eq!(change(true), expected, "{live:?}");
    }
    assert_eq!(outcome(|_, _, options| options.percent = Some(10)), "Replace");
}

#[test]
fn release_is_live_if_snapshot_code_and_settings_are() {
    type Change = fn(&mut Situation, &mut Identity);
    let cases: [(Change, &str); 8] = [
        (|_, _| {}, "Check"),
        (|_, new| new.snapshot = NEW.into(), "Replace"),
        (|_, new| new.worker = "x".into(), "Replace"),
        (|_, new| new.settings = "x".into(), "Replace"),
        // Uploaded by hand: the settings are not known.
        (|situation, _| situation.said = None, "Check"),
        (|situation, _| situation.address = broken(Elsewhere::Broken), "Check"),
        // A location that has not heard of the last deployment: the message decides.
        (|situation, _| situation.address = health(Some("v0"), "older"), "Check"),
        (
            |situation, _| {
                situation.address = health(Some("v0"), OLD);
                situation.said = Some(identity("older", 100));
            },
            "Replace",
        ),
    ];
    for (at, (change, expected)) in cases.into_iter().enumerate() {
        let outcome = outcome(|situation, new, _| {
            new.snapshot = OLD.into();
            change(situation, new);
        });
        assert_eq!(outcome, expected, "case {at}");
    }
}

#[test]
fn release_that_failed_is_not_repeated() {
    let failed =
        |snapshot: &str| deployment(&[("v1", 100)], Some(Note::failed(&identity(snapshot, 0).key(), "answers 500")));
    for (snapshot, retries_failed, expected) in
        [(NEW, false, "FailedBefore"), (NEW, true, "Replace"), ("another", false, "Replace")]
    {
        let outcome = outcome(|situation, _, options| {
            situation.deployments.push(failed(snapshot));
            options.retries_failed = retries_failed;
        });
        assert_eq!(outcome, expected, "{snapshot}");
    }
    // A later try did not fail.
    let succeeded = |situation: &mut Situation, new: &mut Identity, _: &mut Options| {
        situation.deployments.push(deployment(&[("v0", 100)], Some(Note::Release { key: new.key() })));
        situation.deployments.push(failed(NEW));
    };
    let by_us = |situation: &mut Situation, new: &mut Identity, options: &mut Options| {
        situation.deployments[0] = deployment(&[("v1", 100)], Some(Note::Release { key: "k".into() }));
        succeeded(situation, new, options);
    };
    assert_eq!(outcome(by_us), "Replace");
    // What is live by now is tried, whatever was remembered.
    let is_live = |situation: &mut Situation, new: &mut Identity, _: &mut Options| {
        new.snapshot = OLD.into();
        situation.deployments.push(failed(OLD));
    };
    assert_eq!(outcome(is_live), "Check");
}

#[test]
fn release_that_was_replaced_by_hand_is_not_repeated() {
    let new = identity(NEW, 100).key();
    let release = || Note::Release { key: new.clone() };
    let trial = || Note::Share { key: new.clone(), percent: 10 };
    let other = || Note::Release { key: "k".into() };
    // Notes of the deployments, the newest first.
    for (notes, expected) in [
        (vec![Some(Note::Rollback), Some(release())], "ReplacedByHand"),
        (vec![Some(Note::Rollback), Some(trial())], "ReplacedByHand"),
        (vec![None, Some(release())], "ReplacedByHand"),
        (vec![Some(other()), Some(Note::Rollback), Some(release())], "ReplacedByHand"),
        (vec![Some(other()), Some(release())], "Replace"),
        // The trial was promoted, and another release followed.
        (vec![Some(other()), Some(release()), Some(Note::Rollback), Some(trial())], "Replace"),
        // Somebody was faster, so it was never tried.
        (vec![Some(Note::Restore), Some(release()), None], "Replace"),
        (vec![Some(Note::Rollback), Some(other())], "Replace"),
    ] {
        for (retries_failed, expected) in [(false, expected), (true, "Replace")] {
            let outcome = outcome(|situation, _, options| {
                situation.deployments = notes.iter().map(|note| deployment(&[("v1", 100)], note.clone())).collect();
                options.retries_failed = retries_failed;
            });
            assert_eq!(outcome, expected, "{notes:?}");
        }
    }
}

#[test]
fn shrinkage_is_judged_by_the_best_that_is_known() {
    let counts = |images| Counts { images, ..Counts::default() };
    let loss = |removed| vec![Loss { table: "impls", rows: 100, removed }];
    // Counts of health, of the kept snapshot, and of the message; rows lost.
    for (health_images, kept, said, losses, expected) in [
        (Some(100), None, None, Vec::new(), "Replace"),
        (Some(112), None, Some(100), Vec::new(), "Shrunk"),
        (None, Some(112), Some(100), Vec::new(), "Shrunk"),
        (None, None, Some(112), Vec::new(), "Shrunk"),
        (None, None, Some(111), Vec::new(), "Replace"),
        (None, None, None, Vec::new(), "Unjudged"),
        (Some(100), Some(100), None, loss(10), "Replace"),
        // As many rows as before, but others.
        (Some(100), Some(100), None, loss(11), "Lost"),
    ] {
        let change = |over_broken| {
            outcome(|situation, _, options| {
                situation.address = match health_images {
                    Some(images) => match health(Some("v1"), OLD) {
                        Address::Proven(health) => Address::Proven(Health { counts: counts(images), ..health }),
                        other => other,
                    },
                    None => broken(Elsewhere::Broken),
                };
                situation.kept = kept.map(counts);
                situation.said = said.map(|images| identity(OLD, images));
                (situation.losses, options.over_broken) = (losses.clone(), over_broken);
            })
        };
        assert_eq!(change(false), expected);
        assert_eq!(change(true), if expected == "Unjudged" { "Replace" } else { expected });
    }
}

#[test]
fn refusal_says_what_to_do() {
    let (mut situation, new, options) = usual();
    situation.deployments[0] = deployment(&[("v1", 90), ("v2", 10)], None);
    let text = plan(&situation, &new, &options).unwrap_err().to_string();
    assert!(text.contains("90% of version v1, 10% of version v2") && text.contains("--over-split"), "{text}");
    let (mut situation, new, options) = usual();
    situation.losses = vec![Loss { table: "impls", rows: 100, removed: 50 }];
    let text = plan(&situation, &new, &options).unwrap_err().to_string();
    assert!(text.contains("50 of 100 impls") && text.contains("--max-shrink"), "{text}");
}
