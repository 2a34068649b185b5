//! Rule: no files form a circle, and a room takes nothing from another unless ARCHITECTURE.md lists that arrow.

#![allow(clippy::unwrap_used, clippy::panic, reason = "tests end by panics")]
#![allow(unreachable_pub, reason = "nobody imports a test")]

mod arrows;
mod circles;
mod imports;
mod rooms;

use std::fs;

use arrows::{Arrows, of_folder};
use circles::circles;
use rooms::Rooms;

#[track_caller]
fn has_no_circle(folder: &str, arrows: &Arrows) {
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
