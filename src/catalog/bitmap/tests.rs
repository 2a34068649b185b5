use std::collections::BTreeSet;

use proptest::prelude::*;

use super::*;

/// Members in several containers: sparse, dense and in runs, so that all three forms occur.
fn members() -> impl Strategy<Value = BTreeSet<u32>> {
    let sparse = proptest::collection::btree_set(0_u32..400_000, 0..200);
    let runs = proptest::collection::vec((0_u32..390_000, 1_u32..9_000), 0..4);
    let dense = (0_u32..5, 2_u32..4);
    (sparse, runs, dense).prop_map(|(mut members, runs, (container, step))| {
        members.extend(runs.into_iter().flat_map(|(start, len)| start..start + len));
        if container > 0 {
            members.extend((container << 16..(container + 1) << 16).step_by(step as usize));
        }
        members
    })
}

#[test]
fn last_member_of_a_container_of_bits_is_held_to_the_bound() {
    // Every other member up to `last`: too many for an array, and without runs.
    for last in [65_536 - 2, 65_536 + 40_000, 3 * 65_536 - 64, 3 * 65_536 - 2] {
        let start = last / 65_536 * 65_536;
        let bytes = serialize((start..=last).step_by(2));
        let members = (last - start) / 2 + 1;
        assert_eq!(check(&bytes, last as usize + 1), Ok(members), "{last}");
        assert_eq!(check(&bytes, last as usize), Err("a member is out of range"), "{last}");
    }
}

#[test]
fn second_container_with_a_key_is_refused_as_by_the_crate() {
    for (second_key, is_whole) in [(0_u16, false), (1, true)] {
        let mut bytes = [COOKIE_WITHOUT_RUNS, 2].map(u32::to_le_bytes).concat();
        // Descriptions of two arrays with one member each, their offsets, and their members.
        bytes.extend([0, 0, second_key, 0].map(u16::to_le_bytes).concat());
        bytes.extend([24_u32, 26].map(u32::to_le_bytes).concat());
        bytes.extend([5_u16, 7].map(u16::to_le_bytes).concat());
        assert_eq!(check(&bytes, 200_000).is_ok(), is_whole, "{second_key}");
        assert_eq!(roaring::RoaringBitmap::deserialize_from(&*bytes).is_ok(), is_whole, "{second_key}");
    }
}

#[test]
fn run_beyond_its_container_is_refused_as_by_the_crate() {
    for (more, is_whole) in [(2_u16, true), (3, false), (0xffff, false)] {
        let mut bytes = u32::from(COOKIE_WITH_RUNS).to_le_bytes().to_vec();
        // One container, which has runs: its description with three members, and its only run.
        bytes.push(1);
        bytes.extend([0, 2, 1, 0xfffd, more].map(u16::to_le_bytes).concat());
        assert_eq!(check(&bytes, 70_000).is_ok(), is_whole, "{more}");
        assert_eq!(roaring::RoaringBitmap::deserialize_from(&*bytes).is_ok(), is_whole, "{more}");
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]
    #[test]
    fn members_come_back_from_the_serialized_form(members in members()) {
        let bytes = serialize(members.iter().copied());
        let bound = members.last().map_or(0, |last| *last as usize + 1);
        prop_assert_eq!(check(&bytes, bound), Ok(u32::try_from(members.len()).unwrap_or(0)));
        prop_assert!(members.is_empty() || check(&bytes, bound - 1).is_err());
        let mut visited = Vec::new();
        for_each(&bytes, |member| visited.push(member));
        prop_assert_eq!(&visited, &members.iter().copied().collect::<Vec<_>>());
        let mut set = Bitset::empty(400_000);
        unite_into(&bytes, &mut set);
        prop_assert!(set.iter_from(0).eq(members.iter().map(|&member| member as usize)));
    }

    #[test]
    fn membership_is_that_of_the_crate(members in members(), others in proptest::collection::vec(any::<u32>(), 32)) {
        let bytes = serialize(members.iter().copied());
        let bitmap = roaring::RoaringBitmap::deserialize_from(&*bytes).unwrap_or_default();
        // Members, their neighbours on both sides, and other numbers: the edges of arrays, words and runs.
        let near = members.iter().flat_map(|&member| [member.wrapping_sub(1), member, member + 1]);
        for member in near.step_by(7).chain(others.iter().map(|other| other % 400_000)).chain(others.iter().copied()) {
            prop_assert_eq!(contains(&bytes, member), bitmap.contains(member), "{}", member);
        }
    }

    #[test]
    fn damage_is_an_error_or_another_whole_bitmap(members in members(), at in any::<usize>(), flip in 1_u8..=255, cut in any::<usize>()) {
        let bytes = serialize(members);
        let mut flipped = bytes.clone();
        let at = at % flipped.len();
        flipped[at] ^= flip;
        if let Ok(total) = check(&flipped, 400_000) {
            let (mut visited, mut set) = (0, Bitset::empty(400_000));
            for_each(&flipped, |_| visited += 1);
            unite_into(&flipped, &mut set);
            prop_assert_eq!((visited, set.count()), (total, total as usize));
        }
        let cut = cut % bytes.len();
        prop_assert!(check(&bytes[..cut], 400_000).is_err());
        prop_assert!(check(&[bytes, vec![0]].concat(), 400_000).is_err());
    }
}
