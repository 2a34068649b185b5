//! Numbers of records by their ids.

use std::collections::BTreeMap;

/// Distinct ids, numbered by code point.
pub(super) struct Numbers<'r> {
    numbers: BTreeMap<&'r str, u32>,
    /// Index of each id among the records, by number.
    pub(super) places: Vec<u32>,
}

impl<'r> Numbers<'r> {
    /// Numbers `ids`. Fails with an id that occurs twice.
    pub(super) fn of(ids: impl Iterator<Item = &'r str>) -> Result<Self, &'r str> {
        let mut numbers = BTreeMap::new();
        for (id, place) in ids.zip(0..) {
            if numbers.insert(id, place).is_some() {
                return Err(id);
            }
        }
        let numbered = numbers.values_mut().zip(0..);
        let places = numbered.map(|(value, number)| std::mem::replace(value, number)).collect();
        Ok(Self { numbers, places })
    }

    /// Returns the number of `id`. If there is none, returns the reason to refuse the row that refers to it.
    pub(super) fn find(&self, id: &str) -> Result<u32, String> {
        let unknown = || format!("refers to '{id}', which does not exist: add it or remove this row");
        self.numbers.get(id).copied().ok_or_else(unknown)
    }
}
