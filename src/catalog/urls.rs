//! Preview URLs as templates: `{base}/{spec}/{language}/{library}/plot-light.png` is stored once, not once for each
//! row.

use std::borrow::Cow;

use super::json::json_escape;

/// URL columns of an image, in reply order: light and dark preview, light and dark page.
pub(crate) const URL_FIELDS: usize = 4;

/// Placeholders in a template. A JSON-escaped text has no control characters, so no text can be mistaken for a
/// placeholder.
pub(crate) const SPEC: u8 = 1;
pub(crate) const LANGUAGE: u8 = 2;
pub(crate) const LIBRARY: u8 = 3;

/// Stored form of the URL in one cell.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub(crate) enum UrlForm {
    /// No URL.
    Null,
    /// Stored literally, beside the rows.
    Literal,
    /// Expansion of the template of this number.
    Template(u32),
}

impl UrlForm {
    /// The stored number of this form.
    pub(crate) fn to_code(self) -> u32 {
        match self {
            Self::Null => 0,
            Self::Literal => 1,
            Self::Template(number) => number + 2,
        }
    }

    /// The form stored as `code`.
    pub(crate) fn from_code(code: u32) -> Self {
        match code {
            0 => Self::Null,
            1 => Self::Literal,
            _ => Self::Template(code - 2),
        }
    }
}

/// A name that a placeholder in a template represents.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Placeholder {
    /// Id of the row's spec.
    Spec,
    /// Key of its language.
    Language,
    /// Key of its library.
    Library,
}

impl Placeholder {
    /// The placeholder stored as `byte`.
    pub(crate) fn from_byte(byte: u8) -> Option<Self> {
        match byte {
            SPEC => Some(Self::Spec),
            LANGUAGE => Some(Self::Language),
            LIBRARY => Some(Self::Library),
            _ => None,
        }
    }
}

/// The pieces of `template`: escaped text, and the name that follows it.
pub(crate) fn pieces(template: &[u8]) -> impl Iterator<Item = (&[u8], Option<Placeholder>)> {
    let pieces = template.split_inclusive(|byte| Placeholder::from_byte(*byte).is_some());
    pieces.map(|piece| match piece.split_last() {
        Some((&last, text)) if Placeholder::from_byte(last).is_some() => (text, Placeholder::from_byte(last)),
        _ => (piece, None),
    })
}

/// Names of a row, which may occur in its URLs.
#[derive(Clone, Copy)]
pub(crate) struct RowNames<'a> {
    pub(crate) spec: &'a str,
    pub(crate) language: &'a str,
    pub(crate) library: &'a str,
}

impl<'a> RowNames<'a> {
    /// The name that replaces `placeholder`.
    pub(crate) fn of(self, placeholder: u8) -> Option<&'a str> {
        match placeholder {
            SPEC => Some(self.spec),
            LANGUAGE => Some(self.language),
            LIBRARY => Some(self.library),
            _ => None,
        }
    }

    /// The names, escaped as in JSON strings.
    pub(crate) fn escaped(self) -> EscapedNames<'a> {
        EscapedNames([self.spec, self.language, self.library].map(json_escape))
    }
}

/// Names of a row, escaped as in JSON strings.
pub(crate) struct EscapedNames<'a>([Cow<'a, [u8]>; 3]);

impl EscapedNames<'_> {
    /// The name that replaces `placeholder`.
    pub(crate) fn of(&self, placeholder: Placeholder) -> &[u8] {
        &self.0[placeholder as usize]
    }
}
