//! Writes a reply from short strings and small numbers.
//!
//! A copy whose length is known only at run time is a call (in WASM a `memory.copy`). The call costs more than moving a
//! dozen bytes. A copy of constant length is two instructions. Short strings are therefore copied with a constant
//! length into a block of constant size, together with the bytes after them. The next string overwrites those bytes.
//! Full blocks are copied to the reply.

use std::ops::{Deref, Range};

pub(super) use crate::catalog::Piece;

/// The bytes of a reply.
pub(super) struct Output {
    bytes: Vec<u8>,
    block: [u8; BLOCK],
}

/// A run of short pieces at the end of an [`Output`]. [`finish_list`](Self::finish_list) must end it.
pub(super) struct Line<'o> {
    bytes: &'o mut Vec<u8>,
    block: &'o mut [u8; BLOCK],
    at: usize,
    /// Offset of the start of the run.
    start: usize,
}

/// A string of at most 64 bytes.
#[derive(Clone, Debug)]
pub(super) struct Short {
    text: [u8; SHORT],
    len: usize,
}

const BLOCK: usize = 4_096;
/// Most bytes of a short string.
const SHORT: usize = 64;
/// Digits of the largest number, and a comma.
const NUMBER: usize = 11;

impl Short {
    /// Appends as much of `text` as fits. Returns the rest.
    pub(super) fn fill<'t>(&mut self, text: &'t [u8]) -> &'t [u8] {
        let (text, rest) = text.split_at(text.len().min(SHORT - self.len));
        self.text[self.len..][..text.len()].copy_from_slice(text);
        self.len += text.len();
        rest
    }
}

impl Default for Short {
    fn default() -> Self {
        Self { text: [0; SHORT], len: 0 }
    }
}

impl Output {
    pub(super) fn with_capacity(capacity: usize) -> Self {
        Self { bytes: Vec::with_capacity(capacity), block: [0; BLOCK] }
    }

    pub(super) fn extend(&mut self, bytes: &[u8]) {
        self.bytes.extend_from_slice(bytes);
    }

    /// Appends a copy of the bytes in `range`.
    pub(super) fn repeat(&mut self, range: Range<usize>) {
        self.bytes.extend_from_within(range);
    }

    pub(super) fn number(&mut self, number: u32) {
        self.extend(itoa::Buffer::new().format(number).as_bytes());
    }

    /// Writes each of `items`, which `write` ends with a comma, until the output has `limit` bytes, and removes the last comma.
    /// Returns the number of those written, at least one if there is one.
    #[inline(always)]
    pub(super) fn list<T>(
        &mut self,
        items: impl Iterator<Item = T>,
        limit: usize,
        mut write: impl FnMut(T, &mut Line<'_>),
    ) -> usize {
        let mut written = 0;
        let mut line = self.line();
        for item in items {
            write(item, &mut line);
            written += 1;
            if line.end() >= limit {
                break;
            }
        }
        line.finish_list();
        written
    }

    fn line(&mut self) -> Line<'_> {
        Line { start: self.bytes.len(), bytes: &mut self.bytes, block: &mut self.block, at: 0 }
    }

    pub(super) fn into_bytes(self) -> Vec<u8> {
        self.bytes
    }
}

impl Deref for Output {
    type Target = [u8];

    fn deref(&self) -> &[u8] {
        &self.bytes
    }
}

