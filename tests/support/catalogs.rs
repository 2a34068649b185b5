//! Random catalogues, with all the difficulties that records may have.
//!
//! A row is a few numbers. Everything about it is derived from their digits. proptest can drop rows and make numbers
//! smaller, and zero gives the simplest row, so failures shrink to something readable.

use std::{collections::BTreeSet, ops::Range};

use catalog_edge::model::{IMPL_TAG_FACETS, Impl, Language, Library, Records, SPEC_TAG_FACETS, Spec};
use proptest::{collection::vec, prelude::*};

/// Ids, values and titles, simple ones first.
const WORDS: [&str; 49] = [
    "r",
    "scatter",
    "bar",
    "line",
    "python",
    "Scatter",
    "two words",
    "a,b",
    "b",
    "say \"hi\"",
    "back\\slash",
    "\\\"",
    "tab\tnew\nline",
    "\0",
    "\u{7f}\u{80}",
    "\u{1c}edges\u{1f}",
    " padded ",
    "\u{3000}wide",
    "é",
    "e\u{301}",
    "日本語",
    "\u{2028}",
    "\u{ffff}",
    "😀",
    "\u{10ffff}",
    "%41",
    "a+b",
    "x=1&y=2",
    "path/with?query#part",
    "{spec}",
    "{language}{library}",
    "{}",
    "null",
    "limit",
    "plot-light.png",
    "https://images.example/plots/",
    "</script>",
    "Café",
    "CAFE\u{301}S",
    "Straße",
    "STRASSE",
    "ﬁne",
    "Σίσυφος",
    "σίσυφοσ",
    "ＡＢＣ１",
    "x²½",
    "3D-ｶﾞ_한국",
    "\u{301}İstanbul",
    "ǆ\u{200d}Ǆ",
];

/// A word for every number, all different. Some are longer than the blocks in which output is copied.
pub(crate) fn word(number: usize) -> String {
    match WORDS.get(number) {
        Some(word) => (*word).to_owned(),
        None => {
            let padding = [0, 0, 0, 24, 0, 0, 54, 0, 0, 130][number % 10];
            format!("{}-{number}{}", WORDS[number % WORDS.len()], "x".repeat(padding))
        }
    }
}

/// The digits of a number, in the base of each call. Zeros follow when the digits are used up.
pub(crate) struct Digits(pub(crate) u64);

impl Digits {
    /// The next digit, less than `base`.
    pub(crate) fn next(&mut self, base: usize) -> usize {
        let base = base.max(1) as u64;
        let digit = self.0 % base;
        self.0 /= base;
        digit as usize
    }
}

/// One to four words with something between them.
fn title(number: u64) -> String {
    let mut digits = Digits(number);
    let mut title = word(digits.next(100));
    for _ in 0..digits.next(4) {
        title += [" ", " ", "-", ": ", "", "\u{301} "][digits.next(6)];
        title += &word(digits.next(60));
    }
    title
}

/// Properties that the rows of a catalogue share.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Shape {
    /// Index in [`word`] at which each kind of id begins. If two kinds begin at the same index, their ids are equal.
    languages: (usize, usize),
    libraries: (usize, usize),
    specs: (usize, usize),
    /// Index in [`word`] at which the names of languages and libraries begin. With zero, each kind has the same name,
    /// so the order cannot depend on the name alone.
    names: usize,
    /// Number of different values of a tag facet.
    vocabulary: usize,
    urls: Urls,
}

/// Forms of a catalogue's URLs.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Urls {
    OneTemplate,
    /// Two templates, text that follows none, the empty text, and no URL.
    Mixed,
    NoTemplate,
}

/// Numbers of an implementation: its ids and fields, then one for each tag facet.
pub(crate) type Row = (u64, [u64; IMPL_TAG_FACETS.len()]);

/// Numbers of a spec: title and one for each tag facet.
pub(crate) type SpecRow = (u64, [u64; SPEC_TAG_FACETS.len()]);

/// Catalogues with this number of implementations, some of which may have no preview.
pub(crate) fn records(rows: Range<usize>) -> impl Strategy<Value = Records> {
    let most_specs = rows.end.div_ceil(3);
    let shape = (
        (0..6_usize, 1..4_usize),
        (0..WORDS.len(), 1..7_usize),
        (0..WORDS.len(), 1..=most_specs),
        0..WORDS.len(),
        1..60_usize,
        prop_oneof![Just(Urls::OneTemplate), Just(Urls::Mixed), Just(Urls::NoTemplate)],
    )
        .prop_map(|(languages, libraries, specs, names, vocabulary, urls)| Shape {
            languages,
            libraries,
            specs,
            names,
            vocabulary,
            urls,
        });
    (shape, vec(any::<SpecRow>(), most_specs), vec(any::<Row>(), rows))
        .prop_map(|(shape, specs, rows)| assemble(shape, &specs, &rows))
}

