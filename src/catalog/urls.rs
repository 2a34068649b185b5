//! Preview URLs as templates: `{base}/{spec}/{language}/{library}/plot-light.png` is stored once, not once a row.

use std::{cmp::Reverse, collections::HashMap};

use super::json::json_escape;

/// URL columns of an image, in reply order: light and dark preview, light and dark page.
pub(crate) const URL_FIELDS: usize = 4;

/// Placeholders in a template. A JSON-escaped text holds no control characters, so they cannot be mistaken.
pub(crate) const SPEC: u8 = 1;
pub(crate) const LANGUAGE: u8 = 2;
pub(crate) const LIBRARY: u8 = 3;

/// How the URL of one cell is stored.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub(crate) enum UrlForm {
    /// There is none.
    Null,
    /// Word for word, beside the rows.
    Literal,
    /// As an expansion of the template of this number.
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

/// What a URL may repeat of its row.
#[derive(Clone, Copy)]
pub(crate) struct RowNames<'a> {
    pub(crate) spec: &'a str,
    pub(crate) language: &'a str,
    pub(crate) library: &'a str,
}

impl<'a> RowNames<'a> {
    fn of(self, placeholder: u8) -> Option<&'a str> {
        match placeholder {
            SPEC => Some(self.spec),
            LANGUAGE => Some(self.language),
            LIBRARY => Some(self.library),
            _ => None,
        }
    }
}

/// Finds the templates that a set of URLs follows: show it every URL once, then ask for the form of each.
#[derive(Default)]
pub(crate) struct TemplateFinder {
    uses: HashMap<Vec<u8>, u32>,
}

/// The templates found, most used first while searching, numbered in byte order when stored.
pub(crate) struct Templates {
    numbers: HashMap<Vec<u8>, u32>,
    /// Numbers and texts, most used first.
    by_use: Vec<(u32, Vec<u8>)>,
}

/// A template must save more than it costs; beyond this many, more of them only slow the search down.
const MIN_USES: u32 = 2;
const MAX_TEMPLATES: usize = 250;

impl TemplateFinder {
    /// Takes note of the templates that `url` could be an expansion of.
    pub(crate) fn observe(&mut self, url: &str, names: RowNames<'_>) {
        for candidate in candidates(url, names) {
            *self.uses.entry(candidate).or_default() += 1;
        }
    }

    /// Keeps the templates worth having.
    pub(crate) fn finish(self) -> Templates {
        let mut by_use: Vec<_> = self.uses.into_iter().filter(|(_, uses)| *uses >= MIN_USES).collect();
        by_use.sort_unstable_by(|(a, a_uses), (b, b_uses)| (Reverse(a_uses), a).cmp(&(Reverse(b_uses), b)));
        by_use.truncate(MAX_TEMPLATES);
        let mut texts: Vec<_> = by_use.iter().map(|(text, _)| text.clone()).collect();
        texts.sort_unstable();
        let numbers: HashMap<_, _> = texts.into_iter().zip(0..).collect();
        let by_use = by_use.into_iter().map(|(text, _)| (numbers[&text], text)).collect();
        Templates { numbers, by_use }
    }
}

impl Templates {
    /// The best form for `url`.
    pub(crate) fn form(&self, url: Option<&str>, names: RowNames<'_>) -> UrlForm {
        let Some(url) = url else { return UrlForm::Null };
        let own = candidates(url, names).into_iter().find_map(|candidate| self.numbers.get(&candidate).copied());
        // A row whose spec and library share a name may have made a template of its own where a common one fits too.
        let fitting = || self.by_use.iter().find(|(_, text)| expand(text, names) == *json_escape(url));
        own.or_else(|| fitting().map(|(number, _)| *number)).map_or(UrlForm::Literal, UrlForm::Template)
    }

    /// The template texts by number: JSON-escaped, with placeholders.
    pub(crate) fn into_texts(self) -> Vec<Vec<u8>> {
        let mut texts = self.by_use;
        texts.sort_unstable();
        texts.into_iter().map(|(_, text)| text).collect()
    }
}

/// `template` with the names of a row in place of the placeholders, JSON-escaped.
fn expand(template: &[u8], names: RowNames<'_>) -> Vec<u8> {
    let mut text = Vec::new();
    for &byte in template {
        match names.of(byte) {
            Some(name) => text.extend_from_slice(&json_escape(name)),
            None => text.push(byte),
        }
    }
    text
}

