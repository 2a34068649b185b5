//! Lookups in the catalogue's tables: by the application, and by the triggers of foreign keys.

use tokio_postgres::Row;
use tokio_postgres::types::Type;

use crate::commands::doctor::queries::{failed, rows};
use crate::commands::doctor::tables::{CATALOGUE, FEEDBACK, FILTERED, columns};
use crate::failure::Failure;
use crate::postgres::transaction::{Parameters, Transaction};

/// A lookup of rows by the values of some columns.
#[derive(Debug)]
pub(super) struct Lookup {
    pub(super) relation: u32,
    /// Name of the table, as short as the search path allows.
    pub(super) table: String,
    /// The foreign key whose trigger does it; `None` if the application does.
    pub(super) foreign_key: Option<ForeignKey>,
    pub(super) keys: Vec<Key>,
}

#[derive(Debug)]
pub(super) struct ForeignKey {
    pub(super) name: String,
    pub(super) referenced: String,
}

/// One of the columns, and the properties of an index that the planner needs to use it.
#[derive(Debug)]
pub(super) struct Key {
    pub(super) column: String,
    /// Expression that an index must hold.
    expression: String,
    /// The expression cast to types of the same binary form.
    casts: Vec<String>,
    operator: u32,
    collation: u32,
    /// Family of the operator class that [`definition`](Self::definition) names.
    family: u32,
    /// Definition of the column in a new index, with collation and operator class if they are not the default.
    pub(super) definition: String,
    /// Condition of the lookup, with a value that the planner does not know.
    pub(super) condition: String,
}

/// A key column of an index.
#[derive(Debug)]
pub(super) struct IndexKey {
    pub(super) expression: String,
    pub(super) collation: u32,
    pub(super) family: u32,
    /// Operators of its operator family.
    pub(super) operators: Vec<u32>,
}

impl Key {
    /// True if the planner can look this up in `other`.
    pub(super) fn is_found_in(&self, other: &IndexKey) -> bool {
        self.names(other)
            && (other.collation == 0 || other.collation == self.collation)
            && other.operators.contains(&self.operator)
    }

    /// True if both are of the same value, without regard to order and operators.
    pub(super) fn names(&self, other: &IndexKey) -> bool {
        self.expression == other.expression || self.casts.contains(&other.expression)
    }

    /// True if [`definition`](Self::definition) creates such a key column.
    pub(super) fn is_defined_as(&self, other: &IndexKey) -> bool {
        self.expression == other.expression && self.collation == other.collation && self.family == other.family
    }

    /// True if one key column serves both.
    pub(super) fn is_same(&self, other: &Self) -> bool {
        self.definition == other.definition
    }

    fn read(row: &Row) -> Result<Self, tokio_postgres::Error> {
        let expression: String = row.try_get("key")?;
        let collate: &str = row.try_get("collate_clause")?;
        let class: &str = row.try_get("class_clause")?;
        Ok(Self {
            column: row.try_get("column_name")?,
            definition: format!("{expression}{collate}{class}"),
            expression,
            casts: row.try_get("casts")?,
            operator: row.try_get("index_operator")?,
            collation: row.try_get("index_collation")?,
            family: row.try_get("family")?,
            condition: row.try_get("comparison")?,
        })
    }
}

impl Lookup {
    /// Reads all lookups. That of a foreign key comes before that of the application by the same column.
    pub(super) async fn all(transaction: &Transaction<'_>) -> Result<Vec<Self>, Failure> {
        let (tables, columns) = columns(FILTERED);
        let parameters: &Parameters<'_> = &[
            (&CATALOGUE.as_slice(), Type::TEXT_ARRAY),
            (&FEEDBACK, Type::TEXT),
            (&tables, Type::TEXT_ARRAY),
            (&columns, Type::TEXT_ARRAY),
        ];
        let rows = rows(transaction, include_str!("../../../../sql/doctor/lookups.sql"), parameters).await?;
        let mut lookups: Vec<Self> = Vec::new();
        for row in &rows {
            Self::add(row, &mut lookups).map_err(failed)?;
        }
        Ok(lookups)
    }

    fn add(row: &Row, lookups: &mut Vec<Self>) -> Result<(), tokio_postgres::Error> {
        let relation = row.try_get("relation")?;
        let name: Option<String> = row.try_get("foreign_key")?;
        let key = Key::read(row)?;
        if let (Some(last), Some(name)) = (lookups.last_mut(), &name)
            && last.relation == relation
            && last.foreign_key.as_ref().is_some_and(|foreign_key| foreign_key.name == *name)
        {
            last.keys.push(key);
            return Ok(());
        }
        let referenced: Option<String> = row.try_get("referenced")?;
        let foreign_key = name.zip(referenced).map(|(name, referenced)| ForeignKey { name, referenced });
        lookups.push(Self { relation, table: row.try_get("table_name")?, foreign_key, keys: vec![key] });
        Ok(())
    }

    /// Returns the names of the columns, for people.
    pub(super) fn columns(&self) -> String {
        self.keys.iter().map(|key| &*key.column).collect::<Vec<_>>().join(", ")
    }

    /// Returns the columns of an index for it.
    pub(super) fn definition(&self) -> String {
        self.keys.iter().map(|key| &*key.definition).collect::<Vec<_>>().join(", ")
    }
}
