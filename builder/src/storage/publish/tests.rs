#![allow(clippy::unwrap_used, reason = "a failed expectation ends the test")]

use std::os::unix::fs::MetadataExt;

use super::*;

fn names(folder: &Path) -> Vec<String> {
    let mut names: Vec<_> =
        fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().file_name().into_string().unwrap()).collect();
    names.sort();
    names
}

#[test]
fn file_is_replaced_and_nothing_is_left_beside_it() {
    let folder = tempfile::tempdir().unwrap();
    let target = folder.path().join("a.snap");
    for content in ["old", "new"] {
        Destination::at(&target).unwrap().publish(content.as_bytes()).unwrap();
        assert_eq!(fs::read_to_string(&target).unwrap(), content);
        assert_eq!(names(folder.path()), ["a.snap"]);
    }
}

#[test]
fn missing_folders_are_created() {
    let folder = tempfile::tempdir().unwrap();
    let target = folder.path().join("x/y/a.snap");
    Destination::at(&target).unwrap().publish(b"new").unwrap();
    assert_eq!(fs::read(&target).unwrap(), b"new");
}

#[test]
fn file_is_readable_as_the_umask_allows() {
    let folder = tempfile::tempdir().unwrap();
    let (ours, plain) = (folder.path().join("ours.snap"), folder.path().join("plain"));
    Destination::at(&ours).unwrap().publish(b"new").unwrap();
    fs::write(&plain, "new").unwrap();
    assert_eq!(ours.metadata().unwrap().mode(), plain.metadata().unwrap().mode());
}

#[test]
fn leftover_of_a_killed_run_is_removed_and_that_of_a_live_one_is_not() {
    let folder = tempfile::tempdir().unwrap();
    let target = folder.path().join("a.snap");
    fs::write(folder.path().join(".a.snap.abcdefABC123.tmp"), "dead").unwrap();
    fs::write(folder.path().join(".b.snap.abcdefABC123.tmp"), "of another file").unwrap();
    fs::write(folder.path().join(".a.snap.my-own-notes.tmp"), "of somebody").unwrap();
    let live = temporary::create_file(folder.path(), OsStr::new(".a.snap.")).unwrap();
    Destination::at(&target).unwrap().publish(b"new").unwrap();
    let live_name = live.path().file_name().unwrap().to_str().unwrap();
    let mut expected = [live_name, ".a.snap.my-own-notes.tmp", ".b.snap.abcdefABC123.tmp", "a.snap"];
    expected.sort_unstable();
    assert_eq!(names(folder.path()), expected);
}

#[test]
fn link_stays_and_its_file_is_replaced() {
    let folder = tempfile::tempdir().unwrap();
    let (file, link) = (folder.path().join("file.snap"), folder.path().join("link.snap"));
    fs::write(&file, "old").unwrap();
    std::os::unix::fs::symlink("file.snap", &link).unwrap();
    Destination::at(&link).unwrap().publish(b"new").unwrap();
    assert!(link.symlink_metadata().unwrap().is_symlink());
    assert_eq!(fs::read(&file).unwrap(), b"new");
}
