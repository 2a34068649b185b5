//! Tables of the lookups, and their partitions.

use tokio_postgres::Row;
use tokio_postgres::types::Type;

use super::lookups::{Key, Lookup};
use crate::commands::doctor::queries::{failed, rows};
use crate::failure::Failure;
use crate::postgres::transaction::Transaction;

/// A table, or a partition of one.
#[derive(Debug)]
pub(super) struct Relation {
    /// Table that the lookup names.
    root: u32,
    pub(super) id: u32,
    /// Partitioned table that it is a part of.
    pub(super) parent: Option<u32>,
    /// True if it has partitions instead of rows.
    pub(super) is_partitioned: bool,
    pub(super) name: String,
    pub(super) schema: String,
    quoted_schema: String,
    /// Name with schema, quoted.
    pub(super) qualified: String,
    pub(super) has_rows: bool,
    pub(super) rows: u64,
    pub(super) scans: u64,
    pub(super) rows_by_scans: u64,
    /// Columns that have the same value in all rows of this partition.
    fixed: Vec<String>,
}

/// Tables of all lookups.
#[derive(Debug)]
pub(super) struct Relations(Vec<Relation>);

/// A table and its partitions, parents first.
#[derive(Clone, Copy, Debug)]
pub(super) struct Tree<'r>(&'r [Relation]);

impl Relation {
    fn read(row: &Row) -> Result<Self, tokio_postgres::Error> {
        let number = |column| row.try_get::<_, i64>(column).map(i64::unsigned_abs);
        Ok(Self {
            root: row.try_get("root")?,
            id: row.try_get("relation")?,
            parent: row.try_get("parent")?,
            is_partitioned: row.try_get("is_partitioned")?,
            name: row.try_get("name")?,
            schema: row.try_get("schema")?,
            quoted_schema: row.try_get("quoted_schema")?,
            qualified: row.try_get("qualified")?,
            has_rows: row.try_get("has_rows")?,
            rows: number("rows")?,
            scans: number("scans")?,
            rows_by_scans: number("rows_by_scans")?,
            fixed: row.try_get("fixed")?,
        })
    }

    /// Returns `name`, which is quoted already, qualified with the schema of this table.
    pub(super) fn beside(&self, name: &str) -> String {
        format!("{}.{name}", self.quoted_schema)
    }

    /// Returns the keys whose values differ within this partition. The others only select the partition.
    pub(super) fn open_keys<'l>(&self, lookup: &'l Lookup) -> Vec<&'l Key> {
        lookup.keys.iter().filter(|key| !self.fixed.contains(&key.column)).collect()
    }
}

impl Relations {
    /// Reads the tables of `lookups`.
    pub(super) async fn of(transaction: &Transaction<'_>, lookups: &[Lookup]) -> Result<Self, Failure> {
        let mut roots: Vec<u32> = lookups.iter().map(|lookup| lookup.relation).collect();
        roots.sort_unstable();
        roots.dedup();
        let sql = include_str!("../../../../sql/doctor/relations.sql");
        let rows = rows(transaction, sql, &[(&roots, Type::OID_ARRAY)]).await?;
        let relations = rows.iter().map(Relation::read).collect::<Result<_, _>>().map_err(failed)?;
        Ok(Self(relations))
    }

    /// Returns their object ids.
    pub(super) fn ids(&self) -> Vec<u32> {
        self.0.iter().map(|relation| relation.id).collect()
    }

    /// Returns the table with this object id, and its partitions.
    pub(super) fn tree(&self, root: u32) -> Tree<'_> {
        Tree(self.0.chunk_by(|a, b| a.root == b.root).find(|tree| tree[0].root == root).unwrap_or_default())
    }
}

impl<'r> Tree<'r> {
    pub(super) fn all(self) -> &'r [Relation] {
        self.0
    }

    /// Returns the table itself.
    pub(super) fn root(self) -> Option<&'r Relation> {
        self.0.first()
    }

    /// Returns the tables that hold rows.
    pub(super) fn leaves(self) -> impl Iterator<Item = &'r Relation> {
        self.0.iter().filter(|relation| !relation.is_partitioned)
    }

    /// Returns the partitions of `parent`.
    pub(super) fn partitions(self, parent: u32) -> impl Iterator<Item = &'r Relation> {
        self.0.iter().filter(move |relation| relation.parent == Some(parent))
    }

    /// Sums up a figure of all tables that hold rows.
    pub(super) fn total(self, figure: impl Fn(&Relation) -> u64) -> u64 {
        self.leaves().map(figure).sum()
    }
}
