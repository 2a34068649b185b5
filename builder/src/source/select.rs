//! Select lists of statements.

use crate::records::table::{Cell, Table};

/// Form in which a column is read, independent of its type in the database.
#[derive(Clone, Copy, Debug)]
pub(super) enum Form {
    Text,
    /// Text, or that of another column if it is NULL or empty.
    TextOr(&'static str),
    /// List of texts.
    Texts,
    Json,
    LaxInteger,
    Float,
    /// Time as `time.sql` writes it.
    Time,
    /// Time as `microseconds.sql` writes it.
    Microseconds,
}

impl Form {
    /// Returns the expression that reads `column` in this form.
    pub(super) fn of(self, column: &str) -> String {
        match self {
            Self::Text => format!("{column}::text"),
            Self::TextOr(other) => format!("coalesce(nullif({column}::text, ''), {other}::text) AS {column}"),
            Self::Texts => format!("{column}::text[]"),
            Self::Json => format!("{column}::jsonb::text"),
            Self::LaxInteger => format!("{column}::int8"),
            Self::Float => format!("{column}::float8"),
            Self::Time => include_str!("../../sql/time.sql").trim_end().replace("{x}", column),
            Self::Microseconds => include_str!("../../sql/microseconds.sql").trim_end().replace("{x}", column),
        }
    }
}

/// Returns the select list of `columns`.
pub(super) fn list(columns: &[(&str, Form)]) -> String {
    let columns = columns.iter().map(|(column, form)| form.of(column));
    columns.collect::<Vec<_>>().join(",\n       ")
}

/// Returns the statement that reads all rows of `R`. Columns that are `computed` have an expression of their own.
pub(super) fn all_rows<R: Table>(computed: &[(&str, String)]) -> String {
    let record = R::default();
    let expression = |name: &str, cell: Cell<'_>| match computed.iter().find(|(computed, _)| *computed == name) {
        Some((_, expression)) => format!("{expression} AS {name}"),
        None => form(cell).of(name),
    };
    let columns = R::COLUMNS.iter().map(|column| expression(column.name, (column.cell)(&record)));
    format!("SELECT {}\nFROM {}", columns.collect::<Vec<_>>().join(",\n       "), R::NAME)
}

/// Returns the form in which a column of records is read.
fn form(cell: Cell<'_>) -> Form {
    match cell {
        Cell::Number(_) => Form::Float,
        Cell::Time(_) => Form::Microseconds,
        _ => Form::Text,
    }
}
