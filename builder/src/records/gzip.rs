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
