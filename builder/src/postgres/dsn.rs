//! Reads connection strings: URLs and keyword/value strings, as libpq and SQLAlchemy write them.
//!
//! No message shows any part of a password. No error of this module quotes a value. A URL in which more than one `@` may
//! end the credentials is refused: the rest of a password would be taken for a host or a database, which are shown. The
//! user of a URL is not shown either, because a password may stand in its place.

mod pairs;
mod url;

use super::dsn_error::DsnError;
use super::settings::Settings;

/// Reads a URL (`postgres://`, `postgresql://`, SQLAlchemy's `postgresql+asyncpg://`) or a keyword/value string.
pub(super) fn read(text: &str) -> Result<Settings, DsnError> {
    let Some((scheme, rest)) = split_scheme(text) else { return pairs::read(text) };
    match scheme.split('+').next() {
        Some("postgres" | "postgresql") => url::read(rest),
        _ => Err(DsnError::Scheme(scheme.into())),
    }
}

/// The scheme and what follows it; `None` for a keyword/value string, whose values may hold `://` too.
fn split_scheme(text: &str) -> Option<(&str, &str)> {
    let (scheme, rest) = text.split_once("://")?;
    let is_scheme = scheme.chars().all(|c| c.is_ascii_alphanumeric() || "+-.".contains(c));
    is_scheme.then_some((scheme, rest))
}
