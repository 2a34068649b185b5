//! Columns of the documents, and the conversion of their rows.

use catalog_edge::documents::{ImplDetail, SpecDetail};
use catalog_edge::model::{Impl, Refusal, Spec};
use tokio_postgres::Row;

use super::row::Cells;
use super::select::Form;

/// Columns of `specs` that documents hold.
pub(super) const SPEC_COLUMNS: [(&str, Form); 11] = [
    ("id", Form::Text),
    ("title", Form::Text),
    ("description", Form::Text),
    ("applications", Form::Texts),
    ("data", Form::Texts),
    ("notes", Form::Texts),
    ("tags", Form::Json),
    ("issue", Form::LaxInteger),
    ("suggested", Form::Text),
    ("created", Form::Time),
    ("updated", Form::Time),
];

pub(super) fn spec_detail<'a>(row: &'a Row, implementations: Vec<ImplDetail<'a>>) -> Result<SpecDetail<'a>, Refusal> {
    let cells = Cells::of::<Spec>(row);
    Ok(SpecDetail {
        id: cells.needed("id")?,
        title: cells.needed("title")?,
        description: cells.optional("description")?,
        applications: cells.texts("applications")?,
        data: cells.texts("data")?,
        notes: cells.texts("notes")?,
        tags: cells.json("tags")?,
        issue: cells.optional("issue")?,
        suggested: cells.optional("suggested")?,
        created: cells.time("created")?,
        updated: cells.time("updated")?,
        implementations,
    })
}

/// Columns of `impls` that documents hold, except the code.
pub(super) const IMPL_COLUMNS: [(&str, Form); 20] = [
    ("spec_id", Form::Text),
    ("language_id", Form::Text),
    ("library_id", Form::Text),
    ("preview_url_light", Form::Text),
    ("preview_url_dark", Form::Text),
    ("preview_html_light", Form::Text),
    ("preview_html_dark", Form::Text),
    ("quality_score", Form::Float),
    ("generated_at", Form::Time),
    ("updated", Form::Time),
    ("generated_by", Form::Text),
    ("python_version", Form::Text),
    ("language_version", Form::TextOr("python_version")),
    ("library_version", Form::Text),
    ("review_strengths", Form::Texts),
    ("review_weaknesses", Form::Texts),
    ("review_image_description", Form::Text),
    ("review_criteria_checklist", Form::Json),
    ("review_verdict", Form::Text),
    ("impl_tags", Form::Json),
];

pub(super) fn implementation(row: &Row) -> Result<ImplDetail<'_>, Refusal> {
    let cells = Cells::of::<Impl>(row);
    let (preview_url_light, preview_html_light) =
        (cells.optional("preview_url_light")?, cells.optional("preview_html_light")?);
    Ok(ImplDetail {
        library_id: cells.needed("library_id")?,
        library_name: cells.needed("library_name")?,
        language: cells.needed("library_language")?,
        preview_url_light,
        preview_url_dark: cells.optional("preview_url_dark")?,
        preview_html_light,
        preview_html_dark: cells.optional("preview_html_dark")?,
        preview_url: preview_url_light,
        preview_html: preview_html_light,
        quality_score: cells.optional("quality_score")?,
        code: (),
        generated_at: cells.time("generated_at")?,
        updated: cells.time("updated")?,
        generated_by: cells.optional("generated_by")?,
        python_version: cells.optional("python_version")?,
        language_version: cells.optional("language_version")?,
        library_version: cells.optional("library_version")?,
        review_strengths: cells.texts("review_strengths")?,
        review_weaknesses: cells.texts("review_weaknesses")?,
        review_image_description: cells.optional("review_image_description")?,
        review_criteria_checklist: cells.json("review_criteria_checklist")?,
        review_verdict: cells.optional("review_verdict")?,
        impl_tags: cells.json("impl_tags")?,
    })
}

pub(super) fn code(row: &Row) -> Result<(&str, &str, &str, &str), Refusal> {
    let cells = Cells::of::<Impl>(row);
    Ok((cells.needed("spec_id")?, cells.needed("language_id")?, cells.needed("library_id")?, cells.needed("code")?))
}
