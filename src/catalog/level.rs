//! The two levels of owners: specs with their tags; rows with the language, the library and the tags of their
//! implementation.

use super::{
    Inconsistency, bitmap,
    column::Column,
    editions::Edition,
    incidence::{Incidence, Pairs},
    slices::Slices,
};

/// What the owners of one level carry.
pub(crate) struct Level<'l, 'a> {
    pub(crate) owners: usize,
    /// The edition of every row, where the owners are rows: languages are the values from 0 on.
    pub(crate) editions: Option<&'l Column<'a>>,
    pub(crate) edition: &'l [Edition],
    pub(crate) first_library: usize,
    /// The posting lists of tags, facet by facet; the first belongs to the value `first_tag`.
    pub(crate) postings: &'l [Slices<'a>],
    pub(crate) first_tag: usize,
}

const PART: &str = "posting lists";

impl Level<'_, '_> {
    /// Checks the posting lists, and arranges what the owners carry.
    pub(crate) fn open(&self) -> Result<Incidence, Inconsistency> {
        let mut sizes = vec![0; self.first_tag];
        self.for_each_key(|value, _, _| sizes[value as usize] += 1);
        for (number, list) in self.lists().enumerate() {
            let members = bitmap::check(list, self.owners)
                .map_err(|detail| Inconsistency::new(PART, format!("list {number}: {detail}")))?;
            sizes.push(members);
        }
        if u32::try_from(sizes.iter().map(|size| u64::from(*size)).sum::<u64>()).is_err() {
            return Err(Inconsistency::new(PART, "more than 2^32 members"));
        }
        Ok(Incidence::new(self.owners, &sizes, self))
    }

    fn lists(&self) -> impl Iterator<Item = &[u8]> {
        self.postings.iter().flat_map(Slices::iter)
    }

    fn for_each_key(&self, mut visit: impl FnMut(u32, usize, u64)) {
        for (row, edition) in self.editions.iter().flat_map(|editions| editions.iter()).enumerate() {
            let (block, owner) = (row / 64, 1 << (row % 64));
            let edition = &self.edition[edition as usize];
            visit(edition.language as u32, block, owner);
            visit((self.first_library + edition.library) as u32, block, owner);
        }
    }
}

impl Pairs for Level<'_, '_> {
    fn for_each(&self, is_wanted: impl Fn(u32) -> bool, mut visit: impl FnMut(u32, usize, u64)) {
        self.for_each_key(|value, block, owners| {
            if is_wanted(value) {
                visit(value, block, owners);
            }
        });
        for (value, list) in (self.first_tag as u32..).zip(self.lists()) {
            if is_wanted(value) {
                bitmap::for_each_word(list, |block, owners| visit(value, block, owners));
            }
        }
    }
}
