//! Roaring bitmaps in their portable serialized form, written with the `roaring` crate and read in place.
//!
//! Queries only add posting lists to a dense set. Reading the serialized bytes for this needs no allocation and no
//! copy, and bitmap containers are or-ed a word at a time. Decoded `RoaringBitmap`s would hold every posting list in
//! memory a second time. The layout is that of <https://github.com/RoaringBitmap/RoaringFormatSpec>.

use super::bitset::{Bitset, Ones};

const COOKIE_WITHOUT_RUNS: u32 = 12_346;
const COOKIE_WITH_RUNS: u16 = 12_347;
/// Fewest containers with which a bitmap with run containers stores offsets.
const OFFSET_THRESHOLD: usize = 4;
/// Most members of an array container. A container with more members is a bitmap.
const ARRAY_LIMIT: u32 = 4_096;
const BITMAP_BYTES: usize = 8_192;

/// Serializes the ascending `ids`, each container in its smallest form.
pub(crate) fn serialize(ids: impl IntoIterator<Item = u32>) -> Vec<u8> {
    let mut bitmap: roaring::RoaringBitmap = ids.into_iter().collect();
    bitmap.optimize();
    let mut bytes = Vec::with_capacity(bitmap.serialized_size());
    // Writing into a vector cannot fail. A short result would not pass the check before publication.
    let _infallible = bitmap.serialize_into(&mut bytes);
    bytes
}

/// Checks that `bytes` are one whole bitmap with members below `bound`. Returns the number of members.
pub(crate) fn check(bytes: &[u8], bound: usize) -> Result<u32, &'static str> {
    let mut containers = Containers::new(bytes).ok_or("the header is not that of a Roaring bitmap")?;
    let (mut next, mut total) = (0, 0);
    for index in 0..containers.count {
        let (key, cardinality) = containers.description(index).ok_or("the container descriptions are cut short")?;
        let base = u32::from(key) << 16;
        let container = containers.next_container(index, cardinality).ok_or("a container is cut short")?;
        if let Container::Runs(runs) = container
            && run_bounds(runs).any(|(_, last)| last > 0xffff)
        {
            return Err("a run goes beyond its container");
        }
        let mut found = 0;
        // Also false for a second container with the same key, which no other reader accepts.
        let mut ordered = next <= u64::from(base);
        if let Container::Bits(bits) = container {
            found = words(bits).map(u64::count_ones).sum();
            let last = words(bits).enumerate().filter(|(_, word)| *word != 0).last();
            next = last
                .map_or(next, |(at, word)| u64::from(base) + (at as u64 + 1) * 64 - u64::from(word.leading_zeros()));
        } else {
            container.for_each(base, |member| {
                ordered &= next <= u64::from(member);
                next = u64::from(member) + 1;
                found += 1;
            });
        }
        if !ordered {
            return Err("members are not in ascending order");
        }
        if found != cardinality {
            return Err("a container and its description differ in the number of members");
        }
        total += found;
    }
    if !containers.rest.is_empty() {
        return Err("bytes follow the last container");
    }
    if next > bound as u64 { Err("a member is out of range") } else { Ok(total) }
}

/// Calls `visit` with every member of a checked bitmap, ascending.
pub(crate) fn for_each(bytes: &[u8], mut visit: impl FnMut(u32)) {
    for_each_container(bytes, |base, container| container.for_each(base, &mut visit));
}

/// Returns true if `member` is in a checked bitmap.
pub(crate) fn contains(bytes: &[u8], member: u32) -> bool {
    let (base, low) = (member & !0xffff, member & 0xffff);
    let mut found = false;
    for_each_container(bytes, |key, container| found |= key == base && container.contains(low));
    found
}

/// Adds every member of a checked bitmap to `set`, whose length must be the bitmap's bound.
pub(crate) fn unite_into(bytes: &[u8], set: &mut Bitset) {
    for_each_container(bytes, |base, container| match container {
        Container::Bits(bits) => {
            let united = set.words_mut().iter_mut().skip(base as usize / 64);
            for (word, bits) in united.zip(words(bits)) {
                *word |= bits;
            }
        }
        Container::Runs(runs) => {
            for (start, last) in run_bounds(runs) {
                set.insert_range((base + start) as usize..(base + last) as usize + 1);
            }
        }
        Container::Array(_) => container.for_each(base, |member| set.insert(member as usize)),
    });
}

fn for_each_container(bytes: &[u8], mut visit: impl FnMut(u32, Container<'_>)) {
    let Some(mut containers) = Containers::new(bytes) else {
        return;
    };
    for index in 0..containers.count {
        let Some((key, cardinality)) = containers.description(index) else {
            return;
        };
        let Some(container) = containers.next_container(index, cardinality) else {
            return;
        };
        visit(u32::from(key) << 16, container);
    }
}

/// Reader of the containers of one serialized bitmap, in order.
struct Containers<'a> {
    count: usize,
    run_flags: &'a [u8],
    descriptions: &'a [u8],
    rest: &'a [u8],
}

