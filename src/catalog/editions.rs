//! What a row's JSON looks like but for its spec, quality and title: compiled once for every language, library and
//! shape of URLs that occur together.

use super::{
    Inconsistency,
    column::Column,
    json::is_canonical_string,
    keys::Keys,
    sections::{Sections, SectionsBuf},
    slices::Slices,
    urls::{LANGUAGE, LIBRARY, SPEC, URL_FIELDS, UrlForm},
};
use crate::output::{Line, Short};

/// What tells editions apart: numbers of language and library, and the form of each URL.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct EditionKey {
    pub(crate) language: u32,
    pub(crate) library: u32,
    pub(crate) urls: [UrlForm; URL_FIELDS],
}

/// One language and library with one shape of URLs.
#[derive(Clone, Debug)]
pub(crate) struct Edition {
    /// Number of its language.
    pub(crate) language: usize,
    /// Number of its library.
    pub(crate) library: usize,
    /// The object of a filter reply.
    pub(crate) image: Layout,
    /// The object of a library's list.
    pub(crate) library_image: Layout,
    /// The object of a spec's list.
    pub(crate) spec_image: Layout,
}

/// Text with holes for what differs from row to row.
#[derive(Clone, Debug, Default)]
pub(crate) struct Layout {
    pieces: Vec<(Short, Hole)>,
}

/// What follows a piece of text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Hole {
    /// The spec's id, escaped, without quotes.
    Spec,
    /// The quality as a JSON number, or `null`.
    Quality,
    /// The spec's title as a JSON string.
    Title,
    /// The URL of this column as a JSON string, stored word for word.
    Literal(usize),
    /// More text, or nothing.
    None,
}

impl Layout {
    /// Adds the text to `line`, calling `fill` at every hole.
    #[inline(always)]
    pub(crate) fn add_to(&self, line: &mut Line<'_>, mut fill: impl FnMut(Hole, &mut Line<'_>)) {
        for (text, hole) in &self.pieces {
            line.short(text);
            fill(*hole, line);
        }
    }

    fn start() -> Self {
        Self::default().text(b"{")
    }

    fn text(mut self, mut text: &[u8]) -> Self {
        if let Some((last, Hole::None)) = self.pieces.last_mut() {
            text = last.fill(text);
        }
        while !text.is_empty() {
            let mut piece = Short::default();
            text = piece.fill(text);
            self.pieces.push((piece, Hole::None));
        }
        self
    }

    fn hole(mut self, hole: Hole) -> Self {
        match self.pieces.last_mut() {
            Some((_, last @ Hole::None)) => *last = hole,
            _ => self.pieces.push((Short::default(), hole)),
        }
        self
    }
}

const LANGUAGES: &str = "editions.language";
const LIBRARIES: &str = "editions.library";
const URLS: [&str; URL_FIELDS] =
    ["editions.url_light", "editions.url_dark", "editions.html_light", "editions.html_dark"];
const TEMPLATES: &str = "editions.templates";

/// Writes `editions` and the URL templates they refer to.
pub(crate) fn put(sections: &mut SectionsBuf, editions: &[EditionKey], templates: Vec<Vec<u8>>) {
    let mut put = |name: &str, of: &dyn Fn(&EditionKey) -> u32| {
        Column::put(sections, name, &editions.iter().map(of).collect::<Vec<_>>());
    };
    put(LANGUAGES, &|edition| edition.language);
    put(LIBRARIES, &|edition| edition.library);
    for (field, name) in URLS.into_iter().enumerate() {
        put(name, &|edition| edition.urls[field].to_code());
    }
    Slices::put(sections, TEMPLATES, templates);
}

/// Opens and compiles all editions.
#[inline(never)]
pub(crate) fn open(
    sections: &Sections<'_>,
    languages: &Keys<'_>,
    libraries: &Keys<'_>,
) -> Result<Vec<Edition>, Inconsistency> {
    let templates = Slices::open(sections, TEMPLATES, None)?;
    for template in templates.iter() {
        // A blank for each placeholder: neither a character nor an escape goes on behind it.
        let blank = |&byte: &u8| if (SPEC..=LIBRARY).contains(&byte) { b' ' } else { byte };
        let text: Vec<u8> = template.iter().map(blank).collect();
        if !is_canonical_string(&[b"\"", &*text, b"\""].concat()) {
            return Err(Inconsistency::new(TEMPLATES, "a template is not JSON-escaped text"));
        }
    }
    let language = Column::open(sections, LANGUAGES, None, languages.len())?;
    let count = Some(language.len());
    let library = Column::open(sections, LIBRARIES, count, libraries.len())?;
    let codes = UrlForm::Template(0).to_code() as usize + templates.len();
    let mut urls = [language; URL_FIELDS];
    for (column, name) in urls.iter_mut().zip(URLS) {
        *column = Column::open(sections, name, count, codes)?;
    }
    Ok((0..language.len())
        .map(|edition| {
            let language = language.get(edition) as usize;
            let library = library.get(edition) as usize;
            let forms = urls.map(|column| UrlForm::from_code(column.get(edition)));
            let compiler = Compiler { templates: &templates, languages, libraries, language, library, forms };
            Edition {
                language,
                library,
                image: compiler.image(),
                library_image: compiler.library_image(),
                spec_image: compiler.spec_image(),
            }
        })
        .collect())
}

