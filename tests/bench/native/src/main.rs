//! `bench-native engine SNAPSHOT PATHS` times the engine and the naive model; `bench-native facts SNAPSHOT FOLDER`
//! writes what a snapshot says as JSON and as MessagePack; `bench-native sections SNAPSHOT FOLDER` writes its sections;
//! `bench-native load PORT PATH HEADER SECONDS CONNECTIONS` makes load; `bench-native build SNAPSHOT fitting|own` builds its
//! records anew, with URLs that follow templates or that hold something of their own. JSON on standard output is what the scripts read.

mod build;
mod engine;
mod facts;
mod load;
mod sections;
mod timing;
#[path = "../../../support"]
mod support {
    #![allow(dead_code, unused_imports, reason = "tests use the rest")]
    pub(crate) mod naive;
    pub(crate) mod python;
}

use std::env;
use std::fs;
use std::path::Path;

use anyhow::{Result, bail};
use serde_json::Value;

fn main() -> Result<()> {
    let arguments: Vec<String> = env::args().skip(1).collect();
    let arguments: Vec<&str> = arguments.iter().map(String::as_str).collect();
    let answer: Value = match arguments[..] {
        ["engine", snapshot, paths] => engine::time(&fs::read(snapshot)?, &fs::read_to_string(paths)?)?,
        ["build", snapshot, urls @ ("fitting" | "own")] => build::time(snapshot, urls == "own")?,
        ["facts", snapshot, folder] => facts::write(&fs::read(snapshot)?, Path::new(folder))?,
        ["sections", snapshot, folder] => sections::write(&fs::read(snapshot)?, Path::new(folder))?,
        ["load", port, path, header, seconds, connections] => {
            load::load(port.parse()?, path, header, seconds.parse()?, connections.parse()?)?
        }
        _ => bail!("the head of src/main.rs says how this is called"),
    };
    println!("{answer}");
    Ok(())
}
