//! Posting lists by owner: tags of specs; languages, libraries and tags of implementations.

use super::{
    bitmap,
    bitset::Bitset,
    column::Column,
    editions::Edition,
    incidence::{Incidence, IncidenceBuilder},
    inconsistency::Inconsistency,
    string_table::StringTable,
};

/// Posting lists of the values that owners carry.
pub(crate) struct OwnerPostings<'l, 'a> {
    pub(crate) owners: usize,
    /// The edition of every row, if the owners are rows.
    pub(crate) row_editions: Option<&'l Column<'a>>,
    /// The editions by number. Language values begin at 0, library values at `first_library`.
    pub(crate) editions: &'l [Edition],
    pub(crate) first_library: usize,
    /// The posting lists of tags, facet by facet. The first list is that of the value `first_tag`.
    pub(crate) postings: &'l [StringTable<'a>],
    pub(crate) first_tag: usize,
}

const LISTS: &str = "posting lists";

impl OwnerPostings<'_, '_> {
    /// Checks the posting lists, and arranges their values by owner.
    #[inline(never)]
    pub(crate) fn open(&self) -> Result<Incidence, Inconsistency> {
        let mut sizes = vec![0; self.first_tag];
        self.for_each_key(|value, _| sizes[value as usize] += 1);
        for (number, list) in self.lists().enumerate() {
            let members = bitmap::check(list, self.owners)
                .map_err(|detail| Inconsistency::new(LISTS, format!("list {number}: {detail}")))?;
            sizes.push(members);
        }
        if u32::try_from(sizes.iter().map(|size| u64::from(*size)).sum::<u64>()).is_err() {
            return Err(Inconsistency::new(LISTS, "more than 2^32 members"));
        }
        let mut builder = IncidenceBuilder::new(self.owners, &sizes);
        self.for_each_key(|value, row| builder.add(value, row));
        for (value, list) in (self.first_tag as u32..).zip(self.lists()) {
            if builder.is_frequent(value) {
                let mut owners = Bitset::empty(self.owners);
                bitmap::unite_into(list, &mut owners);
                builder.add_all(value, &owners);
            } else {
                bitmap::for_each(list, |owner| builder.add(value, owner));
            }
        }
        Ok(builder.finish())
    }

    fn lists(&self) -> impl Iterator<Item = &[u8]> {
        self.postings.iter().flat_map(StringTable::iter)
    }

    fn for_each_key(&self, mut visit: impl FnMut(u32, u32)) {
        for (row, edition) in (0..).zip(self.row_editions.iter().flat_map(|editions| editions.iter())) {
            let edition = &self.editions[edition as usize];
            visit(edition.language, row);
            visit(self.first_library as u32 + edition.library, row);
        }
    }
}
