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

/// Expects the arrows of the crate in `folder` to be as they should.
#[track_caller]
fn are_right(folder: &str, arrows: &Arrows) {
    let document = fs::read_to_string(xtask::path("ARCHITECTURE.md")).unwrap();
    let faults = Rooms::parse(&document, folder).map_or_else(|fault| vec![fault], |rooms| rooms.faults(arrows));
    assert!(
        faults.is_empty(),
        "{folder} and its arrows in ARCHITECTURE.md differ:\n{}\n\nThe tree has these:\n```arrows {folder}\n{}```",
        faults.join("\n"),
        rooms::drawn(arrows)
    );
    let circles = circles(arrows);
    assert!(circles.is_empty(), "{} circles in {folder}:\n{}", circles.len(), circles.join("\n\n"));
}

#[test]
fn library() {
    are_right("src/", &of_folder("src/", "lib.rs", Some("catalog_edge")));
}

#[test]
fn builder() {
    are_right("builder/src/", &of_folder("builder/src/", "main.rs", None));
}

#[test]
fn xtask() {
    are_right("xtask/src/", &of_folder("xtask/src/", "lib.rs", Some("xtask")));
}
