//! From a value's name to its number, by hash.

use std::hash::Hasher;

use hashbrown::HashTable;
use rustc_hash::FxHasher;

use crate::model::Facet;

/// Finds values by facet and escaped name. It stores numbers only; the names stay where they are.
#[derive(Clone, Debug, Default)]
pub(crate) struct ValueIndex {
    table: HashTable<u32>,
}

impl ValueIndex {
    /// Enters the values from 0 on, each under the hash of its facet and name.
    pub(crate) fn of(hashes: &[u64]) -> Self {
        let mut table = HashTable::with_capacity(hashes.len());
        for (&hash, value) in hashes.iter().zip(0_u32..) {
            table.insert_unique(hash, value, |&other| hashes[other as usize]);
        }
        Self { table }
    }

    /// The value of this hash for which `is_named` holds.
    pub(crate) fn find(&self, hash: u64, is_named: impl Fn(u32) -> bool) -> Option<u32> {
        self.table.find(hash, |value| is_named(*value)).copied()
    }
}

/// Hash of a value's facet and escaped name.
pub(crate) fn hash(facet: Facet, name: &[u8]) -> u64 {
    let mut hasher = FxHasher::default();
    hasher.write(name);
    hasher.write_u8(facet as u8);
    hasher.finish()
}
