//! Numbers in little space, for what a caller keeps.

/// The numbers with seven bits a byte, the lowest first. The high bit of a byte says that more bytes follow. Four bytes
/// are a number of the result.
pub(super) fn pack(numbers: &[u32]) -> Vec<u32> {
    let mut bytes = Vec::with_capacity(numbers.len() * 2);
    for &number in numbers {
        let mut rest = number;
        while rest >= 0x80 {
            bytes.push(rest as u8 | 0x80);
            rest >>= 7;
        }
        bytes.push(rest as u8);
    }
    bytes.resize(bytes.len().next_multiple_of(4), 0);
    bytes.chunks_exact(4).map(|four| u32::from_le_bytes([four[0], four[1], four[2], four[3]])).collect()
}

/// The first `count` numbers of `packed`. Missing ones are 0.
pub(super) fn unpack(packed: &[u32], count: usize) -> Vec<u32> {
    let mut bytes = packed.iter().flat_map(|four| four.to_le_bytes());
    let mut next = || {
        let (mut number, mut shift) = (0_u32, 0_u32);
        loop {
            let byte = bytes.next().unwrap_or(0);
            number |= u32::from(byte & 0x7f).wrapping_shl(shift);
            shift = shift.wrapping_add(7);
            if byte < 0x80 {
                return number;
            }
        }
    };
    (0..count).map(|_| next()).collect()
}

#[cfg(test)]
mod tests {
    use proptest::{collection::vec, prelude::*};

    use super::*;

    proptest! {
        #[test]
        fn unpacked_numbers_are_those_packed(numbers in vec(prop_oneof![0_u32..300, any::<u32>()], 0..40)) {
            let packed = pack(&numbers);
            prop_assert_eq!(unpack(&packed, numbers.len()), numbers.clone());
            prop_assert!(packed.len() * 4 <= numbers.len() * 5 + 3);
        }

        #[test]
        fn anything_can_be_unpacked(packed in vec(any::<u32>(), 0..20), count in 0_usize..50) {
            prop_assert_eq!(unpack(&packed, count).len(), count);
        }
    }
}
