//! References from one record to another by id.

use crate::catalog::interner::Interner;

/// Ids that implementations refer to, by number, and the record that each leads to.
pub(super) struct References(Vec<(Box<str>, Option<u32>)>);

impl References {
    /// Looks `ids` up among those of the records, which are ascending.
    pub(super) fn of<'r>(ids: Interner<str>, records: impl Iterator<Item = &'r str>) -> Self {
        let records: Vec<&str> = records.collect();
        let find = |id: Box<str>| {
            let place = records.binary_search(&&*id).ok().map(|place| place as u32);
            (id, place)
        };
        Self(ids.into_texts().into_iter().map(find).collect())
    }

    /// Returns the id of this number.
    pub(super) fn id(&self, number: u32) -> &str {
        &self.0[number as usize].0
    }

    /// Returns the place of the record with the id of this number. If there is none, returns the reason to refuse the
    /// row.
    pub(super) fn place(&self, number: u32) -> Result<u32, String> {
        let (id, place) = &self.0[number as usize];
        place.ok_or_else(|| unknown(id))
    }
}

/// Reason to refuse a row that refers to `id`, which no record has.
pub(super) fn unknown(id: &str) -> String {
    format!("refers to '{id}', which does not exist: add it or remove this row")
}
