//! Contents of the documents of a synthetic catalogue: texts of specs, reviews of implementations, and code.

use std::collections::BTreeMap;

use catalog_edge::documents::{CodeBody, ImplDetail, Json, SpecDetail};
use catalog_edge::model::{Facet, IMPL_TAG_FACETS, Impl, Language, Library, Records, SPEC_TAG_FACETS, Spec};
use serde_json::json;

use super::code;
use super::phrases::{ADVICE, MAKERS, PURPOSES, STRENGTHS, WEAKNESSES};
use super::rng::Rng;
use super::times;
use crate::documents::noqa::without_noqa;
use crate::documents::render::{Renderer, Sink};
use crate::documents::scope::DocumentScope;
use crate::failure::Failure;

/// Passes the catalogue's specs in full to `renderer`, and code if it is in `scope`.
pub(crate) fn show(
    records: &Records,
    seed: u64,
    scope: DocumentScope,
    renderer: &mut Renderer<'_, impl Sink>,
) -> Result<(), Failure> {
    // A sequence of its own, so that the records are the same with documents and without.
    let mut rng = Rng::new(!seed);
    let mut impls: BTreeMap<&str, Vec<&Impl>> = BTreeMap::new();
    records.impls.iter().for_each(|record| impls.entry(&record.spec).or_default().push(record));
    let specs: BTreeMap<&str, &Spec> = records.specs.iter().map(|spec| (&*spec.id, spec)).collect();
    for (id, spec) in specs {
        let Some(mut impls) = impls.remove(id) else { continue };
        impls.sort_unstable_by_key(|record| (&record.language, &record.library));
        show_spec(spec, &impls, records, &mut rng, renderer)?;
        for record in impls.iter().filter(|record| scope.code() && record.has_code) {
            let code = without_noqa(&code::of(spec, record));
            let (spec_id, library, language, code) = (id, &*record.library, &*record.language, &*code);
            renderer.code(&CodeBody { spec_id, library, language, code })?;
        }
    }
    Ok(())
}

fn show_spec(
    spec: &Spec,
    impls: &[&Impl],
    records: &Records,
    rng: &mut Rng,
    renderer: &mut Renderer<'_, impl Sink>,
) -> Result<(), Failure> {
    let kind = spec.tags[0].first().map_or("plot", |kind| kind);
    let first = some(&PURPOSES, 1, rng).concat();
    let description = format!(
        "{} shows {} data. It is meant for {first}, and reads well both on a screen and in print.",
        spec.title,
        spec.tags[1].first().map_or("numeric", |data| data),
    );
    let data = format!("`value` (numeric): what the {kind} shows, {} rows", 20 + rng.below(480));
    let created = times::text(times::draw(0, rng));
    let texts: Vec<Texts> = impls
        .iter()
        .map(|record| {
            let seen =
                format!("The {kind} is drawn with {} on a plain background, with a title above it.", record.library);
            Texts { seen, generated: record.generated_at.map(times::text), updated: record.updated.map(times::text) }
        })
        .collect();
    let implementations = impls.iter().zip(&texts).map(|(record, texts)| {
        let library = records.libraries.iter().find(|library| library.id == record.library);
        let language = records.languages.iter().find(|language| language.id == record.language);
        implementation(record, library, language, texts, rng)
    });
    renderer.spec(&SpecDetail {
        id: &spec.id,
        title: &spec.title,
        description: Some(&description),
        implementations: implementations.collect(),
        applications: some(&PURPOSES, 3, rng),
        data: vec!["`group` (categorical): what is compared", &data],
        notes: some(&ADVICE, 2, rng),
        tags: tags(SPEC_TAG_FACETS, &spec.tags),
        issue: Some(100 + rng.below(9_000) as i64),
        suggested: Some("a visitor"),
        created: Some(&created),
        updated: None,
    })
}

/// Texts about an implementation that its record does not hold as such.
struct Texts {
    seen: String,
    generated: Option<String>,
    updated: Option<String>,
}

fn implementation<'a>(
    record: &'a Impl,
    library: Option<&'a Library>,
    language: Option<&'a Language>,
    Texts { seen, generated, updated }: &'a Texts,
    rng: &mut Rng,
) -> ImplDetail<'a> {
    let language_version = language.and_then(|language| language.runtime_version.as_deref());
    let is_reviewed = record.quality.is_some();
    let weaknesses = rng.below(3) as usize;
    ImplDetail {
        library_id: &record.library,
        library_name: library.map_or(&*record.library, |library| &*library.name),
        language: library.map_or(&*record.language, |library| &*library.language),
        preview_url_light: record.url_light.as_deref(),
        preview_url_dark: record.url_dark.as_deref(),
        preview_html_light: record.html_light.as_deref(),
        preview_html_dark: record.html_dark.as_deref(),
        preview_url: record.url_light.as_deref(),
        preview_html: record.html_light.as_deref(),
        quality_score: record.quality,
        code: (),
        generated_at: generated.as_deref(),
        updated: updated.as_deref(),
        generated_by: some(&MAKERS, 1, rng).pop(),
        python_version: language_version.filter(|_| record.language == "python"),
        language_version,
        library_version: library.and_then(|library| library.version.as_deref()),
        review_strengths: if is_reviewed { some(&STRENGTHS, 3, rng) } else { Vec::new() },
        review_weaknesses: if is_reviewed { some(&WEAKNESSES, weaknesses, rng) } else { Vec::new() },
        review_image_description: is_reviewed.then_some(seen),
        review_criteria_checklist: record.quality.and_then(checklist),
        review_verdict: is_reviewed.then_some("APPROVED"),
        impl_tags: tags(IMPL_TAG_FACETS, &record.tags),
    }
}

/// Returns scores that add up to `quality`.
fn checklist(quality: f64) -> Option<Box<Json>> {
    let share = |max: u32| (quality * f64::from(max) / 100.0).floor();
    let (data, code) = (share(30), share(20));
    let part = |score: f64, max: u32| json!({"score": score, "max": max});
    raw(&json!({
        "data_quality": part(data, 30),
        "code_quality": part(code, 20),
        "visual_quality": part(quality - data - code, 50),
    }))
}

/// Returns the tag object as a database holds it, with shorter categories first.
fn tags<const N: usize>(facets: [Facet; N], lists: &[Vec<String>; N]) -> Option<Box<Json>> {
    let mut lists: Vec<_> = facets.iter().filter_map(|facet| facet.tag_key()).zip(lists).collect();
    lists.sort_unstable_by_key(|(category, _)| (category.len(), *category));
    let members = lists.iter().map(|(category, list)| format!("\"{category}\":{}", json!(list)));
    Json::from_string(format!("{{{}}}", members.collect::<Vec<_>>().join(","))).ok()
}

fn raw(value: &serde_json::Value) -> Option<Box<Json>> {
    Json::from_string(value.to_string()).ok()
}

/// Draws `count` of `phrases`, each at most once.
fn some(phrases: &[&'static str], count: usize, rng: &mut Rng) -> Vec<&'static str> {
    let first = rng.below(phrases.len() as u64) as usize;
    phrases.iter().cycle().skip(first).take(count.min(phrases.len())).copied().collect()
}
