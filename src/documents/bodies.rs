//! Bodies of documents, key by key in reply order.

use serde::Serialize;
use serde_json::value::RawValue;

/// A JSON value that is copied unchanged, with its keys in their order.
pub type Json = RawValue;

/// An entry of `GET /specs`, which lists the specs that have implementations by id.
#[derive(Clone, Copy, Debug, Serialize)]
pub struct SpecListEntry<'a> {
    /// Key of the spec.
    pub id: &'a str,
    /// Title for people.
    pub title: &'a str,
    /// A paragraph for people.
    pub description: Option<&'a str>,
    /// Its tags: an object of lists, with any categories.
    pub tags: Option<&'a Json>,
    /// Number of its implementations, with or without preview.
    pub library_count: usize,
}

/// An entry of `GET /specs/map`, which shows each spec of the list with its best implementation. Implementations with a
/// preview are better than those without, then the highest quality wins, then the greatest library id.
#[derive(Clone, Copy, Debug, Serialize)]
pub struct SpecMapEntry<'a> {
    /// Key of the spec.
    pub id: &'a str,
    /// Title for people.
    pub title: &'a str,
    /// Light preview of its best implementation.
    pub preview_url_light: Option<&'a str>,
    /// Dark preview of its best implementation.
    pub preview_url_dark: Option<&'a str>,
    /// Quality of its best implementation, 0 to 100.
    pub quality_score: Option<f64>,
    /// Tags of the spec.
    pub tags: Option<&'a Json>,
    /// Tags of its best implementation.
    pub impl_tags: Option<&'a Json>,
}

/// The body of `GET /specs/{id}`.
#[derive(Clone, Debug, Serialize)]
pub struct SpecDetail<'a> {
    /// Key of the spec.
    pub id: &'a str,
    /// Title for people.
    pub title: &'a str,
    /// A paragraph for people.
    pub description: Option<&'a str>,
    /// Its uses.
    pub applications: Vec<&'a str>,
    /// Data that it draws.
    pub data: Vec<&'a str>,
    /// Advice for its implementation.
    pub notes: Vec<&'a str>,
    /// Its tags: an object of lists, with any categories.
    pub tags: Option<Box<Json>>,
    /// Number of the issue it came from.
    pub issue: Option<i64>,
    /// Name of the person who suggested it.
    pub suggested: Option<&'a str>,
    /// Time of its creation. All times here are ISO 8601 in UTC without a zone, to the second or microsecond.
    pub created: Option<&'a str>,
    /// Time of the last change of its text.
    pub updated: Option<&'a str>,
    /// All its implementations, by language, then library.
    pub implementations: Vec<ImplDetail<'a>>,
}

/// An implementation in the body of `GET /specs/{id}`.
#[derive(Clone, Debug, Serialize)]
pub struct ImplDetail<'a> {
    /// Key of the library.
    pub library_id: &'a str,
    /// Name of the library for people.
    pub library_name: &'a str,
    /// Key of the library's language, which need not be the implementation's.
    pub language: &'a str,
    /// Light preview.
    pub preview_url_light: Option<&'a str>,
    /// Dark preview.
    pub preview_url_dark: Option<&'a str>,
    /// Light interactive page.
    pub preview_html_light: Option<&'a str>,
    /// Dark interactive page.
    pub preview_html_dark: Option<&'a str>,
    /// Older name of the light preview.
    pub preview_url: Option<&'a str>,
    /// Older name of the light page.
    pub preview_html: Option<&'a str>,
    /// Quality, 0 to 100.
    pub quality_score: Option<f64>,
    /// Always `null`: the code is a document of its own.
    pub code: (),
    /// Time at which its code was generated.
    pub generated_at: Option<&'a str>,
    /// Time of its last change.
    pub updated: Option<&'a str>,
    /// Author of its code.
    pub generated_by: Option<&'a str>,
    /// Older form of `language_version`, for Python only.
    pub python_version: Option<&'a str>,
    /// Version of the language that its code was generated with.
    pub language_version: Option<&'a str>,
    /// Version of the library that its code was generated with.
    pub library_version: Option<&'a str>,
    /// Strengths that the review names.
    pub review_strengths: Vec<&'a str>,
    /// Weaknesses that the review names.
    pub review_weaknesses: Vec<&'a str>,
    /// Description of the image by the reviewer.
    pub review_image_description: Option<&'a str>,
    /// Scores by criterion.
    pub review_criteria_checklist: Option<Box<Json>>,
    /// `APPROVED` or `REJECTED`.
    pub review_verdict: Option<&'a str>,
    /// Its tags: an object of lists, with any categories.
    pub impl_tags: Option<Box<Json>>,
}

/// The body of `GET /specs/{id}/{library}/code`.
#[derive(Clone, Copy, Debug, Serialize)]
pub struct CodeBody<'a> {
    /// Key of the spec.
    pub spec_id: &'a str,
    /// Key of the library.
    pub library: &'a str,
    /// Key of the implementation's language.
    pub language: &'a str,
    /// The code without its `# noqa:` comments.
    pub code: &'a str,
}
