//! URLs of a catalogue that is being built. Each is kept as the templates that it could be an expansion of, because many
//! URLs share them.

use super::{
    interner::Interner,
    json::json_escape,
    urls::{EscapedNames, LANGUAGE, LIBRARY, RowNames, SPEC, pieces},
};

/// URLs being collected.
#[derive(Debug, Default)]
pub(crate) struct UrlCollector {
    texts: Interner<[u8]>,
    /// Number of URLs that have each text as a candidate.
    uses: Vec<u32>,
    candidates: Candidates,
}

/// The texts of all URLs that were collected.
#[derive(Debug)]
pub(crate) struct CollectedUrls {
    texts: Vec<Box<[u8]>>,
    uses: Vec<u32>,
}

/// A URL: the numbers of its candidates, which are equal if it has only one.
#[derive(Clone, Copy, Debug)]
pub(crate) struct CollectedUrl {
    by_segment: u32,
    by_word: u32,
}

impl UrlCollector {
    /// Adds `url` of a row with `names`.
    pub(crate) fn add(&mut self, url: &str, names: RowNames<'_>) -> CollectedUrl {
        let Self { texts, uses, candidates } = self;
        let mut count = |text: &[u8], more: u32| {
            let number = texts.number(text);
            if number as usize == uses.len() {
                uses.push(0);
            }
            uses[number as usize] += more;
            number
        };
        let mut candidates = candidates.of(url, names);
        let Some(by_segment) = candidates.next() else {
            // Its escaped text has no placeholder, so it expands to itself. No candidate has the same text.
            let text = count(&json_escape(url), 0);
            return CollectedUrl { by_segment: text, by_word: text };
        };
        let by_segment = count(by_segment, 1);
        let by_word = candidates.next().map_or(by_segment, |text| count(text, 1));
        CollectedUrl { by_segment, by_word }
    }

    /// Returns the texts of all URLs.
    pub(crate) fn finish(self) -> CollectedUrls {
        CollectedUrls { texts: self.texts.into_texts(), uses: self.uses }
    }
}

impl CollectedUrls {
    /// All candidates, each with the number of URLs that have it.
    pub(crate) fn candidates(&self) -> impl Iterator<Item = (&[u8], u32)> {
        self.texts.iter().map(|text| &**text).zip(self.uses.iter().copied())
    }

    /// The candidates of `url`.
    pub(crate) fn candidates_of(&self, url: CollectedUrl) -> [&[u8]; 2] {
        [url.by_segment, url.by_word].map(|number| &*self.texts[number as usize])
    }

    /// The text of `url` of a row with `names`, escaped as in a JSON string.
    pub(crate) fn escaped(&self, url: CollectedUrl, names: &EscapedNames<'_>) -> Vec<u8> {
        let [template, _] = self.candidates_of(url);
        let mut escaped = Vec::with_capacity(2 * template.len());
        for (text, name) in pieces(template) {
            escaped.extend_from_slice(text);
            escaped.extend_from_slice(name.map_or(&[], |name| names.of(name)));
        }
        escaped
    }
}

/// The templates that one URL could be an expansion of. The memory is reused for the next URL.
#[derive(Debug, Default)]
pub(super) struct Candidates {
    by_segment: Vec<u8>,
    by_word: Vec<u8>,
}

impl Candidates {
    /// `url` with placeholders for the names of its row: once for names that are whole path segments, once for names
    /// that are whole words. Both expand to `url` again.
    pub(super) fn of(&mut self, url: &str, names: RowNames<'_>) -> impl Iterator<Item = &[u8]> {
        // Control characters in a text could be mistaken for placeholders.
        let is_plain = url.bytes().fold(true, |is_plain, byte| is_plain & (byte >= 0x20));
        if is_plain {
            let no_word = |c: char| match c {
                'a'..='z' | 'A'..='Z' | '0'..='9' | '-' | '_' => false,
                _ => c.is_ascii() || !c.is_alphanumeric(),
            };
            generalize(url, names, url.match_indices('/'), &mut self.by_segment);
            generalize(url, names, url.match_indices(no_word), &mut self.by_word);
        }
        let by_word = is_plain && self.by_word != self.by_segment;
        is_plain.then_some(&*self.by_segment).into_iter().chain(by_word.then_some(&*self.by_word))
    }
}

/// Writes `url` to `template`, with a placeholder for each name between two boundaries.
fn generalize<'u>(
    url: &'u str,
    names: RowNames<'_>,
    boundaries: impl Iterator<Item = (usize, &'u str)>,
    template: &mut Vec<u8>,
) {
    template.clear();
    let (mut copied, mut start) = (0, 0);
    for (end, boundary) in boundaries.chain([(url.len(), "")]) {
        let token = &url[start..end];
        let is_of = |placeholder: &u8| !token.is_empty() && names.of(*placeholder) == Some(token);
        if let Some(placeholder) = [SPEC, LANGUAGE, LIBRARY].into_iter().find(is_of) {
            template.extend_from_slice(&json_escape(&url[copied..start]));
            template.push(placeholder);
            copied = end;
        }
        start = end + boundary.len();
    }
    template.extend_from_slice(&json_escape(&url[copied..]));
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn urls_are_kept_whole_and_candidates_once() {
        let names = [["a", "python", "x"], ["b", "r", "y\""], ["\u{1}", "r", "r"]];
        let names = names.map(|[spec, language, library]| RowNames { spec, language, library });
        let of_row = |RowNames { spec, language, library }: RowNames<'_>| {
            [
                format!("https://h/{spec}/{language}/{library}.png?\"é\""),
                format!("{library}.{spec}"),
                "https://h/\\u0001".to_owned(),
                "https://h/\u{1}/\u{2}".to_owned(),
                String::new(),
            ]
        };
        let mut collector = UrlCollector::default();
        let urls = names.map(|names| of_row(names).map(|url| collector.add(&url, names)));
        let collected = collector.finish();
        for (names, urls) in names.into_iter().zip(urls) {
            for (url, text) in urls.into_iter().zip(of_row(names)) {
                assert_eq!(collected.escaped(url, &names.escaped()), *json_escape(&text));
            }
        }
        let mut used: Vec<_> = collected.candidates().collect();
        used.sort_unstable();
        let by_word: &[u8] = b"https://h/\x01/\x02/\x03.png?\\\"\xc3\xa9\\\"";
        assert!(used.contains(&(by_word, 1)), "{used:?}");
        assert!(used.contains(&(b"https://h/\\\\u0001", 3)) && used.contains(&(b"https://h/\\u0001/\\u0002", 0)));
        assert!(used.is_sorted_by(|(a, _), (b, _)| a < b));
    }
}
