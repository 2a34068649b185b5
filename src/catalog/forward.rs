//! Which values an owner (a spec or a row) carries: the posting lists turned round, for counting.

use super::bitmap;

/// The values of every owner, ascending, end to end.
#[derive(Clone, Debug)]
pub(crate) struct Forward {
    ends: Vec<u32>,
    values: Vec<u16>,
}

/// Most values one level of tags can have: numbers of values are 16 bits wide.
pub(crate) const MAX_VALUES: usize = 1 << 16;

impl Forward {
    /// Turns checked posting lists over `0..owners` round; list `n` belongs to value `n`, below [`MAX_VALUES`].
    pub(crate) fn invert<'p>(owners: usize, lists: impl Iterator<Item = &'p [u8]> + Clone) -> Self {
        // One counting pass, then one that fills; the lists come in ascending order of value, so that every owner's
        // values do too. `ends[owner]` starts as the place of its first value and has become its end when all are in.
        let mut ends = vec![0_u32; owners];
        for list in lists.clone() {
            bitmap::for_each(list, |owner| ends[owner as usize] += 1);
        }
        let mut total = 0;
        for end in &mut ends {
            total += std::mem::replace(end, total);
        }
        let mut values = vec![0; total as usize];
        for (value, list) in (0..=u16::MAX).zip(lists) {
            bitmap::for_each(list, |owner| {
                let place = &mut ends[owner as usize];
                values[*place as usize] = value;
                *place += 1;
            });
        }
        Self { ends, values }
    }

    /// The values of `owner`, ascending.
    pub(crate) fn of(&self, owner: usize) -> &[u16] {
        let start = owner.checked_sub(1).map_or(0, |before| self.ends[before] as usize);
        &self.values[start..self.ends[owner] as usize]
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_owner_has_its_values_in_order() {
        let lists = [vec![0, 2], vec![], vec![2], vec![0, 1, 2, 3]].map(bitmap::serialize);
        let forward = Forward::invert(5, lists.iter().map(Vec::as_slice));
        let of: Vec<_> = (0..5).map(|owner| forward.of(owner).to_vec()).collect();
        assert_eq!(of, [vec![0, 3], vec![3], vec![0, 2, 3], vec![3], vec![]]);
    }
}
