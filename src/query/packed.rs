//! Numbers in little space, for what a caller keeps. Each has seven bits a byte, the lowest first; the high bit of a byte says
//! that more bytes follow. Four bytes are a number of the result.

/// Numbers being packed.
#[derive(Default)]
pub(super) struct Packer {
    packed: Vec<u32>,
    /// Bytes that are no number of the result yet, the first in the lowest bits.
    rest: u32,
    /// Number of bits of these.
    bits: u32,
}

/// Packed numbers being read. After the last one, all are 0.
pub(super) struct Unpacker<'p> {
    packed: &'p [u32],
    /// Number of the next byte.
    byte: u32,
}

impl Packer {
    pub(super) fn push(&mut self, mut number: u32) {
        while number >= 0x80 {
            self.push_byte(number & 0x7f | 0x80);
            number >>= 7;
        }
        self.push_byte(number);
    }

    fn push_byte(&mut self, byte: u32) {
        self.rest |= byte << self.bits;
        self.bits += 8;
        if self.bits == u32::BITS {
            self.packed.push(self.rest);
            (self.rest, self.bits) = (0, 0);
        }
    }

    /// The packed numbers, with up to three bytes of 0 after them.
    pub(super) fn finish(mut self) -> Vec<u32> {
        if self.bits > 0 {
            self.packed.push(self.rest);
        }
        self.packed
    }
}

impl<'p> Unpacker<'p> {
    /// The numbers of `packed` from the byte `byte` on.
    pub(super) fn at(packed: &'p [u32], byte: u32) -> Self {
        Self { packed, byte }
    }

    /// The next number.
    pub(super) fn next(&mut self) -> u32 {
        let (mut number, mut shift) = (0_u32, 0_u32);
        loop {
            let byte = self.packed.get(self.byte as usize / 4).map_or(0, |four| four >> (self.byte % 4 * 8) & 0xff);
            self.byte = self.byte.saturating_add(1);
            number |= (byte & 0x7f).wrapping_shl(shift);
            shift = shift.wrapping_add(7);
            if byte < 0x80 {
                return number;
            }
        }
    }

    /// Number of the next byte.
    pub(super) fn byte(&self) -> u32 {
        self.byte
    }
}

#[cfg(test)]
mod tests {
    use proptest::{collection::vec, prelude::*};

    use super::*;

    proptest! {
        #[test]
        fn unpacked_numbers_are_those_packed(numbers in vec(prop_oneof![0_u32..300, any::<u32>()], 0..40)) {
            let mut packer = Packer::default();
            numbers.iter().for_each(|&number| packer.push(number));
            let packed = packer.finish();
            prop_assert!(packed.len() * 4 <= numbers.len() * 5 + 3);
            let mut byte = 0;
            for &number in &numbers {
                let mut unpacker = Unpacker::at(&packed, byte);
                prop_assert_eq!(unpacker.next(), number);
                byte = unpacker.byte();
            }
            prop_assert_eq!(Unpacker::at(&packed, byte).next(), 0);
        }

        #[test]
        fn anything_can_be_unpacked(packed in vec(any::<u32>(), 0..20), byte: u32) {
            let mut unpacker = Unpacker::at(&packed, byte);
            let _: Vec<u32> = (0..100).map(|_| unpacker.next()).collect();
            prop_assert_eq!(unpacker.next(), 0);
        }
    }
}
