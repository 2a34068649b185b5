//! Rule: people get a table, machines get one JSON object, and neither gets what they did not ask for.

use std::fs::File;
use std::process::Stdio;

use crate::support::{Builder, Database, PASSWORD, Target, folder_names};

#[test]
fn summary_says_what_was_read_and_written() {
    let target = Target::new();
    let run = Builder::export(&Database::new().url(), &target.path()).run().succeeded();
    for words in ["specs", "images", "lang", "style", "counted in impls.code", "2026-05-04T03:02:01Z", "with gzip"] {
        assert!(run.out.contains(words), "{words}: {}", run.out);
    }
    assert!(run.out.contains(target.path().to_str().unwrap()));
    assert!(!run.out.contains('\u{1b}') && run.err.is_empty(), "{run:?}");
}

#[test]
fn json_is_one_object_with_the_digest_of_the_file() {
    let target = Target::new();
    let run = Builder::export(&Database::new().url(), &target.path()).args(&["--json"]).run().succeeded();
    let (summary, bytes) = (run.json(), target.bytes());
    let opened = catalog_edge::snapshot::open(&bytes).unwrap();
    assert_eq!(summary["snapshot"]["digest"], opened.digest.to_string());
    assert_eq!(summary["snapshot"]["bytes"], bytes.len());
    assert_eq!((&summary["images"], &summary["values"]["feat"]), (&4.into(), &2.into()));
    assert_eq!(run.out.lines().count(), 1);
    assert!(run.err.is_empty());
}

#[test]
fn quiet_run_says_nothing() {
    let run = Builder::export(&Database::new().url(), &Target::new().path()).args(&["--quiet"]).run().succeeded();
    assert_eq!((run.out.as_str(), run.err.as_str()), ("", ""));
}

#[test]
fn help_goes_to_standard_output_and_hides_the_url() {
    let url = format!("postgresql://u:{PASSWORD}@h/d");
    let run = Builder::new(&["export", "--help"]).env("DATABASE_URL", &url).run().succeeded();
    assert!(run.out.contains("DATABASE_URL") && run.err.is_empty());
}

#[test]
fn wrong_usage_is_code_2_and_shows_no_password() {
    let url = format!("postgresql://u:{PASSWORD}@h/d");
    for arguments in [&["export", &*url][..], &["export"], &[&*url], &["export", "--database-ur", &url], &["nonsense"]]
    {
        assert_eq!(Builder::new(arguments).run().code, 2, "{arguments:?}");
    }
    for arguments in [&["export", &*url, "--json"][..], &["--json", &url], &["export", "--json", "--timeout", &url]] {
        let run = Builder::new(arguments).run();
        let error: serde_json::Value = serde_json::from_str(&run.err).unwrap();
        assert_eq!((run.code, &*run.out), (2, ""), "{arguments:?}");
        assert_eq!((&error["exit_code"], &error["caused_by"]), (&2.into(), &serde_json::json!([])), "{error}");
        assert!(error["error"].as_str().is_some_and(|text| text.contains("'postgresql://***@h/d'")), "{error}");
    }
    // After two hyphens it is no option.
    assert!(Builder::new(&["inspect", "--", "--json", "b"]).run().err.starts_with("error: unexpected argument 'b'"));
    let run = Builder::new(&["export", "--timeout", "0", "--out", "x"]).env("DATABASE_URL", &url).run();
    run.failed(2, &["0.001 to 86400"]);
}

#[test]
fn summary_that_cannot_be_printed_is_an_error_and_the_snapshot_is_there() {
    let target = Target::new();
    let database = Database::new();
    let mut command = Builder::export(&database.url(), &target.path()).into_command();
    let full = File::options().write(true).open("/dev/full").unwrap();
    let output = command.stdout(full).stderr(Stdio::piped()).spawn().unwrap().wait_with_output().unwrap();
    assert_eq!(output.status.code(), Some(1));
    assert!(String::from_utf8(output.stderr).unwrap().contains("is published, but the summary cannot be printed"));
    assert_eq!(target.get("/plots/filter")["total"], 4);
}