impl<'a> Containers<'a> {
    fn new(bytes: &'a [u8]) -> Option<Self> {
        let (cookie, rest) = bytes.split_first_chunk::<4>()?;
        let cookie = u32::from_le_bytes(*cookie);
        let (count, run_flags, rest) = if cookie == COOKIE_WITHOUT_RUNS {
            let (count, rest) = rest.split_first_chunk::<4>()?;
            (u32::from_le_bytes(*count) as usize, &[][..], rest)
        } else if cookie & 0xffff == u32::from(COOKIE_WITH_RUNS) {
            let count = (cookie >> 16) as usize + 1;
            let (run_flags, rest) = rest.split_at_checked(count.div_ceil(8))?;
            (count, run_flags, rest)
        } else {
            return None;
        };
        let (descriptions, rest) = rest.split_at_checked(count.checked_mul(4)?)?;
        let has_offsets = run_flags.is_empty() || count >= OFFSET_THRESHOLD;
        let rest = if has_offsets { rest.get(count * 4..)? } else { rest };
        Some(Self { count, run_flags, descriptions, rest })
    }

    /// Key and cardinality of container `index`.
    fn description(&self, index: usize) -> Option<(u16, u32)> {
        match self.descriptions.get(index * 4..index * 4 + 4)? {
            &[a, b, c, d] => Some((u16::from_le_bytes([a, b]), u32::from(u16::from_le_bytes([c, d])) + 1)),
            _ => None,
        }
    }

    /// Reads container `index`. Must be called once for each container, in order.
    fn next_container(&mut self, index: usize, cardinality: u32) -> Option<Container<'a>> {
        let is_run = self.run_flags.get(index / 8).is_some_and(|flags| flags >> (index % 8) & 1 == 1);
        let container: fn(&'a [u8]) -> Container<'a>;
        let size;
        if is_run {
            let (count, rest) = self.rest.split_first_chunk::<2>()?;
            self.rest = rest;
            (container, size) = (Container::Runs, usize::from(u16::from_le_bytes(*count)) * 4);
        } else if cardinality <= ARRAY_LIMIT {
            (container, size) = (Container::Array, cardinality as usize * 2);
        } else {
            (container, size) = (Container::Bits, BITMAP_BYTES);
        }
        let (data, rest) = self.rest.split_at_checked(size)?;
        self.rest = rest;
        Some(container(data))
    }
}

/// The members of one container, relative to its base, in one of three forms.
#[derive(Clone, Copy)]
enum Container<'a> {
    /// Ascending `u16`s.
    Array(&'a [u8]),
    /// 65,536 bits.
    Bits(&'a [u8]),
    /// Pairs of `u16`: first member, and number of members after it.
    Runs(&'a [u8]),
}

impl Container<'_> {
    fn contains(self, member: u32) -> bool {
        match self {
            Self::Array(members) => {
                members.chunks_exact(2).any(|pair| u32::from(u16::from_le_bytes([pair[0], pair[1]])) == member)
            }
            Self::Bits(bits) => bits.get(member as usize / 8).is_some_and(|byte| byte >> (member % 8) & 1 == 1),
            Self::Runs(runs) => run_bounds(runs).any(|(start, last)| (start..=last).contains(&member)),
        }
    }

    fn for_each(self, base: u32, mut visit: impl FnMut(u32)) {
        match self {
            Self::Array(members) => {
                for member in members.chunks_exact(2) {
                    visit(base + u32::from(u16::from_le_bytes([member[0], member[1]])));
                }
            }
            Self::Bits(bits) => {
                for (word, bits) in (base..).step_by(64).zip(words(bits)) {
                    Ones(bits).for_each(|bit| visit(word + bit as u32));
                }
            }
            Self::Runs(runs) => {
                for (start, last) in run_bounds(runs) {
                    (base + start..=base + last).for_each(&mut visit);
                }
            }
        }
    }
}

fn words(bits: &[u8]) -> impl Iterator<Item = u64> + '_ {
    bits.chunks_exact(8).map(|word| word.try_into().map_or(0, u64::from_le_bytes))
}

/// First and last member of every run.
fn run_bounds(runs: &[u8]) -> impl Iterator<Item = (u32, u32)> + '_ {
    runs.chunks_exact(4).map(|run| {
        let start = u32::from(u16::from_le_bytes([run[0], run[1]]));
        let more = u32::from(u16::from_le_bytes([run[2], run[3]]));
        (start, start + more)
    })
}

#[cfg(test)]
mod tests;
