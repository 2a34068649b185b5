//! Implementations whose code is a document: the specs of each pair of language and library.

use std::collections::BTreeMap;

use super::{
    bitmap,
    column::Column,
    dictionary::Dictionary,
    inconsistency::Inconsistency,
    sections::{Sections, SectionsBuf},
    string_table::StringTable,
};

/// The pairs of language and library that have code, ascending, each with the specs that have code in it.
#[derive(Clone, Debug)]
pub(crate) struct Codes<'a> {
    languages: Column<'a>,
    libraries: Column<'a>,
    postings: StringTable<'a>,
}

const LANGUAGES: &str = "codes.language";
const LIBRARIES: &str = "codes.library";
const POSTINGS: &str = "codes.postings";

impl<'a> Codes<'a> {
    /// Writes the ascending specs of every (language, library). Writes nothing if no implementation has code.
    pub(crate) fn put(sections: &mut SectionsBuf, codes: &BTreeMap<(u32, u32), Vec<u32>>) {
        if codes.is_empty() {
            return;
        }
        Column::put(sections, LANGUAGES, &codes.keys().map(|pair| pair.0).collect::<Vec<_>>());
        Column::put(sections, LIBRARIES, &codes.keys().map(|pair| pair.1).collect::<Vec<_>>());
        let postings = codes.values().map(|specs| bitmap::serialize(specs.iter().copied()));
        StringTable::put(sections, POSTINGS, postings);
    }

    /// Opens what [`put`](Self::put) wrote.
    pub(crate) fn open(
        sections: &Sections<'a>,
        languages: &Dictionary<'_>,
        libraries: &Dictionary<'_>,
        specs: usize,
    ) -> Result<Option<Self>, Inconsistency> {
        if [LANGUAGES, LIBRARIES, POSTINGS].iter().all(|name| sections.find(name).is_none()) {
            return Ok(None);
        }
        let languages = Column::open(sections, LANGUAGES, None, languages.len())?;
        let count = Some(languages.len());
        let libraries = Column::open(sections, LIBRARIES, count, libraries.len())?;
        let postings = StringTable::open(sections, POSTINGS, count)?;
        let codes = Self { languages, libraries, postings };
        if !codes.pairs().is_sorted_by(|a, b| a < b) {
            return Err(Inconsistency::new(LIBRARIES, "pairs of language and library are not in ascending order"));
        }
        for (pair, list) in codes.postings.iter().enumerate() {
            bitmap::check(list, specs)
                .map_err(|detail| Inconsistency::new(POSTINGS, format!("list {pair}: {detail}")))?;
        }
        Ok(Some(codes))
    }

    /// Number of pairs.
    pub(crate) fn len(&self) -> usize {
        self.postings.len()
    }

    /// The number of the pair `language` and `library` if it has code of `spec`.
    pub(crate) fn find(&self, spec: u32, language: u32, library: u32) -> Option<usize> {
        let pair = self.pairs().position(|pair| pair == (language, library))?;
        bitmap::contains(self.postings.get(pair), spec).then_some(pair)
    }

    /// Calls `visit` with every spec that has code in pair number `pair`, ascending.
    pub(crate) fn for_each_spec(&self, pair: usize, visit: impl FnMut(u32)) {
        bitmap::for_each(self.postings.get(pair), visit);
    }

    fn pairs(&self) -> impl Iterator<Item = (u32, u32)> {
        self.languages.iter().zip(self.libraries.iter())
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

    use super::*;
    use crate::catalog::sections::reopened;

    const NAMES: [&str; 3] = ["a", "b", "c"];

    /// Opens sections written by `put`, in a catalogue of three languages, libraries and specs.
    fn opened<T>(
        put: impl FnOnce(&mut SectionsBuf),
        test: impl FnOnce(Result<Option<Codes<'_>>, Inconsistency>) -> T,
    ) -> T {
        let put_all = |sections: &mut SectionsBuf| {
            Dictionary::put(sections, "names", NAMES);
            put(sections);
        };
        reopened(put_all, |sections| {
            let names = Dictionary::open(sections, "names").unwrap();
            test(Codes::open(sections, &names, &names, NAMES.len()))
        })
    }

    #[test]
    fn every_pair_knows_its_specs() {
        let codes = BTreeMap::from([((0, 2), vec![1]), ((1, 0), vec![0, 2])]);
        opened(
            |sections| Codes::put(sections, &codes),
            |opened| {
                let opened = opened.unwrap().unwrap();
                assert_eq!(opened.len(), 2);
                for spec in 0..4 {
                    for pair in (0..4).flat_map(|language| (0..4).map(move |library| (language, library))) {
                        let place = codes.keys().position(|&other| other == pair);
                        let expected = place.filter(|_| codes[&pair].contains(&spec));
                        assert_eq!(opened.find(spec, pair.0, pair.1), expected, "{spec} {pair:?}");
                    }
                }
                let mut specs = Vec::new();
                opened.for_each_spec(1, |spec| specs.push(spec));
                assert_eq!(specs, [0, 2]);
            },
        );
    }

    #[test]
    fn no_code_is_no_section() {
        opened(|sections| Codes::put(sections, &BTreeMap::new()), |opened| assert!(opened.unwrap().is_none()));
    }

    #[test]
    fn anything_but_ascending_pairs_of_known_names_and_specs_is_inconsistent() {
        let opens = |pairs: &[(u32, u32)], list: &[u32], left_out: &str| {
            let put = |sections: &mut SectionsBuf| {
                let (languages, libraries): (Vec<u32>, Vec<u32>) = pairs.iter().copied().unzip();
                let list = bitmap::serialize(list.iter().copied());
                if left_out != LANGUAGES {
                    Column::put(sections, LANGUAGES, &languages);
                }
                if left_out != LIBRARIES {
                    Column::put(sections, LIBRARIES, &libraries);
                }
                if left_out != POSTINGS {
                    StringTable::put(sections, POSTINGS, pairs.iter().map(|_| &*list));
                }
            };
            opened(put, |opened| opened.is_ok())
        };
        assert!(opens(&[(0, 1), (0, 2), (1, 0)], &[0, 2], ""));
        assert!(!opens(&[(0, 1), (0, 1)], &[0], ""));
        assert!(!opens(&[(1, 0), (0, 1)], &[0], ""));
        assert!(!opens(&[(3, 0)], &[0], ""));
        assert!(!opens(&[(0, 3)], &[0], ""));
        assert!(!opens(&[(0, 0)], &[3], ""));
        for left_out in [LANGUAGES, LIBRARIES, POSTINGS] {
            assert!(!opens(&[(0, 0)], &[0], left_out), "{left_out}");
        }
    }
}