/// A catalogue with this number of implementations, the same in every run. If URLs are mixed, one implementation in
/// four has no preview. The smaller the vocabulary, the more rows carry a value.
pub(crate) fn large(rows: usize, vocabulary: usize, urls: Urls) -> Records {
    let (languages, libraries, specs) = (3, 6, rows.div_ceil(12));
    let shape =
        Shape { languages: (0, languages), libraries: (4, libraries), specs: (0, specs), names: 30, vocabulary, urls };
    let places = (languages * libraries * specs) as u64;
    // Any numbers, as long as they are the same on every platform.
    let mut state = 1_u64;
    let mut number = move || {
        state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (state ^ (state >> 33)).wrapping_mul(0xff51_afd7_ed55_8ccd) >> 1
    };
    let spec_rows: Vec<SpecRow> = (0..specs).map(|_| (number(), SPEC_TAG_FACETS.map(|_| number()))).collect();
    // The low digits select spec, library and language. Each combination is used once, and a third are unused.
    let rows: Vec<Row> = (0..rows as u64)
        .map(|row| (row * 3 / 2 + places * (number() / places / 2), IMPL_TAG_FACETS.map(|_| number())))
        .collect();
    assemble(shape, &spec_rows, &rows)
}

/// The records of a catalogue. A row that would be a second implementation for the same ids is left out.
fn assemble(shape: Shape, specs: &[SpecRow], rows: &[Row]) -> Records {
    let ids = |(first, count): (usize, usize)| (first..first + count).map(word).collect::<Vec<_>>();
    let (languages, libraries, spec_ids) = (ids(shape.languages), ids(shape.libraries), ids(shape.specs));
    let mut seen = BTreeSet::new();
    let impls = rows.iter().filter_map(|&(number, tags)| {
        let mut digits = Digits(number);
        let spec = &spec_ids[digits.next(spec_ids.len())];
        let library = &libraries[digits.next(libraries.len())];
        let language = &languages[digits.next(languages.len())];
        let place = format!("{spec}/{language}/{library}/plot");
        let mut url = |kind: &str| shape.urls.url(&place, kind, &mut digits);
        let (url_light, url_dark) = (url("light.png"), url("dark.png"));
        let (html_light, html_dark) = (url("light.html"), url("dark.html"));
        let times = [Some(0), None, Some(1), Some(-1), Some(i64::MAX), Some(i64::MIN), Some(2), Some(3)];
        let qualities =
            [Some(84.0), None, Some(0.0), Some(100.0), Some(77.5), Some(100.0 / 3.0), Some(0.1), Some(1e-7)];
        seen.insert((spec, language, library)).then(|| Impl {
            spec: spec.clone(),
            language: language.clone(),
            library: library.clone(),
            quality: qualities[digits.next(qualities.len())],
            updated: times[digits.next(times.len())],
            generated_at: times[digits.next(times.len())],
            url_light,
            url_dark,
            html_light,
            html_dark,
            tags: tags.map(|number| values(number, shape.vocabulary)),
            line_count: [None, Some(1), Some(200), Some(u64::from(u32::MAX))][digits.next(4)],
            has_code: digits.next(2) == 1,
        })
    });
    Records {
        impls: impls.collect(),
        specs: spec_ids
            .iter()
            .zip(specs)
            .map(|(id, &(number, tags))| Spec {
                id: id.clone(),
                title: title(number),
                tags: tags.map(|number| values(number, shape.vocabulary)),
            })
            .collect(),
        languages: languages
            .iter()
            .enumerate()
            .map(|(place, id)| language(id, shape.name("Language", place)))
            .collect(),
        libraries: libraries
            .iter()
            .enumerate()
            .map(|(place, id)| {
                let name = shape.name("Library", languages.len() + place);
                library(id, name, &languages[place % languages.len()])
            })
            .collect(),
        changed: None,
        source: "laws".to_owned(),
    }
}

/// None to four values of a facet. Small numbers are far more frequent. Sometimes a value is repeated or empty.
fn values(number: u64, vocabulary: usize) -> Vec<String> {
    let mut digits = Digits(number);
    let count = digits.next(5);
    (0..count)
        .map(|_| {
            let bound = digits.next(vocabulary) + 1;
            match digits.next(40) {
                39 => String::new(),
                _ => word(digits.next(bound)),
            }
        })
        .collect()
}

impl Shape {
    fn name(self, kind: &str, place: usize) -> String {
        if self.names == 0 { kind.to_owned() } else { word(self.names + place) }
    }
}

impl Urls {
    fn url(self, place: &str, kind: &str, digits: &mut Digits) -> Option<String> {
        let choice = match self {
            Self::OneTemplate => 0,
            Self::Mixed => digits.next(8),
            Self::NoTemplate => 5 + digits.next(3),
        };
        match choice {
            0..3 => Some(format!("https://images.example/plots/{place}-{kind}")),
            3 | 4 => Some(format!("//cdn/{kind}/{place}")),
            5 => Some(format!("https://elsewhere.example/{}{place}", word(digits.next(50)))),
            6 => None,
            _ => Some(String::new()),
        }
    }
}

fn language(id: &str, name: String) -> Language {
    Language {
        id: id.to_owned(),
        name,
        file_extension: ".x".to_owned(),
        runtime_version: None,
        documentation_url: None,
        description: None,
    }
}

fn library(id: &str, name: String, language: &str) -> Library {
    Library {
        id: id.to_owned(),
        name,
        language: language.to_owned(),
        framework: "none".to_owned(),
        version: None,
        documentation_url: None,
        description: None,
    }
}
