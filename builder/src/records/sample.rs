//! Small catalogues for tests.

use std::collections::{BTreeMap, BTreeSet};

use catalog_edge::model::{Impl, Language, Library, Records, Spec};

/// Returns an image with code.
pub(crate) fn image(spec: &str, language: &str, library: &str) -> Impl {
    Impl {
        spec: spec.into(),
        language: language.into(),
        library: library.into(),
        url_light: Some("https://h/p.png".into()),
        has_code: true,
        ..Impl::default()
    }
}

/// Returns a catalogue of `impls`, with the languages, libraries and specs that they name.
pub(crate) fn catalogue(impls: Vec<Impl>) -> Records {
    let languages: BTreeSet<&String> = impls.iter().map(|item| &item.language).collect();
    let libraries: BTreeMap<&String, &String> = impls.iter().map(|item| (&item.library, &item.language)).collect();
    let specs: BTreeSet<&String> = impls.iter().map(|item| &item.spec).collect();
    Records {
        languages: languages.into_iter().map(|id| Language { id: id.clone(), ..Language::default() }).collect(),
        libraries: libraries
            .into_iter()
            .map(|(id, language)| Library { id: id.clone(), language: language.clone(), ..Library::default() })
            .collect(),
        specs: specs.into_iter().map(|id| Spec { id: id.clone(), ..Spec::default() }).collect(),
        impls,
        ..Records::default()
    }
}
