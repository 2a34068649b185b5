//! Sections of a man page that the parser of the command line knows nothing of.

use std::collections::BTreeMap;
use std::io::{self, Write};
use std::iter;

use clap::Command;
use roff::{Roff, bold, roman};

use crate::commands::examples;
use crate::failure::EXIT_CODES;

/// Environment variables, after the option that makes a command read them.
const ENVIRONMENT: [(&str, &str, &str); 6] = [
    (
        "database_url",
        "PGHOST, PGPORT, PGDATABASE, PGUSER, PGPASSWORD, PGPASSFILE, PGSSLMODE, PGSSLROOTCERT, ...",
        "what the connection string lacks, as in every program of libpq",
    ),
    (
        "api_timeout",
        "CLOUDFLARE_API_TOKEN, CLOUDFLARE_ACCOUNT_ID",
        "token and account for Cloudflare. Without a token, the login of wrangler is used",
    ),
    ("url", "HTTPS_PROXY, HTTP_PROXY, ALL_PROXY, NO_PROXY", "proxy for requests to other machines"),
    ("url", "SSL_CERT_FILE, SSL_CERT_DIR", "certificate authorities to trust, instead of those of the system"),
    ("quiet", "NO_COLOR", "no colours if it is set and not empty"),
    ("quiet", "TERM", "no progress if it is dumb or not set"),
];

/// Files, after the option that makes a command use them.
const FILES: [(&str, &str, &str); 11] = [
    ("out", "X.snap", "the snapshot that --out names"),
    ("out", "X.documents/DIGEST/", "the documents of the snapshot with this digest"),
    ("out", ".X.snap.lock", "lock of the run that writes the snapshot"),
    ("file", "X.snap, X.documents/DIGEST/", "the snapshot, and its documents beside it"),
    ("old", "X.snap", "a snapshot"),
    ("database_url", "~/.pgpass", "passwords of databases. It is read if only its owner may read it"),
    ("snapshot", "snapshots/catalog.snap", "the snapshot, unless --snapshot names another"),
    ("config", "wrangler.toml", "the configuration of the worker"),
    ("kept", "snapshots/deployed/", "the snapshots deployed last, unless --kept names another folder"),
    ("shell", "~/.local/share/bash-completion/completions/", "completions of this user in bash"),
    ("dir", "catalog-builder.1, catalog-builder-COMMAND.1", "the pages"),
];

/// Writes the sections of the page of `command`. That of the whole program is about all of its commands.
pub(super) fn write(command: &Command, page: &mut impl Write) -> io::Result<()> {
    let commands = || iter::once(command).chain(command.get_subcommands());
    let has = |id: &str| commands().any(|command| command.get_arguments().any(|argument| argument.get_id() == id));
    let of = |table: &[(&str, &str, &str)]| -> Vec<(String, String)> {
        let rows = table.iter().filter(|(id, ..)| has(id));
        rows.map(|(_, name, text)| ((*name).to_owned(), (*text).to_owned())).collect()
    };
    let options = commands().flat_map(Command::get_arguments).filter_map(|argument| {
        let (variable, option) = (argument.get_env()?.to_string_lossy(), argument.get_long()?);
        Some((variable.into_owned(), format!("the same as --{option}, which takes precedence")))
    });
    let options: BTreeMap<_, _> = options.collect();
    let environment = options.into_iter().chain(of(&ENVIRONMENT)).collect();
    let codes = EXIT_CODES.iter().map(|(code, meaning)| ((*code).to_owned(), (*meaning).to_owned())).collect();

    section("EXIT STATUS", codes).to_writer(page)?;
    section("ENVIRONMENT", environment).to_writer(page)?;
    section("FILES", of(&FILES)).to_writer(page)?;
    let mut roff = Roff::new();
    roff.control("SH", ["EXAMPLES"]);
    for (purpose, line) in examples::of(command) {
        roff.control("PP", []).text([roman(purpose)]);
        roff.control("RS", ["4"]).control("nf", []).text([roman(line)]).control("fi", []).control("RE", []);
    }
    roff.to_writer(page)
}

/// Returns a section of names and texts, or nothing if there are none.
fn section(title: &str, rows: Vec<(String, String)>) -> Roff {
    let mut roff = Roff::new();
    if !rows.is_empty() {
        roff.control("SH", [title]);
    }
    for (name, text) in rows {
        roff.control("TP", []).text([bold(name)]).text([roman(text)]);
    }
    roff
}