/// `url` with the names of its row replaced, once where they are whole path segments and once where they are whole
/// words. Both expand to `url` again.
fn candidates(url: &str, names: RowNames<'_>) -> Vec<Vec<u8>> {
    if url.bytes().any(|byte| byte < 0x20) {
        return Vec::new();
    }
    let by_segment = generalize(url, names, |c| c == '/');
    let by_word = generalize(url, names, |c| !(c.is_alphanumeric() || c == '-' || c == '_'));
    if by_word == by_segment { vec![by_segment] } else { vec![by_segment, by_word] }
}

fn generalize(url: &str, names: RowNames<'_>, is_boundary: impl Fn(char) -> bool) -> Vec<u8> {
    let mut template = Vec::with_capacity(url.len());
    for piece in url.split_inclusive(&is_boundary) {
        let (token, boundary) = match piece.char_indices().next_back() {
            Some((at, last)) if is_boundary(last) => piece.split_at(at),
            _ => (piece, ""),
        };
        match [SPEC, LANGUAGE, LIBRARY].into_iter().find(|&p| !token.is_empty() && names.of(p) == Some(token)) {
            Some(placeholder) => template.push(placeholder),
            None => template.extend_from_slice(&json_escape(token)),
        }
        template.extend_from_slice(&json_escape(boundary));
    }
    template
}

#[cfg(test)]
mod tests {
    use super::*;

    fn forms(cells: &[(&str, [&str; 3])]) -> (Vec<UrlForm>, Vec<Vec<u8>>) {
        let names = |[spec, language, library]: [&'static str; 3]| RowNames { spec, language, library };
        let cells: Vec<_> =
            cells.iter().map(|(url, n)| (url.to_owned(), n.map(|n| &*String::leak(n.to_owned())))).collect();
        let mut finder = TemplateFinder::default();
        cells.iter().for_each(|(url, n)| finder.observe(url, names(*n)));
        let templates = finder.finish();
        let forms: Vec<_> = cells.iter().map(|(url, n)| templates.form(Some(url), names(*n))).collect();
        let texts = templates.into_texts();
        for ((url, n), form) in cells.iter().zip(&forms) {
            if let UrlForm::Template(number) = form {
                assert_eq!(expand(&texts[*number as usize], names(*n)), *json_escape(url));
            }
        }
        (forms, texts)
    }

    #[test]
    fn urls_of_one_pattern_share_a_template() {
        let (forms, texts) = forms(&[
            ("https://h/plots/a/python/x/p.png", ["a", "python", "x"]),
            ("https://h/plots/b/r/y/p.png", ["b", "r", "y"]),
            ("https://h/plots/r/r/r/p.png", ["r", "r", "r"]),
            ("https://elsewhere/1.png", ["c", "r", "y"]),
        ]);
        let template = UrlForm::Template(0);
        assert_eq!(forms, [template, template, template, UrlForm::Literal]);
        assert_eq!(texts, [b"https://h/plots/\x01/\x02/\x03/p.png"]);
    }

    #[test]
    fn names_within_a_file_name_are_found_too() {
        let (forms, texts) =
            forms(&[("https://h/a.x.png?l=python", ["a", "python", "x"]), ("https://h/b.y.png?l=r", ["b", "r", "y"])]);
        assert_eq!(forms, [UrlForm::Template(0); 2]);
        assert_eq!(texts, [b"https://h/\x01.\x03.png?l=\x02"]);
    }

    #[test]
    fn a_url_with_blanks_has_a_template_too() {
        let (forms, texts) = forms(&[("https://h/a b/a", ["a", "r", "x"]), ("https://h/a b/b", ["b", "r", "x"])]);
        assert_eq!(forms, [UrlForm::Template(0); 2]);
        assert_eq!(texts, [b"https://h/a b/\x01"]);
    }

    #[test]
    fn a_url_with_control_characters_is_kept_word_for_word() {
        let (forms, _) = forms(&[("https://h/\u{1}", ["a", "r", "x"]), ("https://h/\u{1}", ["b", "r", "x"])]);
        assert_eq!(forms, [UrlForm::Literal; 2]);
    }
}
