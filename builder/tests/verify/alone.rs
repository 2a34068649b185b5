//! Rule: what a snapshot stores and answers is recomputed from what it serves; a forger with a fitting digest is
//! found out.

use std::fs;

use catalog_edge::digest::Digest;
use catalog_edge::snapshot;

use crate::support::{Builder, Database, Run, Target, exported, exported_all};

fn verify(target: &Target) -> Run {
    Builder::new(&["verify", target.path().to_str().unwrap()]).run()
}

/// Changes `section` of the snapshot in `target`, and seals it anew as `snapshots/FORMAT.md` says.
fn forge(target: &Target, section: &str, change: impl FnOnce(&mut [u8])) {
    const PAYLOAD: usize = 39;
    let mut bytes = target.bytes();
    let place = {
        let sections = snapshot::sections(&bytes).unwrap();
        let (_, content) = sections.iter().find(|(name, _)| *name == section).unwrap();
        let start = content.as_ptr() as usize - bytes.as_ptr() as usize;
        start..start + content.len()
    };
    change(&mut bytes[place]);
    let digest = Digest::of(&bytes[PAYLOAD..]).to_string();
    for (at, byte) in bytes[15..31].iter_mut().enumerate() {
        *byte = u8::from_str_radix(&digest[at * 2..at * 2 + 2], 16).unwrap();
    }
    fs::write(target.path(), bytes).unwrap();
}

fn replace(bytes: &mut [u8], from: &str, to: &str) {
    let at = bytes.windows(from.len()).position(|window| window == from.as_bytes()).unwrap();
    bytes[at..at + to.len()].copy_from_slice(to.as_bytes());
}

#[test]
fn exported_and_synthetic_snapshots_are_right() {
    let run = verify(&exported(&Database::new())).succeeded();
    for check in
        ["structure", "second reader", "stats", "posting lists", "counts over all", "preview URLs", "canonical form"]
    {
        assert!(run.out.lines().any(|line| line.starts_with(check) && line.ends_with("right")), "{}", run.out);
    }
    for seed in ["1", "2"] {
        let target = Target::new();
        let out = target.path();
        Builder::new(&["synth", "--images", "500", "--seed", seed, "--out", out.to_str().unwrap()]).run().succeeded();
        verify(&target).succeeded();
    }
}

#[test]
fn catalogs_without_images_libraries_or_anything_are_right() {
    for sql in [
        "UPDATE impls SET preview_url_light = NULL",
        "UPDATE impls SET preview_url_light = NULL WHERE spec_id = 'pie'",
        "DELETE FROM impls",
        "DELETE FROM impls; DELETE FROM libraries",
        "DELETE FROM impls; DELETE FROM libraries; DELETE FROM languages; DELETE FROM specs",
    ] {
        let (database, target) = (Database::with(sql), Target::new());
        Builder::export(&database.url(), &target.path()).args(&["--quiet"]).run();
        let run = verify(&target);
        assert_eq!(run.code, 0, "{sql}: {run:?}");
    }
}

#[test]
fn forged_figure_is_found() {
    for (place, figure, forged, right) in [(0, "specs", 3, "2"), (16, "libraries", 2, "3"), (24, "languages", 9, "2")] {
        let target = exported(&Database::new());
        forge(&target, "stats", |bytes| bytes[place] = forged);
        let run = verify(&target);
        assert!(run.out.contains(&format!("stats '{figure}': snapshot {forged}, expected {right}\n")), "{}", run.out);
        run.failed(6, &["what it should be: 1;", "export again"]);
    }
    let target = exported(&Database::new());
    forge(&target, "stats", |bytes| bytes[8] = 3);
    let run = verify(&target);
    assert!(
        run.out.contains("stats 'plots': snapshot 3, expected 4\n"),
        "fewer implementations than images: {}",
        run.out
    );
}

#[test]
fn forged_order_and_form_are_found() {
    for (section, from, to) in [
        // Lists go by name.
        ("libraries", "\"name\":\"Altair\"", "\"name\":\"Zltair\""),
        ("languages", "\"name\":\"R\"", "\"name\":\"A\""),
        // Qualities go from the highest to the lowest.
        ("qualities", "77.0", "99.0"),
    ] {
        let target = exported(&Database::new());
        forge(&target, section, |bytes| replace(bytes, from, to));
        let run = verify(&target);
        assert!(run.out.contains(&format!("\n{section} 'byte ")), "{section}: {}", run.out);
        run.failed(6, &[]);
    }
}

