//! Reads the catalogue's tables into records. No column is read that the records do not hold, `code` least of all.

use catalog_edge::model::{IMPL_TAG_FACETS, Impl, Language, Library, Records, Refusal, SPEC_TAG_FACETS, Spec};
use tokio_postgres::Row;

use crate::database::DatabaseError;
use crate::failure::Failure;
use crate::reading::Reading;
use crate::records::refusals::Refusals;
use crate::source::row::{Cells, with_times};
use crate::source::schema::LineCounts;
use crate::terminal::progress::Progress;

/// Reads everything but the documents in one transaction; `with_code`, also who has code. All cells that cannot be used are refused together.
pub(crate) async fn read(
    reading: &Reading<'_>,
    line_counts: LineCounts,
    with_code: bool,
    progress: &Progress,
) -> Result<Records, Failure> {
    let mut reader = Reader { reading, progress, refusals: Refusals::default() };
    let records = Records {
        languages: reader.rows("languages", include_str!("../../sql/languages.sql"), language).await?,
        libraries: reader.rows("libraries", include_str!("../../sql/libraries.sql"), library).await?,
        specs: reader.rows("specs", include_str!("../../sql/specs.sql"), spec).await?,
        impls: reader.rows("impls", &impls_sql(line_counts, with_code), implementation).await?,
        changed: reader.changed().await?,
        source: concat!("catalog-builder ", env!("CARGO_PKG_VERSION"), ", PostgreSQL").into(),
    };
    reader.refusals.into_result()?;
    Ok(records)
}

struct Reader<'a> {
    reading: &'a Reading<'a>,
    progress: &'a Progress,
    refusals: Refusals,
}

impl Reader<'_> {
    async fn rows<T>(
        &mut self,
        table: &'static str,
        sql: &str,
        record: impl Fn(&Row) -> Result<T, Refusal>,
    ) -> Result<Vec<T>, Failure> {
        self.progress.table(table);
        let mut records = Vec::new();
        let read = |row: Row| {
            match record(&row) {
                Ok(record) => records.push(record),
                Err(refusal) => self.refusals.add(refusal),
            }
            self.progress.row();
            Ok(())
        };
        self.reading.for_each(table, sql, &[], read).await?;
        Ok(records)
    }

    /// The time of the newest change. Refuses times without the form that clients get, which would hide or falsify it.
    async fn changed(&mut self) -> Result<Option<String>, Failure> {
        const WHAT: &str = "updated_at of specs and impls";
        let failed = |error| DatabaseError::query(WHAT, error);
        let newest = self.reading.one(WHAT, include_str!("../../sql/changed.sql"), &[]).await?;
        if newest.try_get("has_form").map_err(failed)? {
            return Ok(newest.try_get("changed").map_err(failed)?);
        }
        let sql = with_times(include_str!("../../sql/changed_without_form.sql"));
        for row in self.reading.rows(WHAT, &sql, &[]).await? {
            let table: &str = row.try_get("table_name").map_err(failed)?;
            let table = if table == "specs" { "specs" } else { "impls" };
            if let Err(refusal) = Cells::new(table, &["key"], &row).time("updated_at") {
                self.refusals.add(refusal);
            }
        }
        Ok(None)
    }
}

fn impls_sql(line_counts: LineCounts, with_code: bool) -> String {
    let stored = include_str!("../../sql/line_count_stored.sql").trim_end();
    let computed = include_str!("../../sql/line_count_computed.sql").trim_end();
    let expression = match line_counts {
        LineCounts::Stored => stored.into(),
        LineCounts::Computed => computed.into(),
        LineCounts::StoredOrComputed => format!("{stored}, {computed}"),
    };
    let has_code = if with_code { include_str!("../../sql/has_code.sql").trim_end() } else { "false" };
    let sql = include_str!("../../sql/impls.sql").replace("({line_count})", &format!("({expression})"));
    sql.replace("{has_code} AS", &format!("{has_code} AS"))
}

fn language(row: &Row) -> Result<Language, Refusal> {
    let cells = Cells::new("languages", &["id"], row);
    Ok(Language {
        id: cells.text("id")?,
        name: cells.text("name")?,
        file_extension: cells.text("file_extension")?,
        runtime_version: cells.optional("runtime_version")?,
        documentation_url: cells.optional("documentation_url")?,
        description: cells.optional("description")?,
    })
}

fn library(row: &Row) -> Result<Library, Refusal> {
    let cells = Cells::new("libraries", &["id"], row);
    Ok(Library {
        id: cells.text("id")?,
        name: cells.text("name")?,
        language: cells.text("language_id")?,
        framework: cells.text("framework")?,
        version: cells.optional("version")?,
        documentation_url: cells.optional("documentation_url")?,
        description: cells.optional("description")?,
    })
}

fn spec(row: &Row) -> Result<Spec, Refusal> {
    let cells = Cells::new("specs", &["id"], row);
    Ok(Spec { id: cells.text("id")?, title: cells.text("title")?, tags: cells.tags("tags", SPEC_TAG_FACETS)? })
}

fn implementation(row: &Row) -> Result<Impl, Refusal> {
    let cells = Cells::new("impls", &["spec_id", "language_id", "library_id"], row);
    Ok(Impl {
        spec: cells.text("spec_id")?,
        // Of the implementation, not of its library: a library may serve several languages.
        language: cells.text("language_id")?,
        library: cells.text("library_id")?,
        quality: cells.optional("quality_score")?,
        url_light: cells.optional("preview_url_light")?,
        url_dark: cells.optional("preview_url_dark")?,
        html_light: cells.optional("preview_html_light")?,
        html_dark: cells.optional("preview_html_dark")?,
        tags: cells.tags("impl_tags", IMPL_TAG_FACETS)?,
        line_count: cells.count("line_count")?,
        has_code: cells.optional("has_code")?.unwrap_or(false),
    })
}