#[test]
fn synthetic_catalog_is_the_same_for_the_same_seed() {
    let (one, two) = (Target::new(), Target::new());
    for target in [&one, &two] {
        let out = target.path();
        Builder::new(&["synth", "--no-documents", "--images", "50", "--seed", "3", "--out", out.to_str().unwrap()])
            .run()
            .succeeded();
    }
    assert_eq!(one.bytes(), two.bytes());
    assert_eq!(one.get("/plots/filter")["total"], 50);
}

#[test]
fn synthetic_catalog_brings_its_previews_if_asked_to() {
    let target = Target::new();
    let (out, previews) = (target.path(), target.folder().join("pictures/all"));
    let arguments = ["synth", "--no-documents", "--images", "50", "--out", out.to_str().unwrap()];
    Builder::new(&[&arguments[..], &["--previews", previews.to_str().unwrap()]].concat()).run().succeeded();
    let reply = target.get("/plots/filter");
    for image in reply["images"].as_array().unwrap() {
        for url in ["url_light", "url_dark", "html_light", "html_dark"].iter().filter_map(|key| image[key].as_str()) {
            let (path, fragment) = url.split_once('#').unwrap();
            assert!(previews.join(path.strip_prefix("/site/previews/").unwrap()).is_file(), "{url}");
            assert_eq!(fragment, image["library"], "{url}");
        }
    }
    Builder::new(&["verify", out.to_str().unwrap()]).run().succeeded();

    // A preview that cannot be written leaves the snapshot from before.
    let before = target.bytes();
    let file = target.folder().join("file");
    File::create(&file).unwrap();
    let run = Builder::new(&[&arguments[..], &["--seed", "2", "--previews", file.to_str().unwrap()]].concat()).run();
    run.failed(7, &["cannot create folder"]);
    assert_eq!(target.bytes(), before);
}

#[test]
fn every_command_has_completions_and_a_man_page() {
    let help = Builder::new(&["--help"]).run().succeeded().out;
    let (_, commands) = help.split_once("Commands:\n").unwrap();
    // A long description goes on in lines that are indented further.
    let is_command = |line: &&str| line.starts_with("  ") && !line.starts_with("   ");
    let commands = commands.lines().take_while(|line| !line.is_empty()).filter(is_command);
    let names: Vec<_> =
        commands.map(|line| line.split_whitespace().next().unwrap()).filter(|name| *name != "help").collect();
    assert!(names.contains(&"export") && names.contains(&"doctor"), "{names:?}");
    for shell in ["bash", "zsh", "fish", "elvish", "powershell"] {
        let script = Builder::new(&["completions", shell]).run().succeeded().out;
        for name in &names {
            assert!(script.contains(name), "{shell}: {name}");
        }
        assert!(script.contains("max-documents"), "{shell}");
    }
    let folder = tempfile::tempdir().unwrap();
    let pages = folder.path().join("man1");
    Builder::new(&["man", pages.to_str().unwrap()]).run().succeeded();
    let mut expected: Vec<_> = names.iter().map(|name| format!("catalog-builder-{name}.1")).collect();
    expected.push("catalog-builder.1".into());
    expected.sort();
    assert_eq!(folder_names(&pages), expected);
    for name in &expected {
        let page = std::fs::read_to_string(pages.join(name)).unwrap();
        for section in ["NAME", "SYNOPSIS", "DESCRIPTION", "\"EXIT STATUS\"", "ENVIRONMENT", "FILES", "EXAMPLES"] {
            assert!(page.contains(&format!("\n.SH {section}\n")), "{name}: {section}: {page}");
        }
    }
    let page = std::fs::read_to_string(pages.join("catalog-builder-export.1")).unwrap();
    assert!(page.contains(".TH catalog\\-builder\\-export") || page.contains(".TH catalog-builder-export"), "{page}");
    let whole = Builder::new(&["man"]).run().succeeded().out;
    assert!(whole.contains(".SH NAME") && whole.contains(".SH \"EXIT STATUS\""), "{whole}");
    let below_a_file = pages.join("catalog-builder.1").join("man1");
    Builder::new(&["man", below_a_file.to_str().unwrap()]).run().failed(7, &["cannot write man page"]);
    assert_eq!(Builder::new(&["completions", "csh"]).run().code, 2);
}
