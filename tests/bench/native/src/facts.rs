//! The content of a snapshot in the forms in which a service without one would keep it: JSON, and MessagePack of plain
//! structs.

use std::fs;
use std::path::Path;

use anyhow::Result;
use catalog_edge::model::{Facet, Impl, Language, Library, Spec};
use catalog_edge::snapshot;
use serde::Serialize;
use serde_json::{Value, json};

#[derive(Serialize)]
struct Facts<'a> {
    languages: &'a [Language],
    libraries: &'a [Library],
    specs: Vec<SpecFacts<'a>>,
    /// In the order of replies.
    images: Vec<ImageFacts<'a>>,
}

#[derive(Serialize)]
struct SpecFacts<'a> {
    id: &'a str,
    title: &'a str,
    plot: &'a [String],
    data: &'a [String],
    dom: &'a [String],
    feat: &'a [String],
}

#[derive(Serialize)]
struct ImageFacts<'a> {
    spec: &'a str,
    lang: &'a str,
    lib: &'a str,
    quality: Option<f64>,
    url_light: Option<&'a str>,
    url_dark: Option<&'a str>,
    html_light: Option<&'a str>,
    html_dark: Option<&'a str>,
    dep: &'a [String],
    tech: &'a [String],
    pat: &'a [String],
    prep: &'a [String],
    style: &'a [String],
}

/// Writes `facts.json` and `facts.msgpack`, and names the facets in reply order.
pub(crate) fn write(bytes: &[u8], folder: &Path) -> Result<Value> {
    let records = catalog_edge::http::served_records(&snapshot::open(bytes)?.catalog)?;
    let facts = Facts {
        languages: &records.languages,
        libraries: &records.libraries,
        specs: records.specs.iter().map(SpecFacts::of).collect(),
        images: records.impls.iter().map(ImageFacts::of).collect(),
    };
    fs::write(folder.join("facts.json"), serde_json::to_vec(&facts)?)?;
    fs::write(folder.join("facts.msgpack"), rmp_serde::to_vec(&facts)?)?;
    Ok(json!({ "facets": Facet::ALL.map(Facet::name), "source": records.source }))
}

impl<'a> SpecFacts<'a> {
    fn of(spec: &'a Spec) -> Self {
        let [plot, data, dom, feat] = &spec.tags;
        Self { id: &spec.id, title: &spec.title, plot, data, dom, feat }
    }
}

impl<'a> ImageFacts<'a> {
    fn of(item: &'a Impl) -> Self {
        let [dep, tech, pat, prep, style] = &item.tags;
        Self {
            spec: &item.spec,
            lang: &item.language,
            lib: &item.library,
            quality: item.quality,
            url_light: item.url_light.as_deref(),
            url_dark: item.url_dark.as_deref(),
            html_light: item.html_light.as_deref(),
            html_dark: item.html_dark.as_deref(),
            dep,
            tech,
            pat,
            prep,
            style,
        }
    }
}
