//! Rule: no part of a password is printed, whatever it holds, wherever it was given, and whatever fails.

use std::net::TcpListener;

use crate::support::{Builder, Database, Target};

/// Parts of the password in every run of this file.
const PARTS: [&str; 2] = ["Alpha", "Beta"];

#[track_caller]
fn shows_nothing(builder: Builder) -> String {
    let run = builder.run();
    assert_ne!(run.code, 0, "{run:?}");
    for part in PARTS {
        assert!(!run.out.contains(part) && !run.err.contains(part), "{run:?}");
    }
    run.err
}

#[test]
fn connection_string_that_cannot_be_used() {
    let nobody = TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap();
    for text in [
        "postgresql://u:Alpha@Beta/x@HOST/d",
        "postgresql://u:Alpha@Beta,x@HOST/d",
        "postgresql://u:Alpha@Beta?x@HOST/d",
        "postgresql://u:Alpha@127.0.0.1:1/Beta@HOST/d",
        "postgresql://u:Alpha@127.0.0.1:1,Beta@HOST/d",
        "postgresql://u:Alpha%40Beta@HOST/d",
        "postgresql://u%3AAlpha%40Beta@HOST/d",
        "postgresql://u:Alpha/Beta@HOST/d",
        "postgresql://u:Alpha@HOST,u:Beta@HOST/d",
        "postgresql://u:\"Alpha\\Beta@HOST/d",
        "postgresql://HOST/d?user=u&password=Alpha@Beta",
        "postgresql://HOST/d?user=u&password=Alpha%40Beta",
        "host=127.0.0.1 port=1 user=u password='Alpha Beta' dbname=d",
        "host=127.0.0.1 port=1 user=u password=Alpha Beta dbname=d",
        "host=127.0.0.1 port=1 user=u password = Alpha dbname=postgresql://u:Alpha@Beta/d",
    ] {
        let url = text.replace("HOST", &nobody.to_string());
        let (snapshot, out) = (Target::new(), Target::new());
        std::fs::write(snapshot.path(), "text").unwrap();
        let (snapshot, out) = (snapshot.path(), out.path());
        let [snapshot, out] = [&snapshot, &out].map(|path| path.to_str().unwrap());
        for command in [&["export", "--out", out][..], &["doctor"], &["verify", snapshot, "--against-database"]] {
            let run = || Builder::new(command).args(&["--connect-timeout", "0.1"]);
            for format in [&[][..], &["--json"]] {
                shows_nothing(run().args(format).env("DATABASE_URL", &url));
                shows_nothing(run().args(format).args(&["--database-url", &url]));
            }
        }
    }
}

#[test]
fn connection_string_in_the_wrong_place() {
    for text in [
        "postgresql://u:Alpha@Beta/x@h/d",
        "postgresql://Alpha:Beta@h",
        "postgresql://u:Alpha@h/d?password=Beta",
        "host=h password = Alpha Beta",
    ] {
        for arguments in [
            &[text][..],
            &["export", text],
            &["export", "--out", text],
            &["export", "--database-ur", text],
            &["export", "--timeout", text, "--out", "x"],
            &["export", "--timeout", "1", "--out", text],
            &["synth", "--images", "1", "--out", text],
            &["synth", "--images", text, "--out", "x"],
            &["inspect", text],
            &["verify", text],
            &["diff", text, text],
            &["diff", "/nowhere", "/nowhere", "--fail-on", text],
            &["doctor", "--emit", text],
            &["completions", text],
            &["man", text],
        ] {
            let error = shows_nothing(Builder::new(arguments).env("DATABASE_URL", text));
            assert!(error.starts_with("error: "), "{error}");
            shows_nothing(Builder::new(arguments).args(&["--json"]));
        }
        let help = Builder::new(&["export", "--help"]).env("DATABASE_URL", text).run().succeeded();
        assert!(PARTS.iter().all(|part| !help.out.contains(part)));
    }
    let error = shows_nothing(Builder::new(&["verify", "postgresql://u:Alpha@h/d"]));
    assert!(error.contains("this is a connection string: give a path here"), "{error}");
}

#[test]
fn user_that_holds_a_password_is_not_repeated_from_the_server() {
    let database = Database::new();
    let error = shows_nothing(Builder::new(&["doctor"]).env("DATABASE_URL", &database.tcp_url("u%3AAlpha:Beta", "")));
    assert!(error.contains("SQLSTATE 28000; the server's words are not shown"), "{error}");
}
