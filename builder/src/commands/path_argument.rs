//! Paths on the command line.

use std::path::PathBuf;

use clap::builder::{PathBufValueParser, TypedValueParser};

use crate::secrets;

/// Parser of a path. It refuses connection strings, because their passwords would appear in file names and reports.
pub(crate) fn path_argument() -> impl TypedValueParser<Value = PathBuf> {
    PathBufValueParser::new().try_map(|path| {
        let is_secret = secrets::is_in(&path.to_string_lossy());
        let refusal = "this is a connection string: give a path here, and the string as DATABASE_URL";
        if is_secret { Err(refusal) } else { Ok(path) }
    })
}