struct Compiler<'c> {
    templates: &'c Slices<'c>,
    languages: &'c Keys<'c>,
    libraries: &'c Keys<'c>,
    language: usize,
    library: usize,
    forms: [UrlForm; URL_FIELDS],
}

impl Compiler<'_> {
    fn image(&self) -> Layout {
        let mut layout = self
            .owner(Layout::start().text(b"\"spec_id\":\"").hole(Hole::Spec).text(b"\","))
            .text(b",\"quality\":")
            .hole(Hole::Quality);
        // The last two are older names of the light ones.
        for (key, field) in
            [("url_light", 0), ("url_dark", 1), ("html_light", 2), ("html_dark", 3), ("url", 0), ("html", 2)]
        {
            layout = self.url(layout, key, field);
        }
        layout.text(b",\"title\":").hole(Hole::Title).text(b"},")
    }

    fn library_image(&self) -> Layout {
        self.previews(self.owner(Layout::start().text(b"\"spec_id\":\"").hole(Hole::Spec).text(b"\",")))
    }

    fn spec_image(&self) -> Layout {
        self.previews(self.owner(Layout::start()))
    }

    fn owner(&self, layout: Layout) -> Layout {
        let layout = layout.text(b"\"library\":").text(self.libraries.string(self.library));
        layout.text(b",\"language\":").text(self.languages.string(self.language))
    }

    fn previews(&self, layout: Layout) -> Layout {
        self.url(self.url(layout, "url", 0), "html", 2).text(b"},")
    }

    fn url(&self, layout: Layout, key: &str, field: usize) -> Layout {
        let mut layout = layout.text(b",\"").text(key.as_bytes()).text(b"\":");
        match self.forms[field] {
            UrlForm::Null => layout.text(b"null"),
            UrlForm::Literal => layout.hole(Hole::Literal(field)),
            UrlForm::Template(number) => {
                layout = layout.text(b"\"");
                let is_placeholder = |byte: &u8| (SPEC..=LIBRARY).contains(byte);
                for piece in self.templates.get(number as usize).split_inclusive(is_placeholder) {
                    let (text, placeholder) = match piece.split_last() {
                        Some((last, text)) if is_placeholder(last) => (text, *last),
                        _ => (piece, 0),
                    };
                    layout = layout.text(text);
                    layout = match placeholder {
                        SPEC => layout.hole(Hole::Spec),
                        LANGUAGE => layout.text(self.languages.name(self.language)),
                        LIBRARY => layout.text(self.libraries.name(self.library)),
                        _ => layout,
                    };
                }
                layout.text(b"\"")
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::catalog::sections::reopened;

    #[test]
    fn templates_are_text_with_placeholders_and_without() {
        for (template, is_text) in [
            ("https://h/\u{1}/\u{2}/é\u{3}.png".as_bytes(), true),
            (b"", true),
            (b"\\\"\\n", true),
            // A character, but for the placeholder within it.
            (b"h\xc3\x01\xa9", false),
            // Not UTF-8 either way.
            (b"h\xc3", false),
            (b"\xff\x01", false),
            // Text that is not escaped as JSON, or not in the one way.
            (b"\"", false),
            (b"\\", false),
            (b"\x04", false),
            (b"\\u0041", false),
            // An escape, but for the placeholder within it.
            (b"\\\x01n", false),
            (b"\\u001\x01f", false),
        ] {
            let put_all = |sections: &mut SectionsBuf| {
                Keys::put(sections, "languages", ["r"]);
                put(sections, &[], vec![template.to_vec()]);
            };
            let opened = reopened(put_all, |sections| {
                let keys = Keys::open(sections, "languages")?;
                open(sections, &keys, &keys)
            });
            let fault = opened.err().map(|fault| fault.to_string());
            let expected = "editions.templates: a template is not JSON-escaped text";
            assert_eq!(fault, (!is_text).then(|| expected.to_owned()), "{template:?}");
        }
    }
}