#[test]
fn forged_words_and_ranks_are_found() {
    let moved = Database::with("UPDATE impls SET updated = '2026-06-01' WHERE spec_id = 'pie'");
    for (database, section, from, to, told) in [
        (&Database::new(), "words", "pygal", "pyhal", "words 'pyhal': snapshot "),
        (&moved, "rows.newest", "\u{1}\u{1}\u{1}\0", "\u{2}\u{2}\u{2}\0", "rows.newest: "),
    ] {
        let target = exported(database);
        forge(&target, section, |bytes| replace(bytes, from, to));
        let run = verify(&target);
        assert!(run.out.contains(told), "{section}: {}", run.out);
        run.failed(6, &[]);
    }
}

#[test]
fn library_of_no_language_is_found() {
    let target = exported(&Database::new());
    forge(&target, "libraries", |bytes| replace(bytes, "\"language\":\"r\"", "\"language\":\"q\""));
    let run = verify(&target);
    assert!(run.out.contains("libraries 'lattice': snapshot \"no language 'q'\""), "{}", run.out);
}

#[test]
fn template_that_makes_no_urls_is_found_at_every_image() {
    let target = exported(&Database::new());
    forge(&target, "editions.templates", |bytes| replace(bytes, "https://", "xttps://"));
    let run = Builder::new(&["verify", "--json", target.path().to_str().unwrap()]).run();
    let found = run.json();
    let urls = found["checks"].as_array().unwrap().iter().find(|check| check["name"] == "preview URLs").unwrap();
    assert_eq!((&urls["compared"], &urls["differences"]), (&4.into(), &4.into()));
    assert_eq!(
        found["differences"][0],
        serde_json::json!({
            "part": "impls", "key": "bar/python/altair", "column": "preview_url_light",
            "snapshot": "xttps://images.example/bar/python/altair/plot-light.png", "expected": "a URL: https://host/path",
        })
    );
    assert_eq!(run.code, 6);
}

#[test]
fn list_that_is_no_json_is_unsound() {
    let target = exported(&Database::new());
    forge(&target, "languages", |bytes| bytes[0] = b'x');
    verify(&target).failed(6, &["is not a sound snapshot", "caused by: snapshot is inconsistent: languages: "]);
}

#[test]
fn damaged_file_is_code_6() {
    let target = exported(&Database::new());
    let mut bytes = target.bytes();
    bytes[100] ^= 1;
    fs::write(target.path(), bytes).unwrap();
    verify(&target).failed(6, &["is not a sound snapshot", "snapshot is damaged"]);
}

#[test]
fn quiet_run_says_it_by_its_code_and_error_alone() {
    let target = exported(&Database::new());
    let run = Builder::new(&["verify", "--quiet", target.path().to_str().unwrap()]).run().succeeded();
    assert_eq!((run.out.as_str(), run.err.as_str()), ("", ""));
    forge(&target, "stats", |bytes| bytes[0] = 9);
    let run = Builder::new(&["verify", "--quiet", target.path().to_str().unwrap()]).run();
    assert_eq!(run.out, "");
    run.failed(6, &[]);
}

#[test]
fn documents_beside_it_are_checked_and_named() {
    let target = exported_all(&Database::new(), &[]);
    let checked = |run: &Run| run.out.lines().find(|line| line.starts_with("documents")).unwrap().to_owned();
    assert!(checked(&verify(&target).succeeded()).ends_with(" files  right"));

    let bytes = target.bytes();
    let opened = snapshot::open(&bytes).unwrap();
    let (digest, documents) = (opened.digest.to_string(), opened.catalog.all_documents().len());
    let list = target.documents().join(digest).join("specs.json");
    let content = fs::read(&list).unwrap();
    fs::write(&list, b"[]").unwrap();
    let run = verify(&target);
    assert!(checked(&run).ends_with(" 1 differ") && run.out.contains("run export again"), "{}", run.out);
    run.failed(6, &[]);

    fs::write(&list, content).unwrap();
    verify(&target).succeeded();
    fs::remove_dir_all(target.documents()).unwrap();
    let run = verify(&target);
    assert_eq!(run.out, "");
    let words = format!("lacks its {documents} documents, because the folder '");
    run.failed(6, &[&words, "does not exist: copy it there", "--no-documents"]);
    let run = Builder::new(&["verify", "--no-documents", target.path().to_str().unwrap()]).run().succeeded();
    assert!(!run.out.contains("documents"), "{}", run.out);
}
