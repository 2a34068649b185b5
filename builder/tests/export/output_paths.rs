//! Rule: a path that cannot hold a snapshot and its documents is refused before anything is read, with the remedy; a
//! link stands for its file in every command; snapshots in one folder leave each other's documents alone.

use std::fs;
use std::os::unix::fs::symlink;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use catalog_edge::snapshot::{self, Location, verify_documents};

use crate::support::{Builder, Database, Project, Target, folder_names};

/// Nothing answers here, so a run that asks it ends with another code and message.
const NO_DATABASE: &str = "postgresql://127.0.0.1:1/plots";

/// A folder with an entry of each kind that may stand in the way.
fn obstacles() -> Target {
    let target = Target::new();
    let at = |name: &str| target.folder().join(name);
    fs::create_dir(at("folder")).unwrap();
    fs::create_dir(at("folder.snap")).unwrap();
    fs::create_dir(at("old.documents")).unwrap();
    fs::write(at("file"), "old").unwrap();
    fs::write(at("taken.documents"), "old").unwrap();
    for pipe in ["pipe", "pipe.snap"] {
        assert!(Command::new("mkfifo").arg(at(pipe)).status().unwrap().success());
    }
    for (link, leads_to) in [
        ("dangling.snap", "gone/new.snap"),
        ("dangling", "gone"),
        ("loop.snap", "loop.snap"),
        ("loop", "loop"),
        ("through-a-file.snap", "file/new.snap"),
        ("to-a-folder.snap", "folder"),
        ("to-a-folder-of-that-name.snap", "folder.snap"),
        ("to-another-name.snap", "file"),
        ("null.snap", "/dev/null"),
        ("latest", "new.snap"),
        ("lost.documents", "gone"),
    ] {
        symlink(leads_to, at(link)).unwrap();
    }
    target
}

#[test]
fn path_that_is_no_place_for_a_snapshot_is_refused_before_anything_is_read() {
    const NAME: &str = "is no file name that ends in .snap: use such a name";
    const NOTHING: &str = "is a symbolic link that leads to nothing: remove it, or create what it leads to";
    const FOLDER: &str = "is a folder: give --out the path of a file";
    const PIPE: &str = "is a device or pipe: give --out the path of a file";
    const LINKED: &str = "which does not end in .snap: rename that file";
    const PART: &str = "a part of the path is a file, correct the path";
    const TAKEN: &str = "is not a folder, but the documents go there: move it away, or give --out another name";
    for (out, code, words) in [
        ("-", 2, NAME),
        ("/dev/stdout", 2, NAME),
        ("/dev/stderr", 2, NAME),
        ("/dev/fd/1", 2, NAME),
        ("/proc/self/fd/1", 2, NAME),
        ("/dev/null", 2, NAME),
        ("/", 2, NAME),
        (".", 2, NAME),
        ("..", 2, NAME),
        ("catalog", 2, NAME),
        ("catalog-1.0", 2, NAME),
        ("plots.2026-11-24", 2, NAME),
        ("catalog.bin", 2, NAME),
        ("catalog.SNAP", 2, NAME),
        ("catalog.snap.gz", 2, NAME),
        ("catalog.snap ", 2, NAME),
        ("catalog.snap/", 2, NAME),
        ("catalog.snap/.", 2, NAME),
        (".snap", 2, NAME),
        ("folder/.snap", 2, NAME),
        ("catalog.documents", 2, NAME),
        ("old.documents", 2, NAME),
        ("folder", 2, NAME),
        ("folder/", 2, NAME),
        ("file", 2, NAME),
        ("pipe", 2, NAME),
        ("latest", 2, NAME),
        ("to-another-name.snap", 2, LINKED),
        ("to-a-folder.snap", 2, LINKED),
        ("null.snap", 2, LINKED),
        ("dangling.snap", 7, NOTHING),
        ("dangling/new.snap", 7, NOTHING),
        ("dangling/below/new.snap", 7, NOTHING),
        ("loop.snap", 7, NOTHING),
        ("through-a-file.snap", 7, NOTHING),
        ("loop/new.snap", 7, "cannot look at 'loop/new.snap'"),
        ("file/new.snap", 7, PART),
        ("file/below/new.snap", 7, PART),
        ("folder.snap", 7, FOLDER),
        ("to-a-folder-of-that-name.snap", 7, FOLDER),
        ("pipe.snap", 7, PIPE),
        ("taken.snap", 7, TAKEN),
        ("lost.snap", 7, TAKEN),
    ] {
        let target = obstacles();
        let before = folder_names(target.folder());
        for arguments in [&["export", "--out", out][..], &["synth", "--images", "9", "--out", out]] {
            let mut command = Builder::new(arguments).env("DATABASE_URL", NO_DATABASE).into_command();
            let output = command.current_dir(target.folder()).output().unwrap();
            let error = String::from_utf8(output.stderr).unwrap();
            assert_eq!(output.status.code(), Some(code), "{arguments:?}: {error}");
            assert!(error.starts_with("error: ") && error.contains(words), "{arguments:?}: {error}");
            assert_eq!(folder_names(target.folder()), before, "{arguments:?}");
            assert_eq!(fs::read(target.folder().join("file")).unwrap(), b"old");
        }
    }
}

