//! Rule: at every moment the published snapshot has its documents beside it, whole; nothing of other runs stays.

use std::fs;
use std::os::unix::fs::PermissionsExt;
use std::process::Stdio;

use catalog_edge::documents::Document;
use catalog_edge::snapshot;

use crate::support::{Builder, Database, Target, exported_all, folder_names, refused_all};

#[test]
fn same_rows_are_the_same_documents() {
    let database = Database::new();
    let first = exported_all(&database, &[]);
    database.run("UPDATE impls SET code = code WHERE spec_id = 'bar'; UPDATE specs SET title = title WHERE id = 'bar'");
    assert_eq!(exported_all(&database, &[]).bytes(), first.bytes());
}

#[test]
fn what_only_documents_say_changes_the_digest() {
    let database = Database::new();
    let before = exported_all(&database, &[]).bytes();
    database.run("UPDATE specs SET notes = '{new}' WHERE id = 'bar'");
    let after = exported_all(&database, &[]).bytes();
    let digest = |bytes| snapshot::open(bytes).unwrap().digest;
    assert_ne!(digest(&before), digest(&after));
}

#[test]
fn documents_of_the_snapshot_before_are_removed() {
    let database = Database::new();
    let target = exported_all(&database, &[]);
    database.run("UPDATE specs SET notes = '{new}'");
    Builder::export_all(&database.url(), &target.path()).run().succeeded();
    target.is_whole();
    assert_eq!(target.document(Document::Spec(0))["notes"][0], "new");
    Builder::export(&database.url(), &target.path()).run().succeeded();
    assert_eq!(folder_names(target.folder()), ["catalog.snap"]);
}

#[test]
fn damaged_documents_of_the_same_digest_are_replaced() {
    let database = Database::new();
    let target = exported_all(&database, &[]);
    let folder = target.documents().join(&folder_names(&target.documents())[0]);
    for damage in [
        &|| fs::write(folder.join("specs/0.json"), "{}").unwrap() as _,
        &|| fs::remove_file(folder.join("map.json")).unwrap(),
        &|| fs::write(folder.join("stray"), "").unwrap(),
        &|| fs::remove_dir_all(&folder).unwrap(),
    ] as [&dyn Fn(); 4]
    {
        damage();
        Builder::export_all(&database.url(), &target.path()).run().succeeded();
        target.is_whole();
    }
}

#[test]
fn documents_are_readable_as_the_umask_allows() {
    let target = exported_all(&Database::new(), &[]);
    let plain = target.folder().join("plain");
    fs::create_dir(&plain).unwrap();
    let mode = |path: &std::path::Path| path.metadata().unwrap().permissions().mode();
    let folder = target.documents().join(&folder_names(&target.documents())[0]);
    assert_eq!(mode(&folder), mode(&plain));
}

#[test]
fn failed_export_leaves_no_folder_behind() {
    // The last row to be read is the one at fault.
    let database = Database::with("UPDATE impls SET review_strengths = '{NULL}' WHERE spec_id = 'pie'");
    refused_all(&database, &[], 4, &["review_strengths"]);
    let target = Target::new();
    let below = target.folder().join("a/b/catalog.snap");
    Builder::export_all(&database.url(), &below).run().failed(4, &["review_strengths"]);
    assert_eq!(folder_names(target.folder()), [""; 0]);
}

#[test]
fn document_that_cannot_be_written_leaves_the_old_snapshot_and_its_documents() {
    let database = Database::new();
    let target = exported_all(&database, &[]);
    let before = target.bytes();
    database.run("UPDATE specs SET description = repeat('x', 100000) WHERE id = 'bar'");
    let limited = ["-c", r#"trap '' XFSZ; ulimit -f 32; exec "$@""#, "sh"];
    let run = Builder::export_all(&database.url(), &target.path()).through("sh", &limited).run();
    run.failed(7, &["cannot write document '", "specs/0.json'", "File too large"]);
    assert_eq!(target.bytes(), before);
    target.is_whole();
}

#[test]
fn what_is_no_folder_of_documents_is_left_alone() {
    let target = Target::new();
    let documents = target.documents();
    for name in ["notes", ".mine.tmp"] {
        fs::create_dir_all(documents.join(name)).unwrap();
    }
    fs::create_dir_all(documents.join(".abcdefABC123.tmp/specs")).unwrap();
    fs::create_dir_all(documents.join("0123456789abcdef0123456789abcdef/specs")).unwrap();
    Builder::export_all(&Database::new().url(), &target.path()).run().succeeded();
    let digest = snapshot::open(&target.bytes()).unwrap().digest.to_string();
    let mut expected = [".mine.tmp", &digest, "notes"];
    expected.sort_unstable();
    assert_eq!(folder_names(&documents), expected);
}

#[test]
fn runs_at_the_same_time_leave_one_snapshot_with_its_documents() {
    let databases = [Database::new(), Database::with("UPDATE specs SET notes = '{other}'")];
    let target = Target::new();
    let runs: Vec<_> = (0..6)
        .map(|run| {
            let mut command = Builder::export_all(&databases[run % 2].url(), &target.path()).into_command();
            command.stdout(Stdio::null()).stderr(Stdio::piped()).spawn().unwrap()
        })
        .collect();
    for run in runs {
        let output = run.wait_with_output().unwrap();
        assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    }
    target.is_whole();
}

#[test]
fn made_up_catalog_has_documents_the_same_for_the_same_seed() {
    let synth = |arguments: &[&str]| {
        let target = Target::new();
        let out = target.path();
        Builder::new(&["synth", "--images", "60", "--out", out.to_str().unwrap()]).args(arguments).run().succeeded();
        target
    };
    let (one, other) = (synth(&["--seed", "3"]), synth(&["--seed", "3"]));
    one.is_whole();
    assert_eq!(one.bytes(), other.bytes());
    assert_ne!(one.bytes(), synth(&["--seed", "4"]).bytes());
    let detail = one.document(Document::Spec(0));
    assert!(
        !detail["description"].as_str().unwrap().is_empty()
            && !detail["implementations"][0]["review_strengths"].as_array().unwrap().is_empty()
    );
    let code = one.document(Document::Code { pair: 0, spec: 0 });
    assert!(code["code"].as_str().unwrap().lines().count() > 10, "{code}");
    assert_eq!(folder_names(synth(&["--no-documents"]).folder()), ["catalog.snap"]);
}
