//! Shows a renderer the rows of a database: specs in full, then code, each in one statement.

use catalog_edge::documents::{CodeBody, ImplDetail, SpecDetail};
use catalog_edge::model::{Impl, Refusal, Spec};
use tokio_postgres::Row;

use super::row::Cells;
use super::select::{self, Form};
use crate::documents::noqa::without_noqa;
use crate::documents::render::{Renderer, Sink, shifted};
use crate::documents::scope::DocumentScope;
use crate::failure::Failure;
use crate::reading::Reading;
use crate::records::refusals::Refusals;
use crate::records::table::Table;
use crate::terminal::progress::Progress;

/// Reads what is in `scope` in the transaction that the catalogue was read in. All cells that cannot be used are refused
/// together. Of what is read, no more than the specs' own texts and one spec's implementations are held at a time.
pub(crate) async fn read(
    reading: &Reading<'_>,
    scope: DocumentScope,
    renderer: &mut Renderer<'_, impl Sink>,
    progress: &Progress,
) -> Result<(), Failure> {
    let mut refusals = Refusals::default();
    read_specs(reading, renderer, &mut refusals, progress).await?;
    if scope.code() {
        read_codes(reading, renderer, &mut refusals, progress).await?;
    }
    Ok(refusals.into_result()?)
}

async fn read_specs(
    reading: &Reading<'_>,
    renderer: &mut Renderer<'_, impl Sink>,
    refusals: &mut Refusals,
    progress: &Progress,
) -> Result<(), Failure> {
    const WHAT: &str = "details of specs and impls";
    progress.table(WHAT);
    let specs = reading
        .rows(WHAT, &include_str!("../../sql/spec_details.sql").replace("{columns}", &select::list(&SPEC_COLUMNS)), &[])
        .await?;
    let mut specs = specs.iter();
    let mut of_spec: Vec<Row> = Vec::new();
    let sql = include_str!("../../sql/impl_details.sql").replace("{columns}", &select::list(&IMPL_COLUMNS));
    let gather = |row: Row| {
        progress.row();
        if of_spec.first().is_some_and(|first| spec_id(first) != spec_id(&row)) {
            show(specs.next(), &of_spec, renderer, refusals)?;
            of_spec.clear();
        }
        of_spec.push(row);
        Ok(())
    };
    reading.for_each(WHAT, &sql, &[], gather).await?;
    if !of_spec.is_empty() {
        show(specs.next(), &of_spec, renderer, refusals)?;
    }
    Ok(())
}

fn show(
    spec: Option<&Row>,
    implementations: &[Row],
    renderer: &mut Renderer<'_, impl Sink>,
    refusals: &mut Refusals,
) -> Result<(), Failure> {
    let id = implementations.first().and_then(spec_id).unwrap_or_default();
    let spec = spec.filter(|spec| spec.try_get("id").is_ok_and(|spec: &str| spec == id));
    let spec = spec.ok_or_else(|| shifted(Spec::NAME, id.into(), "id"))?;
    let mut details = Vec::with_capacity(implementations.len());
    for row in implementations {
        match implementation(row) {
            Ok(detail) => details.push(detail),
            Err(refusal) => refusals.add(refusal),
        }
    }
    match spec_detail(spec, details) {
        Ok(detail) => renderer.spec(&detail),
        Err(refusal) => {
            refusals.add(refusal);
            Ok(())
        }
    }
}

async fn read_codes(
    reading: &Reading<'_>,
    renderer: &mut Renderer<'_, impl Sink>,
    refusals: &mut Refusals,
    progress: &Progress,
) -> Result<(), Failure> {
    const WHAT: &str = "code of impls";
    progress.table(WHAT);
    let show = |row: Row| {
        progress.row();
        match code(&row) {
            Ok((spec_id, language, library, code)) => {
                let code = &*without_noqa(code);
                renderer.code(&CodeBody { spec_id, library, language, code })?;
            }
            Err(refusal) => refusals.add(refusal),
        }
        Ok(())
    };
    reading.for_each(WHAT, include_str!("../../sql/codes.sql"), &[], show).await
}

fn spec_id(row: &Row) -> Option<&str> {
    row.try_get("spec_id").ok().flatten()
}

/// Columns of `specs` that documents hold.
pub(super) const SPEC_COLUMNS: [(&str, Form); 11] = [
    ("id", Form::Text),
    ("title", Form::Text),
    ("description", Form::Text),
    ("applications", Form::Texts),
    ("data", Form::Texts),
    ("notes", Form::Texts),
    ("tags", Form::Json),
    ("issue", Form::Integer),
    ("suggested", Form::Text),
    ("created", Form::Time),
    ("updated", Form::Time),
];

fn spec_detail<'a>(row: &'a Row, implementations: Vec<ImplDetail<'a>>) -> Result<SpecDetail<'a>, Refusal> {
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

/// Columns of `impls` that documents hold, but for the code.
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

fn implementation(row: &Row) -> Result<ImplDetail<'_>, Refusal> {
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

fn code(row: &Row) -> Result<(&str, &str, &str, &str), Refusal> {
    let cells = Cells::of::<Impl>(row);
    Ok((cells.needed("spec_id")?, cells.needed("language_id")?, cells.needed("library_id")?, cells.needed("code")?))
}