#[test]
fn standard_output_is_never_replaced_by_a_snapshot() {
    let target = Target::new();
    let out = fs::File::create(target.path()).unwrap();
    let mut command = Builder::new(&["synth", "--images", "9", "--out", "/dev/stdout"]).into_command();
    assert_eq!(command.stdout(out).stderr(Stdio::null()).status().unwrap().code(), Some(2));
    assert_eq!(target.bytes(), b"");
}

/// Expects that the documents of the snapshot at `path` are whole.
#[track_caller]
fn is_whole(path: &Path) {
    let bytes = fs::read(path).unwrap();
    let snapshot = snapshot::open(&bytes).unwrap();
    let folder = Location::of(path).unwrap().documents().join(snapshot.digest.to_string());
    assert!(verify_documents(&folder, &snapshot.catalog).unwrap() > 0);
    Builder::new(&["verify", path.to_str().unwrap()]).run().succeeded();
}

fn synth(out: &Path, seed: &str) {
    let out = out.to_str().unwrap();
    Builder::new(&["synth", "--images", "20", "--seed", seed, "--out", out]).run().succeeded();
}

#[test]
fn snapshots_of_one_folder_leave_each_others_documents_alone() {
    let target = Target::new();
    let names =
        ["catalog.snap", "catalog-1.0.snap", "catalog-1.1.snap", "plots.2026-11-24.snap", "plots.2026-11-25.snap"];
    let paths = names.map(|name| target.folder().join(name));
    for seed in ["1", "2"] {
        for path in &paths {
            synth(path, seed);
            let written = paths.iter().filter(|path| path.exists());
            written.for_each(|path| is_whole(path));
        }
    }
    assert_eq!(folder_names(target.folder()).len(), 2 * names.len());
}

#[test]
fn link_is_its_file_for_every_command() {
    let database = Database::new();
    let (folders, project) = (Target::new(), Project::empty());
    let at = |name: &str| folders.folder().join(name);
    fs::create_dir(at("store")).unwrap();
    fs::create_dir(at("links")).unwrap();
    symlink("store", at("folder")).unwrap();
    symlink("../store/catalog.snap", at("links/relative.snap")).unwrap();
    symlink(at("links/relative.snap"), at("links/chain.snap")).unwrap();
    symlink("../folder/catalog.snap", at("links/through-a-folder.snap")).unwrap();
    Builder::export_all(&database.url(), &at("folder/catalog.snap")).run().succeeded();
    // A link of any name may be read.
    symlink("../store/catalog.snap", at("links/latest")).unwrap();

    for name in ["links/relative.snap", "links/chain.snap", "links/through-a-folder.snap", "folder/catalog.snap"] {
        // Another state each time, so that the documents move.
        database.run("UPDATE specs SET notes = coalesce(notes, '{}') || '{new}'");
        Builder::export_all(&database.url(), &at(name)).run().succeeded();
        for path in [name, "links/latest", "store/catalog.snap"].map(at) {
            is_whole(&path);
            let path = path.to_str().unwrap();
            let verify = Builder::new(&["verify", "--against-database", path]).env("DATABASE_URL", &database.url());
            let checked = verify.run().succeeded().out;
            assert!(checked.contains("database: documents"), "{checked}");
            Builder::new(&["inspect", path]).run().succeeded();
            Builder::new(&["diff", path, at("store/catalog.snap").to_str().unwrap()]).run().succeeded();
        }
        project.bundle(&at(name), &["--worker", xtask::path("build").to_str().unwrap()]).succeeded();
        assert_eq!(folder_names(&at("store")), ["catalog.documents", "catalog.snap"]);
        assert_eq!(folder_names(&at("store/catalog.documents")).len(), 1);
        assert_eq!(
            folder_names(&at("links")),
            ["chain.snap", "latest", "relative.snap", "through-a-folder.snap"],
            "the links stay"
        );
    }
}

#[test]
fn snapshot_of_another_name_is_told_to_be_renamed() {
    let target = Target::new();
    synth(&target.path(), "1");
    let other: PathBuf = target.folder().join("catalog-1.0");
    fs::rename(target.path(), &other).unwrap();
    let run = Builder::new(&["verify", other.to_str().unwrap()]).run();
    run.failed(6, &["is no file name that ends in .snap"]);
    let bundle = Project::empty().bundle(&other, &["--worker", xtask::path("build").to_str().unwrap()]);
    bundle.failed(6, &["is no file name that ends in .snap"]);
}
