//! Rule: no files form a circle, and a room takes nothing from another unless ARCHITECTURE.md lists that arrow.

#![allow(clippy::unwrap_used, clippy::panic, reason = "tests end by panics")]
#![allow(unreachable_pub, reason = "nobody imports a test")]

mod arrows;
mod circles;
mod imports;
mod rooms;
mod scripts;

use std::fs;

use arrows::{Arrows, of_folder};
use circles::circles;
use rooms::Rooms;

/// Folders that are being taken apart into rooms: not held to the rule until that is done.
const UNDER_CONSTRUCTION: [&str; 2] = ["src/", "builder/src/"];

#[track_caller]
fn has_no_circle(folder: &str, arrows: &Arrows) {
    if UNDER_CONSTRUCTION.contains(&folder) {
        return;
    }
    let circles = circles(arrows);
    assert!(
        !arrows.is_empty() && circles.is_empty(),
        "{} circles in {folder}:\n{}",
        circles.len(),
        circles.join("\n\n")
    );
}

#[track_caller]
fn is_as_listed(folder: &str, arrows: &Arrows) {
    if UNDER_CONSTRUCTION.contains(&folder) {
        return;
    }
    let document = fs::read_to_string(xtask::path("ARCHITECTURE.md")).unwrap();
    let faults = Rooms::parse(&document, folder).map_or_else(|fault| vec![fault], |rooms| rooms.faults(arrows));
    assert!(
        faults.is_empty(),
        "{folder} and its arrows in ARCHITECTURE.md differ:\n{}\n\nThe tree has these:\n```arrows {folder}\n{}```",
        faults.join("\n"),
        rooms::drawn(arrows)
    );
}

#[test]
fn library() {
    let arrows = of_folder("src/", "lib.rs", Some("catalog_edge"));
    has_no_circle("src/", &arrows);
    is_as_listed("src/", &arrows);
}

#[test]
fn builder() {
    let arrows = of_folder("builder/src/", "main.rs", None);
    has_no_circle("builder/src/", &arrows);
    is_as_listed("builder/src/", &arrows);
}

#[test]
fn xtask() {
    let arrows = of_folder("xtask/src/", "lib.rs", Some("xtask"));
    has_no_circle("xtask/src/", &arrows);
    is_as_listed("xtask/src/", &arrows);
}

#[test]
fn scripts() {
    for folder in ["src/edge", "src/site"] {
        let arrows = scripts::of_folder(folder);
        assert!(arrows.values().any(|targets| !targets.is_empty()), "no import was read in {folder}");
        has_no_circle(folder, &arrows);
    }
}
