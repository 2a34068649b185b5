//! A small catalogue whose names are awkward to programs that show it: names that every object of JavaScript knows,
//! names that no filter can say, numbers, markup, accents.

use catalog_edge::model::{Impl, Language, Library, Records, Spec};

/// Values of every kind of name. No filter can say those with a comma or blanks at their ends.
const NAMES: [&str; 22] = [
    "plain",
    "constructor",
    "hasOwnProperty",
    "toString",
    "__proto__",
    "valueOf",
    "a,b",
    " padded ",
    "10",
    "9",
    "2",
    "Größe",
    "Gro\u{308}\u{df}e in parts",
    "Ångström",
    "İstanbul",
    "<b>bold</b>",
    "path/with?query#part",
    "two words",
    "50%",
    "a+b",
    "\"quoted\" & 'so'",
    "日本語",
];

/// Every name as language, library, spec and tag; without documents.
pub(crate) fn records() -> Records {
    let tags = |place: usize| {
        let mut tags = vec![name(place), name(place + 1), name(place * 3)];
        // The empty tag, which no filter can say either.
        if place == 0 {
            tags.push(String::new());
        }
        tags
    };
    let spec = |place| Spec {
        id: name(place),
        title: format!("Title of {}", name(place)),
        tags: std::array::from_fn(|facet| tags(place + facet)),
    };
    let implementation = |spec: usize, library: usize| Impl {
        spec: name(spec),
        language: name(library),
        library: name(library),
        quality: Some(80.0),
        // A picture that the worker has itself.
        url_light: Some(format!("/site/previews/icon.svg?{spec}-{library}")),
        tags: std::array::from_fn(|facet| tags([spec, library, spec + 4, library + 5, spec + library][facet % 5])),
        line_count: Some(10),
        ..Impl::default()
    };
    let places = 0..NAMES.len();
    Records {
        languages: places.clone().map(language).collect(),
        libraries: places.clone().map(library).collect(),
        specs: places.clone().map(spec).collect(),
        impls: places
            .flat_map(|spec| [spec, spec + 1, spec + 5].map(|library| implementation(spec, library)))
            .collect(),
        changed: None,
        source: "awkward names".to_owned(),
    }
}

fn name(place: usize) -> String {
    NAMES[place % NAMES.len()].to_owned()
}

fn language(place: usize) -> Language {
    Language {
        id: name(place),
        name: format!("Language {}", name(place)),
        file_extension: ".x".to_owned(),
        runtime_version: None,
        documentation_url: None,
        description: None,
    }
}

fn library(place: usize) -> Library {
    Library {
        id: name(place),
        name: format!("Library {}", name(place)),
        language: name(place),
        framework: "none".to_owned(),
        version: None,
        documentation_url: None,
        description: None,
    }
}
