//! Rule: a service passes when all it answers comes from the one snapshot it should serve, and only then; asking ends.

#![allow(clippy::unwrap_used, clippy::panic, reason = "tests end by panics")]
#![allow(unreachable_pub, missing_docs, reason = "nobody imports a test")]

mod support;

use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use support::{Behaviour, Edge, nowhere, without_tls};
use xtask::smoke::smoke;

const DIGEST: &str = "0123456789abcdef0123456789abcdef";

#[track_caller]
fn fails(url: &str, words: &str) {
    let fault = format!("{:#}", smoke(url, DIGEST, Duration::ZERO).unwrap_err());
    assert!(fault.contains(words), "'{words}' is not in: {fault}");
}

#[test]
fn a_service_of_the_right_snapshot_passes() {
    let edge = Edge::start(|| Behaviour::Serves(DIGEST.into(), 8));
    smoke(&edge.url, DIGEST, Duration::ZERO).unwrap();
    smoke(&format!("{}/", edge.url), DIGEST, Duration::ZERO).unwrap();
}

#[test]
fn each_fault_is_named() {
    for (behaviour, words) in [
        (Behaviour::Serves("another".into(), 8), "its snapshot is another"),
        (Behaviour::ServesTwo(DIGEST.into()), "/plots/filter comes from snapshot another"),
        (Behaviour::LacksSpecs(DIGEST.into()), "/specs/a%2Fb%20c answers 404"),
        (Behaviour::LacksCors(DIGEST.into()), "the allowed origin is none"),
        (Behaviour::Fails, "/health answers 500"),
        (Behaviour::Redirects, "/health answers 302"),
        (Behaviour::Babbles, "not JSON"),
        (Behaviour::HangsUp, "/health does not answer: io: Peer disconnected"),
    ] {
        let edge = Edge::start(move || behaviour.clone());
        fails(&edge.url, words);
        fails(&edge.url, &format!("{} does not serve snapshot {DIGEST}", edge.url));
    }
    fails(&nowhere(), "Connection refused");
    fails(&without_tls().replace("http://", "https://"), "does not answer: io: received corrupt message");
    fails(
        "file:///etc/hostname",
        "file:///etc/hostname/health is no URL of a service: begin it with https:// or http://",
    );
}

#[test]
fn a_service_that_comes_to_pass_is_waited_for() {
    static ASKED: AtomicUsize = AtomicUsize::new(0);
    let edge = Edge::start(|| match ASKED.fetch_add(1, Ordering::Relaxed) {
        0 => Behaviour::Serves("another".into(), 8),
        _ => Behaviour::Serves(DIGEST.into(), 8),
    });
    smoke(&edge.url, DIGEST, Duration::from_secs(600)).unwrap();
    assert!(ASKED.load(Ordering::Relaxed) > 3);
}

#[test]
fn one_that_never_does_is_given_up() {
    let edge = Edge::start(|| Behaviour::Fails);
    smoke(&edge.url, DIGEST, Duration::from_millis(100)).unwrap_err();
}