impl Line<'_> {
    /// Adds a string.
    #[inline(always)]
    pub(super) fn piece(&mut self, Piece { heap, place }: Piece<'_>) {
        let len = place.end.wrapping_sub(place.start);
        let is_added = match len {
            0..=32 => self.chunk::<32>(heap, place.start, len),
            33..=SHORT => self.chunk::<SHORT>(heap, place.start, len),
            _ => false,
        };
        if !is_added {
            let string = heap.get(place).unwrap_or_default();
            self.at = add_string(self.bytes, self.block, self.at, string);
        }
    }

    /// Adds a string that is known to be short.
    #[inline(always)]
    pub(super) fn short(&mut self, Short { text, len }: &Short) {
        if *len <= SHORT / 2 {
            self.chunk::<{ SHORT / 2 }>(text, 0, *len);
        } else {
            self.chunk::<SHORT>(text, 0, *len);
        }
    }

    /// Adds the first `len` of the `N` bytes from `start`, if there are `N`.
    #[inline(always)]
    fn chunk<const N: usize>(&mut self, heap: &[u8], start: usize, len: usize) -> bool {
        let Some(chunk) = heap.get(start..).and_then(<[u8]>::first_chunk::<N>) else { return false };
        self.room::<N>().copy_from_slice(chunk);
        self.at += len;
        true
    }

    /// Adds a number and a comma.
    #[inline(always)]
    pub(super) fn number(&mut self, number: u32) {
        let at = self.room::<NUMBER>();
        let digit = |power: u32| b'0' + (number / power % 10) as u8;
        self.at += match number {
            0..10 => {
                at[..2].copy_from_slice(&[digit(1), b',']);
                2
            }
            10..100 => {
                at[..3].copy_from_slice(&[digit(10), digit(1), b',']);
                3
            }
            100..1_000 => {
                at[..4].copy_from_slice(&[digit(100), digit(10), digit(1), b',']);
                4
            }
            _ => {
                let mut buffer = itoa::Buffer::new();
                let digits = buffer.format(number).as_bytes();
                at[..digits.len()].copy_from_slice(digits);
                at[digits.len()] = b',';
                digits.len() + 1
            }
        };
    }

    /// Length of the output up to here, in bytes.
    #[inline(always)]
    fn end(&self) -> usize {
        self.bytes.len() + self.at
    }

    /// Ends a run of entries that each end with a comma. Removes the last comma.
    fn finish_list(mut self) {
        self.flush();
        if self.bytes.len() > self.start {
            self.bytes.pop();
        }
    }

    /// The next `N` bytes of the block.
    #[inline(always)]
    fn room<const N: usize>(&mut self) -> &mut [u8] {
        if self.at > BLOCK - N {
            self.flush();
        }
        &mut self.block[self.at..self.at + N]
    }

    #[inline(always)]
    fn flush(&mut self) {
        self.bytes.extend_from_slice(&self.block[..self.at]);
        self.at = 0;
    }
}

/// Adds a string that is long or lies at the end of its heap, after the content of the block. Returns the position for
/// the next string.
///
/// This function does not take a [`Line`], because the compiler keeps a [`Line`] that is passed on in memory.
#[cold]
fn add_string(bytes: &mut Vec<u8>, block: &mut [u8; BLOCK], at: usize, string: &[u8]) -> usize {
    if let Some(room) = block.get_mut(at..at + string.len()) {
        room.copy_from_slice(string);
        at + string.len()
    } else {
        bytes.extend_from_slice(&block[..at]);
        bytes.extend_from_slice(string);
        0
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn any_part_of_a_heap_is_added_whole() {
        let heap: Vec<u8> = (0..=200).collect();
        let (mut out, mut expected) = (Output::with_capacity(0), Vec::new());
        let mut line = out.line();
        for start in 0..=heap.len() {
            for end in start..=heap.len() {
                line.piece(Piece { heap: &heap, place: start..end });
                line.number(7);
                expected.extend_from_slice(&heap[start..end]);
                expected.extend_from_slice(b"7,");
            }
        }
        line.finish_list();
        expected.pop();
        assert!(out.into_bytes() == expected);
    }

    #[test]
    fn numbers_are_decimal_and_the_last_comma_goes() {
        let numbers = || (0..2_000).chain([9_999, 10_000, u32::MAX]);
        let mut out = Output::with_capacity(0);
        let mut line = out.line();
        numbers().for_each(|number| line.number(number));
        line.finish_list();
        out.line().finish_list();
        assert_eq!(*out, *numbers().map(|number| number.to_string()).collect::<Vec<_>>().join(",").into_bytes());
    }
}
