//! Rule: at every moment the published file is a whole snapshot, the old one or the new one; what cannot be written is
//! exit code 7.

use std::fs;
use std::os::unix::fs::PermissionsExt;
use std::process::{Command, Stdio};

use xtask::tally::skip;

use crate::support::{Builder, Database, Target, exported, folder_names};

#[test]
fn runs_at_the_same_time_do_not_disturb_each_other() {
    let database = Database::new();
    let snapshot = exported(&database).bytes();
    let target = Target::new();
    let runs: Vec<_> = (0..6)
        .map(|_| {
            let mut command = Builder::export(&database.url(), &target.path()).into_command();
            command.stdout(Stdio::null()).stderr(Stdio::piped()).spawn().unwrap()
        })
        .collect();
    for run in runs {
        let output = run.wait_with_output().unwrap();
        assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    }
    assert_eq!(target.bytes(), snapshot);
    assert_eq!(folder_names(target.folder()), ["catalog.snap"]);
}

#[test]
fn full_disk_is_said_and_the_old_file_stays() {
    let database = Database::new();
    let mount = tempfile::tempdir().unwrap();
    let folder = mount.path().to_str().unwrap();
    // In a mount namespace of its own, so that the file system is gone with the run.
    let script = r#"
        mount -t tmpfs -o size=64k tmpfs "$1" || exit 99
        printf old > "$1/catalog.snap"
        cat /dev/zero > "$1/filler" 2>/dev/null
        folder=$1; shift
        "$@"; code=$?
        cat "$folder/catalog.snap"; ls -A "$folder"
        exit $code
    "#;
    let unshare = ["--mount", "--map-root-user", "sh", "-c", script, "sh", folder];
    let run = Builder::export(&database.url(), &mount.path().join("catalog.snap")).through("unshare", &unshare).run();
    if run.code == 99 || run.err.starts_with("unshare") {
        skip(format_args!("this user may not mount a small file system: {}", run.err));
        return;
    }
    assert_eq!(run.out, "oldcatalog.snap\nfiller\n");
    run.failed(7, &["cannot write a temporary file beside", "free some space there", "No space left on device"]);
}

#[test]
fn write_that_fails_half_way_leaves_the_old_file() {
    let target = Target::new();
    fs::write(target.path(), "old").unwrap();
    let limited = ["-c", r#"trap '' XFSZ; ulimit -f 1; exec "$@""#, "sh"];
    let run = Builder::new(&["synth", "--no-documents", "--images", "3000", "--out", target.path().to_str().unwrap()]);
    run.through("sh", &limited).run().failed(7, &["cannot write a temporary file beside", "File too large"]);
    assert_eq!(target.bytes(), b"old");
    assert_eq!(folder_names(target.folder()), ["catalog.snap"]);
}

#[test]
fn folder_without_write_permission_is_said() {
    let database = Database::new();
    let target = Target::new();
    fs::write(target.path(), "old").unwrap();
    fs::set_permissions(target.folder(), fs::Permissions::from_mode(0o555)).unwrap();
    let mut run = Builder::export(&database.url(), &target.path());
    if is_root() {
        // Root without the capability to ignore permissions.
        run = run.through("setpriv", &["--bounding-set", "-dac_override,-dac_read_search"]);
    }
    let run = run.run();
    fs::set_permissions(target.folder(), fs::Permissions::from_mode(0o755)).unwrap();
    run.failed(7, &["cannot create a temporary file in", "let this user write to the folder", "Permission denied"]);
    assert_eq!(target.bytes(), b"old");
    assert_eq!(folder_names(target.folder()), ["catalog.snap"]);
}

fn is_root() -> bool {
    Command::new("id").arg("-u").output().unwrap().stdout.trim_ascii() == b"0"
}

#[test]
fn missing_folder_is_created() {
    let target = Target::new();
    let below = target.folder().join("a/b/catalog.snap");
    Builder::export(&Database::new().url(), &below).run().succeeded();
    assert_eq!(folder_names(below.parent().unwrap()), ["catalog.snap"]);
}

#[test]
fn failed_export_into_a_missing_folder_creates_nothing() {
    let target = Target::new();
    let below = target.folder().join("a/catalog.snap");
    Builder::export(&Database::empty().url(), &below).run().failed(3, &["lacks"]);
    assert_eq!(folder_names(target.folder()), [""; 0]);
}
