//! Finds the templates that a set of URLs follows, and the form of each URL.

use std::{cmp::Reverse, ops::Range};

use super::{
    url_collector::{CollectedUrl, CollectedUrls},
    urls::{EscapedNames, LIBRARY, Placeholder, UrlForm},
};

/// Fewest URLs of a template. A template of fewer URLs costs more than it saves.
const MIN_USES: u32 = 2;
/// Most templates. Further templates save little.
const MAX_TEMPLATES: usize = 250;

/// Templates, numbered in byte order.
pub(crate) struct Templates<'u> {
    urls: &'u CollectedUrls,
    /// JSON-escaped texts with placeholders, ascending.
    texts: Vec<&'u [u8]>,
    /// Rank of each template by its number of uses, most used first.
    ranks: Vec<u32>,
}

impl<'u> Templates<'u> {
    /// Finds the useful templates of `urls`: the most used ones, and of equally used ones the first in byte order.
    pub(crate) fn of(urls: &'u CollectedUrls) -> Self {
        let useful = urls.candidates().filter(|(_, uses)| *uses >= MIN_USES);
        let mut useful: Vec<_> = useful.map(|(text, uses)| (Reverse(uses), text)).collect();
        if useful.len() > MAX_TEMPLATES {
            useful.select_nth_unstable(MAX_TEMPLATES);
            useful.truncate(MAX_TEMPLATES);
        }
        useful.sort_unstable();
        let mut ranked: Vec<_> = useful.into_iter().zip(0..).map(|((_, text), rank)| (text, rank)).collect();
        ranked.sort_unstable();
        let (texts, ranks) = ranked.into_iter().unzip();
        Self { urls, texts, ranks }
    }

    /// The best form of `url` of a row with `names`.
    pub(crate) fn form(&self, url: Option<CollectedUrl>, names: &EscapedNames<'_>) -> UrlForm {
        let Some(url) = url else { return UrlForm::Null };
        let mut fitting = Vec::new();
        self.find_fitting(0..self.texts.len(), 0, &self.urls.escaped(url, names), names, &mut fitting);
        let number = match fitting[..] {
            [] => return UrlForm::Literal,
            [only] => only,
            // If the spec and library of a row have the same name, several templates fit. The row's own candidates come
            // first, then the most used template.
            [first, ..] => {
                let own = |text: &[u8]| fitting.iter().copied().find(|number| self.texts[*number] == text);
                let most_used = || fitting.iter().copied().min_by_key(|number| self.ranks[*number]).unwrap_or(first);
                self.urls.candidates_of(url).into_iter().find_map(own).unwrap_or_else(most_used)
            }
        };
        UrlForm::Template(number as u32)
    }

    /// Finds the templates among the numbers `among` that expand to a text, and adds their numbers to `fitting`. The
    /// templates are equal up to byte `at`, and expand to all of the text before `rest` up to there.
    ///
    /// Templates are ascending, so those with a common beginning are adjacent. The text is compared once with the part
    /// that they share.
    fn find_fitting(
        &self,
        mut among: Range<usize>,
        mut at: usize,
        mut rest: &[u8],
        names: &EscapedNames<'_>,
        fitting: &mut Vec<usize>,
    ) {
        let expand = |byte: u8, rest: &mut &[u8]| {
            let after = match Placeholder::from_byte(byte) {
                Some(placeholder) => rest.strip_prefix(names.of(placeholder)),
                None => rest.strip_prefix(&[byte]),
            };
            after.map(|after| *rest = after).is_some()
        };
        while let [first, .., last] | [first @ last] = &self.texts[among.clone()] {
            let Some(&byte) = first.get(at) else {
                // The template that ends here is the first of those with this beginning.
                if rest.is_empty() {
                    fitting.push(among.start);
                }
                among.start += 1;
                continue;
            };
            let mut byte = byte;
            if last[at] != byte {
                // Placeholders are the smallest bytes. Those from `byte` on may occur here.
                for placeholder in byte..=LIBRARY {
                    let mut rest = rest;
                    if expand(placeholder, &mut rest) {
                        self.find_fitting(self.with(placeholder, at, &among), at + 1, rest, names, fitting);
                    }
                }
                let Some(&literal) = rest.first() else { return };
                byte = literal;
                among = self.with(byte, at, &among);
            }
            if !expand(byte, &mut rest) {
                return;
            }
            at += 1;
        }
    }

    /// The part of `among` with `byte` at the offset `at`. All of `among` must have a byte there.
    fn with(&self, byte: u8, at: usize, among: &Range<usize>) -> Range<usize> {
        let texts = &self.texts[among.clone()];
        let place = |is_before: &dyn Fn(u8) -> bool| among.start + texts.partition_point(|text| is_before(text[at]));
        place(&|other| other < byte)..place(&|other| other <= byte)
    }

    /// The template texts by number.
    pub(crate) fn texts(&self) -> &[&'u [u8]] {
        &self.texts
    }
}

#[cfg(test)]
mod tests;
