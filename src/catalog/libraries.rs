//! The language of a library, read from the ready list of `GET /libraries`.

use std::borrow::Cow;

use super::{
    json::{json_string, unescape},
    view::Catalog,
};

/// Text before the id of a library, and text before its language.
const ID: &[u8] = br#"{"id":"#;
const LANGUAGE: &[u8] = br#","language":"#;

impl Catalog<'_> {
    /// The key of the language of `library`; `None` if there is no such library.
    ///
    /// The list is searched as text, because the worker has no JSON parser. Quotes around keys and strings have no
    /// backslash before them, but quotes inside a name or description do. No name or description can therefore be
    /// mistaken for a key.
    #[must_use]
    pub fn language_of(&self, library: &str) -> Option<Cow<'_, str>> {
        let (id, keys) = (json_string(library), &self.language_keys);
        let mut rest = after(self.libraries.as_bytes(), ID)?;
        while !rest.starts_with(&id) {
            rest = after(rest, ID)?;
        }
        let rest = after(rest, LANGUAGE)?;
        let language = (0..keys.len()).find(|&index| rest.starts_with(keys.string(index)))?;
        unescape(keys.name(language))
    }
}

/// The rest of `text` after the first `part`.
fn after<'t>(text: &'t [u8], part: &[u8]) -> Option<&'t [u8]> {
    let at = text.windows(part.len()).position(|window| window == part)?;
    Some(&text[at + part.len()..])
}
