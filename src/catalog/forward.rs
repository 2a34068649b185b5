//! Which values an owner (a spec or a row) carries: the posting lists turned round, for counting.

use super::{Inconsistency, bitmap, slices::Slices};

/// The values of every owner, ascending, end to end.
#[derive(Clone, Debug)]
pub(crate) struct Forward {
    ends: Vec<u32>,
    values: Vec<u16>,
    /// How many owners each value has.
    owners: Vec<u32>,
}

/// Most values one level of tags can have: numbers of values are 16 bits wide.
pub(crate) const MAX_VALUES: usize = 1 << 16;

const PART: &str = "posting lists";

impl Forward {
    /// Checks the posting lists of one level of tags over `0..owners`, and turns them round; list `n` of all belongs
    /// to value `n`.
    pub(crate) fn open(postings: &[Slices<'_>], owners: usize) -> Result<Self, Inconsistency> {
        let lists = || postings.iter().flat_map(Slices::iter);
        let count = postings.iter().map(Slices::len).sum();
        if count > MAX_VALUES {
            return Err(Inconsistency::new(PART, format!("{count} values where {MAX_VALUES} can be numbered")));
        }
        // One counting pass, then one that fills; the lists come in ascending order of value, so that every owner's
        // values do too. `ends[owner]` starts as the place of its first value and has become its end when all are in.
        let mut ends = vec![0_u32; owners];
        let mut owners = Vec::with_capacity(count);
        let mut total = 0_u32;
        for (value, list) in lists().enumerate() {
            let members = bitmap::check(list, &mut ends)
                .map_err(|detail| Inconsistency::new(PART, format!("list {value}: {detail}")))?;
            owners.push(members);
            total = total.checked_add(members).ok_or_else(|| Inconsistency::new(PART, "more than 2^32 members"))?;
        }
        let mut start = 0;
        for end in &mut ends {
            start += std::mem::replace(end, start);
        }
        let mut values = vec![0; total as usize];
        for (value, list) in (0..=u16::MAX).zip(lists()) {
            bitmap::for_each(list, |owner| {
                let place = &mut ends[owner as usize];
                values[*place as usize] = value;
                *place += 1;
            });
        }
        Ok(Self { ends, values, owners })
    }

    /// How many owners each value has.
    pub(crate) fn owners(&self) -> &[u32] {
        &self.owners
    }

    /// The values of `owner`, ascending.
    pub(crate) fn of(&self, owner: usize) -> &[u16] {
        let start = owner.checked_sub(1).map_or(0, |before| self.ends[before] as usize);
        &self.values[start..self.ends[owner] as usize]
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

    use super::*;
    use crate::catalog::sections::reopened;

    #[test]
    fn every_owner_has_its_values_in_order() {
        let lists = [vec![0, 2], vec![], vec![2], vec![0, 1, 2, 3]].map(bitmap::serialize);
        reopened(
            |sections| {
                Slices::put(sections, "x", &lists[..2]);
                Slices::put(sections, "y", &lists[2..]);
            },
            |sections| {
                let postings = ["x", "y"].map(|name| Slices::open(sections, name, None).unwrap());
                let forward = Forward::open(&postings, 5).unwrap();
                let of: Vec<_> = (0..5).map(|owner| forward.of(owner).to_vec()).collect();
                assert_eq!(of, [vec![0, 3], vec![3], vec![0, 2, 3], vec![3], vec![]]);
                assert_eq!(forward.owners(), [2, 0, 1, 4]);
                assert!(Forward::open(&postings, 3).is_err());
            },
        );
    }
}
