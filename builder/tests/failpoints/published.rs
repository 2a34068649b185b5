//! A folder into which a new snapshot is published, with or without an old one.

use std::fs;
use std::path::Path;
use std::process::Command;
use std::sync::LazyLock;

use catalog_edge::snapshot::{self, verify_documents};

use crate::support::{Builder, Target};

/// A catalogue, by its seed. Different seeds have different snapshots and documents.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Catalog(&'static str);

pub const OLD: Catalog = Catalog("1");
pub const NEW: Catalog = Catalog("2");

impl Catalog {
    /// A run that publishes it into `folder`: a snapshot with seven documents in seven folders.
    pub fn run(self, folder: &Path) -> Builder {
        let out = folder.join("catalog.snap");
        Builder::new(&["synth", "--quiet", "--images", "4", "--seed", self.0, "--out", out.to_str().unwrap()])
    }

    /// Its snapshot.
    fn bytes(self) -> Vec<u8> {
        published(self).bytes()
    }
}

/// A folder in which the catalogue was published without disturbance.
pub fn published(catalog: Catalog) -> &'static Target {
    static PUBLISHED: LazyLock<[Target; 2]> = LazyLock::new(|| {
        [OLD, NEW].map(|catalog| {
            let target = Target::new();
            catalog.run(target.folder()).run().succeeded();
            target.is_whole();
            target
        })
    });
    &PUBLISHED[usize::from(catalog == NEW)]
}

/// Copies the files of `from` into the folder `to`.
pub fn copy(from: &Path, to: &Path) {
    assert!(Command::new("cp").arg("-R").arg(from.join(".")).arg(to).status().unwrap().success());
}

/// A folder in which `before` is published, or nothing yet.
pub fn folder_with(before: Option<Catalog>) -> Target {
    let target = Target::new();
    if let Some(catalog) = before {
        copy(published(catalog).folder(), target.folder());
    }
    target
}

/// Expects one of `before` and [`NEW`] in `folder`, complete, and returns which. Leftovers may lie beside it.
#[track_caller]
pub fn holds(folder: &Path, before: Option<Catalog>, context: &str) -> Option<Catalog> {
    let bytes = match fs::read(folder.join("catalog.snap")) {
        Ok(bytes) => bytes,
        Err(_) if before.is_none() => return None,
        Err(error) => panic!("{context}: the snapshot is gone: {error}"),
    };
    let found = [before, Some(NEW)].into_iter().flatten().find(|catalog| bytes == catalog.bytes());
    assert!(found.is_some(), "{context}: {} bytes that are neither snapshot", bytes.len());
    let opened = snapshot::open(&bytes).unwrap();
    let documents = folder.join("catalog.documents").join(opened.digest.to_string());
    verify_documents(&documents, &opened.catalog).unwrap_or_else(|error| panic!("{context}: {error}"));
    found
}

/// Expects that a run without disturbance publishes [`NEW`], and that nothing else is left in the folder of `target`.
#[track_caller]
pub fn completes(target: &Target, context: &str) {
    let run = NEW.run(target.folder()).run();
    assert_eq!(run.code, 0, "{context}: {run:?}");
    assert!(target.bytes() == NEW.bytes(), "{context}");
    target.is_whole();
}
