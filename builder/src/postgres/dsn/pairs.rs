//! Keyword/value strings: `host=h user=u password='it\'s'`.

use crate::postgres::dsn_error::DsnError;
use crate::postgres::settings::Settings;

/// Reads `name=value name=value`.
pub(super) fn read(mut text: &str) -> Result<Settings, DsnError> {
    let mut settings = Settings::default();
    while !text.is_empty() {
        let (name, after) = text.split_once('=').ok_or(DsnError::Pairs)?;
        let (value, rest) = value(after.trim_start()).ok_or(DsnError::Pairs)?;
        // An unknown name may be the rest of a password with an unquoted space, so it is not quoted.
        if !settings.give(name.trim_end(), value.into_bytes())? {
            return Err(DsnError::Unknown);
        }
        text = rest.trim_start();
    }
    Ok(settings)
}

/// The value at the start of `text`, quoted or up to white space, without its escapes; and what follows.
fn value(text: &str) -> Option<(String, &str)> {
    let quoted = text.strip_prefix('\'');
    let body = quoted.unwrap_or(text);
    let mut value = String::new();
    let mut chars = body.char_indices();
    while let Some((at, c)) = chars.next() {
        match c {
            '\\' => value.push(chars.next()?.1),
            '\'' if quoted.is_some() => return Some((value, &body[at + 1..])),
            c if c.is_whitespace() && quoted.is_none() => return Some((value, &body[at..])),
            c => value.push(c),
        }
    }
    quoted.is_none().then_some((value, ""))
}
