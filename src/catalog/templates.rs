//! The templates that a set of URLs follows, and the form of each URL.

use std::{borrow::Cow, cmp::Reverse, collections::BTreeSet, ops::Range};

use xxhash_rust::xxh3::xxh3_64;

use super::{
    json::json_escape,
    urls::{LANGUAGE, LIBRARY, RowNames, SPEC, UrlForm},
};

/// A template must save more than it costs; beyond this many, more of them save little.
const MIN_USES: usize = 2;
const MAX_TEMPLATES: usize = 250;

/// Templates, numbered in byte order.
pub(crate) struct Templates {
    /// JSON-escaped texts with placeholders, ascending.
    texts: Vec<Vec<u8>>,
    /// The place of each among them by use, most used first.
    ranks: Vec<u32>,
}

impl Templates {
    /// Finds the templates worth having for `urls`, each with the names of its row.
    ///
    /// Nearly every URL of a large catalogue may be of a form that no other has. So forms are counted by their hash, and
    /// texts are made of the most used only. Two forms of one hash would be counted as one: that costs a template.
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
                // Of those used equally often, the first in byte order are kept.
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

    /// The best form for `url`. `candidates` is memory to work in.
    pub(crate) fn form(&self, url: Option<&str>, names: RowNames<'_>, candidates: &mut Candidates) -> UrlForm {
        let Some(url) = url else { return UrlForm::Null };
        let escaped = [names.spec, names.language, names.library].map(json_escape);
        let mut fitting = Vec::new();
        self.find_fitting(0..self.texts.len(), 0, &json_escape(url), &escaped, &mut fitting);
        let number = match fitting[..] {
            [] => return UrlForm::Literal,
            [only] => only,
            // A row whose spec and library share a name fits more than one. Its own candidates come first, then the
            // most used.
            [first, ..] => {
                let own = |text: &[u8]| fitting.iter().copied().find(|number| self.texts[*number] == text);
                let most_used = || fitting.iter().copied().min_by_key(|number| self.ranks[*number]).unwrap_or(first);
                candidates.of(url, names).find_map(own).unwrap_or_else(most_used)
            }
        };
        UrlForm::Template(number as u32)
    }

    /// Looks among the templates of the numbers `among` for those that expand to a text. They are equal up to byte `at`,
    /// and expand to all of the text before `rest` up to there. Adds their numbers to `fitting`.
    ///
    /// Templates are ascending, so those that go on in the same way lie side by side: a text is compared with what they
    /// share once, and not with each of them.
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
                // It ends here, and is the first of those that begin with it.
                if rest.is_empty() {
                    fitting.push(among.start);
                }
                among.start += 1;
                continue;
            };
            let mut byte = byte;
            if last[at] != byte {
                // Placeholders are the least of bytes: those from `byte` on may be there.
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

    /// Those of `among` that have `byte` at the place `at`, where each has one.
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

/// Of the hashes that occur most often, one of the places that have it, and how often it occurs: the places ascending,
/// with all that occur as often as the last that fits in.
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

/// The templates that one URL could be an expansion of, made for one URL after the other in the same memory.
#[derive(Default)]
pub(crate) struct Candidates {
    by_segment: Vec<u8>,
    by_word: Vec<u8>,
}

impl Candidates {
    /// `url` with the names of its row replaced, once where they are whole path segments and once where they are whole
    /// words. Both expand to `url` again.
    fn of(&mut self, url: &str, names: RowNames<'_>) -> impl Iterator<Item = &[u8]> {
        // A text with control characters could have placeholders of its own.
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

/// Writes to `template` what `url` is with a placeholder for each name that stands between two boundaries.
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
