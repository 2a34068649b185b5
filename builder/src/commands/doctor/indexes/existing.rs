//! Existing indexes, and the lookups that they serve.

use tokio_postgres::Row;
use tokio_postgres::types::Type;

use super::lookups::{IndexKey, Key, Lookup};
use super::relations::Relations;
use crate::commands::doctor::queries::{failed, rows};
use crate::failure::Failure;
use crate::postgres::transaction::Transaction;

/// An index.
#[derive(Debug)]
pub(super) struct Index {
    pub(super) id: u32,
    pub(super) relation: u32,
    name: String,
    /// Name with schema, quoted.
    pub(super) qualified: String,
    method: String,
    /// False if its build failed, or if partitions of its table have no part of it yet.
    pub(super) is_valid: bool,
    is_unique: bool,
    /// Condition that its rows meet; `None` if it holds all rows.
    pub(super) predicate: Option<String>,
    is_plain: bool,
    /// True if it has parts in the partitions of its table instead of entries.
    pub(super) is_over_partitions: bool,
    /// Statement that creates it.
    pub(super) definition: String,
    /// Partitioned index that it is a part of.
    pub(super) attached_to: Option<u32>,
    keys: Vec<IndexKey>,
}

/// Degree to which an index serves a lookup.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Reach {
    /// Finds exactly the rows.
    All,
    /// Finds more rows than are looked up. The values decide if that is faster than reading the table.
    Some,
    None,
}

impl Index {
    /// Reads all indexes of `relations`, by name.
    pub(super) async fn of(transaction: &Transaction<'_>, relations: &Relations) -> Result<Vec<Self>, Failure> {
        let sql = include_str!("../../../../sql/doctor/indexes.sql");
        let rows = rows(transaction, sql, &[(&relations.ids(), Type::OID_ARRAY)]).await?;
        let mut indexes: Vec<Self> = Vec::new();
        for row in &rows {
            let id: u32 = row.try_get("index").map_err(failed)?;
            let key = Self::key(row).map_err(failed)?;
            match indexes.last_mut() {
                Some(index) if index.id == id => index.keys.push(key),
                _ => indexes.push(Self::read(row, id, key).map_err(failed)?),
            }
        }
        Ok(indexes)
    }

    fn key(row: &Row) -> Result<IndexKey, tokio_postgres::Error> {
        Ok(IndexKey {
            expression: row.try_get("key")?,
            collation: row.try_get("collation")?,
            family: row.try_get("family")?,
            operators: row.try_get("operators")?,
        })
    }

    fn read(row: &Row, id: u32, key: IndexKey) -> Result<Self, tokio_postgres::Error> {
        Ok(Self {
            id,
            relation: row.try_get("relation")?,
            name: row.try_get("name")?,
            qualified: row.try_get("qualified")?,
            method: row.try_get("method")?,
            is_valid: row.try_get("is_valid")?,
            is_unique: row.try_get("is_unique")?,
            predicate: row.try_get("predicate")?,
            is_plain: row.try_get("is_plain")?,
            is_over_partitions: row.try_get("is_over_partitions")?,
            definition: row.try_get("definition")?,
            attached_to: row.try_get("attached_to")?,
            keys: vec![key],
        })
    }

    /// Returns the degree to which it serves a lookup by `keys`, without regard to its predicate.
    pub(super) fn reach(&self, keys: &[&Key]) -> Reach {
        let is_sought = |held: &IndexKey| keys.iter().any(|key| key.is_found_in(held));
        match &*self.method {
            "btree" => {
                // Only the columns before the first other column narrow the search.
                let leading = self.keys.iter().take_while(|held| is_sought(held)).count();
                let leading = &self.keys[..leading];
                match keys.iter().filter(|key| leading.iter().any(|held| key.is_found_in(held))).count() {
                    0 => Reach::None,
                    found if found == keys.len() => Reach::All,
                    _ => Reach::Some,
                }
            }
            "hash" if keys.len() == 1 && is_sought(&self.keys[0]) => Reach::All,
            _ if self.keys.iter().any(is_sought) => Reach::Some,
            _ => Reach::None,
        }
    }

    /// True if a rebuild can fail again because of its definition, for example because of duplicates.
    pub(super) fn may_fail_again(&self) -> bool {
        self.is_unique
    }

    /// True if it can be a part of the index that is proposed for `lookup`.
    pub(super) fn is_as_proposed(&self, lookup: &Lookup) -> bool {
        self.method == "btree"
            && self.is_plain
            && !self.is_unique
            && self.predicate.is_none()
            && self.keys.len() == lookup.keys.len()
            && lookup.keys.iter().zip(&self.keys).all(|(key, held)| key.is_defined_as(held))
    }

    /// Returns the reason that an index of `keys` does not serve a lookup by them; `None` if it is no index of them.
    pub(super) fn fault(&self, keys: &[&Key]) -> Option<String> {
        let is_named = |held: &IndexKey| keys.iter().any(|key| key.names(held));
        if self.keys.len() < keys.len() || !self.keys[..keys.len()].iter().all(is_named) {
            return None;
        }
        let fault = match self.reach(keys) {
            Reach::All if !self.is_valid => "is invalid",
            Reach::All => "holds only some of the rows",
            Reach::Some | Reach::None => "compares by another collation or operator class, or not by a tree",
        };
        Some(format!("{} {fault}", self.name))
    }
}
