//! A small catalogue that contains every part of the format: spec and implementation tags, templates and literal URLs,
//! missing previews, fractional and missing qualities, equal and missing times, names that need escaping.

use catalog_edge::digest::Digest;
use catalog_edge::documents::DocumentSet;
use catalog_edge::model::{Impl, Language, Library, Records, Spec};

/// Identity of the sample's documents.
pub(crate) fn documents() -> Option<DocumentSet> {
    Some(DocumentSet { digest: Digest::of(b"documents of the sample"), has_code: true })
}

/// The records of the sample.
pub(crate) fn sample() -> Records {
    let mut records: Records = Records {
        languages: vec![language("python", "Python"), language("r", "R"), language("julia", "Julia")],
        libraries: vec![
            library("matplotlib", "Matplotlib", "python"),
            library("plotly", "Plotly", "python"),
            library("ggplot2", "ggplot2", "r"),
            library("unused", "\"Unused\"", "julia"),
        ],
        specs: vec![
            spec(
                "scatter-basic",
                "Basic Scatter Plot",
                &[&["scatter", "point"], &["numeric"], &["general"], &["basic"]],
            ),
            spec("line-a\"b", "Line \\ \"quoted\" é\u{1}", &[&["line"], &["numeric", "timeseries"], &[], &["basic"]]),
            spec("bar-basic", "Bars 📊", &[&["bar", "bar"], &["categorical"], &["general", "business"], &[]]),
            spec("without-preview", "No preview yet", &[&["map"], &[], &[], &[]]),
            spec("without-impls", "Nobody drew this", &[&["map"], &["geo"], &[], &[]]),
        ],
        changed: Some("2026-01-02T03:04:05Z".to_owned()),
        source: "sample".to_owned(),
        ..Records::default()
    };
    for (spec, language, library, quality) in [
        ("scatter-basic", "python", "matplotlib", Some(91.0)),
        ("scatter-basic", "python", "plotly", Some(84.5)),
        ("scatter-basic", "r", "ggplot2", None),
        ("scatter-basic", "r", "plotly", Some(70.0)),
        ("bar-basic", "python", "matplotlib", Some(91.0)),
        ("bar-basic", "r", "ggplot2", Some(66.0)),
        ("line-a\"b", "python", "matplotlib", Some(91.0)),
        ("line-a\"b", "python", "plotly", Some(100.0)),
    ] {
        records.impls.push(image(spec, language, library, quality));
    }
    // Two of one time, one that was never changed, and one without a time.
    let times = [Some(3), Some(7), None, Some(7), None, Some(-2), Some(1_767_322_984_000_000), Some(5)];
    records.impls.iter_mut().zip(times).for_each(|(image, time)| image.updated = time);
    records.impls[2].generated_at = Some(6);
    records.impls[3].generated_at = Some(9);
    records.impls.push(Impl { url_light: None, ..image("without-preview", "r", "ggplot2", Some(60.0)) });
    records.impls[4].url_dark = Some("https://elsewhere.example/1.png?a=\"b\"".to_owned());
    records.impls[5].html_light = Some(String::new());
    records.impls[1].tags = tags(&[&["scipy"], &["annotations", "hover"], &["data-generation"], &[], &["Alpha"]]);
    records.impls[6].tags = tags(&[&["MASS", "mass"], &["annotations"], &["data-generation"], &["kde"], &["alpha"]]);
    records
}

fn image(spec: &str, language: &str, library: &str, quality: Option<f64>) -> Impl {
    let url = |file: &str| Some(format!("https://images.example/plots/{spec}/{language}/{library}/{file}"));
    let is_interactive = library == "plotly";
    Impl {
        spec: spec.to_owned(),
        language: language.to_owned(),
        library: library.to_owned(),
        quality,
        url_light: url("plot-light.png"),
        url_dark: url("plot-dark.png"),
        html_light: url("plot-light.html").filter(|_| is_interactive),
        html_dark: url("plot-dark.html").filter(|_| is_interactive),
        tags: tags(&[&[], &["annotations"], &["data-generation"], &[], &["alpha"]]),
        line_count: Some(40),
        has_code: library != "plotly",
        ..Impl::default()
    }
}

fn spec(id: &str, title: &str, tags: &[&[&str]]) -> Spec {
    Spec { id: id.to_owned(), title: title.to_owned(), tags: self::tags(tags) }
}

/// Values of the first facets. The others have none.
fn tags<const FACETS: usize>(values: &[&[&str]]) -> [Vec<String>; FACETS] {
    let mut tags = [const { Vec::new() }; FACETS];
    for (list, values) in tags.iter_mut().zip(values) {
        list.extend(values.iter().map(|&value| value.to_owned()));
    }
    tags
}

fn language(id: &str, name: &str) -> Language {
    Language {
        id: id.to_owned(),
        name: name.to_owned(),
        file_extension: format!(".{id}"),
        runtime_version: Some("1".to_owned()),
        documentation_url: None,
        description: None,
    }
}

fn library(id: &str, name: &str, language: &str) -> Library {
    Library {
        id: id.to_owned(),
        name: name.to_owned(),
        language: language.to_owned(),
        framework: "none".to_owned(),
        version: None,
        documentation_url: None,
        description: Some(format!("{name} draws.")),
    }
}
