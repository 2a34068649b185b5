//! Rule: no message shows any part of a password, whatever it holds and wherever it stands. A password that is written as
//! docs/catalog-builder.md says is never the reason for a refusal.
//!
//! An input is the place of the password, then a token of it for every byte. [`MARK`] stands for all that is secret.

#![no_main]
#![allow(clippy::unwrap_used, clippy::panic, reason = "a fuzz target fails by panicking")]

#[path = "../../../builder/src"]
mod builder {
    #![allow(dead_code, unused_imports, reason = "the builder uses the rest")]
    pub(crate) mod failure;
    pub(crate) mod interrupt;
    pub(crate) mod numbers;
    pub(crate) mod postgres;
    pub(crate) mod secrets;
    pub(crate) mod terminal;
}

use std::{error::Error, iter, time::Duration};

// The names by which these modules know each other.
pub(crate) use builder::{failure, interrupt, numbers, postgres, secrets, terminal};
use libfuzzer_sys::fuzz_target;
use percent_encoding::{NON_ALPHANUMERIC, utf8_percent_encode};
use postgres::{
    options::{DatabaseOptions, Limits},
    target::Target,
};

const MARK: &str = "Alpha";

/// Pieces of passwords: the mark, and what has a meaning in connection strings. None is the name of a parameter that is
/// shown, such as `host`: after a raw `&` in a URL, it begins that parameter.
const TOKENS: [&str; 40] = [
    MARK,
    "@",
    ":",
    "/",
    "?",
    "=",
    "&",
    "#",
    ",",
    "%",
    "%40",
    "%3A",
    "%2F",
    "%ff",
    "+",
    " ",
    "'",
    "\"",
    "\\",
    "[",
    "]",
    "://",
    ".",
    "..",
    "h",
    "5432",
    "::1",
    "options",
    "passfile",
    "user",
    "target",
    "password",
    "sslmode",
    "postgresql",
    "\n",
    "\t",
    "é",
    "\u{3000}",
    "-",
    "_",
];

/// Connection strings with a password in the place of `{}`, as people write it there.
const RAW: [&str; 8] = [
    "postgresql://u:{}@h/d",
    "postgresql://u:{}@h1:1,h2:2/d?sslmode=require",
    "postgresql+asyncpg://u:{}@h/d",
    "mysql://u:{}@h/d",
    "postgresql://h/d?password={}",
    "host=h dbname=d password={}",
    "host=h dbname=d password = '{}'",
    "host=h password={} dbname=d",
];

/// The same for a password that is percent-encoded.
const ENCODED: [&str; 3] =
    ["postgresql://u:{}@h/d", "postgresql://h/d?user=u&password={}", "postgresql://u:{}@h/d?ssl=true"];

fn read(text: String) -> Result<Target, impl Error + 'static> {
    let second = Duration::from_secs(1);
    let limits = Limits { connect_timeout: second, lock_timeout: second, statement_timeout: second, timeout: second };
    Target::of(&DatabaseOptions { database_url: text, limits })
}

/// All text that may be shown: the name of the target, or the refusal with its causes.
fn told(read: &Result<Target, impl Error + 'static>) -> String {
    match read {
        Ok(target) => target.to_string(),
        Err(error) => {
            let errors = iter::successors(Some(error as &(dyn Error + 'static)), |error| (*error).source());
            errors.map(|error| format!("{error} {error:?}\n")).collect()
        }
    }
}

fuzz_target!(|input: &[u8]| {
    let Some((place, password)) = input.split_first() else { return };
    let password: String = password.iter().map(|byte| TOKENS[usize::from(*byte) % TOKENS.len()]).collect();

    let text = RAW[usize::from(*place) % RAW.len()].replace("{}", &password);
    let told = told(&read(text.clone()));
    assert!(!told.contains(MARK), "{text}: {told}");

    let encoded = utf8_percent_encode(&password, NON_ALPHANUMERIC).to_string();
    let text = ENCODED[usize::from(*place) % ENCODED.len()].replace("{}", &encoded);
    match read(text.clone()) {
        Ok(target) => assert_eq!(target.to_string(), "h:5432, database 'd'", "{text}"),
        Err(error) => panic!("{text}: {error}"),
    }
});
