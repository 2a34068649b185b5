//! Paths on the command line.

use std::path::PathBuf;

use clap::builder::{PathBufValueParser, TypedValueParser};

use crate::secrets;

/// A path. A connection string in its place would become a name in the file system, and its password a part of reports.
pub(crate) fn path_argument() -> impl TypedValueParser<Value = PathBuf> {
    PathBufValueParser::new().try_map(|path| {
        let is_secret = secrets::is_in(&path.to_string_lossy());
        let refusal = "this is a connection string: give a path here, and the string as DATABASE_URL";
        if is_secret { Err(refusal) } else { Ok(path) }
    })
}
