use std::collections::BTreeSet;

use proptest::prelude::*;

use super::*;

type Pairs = BTreeSet<(u32, u32)>;

const VALUES: u32 = 12;

/// Number of owners, their values (from very frequent to very rare), and the weight of each owner.
fn pairs() -> impl Strategy<Value = (usize, Pairs, Vec<u32>)> {
    (1_usize..300).prop_flat_map(|owners| {
        let bound = u32::try_from(owners).unwrap_or(0);
        // Values with higher numbers are rarer.
        let pair = (0..VALUES, 0..bound).prop_map(|(value, owner)| (value, owner - owner % (value + 1)));
        let weights = prop_oneof![Just(0_u32), 1_u32..4, any::<u16>().prop_map(u32::from)];
        (Just(owners), proptest::collection::btree_set(pair, 0..600), proptest::collection::vec(weights, owners))
    })
}

fn sizes(pairs: &Pairs) -> Vec<u32> {
    (0..VALUES).map(|value| pairs.iter().filter(|pair| pair.0 == value).count() as u32).collect()
}

/// Adds half of the frequent values with `add_all`, the others one by one.
fn incidence(owners: usize, pairs: &Pairs) -> Incidence {
    let mut builder = IncidenceBuilder::new(owners, &sizes(pairs));
    for value in 0..VALUES {
        let of_value = pairs.iter().filter(|pair| pair.0 == value).map(|pair| pair.1);
        if builder.is_frequent(value) && value % 2 == 0 {
            let mut set = Bitset::empty(owners);
            of_value.for_each(|owner| set.insert(owner as usize));
            builder.add_all(value, &set);
        } else {
            of_value.for_each(|owner| builder.add(value, owner));
        }
    }
    builder.finish()
}

proptest! {
    #[test]
    fn counts_are_those_of_the_pairs((owners, pairs, weights) in pairs(), from in 0..VALUES, to in 0..=VALUES) {
        let incidence = incidence(owners, &pairs);
        let mut set = Bitset::empty(owners);
        (0..owners).filter(|&owner| weights[owner] % 2 == 1).for_each(|owner| set.insert(owner));
        let values = from as usize..(to.max(from)) as usize;
        let (mut counts, mut weighted) = (vec![0; VALUES as usize], vec![0; VALUES as usize]);
        incidence.count(&set, &values, &mut counts);
        incidence.count_weighted(&weights, &values, &mut weighted);
        for value in values {
            let of_value = || pairs.iter().filter(|pair| pair.0 as usize == value).map(|pair| weights[pair.1 as usize]);
            prop_assert_eq!(counts[value], of_value().map(|weight| weight % 2).sum::<u32>());
            prop_assert_eq!(weighted[value], of_value().sum::<u32>());
        }
    }

    #[test]
    fn owners_and_values_come_back((owners, pairs, _) in pairs()) {
        let incidence = incidence(owners, &pairs);
        for value in 0..VALUES {
            let mut set = Bitset::empty(owners);
            incidence.unite_into(value as usize, &mut set);
            let expected = pairs.iter().filter(|pair| pair.0 == value).map(|pair| pair.1 as usize);
            prop_assert!(set.iter_from(0).eq(expected));
            let share = sizes(&pairs)[value as usize] as usize;
            prop_assert_eq!(incidence.is_frequent(value as usize), share >= owners.div_ceil(BLOCK));
        }
        for owner in 0..owners {
            let of_owner = pairs.iter().filter(|pair| pair.1 as usize == owner).map(|pair| pair.0 as usize);
            prop_assert_eq!(incidence.of(owner), of_owner.collect::<Vec<_>>());
        }
    }
}

#[test]
fn values_are_numbered_as_long_as_number_and_place_fit_32_bits() {
    let last = |values: usize| ((values as u64 - 1) << PLACE_BITS) | u64::from(PLACES);
    assert_eq!(last(MAX_VALUES), u64::from(u32::MAX));
    assert!(can_number(0) && can_number(MAX_VALUES - 1) && can_number(MAX_VALUES));
    assert!(!can_number(MAX_VALUES + 1) && !can_number(usize::MAX));
}
