//! Reads the cells of one row; a cell that cannot be used is refused by table, key and column.

use catalog_edge::model::{Facet, Refusal};
use tokio_postgres::Row;
use tokio_postgres::types::FromSql;

use crate::tags;

/// One row of a table, under the key people know it by.
pub(crate) struct Cells<'a> {
    table: &'static str,
    key: String,
    row: &'a Row,
}

impl<'a> Cells<'a> {
    /// A row whose key is made of these columns, joined by slashes.
    pub(crate) fn new(table: &'static str, key: &[&str], row: &'a Row) -> Self {
        let part = |column: &&str| row.try_get(column).ok().flatten().unwrap_or_else(|| String::from("NULL"));
        Self { table, key: key.iter().map(part).collect::<Vec<_>>().join("/"), row }
    }

    /// The text of a column that must have one.
    pub(crate) fn text(&self, column: &str) -> Result<String, Refusal> {
        let text = self.optional(column)?;
        text.ok_or_else(|| self.refusal(column, "is NULL, but the catalogue needs it: fill it in".into()))
    }

    /// The value of a column that may be NULL.
    pub(crate) fn optional<T: FromSql<'a>>(&self, column: &str) -> Result<Option<T>, Refusal> {
        self.row.try_get(column).map_err(|error| {
            let cause = std::error::Error::source(&error).map_or_else(|| error.to_string(), ToString::to_string);
            self.refusal(column, format!("cannot be read ({cause}): correct the value"))
        })
    }

    /// A count that may be NULL.
    pub(crate) fn count(&self, column: &str) -> Result<Option<u64>, Refusal> {
        let count: Option<i64> = self.optional(column)?;
        let negative = |count| self.refusal(column, format!("is {count}, but a count is not negative: correct it"));
        count.map(|count| u64::try_from(count).map_err(|_| negative(count))).transpose()
    }

    /// The tag lists of `facets` in a column that holds a tag object.
    pub(crate) fn tags<const N: usize>(&self, column: &str, facets: [Facet; N]) -> Result<[Vec<String>; N], Refusal> {
        let text: Option<&str> = self.optional(column)?;
        tags::parse(text, facets).map_err(|fault| match fault.category {
            Some(category) => self.refusal(&format!("{column}.{category}"), fault.reason),
            None => self.refusal(column, fault.reason),
        })
    }

    fn refusal(&self, column: &str, reason: String) -> Refusal {
        Refusal { table: self.table, key: self.key.clone(), column: column.into(), reason }
    }
}
