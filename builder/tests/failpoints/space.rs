//! Rule: a disk that fills up at any block, a limit on the size of files, a file system that can only be read and a folder
//! that vanishes leave the old snapshot or the new one, whole.

use std::fs::{self, File};
use std::path::Path;
use std::process::{Child, Stdio};
use std::thread;
use std::time::Duration;

use xtask::tally::skip_forbidden;

use super::published::{NEW, OLD, completes, folder_with, holds, published};
use crate::support::{Run, Target, folder_names};

/// Publishes into a small file system of its own, then again after `remedy`. Arguments: mount options, remedy, folder of the
/// old snapshot, mount point, folder for what is left, folder for what the second run leaves, the command.
const IN_A_MOUNT: &str = r#"
    options=$1 remedy=$2 old=$3 folder=$4 left=$5 again=$6
    shift 6
    mount -t tmpfs -o size=1m tmpfs "$folder" && cp -R "$old/." "$folder" && mount -o "remount,$options" "$folder" || exit 99
    "$@"; code=$?
    cp -R "$folder/." "$left"
    mount -o "remount,$remedy" "$folder" && "$@" || exit 98
    cp -R "$folder/." "$again"
    exit $code
"#;

/// Publishes [`NEW`] over [`OLD`] under these options of a mount, then again under `remedy`, and expects that all is well
/// after the second run. `None` if this user may not mount.
fn mounted(options: &str, remedy: &str) -> Option<Run> {
    let [folder, left, again] = [Target::new(), Target::new(), Target::new()];
    let path = |target: &Target| target.folder().to_str().unwrap().to_owned();
    let paths = [published(OLD), &folder, &left, &again].map(path);
    let mut arguments = vec!["--mount", "--map-root-user", "sh", "-c", IN_A_MOUNT, "sh", options, remedy];
    arguments.extend(paths.iter().map(String::as_str));
    let run = NEW.run(folder.folder()).through("unshare", &arguments).run();
    if run.code == 99 || run.err.starts_with("unshare") {
        skip_forbidden(format_args!("this user may not mount a small file system: {}", run.err));
        return None;
    }
    assert_ne!(run.code, 98, "{options}: {run:?}");
    let context = format!("{options}: {run:?}");
    let found = holds(left.folder(), Some(OLD), &context);
    assert_eq!(found == Some(NEW), run.code == 0, "{context}");
    assert_eq!(holds(again.folder(), Some(OLD), &context), Some(NEW), "{context}");
    again.is_whole();
    Some(run)
}

/// Publishes under each of these options, the tightest first, and expects that the tightest refuse and the widest do not.
fn tightened(options: impl Iterator<Item = String>, remedy: &str) {
    let mut codes = Vec::new();
    for options in options {
        let Some(run) = mounted(&options, remedy) else { return };
        codes.push(run.code);
        if run.code != 0 {
            run.failed(7, &["free some space there"]);
        }
    }
    assert!(codes.first() == Some(&7) && codes.last() == Some(&0), "{codes:?}");
}

#[test]
fn disk_that_fills_up_at_any_block_leaves_one_whole_snapshot() {
    // The old snapshot takes 40 KB and the new one as much.
    tightened((40..=100).step_by(4).map(|size| format!("size={size}k")), "size=1m");
}

#[test]
fn quota_of_files_leaves_one_whole_snapshot() {
    // The old snapshot, its documents and their folders are 17 files.
    tightened((18..=40).map(|files| format!("nr_inodes={files}")), "nr_inodes=1000");
}

#[test]
fn file_system_that_can_only_be_read_is_said() {
    if let Some(run) = mounted("ro", "rw") {
        run.failed(7, &["the file system is read-only, write elsewhere"]);
    }
}

#[test]
fn limit_on_the_size_of_files_leaves_one_whole_snapshot() {
    let largest = published(NEW).bytes().len();
    // In blocks of 512 bytes.
    for blocks in 0..=largest.div_ceil(512) {
        let target = folder_with(Some(OLD));
        let limited = ["-c", r#"trap '' XFSZ; ulimit -f "$1"; shift; exec "$@""#, "sh", &blocks.to_string()];
        let run = NEW.run(target.folder()).through("sh", &limited).run();
        let context = format!("{blocks} blocks: {run:?}");
        let fits = blocks * 512 >= largest;
        assert_eq!(holds(target.folder(), Some(OLD), &context), Some(if fits { NEW } else { OLD }), "{context}");
        if !fits {
            run.failed(7, &["File too large"]);
        }
        completes(&target, &context);
    }
}

/// Waits until a run has rendered all documents, whose last is the map.
fn has_documents(run: &mut Child, folder: &Path) {
    let documents = folder.join("catalog.documents");
    let is_rendered = || folder_names(&documents).iter().any(|name| documents.join(name).join("map.json").is_file());
    while !(documents.is_dir() && is_rendered()) {
        assert_eq!(run.try_wait().unwrap(), None, "the run has ended");
        thread::sleep(Duration::from_millis(1));
    }
}

#[test]
fn folder_that_vanishes_is_said_and_nothing_is_left() {
    let target = Target::new();
    let folder = target.folder().join("below");
    fs::create_dir(&folder).unwrap();
    let lock = File::create(folder.join(".catalog.snap.lock")).unwrap();
    lock.lock().unwrap();
    let mut run = NEW.run(&folder).into_command().stderr(Stdio::piped()).spawn().unwrap();
    has_documents(&mut run, &folder);
    fs::remove_dir_all(&folder).unwrap();
    let output = run.wait_with_output().unwrap();
    let error = String::from_utf8(output.stderr).unwrap();
    assert_eq!(output.status.code(), Some(7), "{error}");
    assert!(error.starts_with("error: cannot write document '") && error.contains("No such file"), "{error}");
    assert_eq!(folder_names(target.folder()), [""; 0]);
    NEW.run(&folder).run().succeeded();
    assert_eq!(holds(&folder, None, "second run"), Some(NEW));
}
