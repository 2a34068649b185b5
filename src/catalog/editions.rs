//! Editions: a language and a library with the forms of the preview URLs. Many rows share an edition.

use super::{
    column::Column,
    dictionary::Dictionary,
    inconsistency::Inconsistency,
    json::is_canonical_string,
    sections::{Sections, SectionsBuf},
    string_table::StringTable,
    urls::{Placeholder, URL_FIELDS, UrlForm},
};

/// One language and library with the forms of its URLs.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Edition {
    /// Number of its language.
    pub(crate) language: u32,
    /// Number of its library.
    pub(crate) library: u32,
    /// Form of each URL, by column.
    pub(crate) urls: [UrlForm; URL_FIELDS],
}

const LANGUAGES: &str = "editions.language";
const LIBRARIES: &str = "editions.library";
const URLS: [&str; URL_FIELDS] =
    ["editions.url_light", "editions.url_dark", "editions.html_light", "editions.html_dark"];
const TEMPLATES: &str = "editions.templates";

/// Writes `editions` and the URL templates they refer to.
pub(crate) fn put(sections: &mut SectionsBuf, editions: &[Edition], templates: &[&[u8]]) {
    let mut put = |name: &str, of: &dyn Fn(&Edition) -> u32| {
        Column::put(sections, name, &editions.iter().map(of).collect::<Vec<_>>());
    };
    put(LANGUAGES, &|edition| edition.language);
    put(LIBRARIES, &|edition| edition.library);
    for (field, name) in URLS.into_iter().enumerate() {
        put(name, &|edition| edition.urls[field].to_code());
    }
    StringTable::put(sections, TEMPLATES, templates);
}

/// Opens all editions, and the URL templates they refer to.
#[inline(never)]
pub(crate) fn open<'a>(
    sections: &Sections<'a>,
    languages: &Dictionary<'_>,
    libraries: &Dictionary<'_>,
) -> Result<(Vec<Edition>, StringTable<'a>), Inconsistency> {
    let templates = StringTable::open(sections, TEMPLATES, None)?;
    for template in templates.iter() {
        // A space replaces each placeholder, so that no character or escape continues after it.
        let blank = |&byte: &u8| if Placeholder::from_byte(byte).is_some() { b' ' } else { byte };
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
    let edition = |number| Edition {
        language: language.get(number),
        library: library.get(number),
        urls: urls.map(|column| UrlForm::from_code(column.get(number))),
    };
    Ok(((0..language.len()).map(edition).collect(), templates))
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
            // A character with a placeholder inside it.
            (b"h\xc3\x01\xa9", false),
            // Not UTF-8, with or without the placeholder.
            (b"h\xc3", false),
            (b"\xff\x01", false),
            // Text that is not escaped as JSON, or not in canonical form.
            (b"\"", false),
            (b"\\", false),
            (b"\x04", false),
            (b"\\u0041", false),
            // An escape with a placeholder inside it.
            (b"\\\x01n", false),
            (b"\\u001\x01f", false),
        ] {
            let put_all = |sections: &mut SectionsBuf| {
                Dictionary::put(sections, "languages", ["r"]);
                put(sections, &[], &[template]);
            };
            let opened = reopened(put_all, |sections| {
                let keys = Dictionary::open(sections, "languages")?;
                open(sections, &keys, &keys).map(drop)
            });
            let fault = opened.err().map(|fault| fault.to_string());
            let expected = "editions.templates: a template is not JSON-escaped text";
            assert_eq!(fault, (!is_text).then(|| expected.to_owned()), "{template:?}");
        }
    }
}
