//! Compressed size.

use std::io::{self, Write};

use flate2::Compression;
use flate2::write::GzEncoder;

/// Returns the size of `bytes` with gzip at its default level.
pub(crate) fn gzip_size(bytes: &[u8]) -> u64 {
    let mut encoder = GzEncoder::new(Counter(0), Compression::default());
    // Counting cannot fail.
    let _infallible = encoder.write_all(bytes);
    encoder.finish().map_or(0, |counter| counter.0)
}

/// A writer that only counts bytes.
struct Counter(u64);

impl Write for Counter {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0 += bytes.len() as u64;
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

    use std::io::Read;

    use flate2::read;

    use super::*;

    #[test]
    fn size_is_that_of_the_compressed_bytes() {
        let mixed: Vec<u8> = (0..300_000_u32).map(|n| (n.wrapping_mul(2_654_435_761) >> 13) as u8).collect();
        for bytes in [&[][..], b"a", &[0; 100_000], &mixed] {
            let mut compressed = Vec::new();
            read::GzEncoder::new(bytes, Compression::default()).read_to_end(&mut compressed).unwrap();
            assert_eq!(gzip_size(bytes), compressed.len() as u64, "{}", bytes.len());
        }
    }
}
