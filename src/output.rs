//! Appending the short strings and small numbers that replies are made of.
//!
//! A copy whose length is known only at run time is a call (in WASM a `memory.copy`), which costs more than the dozen
//! bytes it moves. A copy of constant length is two instructions. So a short string is copied as a whole block, past
//! its end, and the surplus is cut off again.

use std::ops::Range;

/// Appends `heap[range]`; nothing if the range is not within the heap.
#[inline]
pub(crate) fn append(out: &mut Vec<u8>, heap: &[u8], range: Range<usize>) {
    let Range { start, end } = range;
    let appended = match end.wrapping_sub(start) {
        0..=32 => append_block::<32>(out, heap, start, end),
        33..=64 => append_block::<64>(out, heap, start, end),
        _ => false,
    };
    if !appended {
        out.extend_from_slice(heap.get(start..end).unwrap_or_default());
    }
}

/// Appends as much of the `N` bytes from `start` as lies before `end`, if there are `N`.
#[inline]
fn append_block<const N: usize>(out: &mut Vec<u8>, heap: &[u8], start: usize, end: usize) -> bool {
    let Some(block) = heap.get(start..).and_then(<[u8]>::first_chunk::<N>) else { return false };
    out.extend_from_slice(block);
    out.truncate(out.len() - N + (end - start));
    true
}

/// Appends `number` in decimal digits.
#[inline]
pub(crate) fn append_number(out: &mut Vec<u8>, number: u32) {
    match number {
        0..10 => out.push(digit(number)),
        10..100 => out.extend_from_slice(&[digit(number / 10), digit(number % 10)]),
        100..1_000 => out.extend_from_slice(&[digit(number / 100), digit(number / 10 % 10), digit(number % 10)]),
        _ => out.extend_from_slice(itoa::Buffer::new().format(number).as_bytes()),
    }
}

fn digit(value: u32) -> u8 {
    b'0' + value as u8
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn any_part_of_a_heap_is_appended_whole() {
        let heap: Vec<u8> = (0..=200).collect();
        for start in 0..=heap.len() {
            for end in start..=heap.len() {
                let mut out = vec![7];
                append(&mut out, &heap, start..end);
                assert_eq!(out, [&[7], &heap[start..end]].concat());
            }
        }
    }

    #[test]
    fn numbers_are_decimal() {
        for number in (0..2_000).chain([9_999, 10_000, u32::MAX]) {
            let mut out = Vec::new();
            append_number(&mut out, number);
            assert_eq!(out, number.to_string().into_bytes());
        }
    }
}
