//! Finds the templates that a set of URLs follows, and the form of each URL.

use std::{borrow::Cow, cmp::Reverse, collections::BTreeSet, ops::Range};

use xxhash_rust::xxh3::xxh3_64;

use super::{
    json::json_escape,
    urls::{LANGUAGE, LIBRARY, RowNames, SPEC, UrlForm},
};

/// Fewest URLs of a template. A template of fewer URLs costs more than it saves.
const MIN_USES: usize = 2;
/// Most templates. Further templates save little.
const MAX_TEMPLATES: usize = 250;

/// Templates, numbered in byte order.
pub(crate) struct Templates {
    /// JSON-escaped texts with placeholders, ascending.
    texts: Vec<Vec<u8>>,
    /// Rank of each template by its number of uses, most used first.
    ranks: Vec<u32>,
}

impl Templates {
    /// Finds the useful templates of `urls`, each URL with the names of its row.
    ///
    /// In a large catalogue, nearly every URL may have its own form. Forms are therefore counted by their hash, and
    /// text is generated only for the most used ones. Two forms with the same hash are counted as one, which costs one
    /// template.
    pub(crate) fn of<'u>(urls: impl Iterator<Item = (&'u str, RowNames<'u>)> + Clone) -> Self {
        let (mut seen, mut candidates) = (Vec::new(), Candidates::default());
        for ((url, names), number) in urls.clone().zip(0_u64..) {
            let hashes = candidates.of(url, names).map(xxh3_64);
            seen.extend(hashes.zip(number * CANDIDATES..));
        }
        let mut wanted = most_used(seen).into_iter().peekable();
        let mut best = BTreeSet::new();
        for ((url, names), number) in urls.zip(0..) {
            let first = number * CANDIDATES;
            while let Some((place, uses)) = wanted.next_if(|(place, _)| *place < first + CANDIDATES) {
                let Some(candidate) = candidates.of(url, names).nth((place - first) as usize) else { continue };
                let worst = best.last().filter(|_| best.len() == MAX_TEMPLATES);
                // Of equally used templates, the first in byte order are kept.
                if worst.is_none_or(|(worst, text): &(_, Vec<u8>)| (&Reverse(uses), candidate) < (worst, text)) {
                    best.insert((Reverse(uses), candidate.to_vec()));
                }
                if best.len() > MAX_TEMPLATES {
                    best.pop_last();
                }
            }
            if wanted.peek().is_none() {
                break;
            }
        }
        let mut ranked: Vec<_> = best.into_iter().zip(0..).map(|((_, text), rank)| (text, rank)).collect();
        ranked.sort_unstable();
        let (texts, ranks) = ranked.into_iter().unzip();
        Self { texts, ranks }
    }

    /// The best form of `url`. `candidates` is scratch space.
    pub(crate) fn form(&self, url: Option<&str>, names: RowNames<'_>, candidates: &mut Candidates) -> UrlForm {
        let Some(url) = url else { return UrlForm::Null };
        let escaped = [names.spec, names.language, names.library].map(json_escape);
        let mut fitting = Vec::new();
        self.find_fitting(0..self.texts.len(), 0, &json_escape(url), &escaped, &mut fitting);
        let number = match fitting[..] {
            [] => return UrlForm::Literal,
            [only] => only,
            // If the spec and library of a row have the same name, several templates fit. The row's own candidates come
            // first, then the most used template.
            [first, ..] => {
                let own = |text: &[u8]| fitting.iter().copied().find(|number| self.texts[*number] == text);
                let most_used = || fitting.iter().copied().min_by_key(|number| self.ranks[*number]).unwrap_or(first);
                candidates.of(url, names).find_map(own).unwrap_or_else(most_used)
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
        names: &[Cow<'_, [u8]>; 3],
        fitting: &mut Vec<usize>,
    ) {
        let expand = |byte: u8, rest: &mut &[u8]| {
            let after = match byte {
                SPEC..=LIBRARY => rest.strip_prefix(&*names[usize::from(byte - SPEC)]),
                _ => rest.strip_prefix(&[byte]),
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
    pub(crate) fn into_texts(self) -> Vec<Vec<u8>> {
        self.texts
    }
}

/// For the most frequent hashes, one of the positions with the hash, and how often the hash occurs. Ascending by
/// position. The result includes all hashes that occur as often as the last one that fits.
fn most_used(mut seen: Vec<(u64, u64)>) -> Vec<(u64, u32)> {
    seen.sort_unstable_by_key(|(hash, _)| *hash);
    let runs = seen.chunk_by(|(a, _), (b, _)| a == b).filter(|run| run.len() >= MIN_USES);
    let mut used: Vec<_> = runs.map(|run| (run[0].1, run.len() as u32)).collect();
    drop(seen);
    if used.len() > MAX_TEMPLATES {
        let (_, &mut (_, least), _) = used.select_nth_unstable_by_key(MAX_TEMPLATES - 1, |(_, uses)| Reverse(*uses));
        used.retain(|(_, uses)| *uses >= least);
    }
    used.sort_unstable();
    used
}

/// Most candidates of a URL.
const CANDIDATES: u64 = 2;

/// The templates that one URL could be an expansion of. The memory is reused for the next URL.
#[derive(Default)]
pub(crate) struct Candidates {
    by_segment: Vec<u8>,
    by_word: Vec<u8>,
}

impl Candidates {
    /// `url` with placeholders for the names of its row: once for names that are whole path segments, once for names
    /// that are whole words. Both expand to `url` again.
    fn of(&mut self, url: &str, names: RowNames<'_>) -> impl Iterator<Item = &[u8]> {
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
mod tests;
