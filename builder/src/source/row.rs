//! Cells of a row. A cell that cannot be used is refused with its table, key and column.

use catalog_edge::documents::Json;
use catalog_edge::model::{Facet, Refusal};
use tokio_postgres::Row;
use tokio_postgres::types::FromSql;

use super::{jsonb, tags};
use crate::records::table::{Field, Table};

/// A row of a table, and its key for messages.
pub(crate) struct Cells<'a> {
    table: &'static str,
    key: String,
    row: &'a Row,
}

impl<'a> Cells<'a> {
    /// Takes a row of table `R`.
    pub(crate) fn of<R: Table>(row: &'a Row) -> Self {
        Self::with_key(R::NAME, R::KEY, row)
    }

    /// Takes a row of `table` whose key consists of the columns `key`.
    pub(crate) fn with_key(table: &'static str, key: &[&str], row: &'a Row) -> Self {
        let part = |column: &&str| row.try_get(column).ok().flatten().unwrap_or_else(|| String::from("NULL"));
        Self { table, key: key.iter().map(part).collect::<Vec<_>>().join("/"), row }
    }

    /// Returns the record of the row.
    pub(crate) fn record<R: Table>(&self) -> Result<R, Refusal> {
        let mut record = R::default();
        for column in R::COLUMNS {
            let name = column.name;
            match (column.field)(&mut record) {
                Field::Text(text) => *text = self.needed(name)?.to_owned(),
                Field::OptionalText(text) => *text = self.optional(name)?,
                Field::Number(number) => *number = self.optional(name)?,
                Field::Count(count) => *count = self.count(name)?,
                Field::Time(time) => *time = self.microseconds(name)?,
                Field::Flag(flag) => *flag = self.optional(name)?.unwrap_or(false),
                Field::Tags(facets, lists) => self.tags(name, facets, lists)?,
            }
        }
        Ok(record)
    }

    /// Returns the text of a column that must not be NULL.
    pub(crate) fn needed(&self, column: &str) -> Result<&'a str, Refusal> {
        let text = self.optional(column)?;
        text.ok_or_else(|| self.refusal(column, "is NULL, but the catalogue needs it: fill it in".into()))
    }

    /// Returns the value of a column that may be NULL.
    pub(crate) fn optional<T: FromSql<'a>>(&self, column: &str) -> Result<Option<T>, Refusal> {
        self.row.try_get(column).map_err(|error| {
            let cause = std::error::Error::source(&error).map_or_else(|| error.to_string(), ToString::to_string);
            self.refusal(column, format!("cannot be read ({cause}): correct the value"))
        })
    }

    /// Returns a count that may be NULL.
    fn count(&self, column: &str) -> Result<Option<u64>, Refusal> {
        let count: Option<i64> = self.optional(column)?;
        let negative = |count| self.refusal(column, format!("is {count}, but a count is not negative: correct it"));
        count.map(|count| u64::try_from(count).map_err(|_| negative(count))).transpose()
    }

    /// Fills the lists of `facets` from a column that holds a tag object.
    fn tags(&self, column: &str, facets: &[Facet], lists: &mut [Vec<String>]) -> Result<(), Refusal> {
        let text: Option<&str> = self.optional(column)?;
        tags::parse(text, facets, lists).map_err(|fault| match fault.category {
            Some(category) => self.refusal(&format!("{column}.{category}"), fault.reason),
            None => self.refusal(column, fault.reason),
        })
    }

    /// Returns the texts of a list, which is empty if it is NULL.
    pub(crate) fn texts(&self, column: &str) -> Result<Vec<&'a str>, Refusal> {
        let items: Vec<Option<&str>> = self.optional(column)?.unwrap_or_default();
        let text = |(at, item): (usize, Option<&'a str>)| {
            item.ok_or_else(|| self.refusal(column, format!("has NULL as item {}: correct or remove it", at + 1)))
        };
        items.into_iter().enumerate().map(text).collect()
    }

    /// Returns the JSON of a column as clients know it; `None` for NULL and for JSON's null.
    pub(crate) fn json(&self, column: &str) -> Result<Option<Box<Json>>, Refusal> {
        let text: Option<&str> = self.optional(column)?;
        text.map_or(Ok(None), |text| jsonb::of_jsonb(text).map_err(|reason| self.refusal(column, reason)))
    }

    /// Returns the time of a column as `time.sql` writes it: `2025-12-11T22:45:43`, with microseconds if there are any.
    pub(crate) fn time(&self, column: &str) -> Result<Option<&'a str>, Refusal> {
        const LEN: usize = "2025-12-11T22:45:43.000000".len();
        let Some(text) = self.optional::<&str>(column)? else { return Ok(None) };
        match text.strip_suffix(" AD") {
            Some(time) if time.len() == LEN => Ok(Some(time.strip_suffix(".000000").unwrap_or(time))),
            _ => Err(self.not_in_range(column, text)),
        }
    }

    /// Returns the time of a column as `microseconds.sql` writes it: microseconds since 1970 in UTC.
    fn microseconds(&self, column: &str) -> Result<Option<i64>, Refusal> {
        let text: Option<&str> = self.optional(column)?;
        text.map(|text| text.parse().map_err(|_| self.not_in_range(column, text))).transpose()
    }

    fn not_in_range(&self, column: &str, time: &str) -> Refusal {
        self.refusal(column, format!("is {time}, not in the years 1 to 9999: correct it, or set it to NULL"))
    }

    fn refusal(&self, column: &str, reason: String) -> Refusal {
        Refusal { table: self.table, key: self.key.clone(), column: column.into(), reason }
    }
}
