//! The launcher runs the binary of this platform as if it were the binary.

use std::fs::{self, File};
use std::io::Read;
use std::net::TcpListener;
use std::process::{Command, Output, Stdio};
use std::time::{Duration, SystemTime};

use serde_json::Value;

use super::installed::Installed;

fn run(mut command: Command) -> (Option<i32>, String, String) {
    let Output { status, stdout, stderr } = command.output().unwrap();
    (status.code(), String::from_utf8(stdout).unwrap(), String::from_utf8(stderr).unwrap())
}

#[test]
fn installed_packages_run_and_bring_the_worker() {
    let installed = Installed::new();
    let (code, out, err) = run(installed.builder(&["--version"]));
    assert_eq!((code, &*out), (Some(0), &*format!("catalog-builder {}\n", env!("CARGO_PKG_VERSION"))), "{err}");
    let synth = ["synth", "--images", "30", "--seed", "1", "--out", "catalog.snap", "--json"];
    let (code, out, err) = run(installed.builder(&synth));
    assert_eq!(code, Some(0), "{err}");
    assert_eq!(serde_json::from_str::<Value>(&out).unwrap()["images"], 30, "{out}");
    // The exit code and the error are the binary's.
    let (code, out, err) = run(installed.builder(&["inspect", "none.snap"]));
    assert_eq!((code, &*out), (Some(10), ""), "{err}");
    assert!(err.starts_with("error: ") && err.contains("none.snap"), "{err}");

    let package = installed.package("catalog-builder");
    for part in ["bundle/worker/entry.js", "bundle/worker/release.js", "bundle/assets/site/explore.html"] {
        assert!(package.join(part).is_file(), "{part}");
    }
    let page = fs::read_to_string(package.join("bundle/assets/site/explore.html")).unwrap();
    let files: Vec<_> = page.split('"').filter(|text| text.starts_with("/site/")).collect();
    assert!(files.len() >= 4, "{files:?}");
    for file in files {
        assert!(package.join("bundle/assets").join(&file[1..]).is_file(), "{file}");
    }
    assert!(!package.join("bundle/worker/catalog.snap").exists());
    let configuration = fs::read_to_string(package.join("wrangler.toml")).unwrap();
    assert!(configuration.contains("main = ") && configuration.contains("[assets]"), "{configuration}");
    assert!(!configuration.contains("cargo"), "{configuration}");

    // The worker need not be named.
    fs::write(installed.path().join("wrangler.toml"), configuration).unwrap();
    let bundle = |arguments: &[&str]| {
        let (code, out, err) = run(installed.builder(&[&["bundle", "--snapshot", "catalog.snap"], arguments].concat()));
        assert_eq!(code, Some(0), "{out}{err}");
        err
    };
    assert_eq!(bundle(&[]), "");
    for part in ["build/worker/entry.js", "build/worker/catalog.snap", "build/assets/site/explore.html"] {
        assert!(installed.path().join(part).is_file(), "{part}");
    }
    let snapshot = File::options().append(true).open(installed.path().join("catalog.snap")).unwrap();
    snapshot.set_modified(SystemTime::now() - Duration::from_secs(25 * 60 * 60)).unwrap();
    let warning = bundle(&[]);
    assert!(warning.starts_with("warning: ") && warning.contains("25 hours ago"), "{warning}");
    assert_eq!(bundle(&["--max-age", "26"]), "");
}

#[test]
fn signal_to_the_launcher_ends_the_binary() {
    let installed = Installed::new();
    let silent = TcpListener::bind("127.0.0.1:0").unwrap();
    let url = format!("postgresql://reader@{}/plots", silent.local_addr().unwrap());
    for (signal, code) in [("-INT", 130), ("-TERM", 143), ("-HUP", 129)] {
        let launcher = installed.package("catalog-builder").join("catalog-builder.js");
        let mut command = installed.command("node", &[launcher.to_str().unwrap(), "export", "--out", "x.snap"]);
        command.env("DATABASE_URL", &url).stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null());
        let mut run = command.spawn().unwrap();
        let (mut connection, _) = silent.accept().unwrap();
        assert!(Command::new("kill").args([signal, &run.id().to_string()]).status().unwrap().success());
        assert_eq!(run.wait().unwrap().code(), Some(code), "{signal}");
        // The end of the connection is that of the binary.
        connection.read_to_end(&mut Vec::new()).unwrap();
    }
}

#[test]
fn platform_without_a_binary_is_named() {
    let installed = Installed::new();
    let launcher = installed.package("catalog-builder").join("catalog-builder.js");
    let start = |option: &str| run(installed.command("node", &[option, launcher.to_str().unwrap()]));

    let other = "--import=data:text/javascript,Object.defineProperty(process,'arch',{value:'riscv64'})";
    let (code, out, err) = start(other);
    assert_eq!((code, &*out), (Some(1), ""));
    assert!(err.contains("riscv64, only for darwin-arm64, darwin-x64, linux-arm64, linux-x64"), "{err}");

    fs::remove_dir_all(installed.package("@catalog-edge")).unwrap();
    let (code, out, err) = start("--no-warnings");
    assert_eq!((code, &*out), (Some(1), ""));
    assert!(err.contains("is not installed") && err.contains("--omit=optional"), "{err}");
}
