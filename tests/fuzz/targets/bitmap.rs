//! Rule: a bitmap that passes the check is one that the `roaring` crate reads with the same members, and every bitmap that
//! the crate writes passes it.

#![no_main]
#![allow(clippy::unwrap_used, reason = "a fuzz target fails by panicking")]

#[path = "../../../src/catalog"]
mod catalog {
    #![allow(dead_code, reason = "the library uses the rest")]
    pub(crate) mod bitmap;
    pub(crate) mod bitset;
}

use catalog::bitmap::{check, contains, for_each, unite_into};
use catalog::bitset::Bitset;
use libfuzzer_sys::fuzz_target;
use roaring::RoaringBitmap;

/// Highest bound, 16 containers, so that a set of all numbers below it stays small.
const HIGHEST_BOUND: u32 = 1 << 20;

/// The bitmap in `bytes` as the crate reads it, and the bytes after it.
fn crates_reading(mut bytes: &[u8]) -> Option<(RoaringBitmap, &[u8])> {
    let bitmap = RoaringBitmap::deserialize_from(&mut bytes).ok()?;
    Some((bitmap, bytes))
}

fn read_as(bytes: &[u8], bound: u32, expected: &RoaringBitmap) {
    let mut members = Vec::new();
    for_each(bytes, |member| members.push(member));
    assert!(members.iter().copied().eq(expected));
    assert!(members.iter().all(|member| *member < bound));

    let mut set = Bitset::empty(bound as usize);
    unite_into(bytes, &mut set);
    assert!(set.iter_from(0).eq(members.iter().map(|member| *member as usize)));

    let ends = members.first().into_iter().chain(members.last());
    for member in ends.flat_map(|end| [end.wrapping_sub(1), *end, end.wrapping_add(1)]) {
        assert_eq!(contains(bytes, member), expected.contains(member));
    }
}

fuzz_target!(|input: &[u8]| {
    let Some((bound, bytes)) = input.split_first_chunk() else { return };
    let bound = u32::from_le_bytes(*bound) % HIGHEST_BOUND;
    let theirs = crates_reading(bytes);

    if let Ok(count) = check(bytes, bound as usize) {
        let (bitmap, rest) = theirs.as_ref().unwrap();
        assert!(rest.is_empty());
        assert_eq!(u64::from(count), bitmap.len());
        read_as(bytes, bound, bitmap);
    }

    // The crate also reads forms that nobody writes, so its reading is written again.
    let Some((mut bitmap, _)) = theirs else { return };
    bitmap.remove_range(HIGHEST_BOUND..);
    let bound = bitmap.max().map_or(0, |last| last + 1);
    for _ in 0..2 {
        let mut written = Vec::new();
        bitmap.serialize_into(&mut written).unwrap();
        assert_eq!(check(&written, bound as usize).map(u64::from), Ok(bitmap.len()));
        assert!(bound == 0 || check(&written, bound as usize - 1).is_err());
        read_as(&written, bound, &bitmap);
        bitmap.optimize();
    }
});
