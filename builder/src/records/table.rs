//! The tables of the catalogue: their names, keys and columns, and the fields that hold them.
//!
//! Reading, the check of the schema, comparing, warnings and refusals take the names from here, so a new column is one
//! line in [`records::tables`](super::tables) and a field of its record.

use catalog_edge::model::{Facet, IMPL_TAG_FACETS, SPEC_TAG_FACETS};

/// A table of which each row is a record.
pub(crate) trait Table: Default + 'static {
    /// Name in the database.
    const NAME: &'static str;
    /// Columns of the key.
    const KEY: &'static [&'static str];
    /// All columns, those of the key first.
    const COLUMNS: &'static [Column<Self>];

    /// Values of the key.
    fn key(&self) -> Vec<&str>;
}

/// A column of table `R`, and the field of the record that holds it.
#[derive(Debug)]
pub(crate) struct Column<R> {
    pub(crate) name: &'static str,
    /// Returns what the record holds.
    pub(crate) cell: for<'r> fn(&'r R) -> Cell<'r>,
    /// Returns the place that the column is read into.
    pub(crate) field: for<'r> fn(&'r mut R) -> Field<'r>,
}

/// Content of a field.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) enum Cell<'r> {
    Text(&'r str),
    OptionalText(Option<&'r str>),
    Number(Option<f64>),
    Count(Option<u64>),
    /// Microseconds since 1970 in UTC. A snapshot holds only their order.
    Time(Option<i64>),
    Flag(bool),
    /// One list for each facet, in the order of the facets.
    Tags(&'static [Facet], &'r [Vec<String>]),
}

/// A field to be filled.
#[derive(Debug)]
pub(crate) enum Field<'r> {
    Text(&'r mut String),
    OptionalText(&'r mut Option<String>),
    Number(&'r mut Option<f64>),
    Count(&'r mut Option<u64>),
    /// Microseconds since 1970 in UTC.
    Time(&'r mut Option<i64>),
    Flag(&'r mut bool),
    /// One list for each facet, in the order of the facets.
    Tags(&'static [Facet], &'r mut [Vec<String>]),
}

macro_rules! cells {
    ($($of:ty => $kind:ident($cell:expr)),* $(,)?) => { $(
        impl<'r> From<&'r $of> for Cell<'r> {
            fn from(field: &'r $of) -> Self {
                let cell: fn(&'r $of) -> _ = $cell;
                Self::$kind(cell(field))
            }
        }

        impl<'r> From<&'r mut $of> for Field<'r> {
            fn from(field: &'r mut $of) -> Self {
                Self::$kind(field)
            }
        }
    )* };
}

cells! {
    String => Text(|text| text),
    Option<String> => OptionalText(|text| text.as_deref()),
    // JSON has no other numbers.
    Option<f64> => Number(|number| number.filter(|number| number.is_finite())),
    Option<u64> => Count(|count| *count),
    Option<i64> => Time(|time| *time),
    bool => Flag(|flag| *flag),
}

macro_rules! tags {
    ($($facets:expr),*) => { $(
        impl<'r> From<&'r [Vec<String>; $facets.len()]> for Cell<'r> {
            fn from(lists: &'r [Vec<String>; $facets.len()]) -> Self {
                Self::Tags(&$facets, lists)
            }
        }

        impl<'r> From<&'r mut [Vec<String>; $facets.len()]> for Field<'r> {
            fn from(lists: &'r mut [Vec<String>; $facets.len()]) -> Self {
                Self::Tags(&$facets, lists)
            }
        }
    )* };
}

tags!(SPEC_TAG_FACETS, IMPL_TAG_FACETS);

/// Declares a table: its record, its name, and which column each field holds.
macro_rules! table {
    (
        $record:ty, $name:literal,
        key [$($key:literal => $key_field:ident),+ $(,)?],
        columns [$($column:expr => $field:ident),* $(,)?]
    ) => {
        impl $crate::records::table::Table for $record {
            const NAME: &'static str = $name;
            const KEY: &'static [&'static str] = &[$($key),+];
            const COLUMNS: &'static [$crate::records::table::Column<Self>] = &[
                $(table!(column $key => $key_field),)+
                $(table!(column $column => $field),)*
            ];

            fn key(&self) -> Vec<&str> {
                vec![$(&*self.$key_field),+]
            }
        }
    };
    (column $name:expr => $field:ident) => {
        $crate::records::table::Column {
            name: $name,
            cell: |record| (&record.$field).into(),
            field: |record| (&mut record.$field).into(),
        }
    };
}
pub(super) use table;
