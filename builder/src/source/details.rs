//! Reading of the rows of documents: specs in full, then code, each in one statement.

use catalog_edge::documents::CodeBody;
use catalog_edge::model::Spec;
use tokio_postgres::Row;

use super::detail_rows::{IMPL_COLUMNS, SPEC_COLUMNS, code, implementation, spec_detail};
use super::select;
use crate::documents::noqa::without_noqa;
use crate::documents::render::{Renderer, Sink, shifted};
use crate::documents::scope::DocumentScope;
use crate::failure::Failure;
use crate::postgres::transaction::Transaction;
use crate::records::refusals::Refusals;
use crate::records::table::Table;
use crate::terminal::progress::Progress;

/// Reads the documents in `scope` in the transaction that the records were read in, and passes them to `renderer`. All
/// cells that cannot be used are refused together. Only the specs' own texts and one spec's implementations are in
/// memory.
pub(crate) async fn read(
    transaction: &Transaction<'_>,
    scope: DocumentScope,
    renderer: &mut Renderer<'_, impl Sink>,
    progress: &Progress,
) -> Result<(), Failure> {
    let mut refusals = Refusals::default();
    read_specs(transaction, renderer, &mut refusals, progress).await?;
    if scope.code() {
        read_codes(transaction, renderer, &mut refusals, progress).await?;
    }
    Ok(refusals.into_result()?)
}

async fn read_specs(
    transaction: &Transaction<'_>,
    renderer: &mut Renderer<'_, impl Sink>,
    refusals: &mut Refusals,
    progress: &Progress,
) -> Result<(), Failure> {
    const WHAT: &str = "details of specs and impls";
    progress.table(WHAT);
    let specs = transaction
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
    transaction.for_each(WHAT, &sql, &[], gather).await?;
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
    transaction: &Transaction<'_>,
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
    transaction.for_each(WHAT, include_str!("../../sql/codes.sql"), &[], show).await
}

fn spec_id(row: &Row) -> Option<&str> {
    row.try_get("spec_id").ok().flatten()
}
