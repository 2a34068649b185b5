//! Numbers of the command line. Each has bounds, and its help states them.
//!
//! Options that take one have `allow_hyphen_values`, so that `-1` is a number out of bounds and not an unknown option.

use std::ops::RangeInclusive;
use std::time::Duration;

use bytesize::{ByteSize, TB};

/// Error of a text that is no number within its bounds.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub(crate) enum NumberError {
    #[error("give a whole number from {} to {}", .0.start(), .0.end())]
    Whole(RangeInclusive<u64>),
    #[error("give a number of seconds from 0.001 to 86400")]
    Seconds,
    #[error("give a size from 1 B to 1 TB, in bytes or with a unit: 500000, 500 KB, 64 MiB, 2 GB")]
    Size,
}

/// Returns a parser of whole numbers within `bounds`.
pub(crate) fn whole<N: TryFrom<u64>>(
    bounds: RangeInclusive<u64>,
) -> impl Fn(&str) -> Result<N, NumberError> + Clone + Send + Sync + 'static {
    move |text| {
        let number = text.parse().ok().filter(|number| bounds.contains(number));
        number.and_then(|number| number.try_into().ok()).ok_or_else(|| NumberError::Whole(bounds.clone()))
    }
}

/// Parses a number of seconds: a millisecond to a day.
pub(crate) fn seconds(text: &str) -> Result<Duration, NumberError> {
    let bounds = Duration::from_millis(1)..=Duration::from_secs(24 * 60 * 60);
    let seconds = text.parse().ok().and_then(|seconds| Duration::try_from_secs_f64(seconds).ok());
    seconds.filter(|seconds| bounds.contains(seconds)).ok_or(NumberError::Seconds)
}

/// Parses a number of bytes, with or without a unit: KB, MB and GB are powers of 1,000, KiB, MiB and GiB of 1,024.
pub(crate) fn size(text: &str) -> Result<u64, NumberError> {
    let size = text.trim().parse::<ByteSize>().map(|size| size.as_u64());
    size.ok().filter(|bytes| (1..=TB).contains(bytes)).ok_or(NumberError::Size)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn whole_numbers_are_within_their_bounds() {
        let parse = whole::<u64>(1..=1_000);
        for (text, number) in [("1", 1), ("1000", 1_000), ("007", 7), ("+5", 5)] {
            assert_eq!(parse(text), Ok(number), "{text}");
        }
        for text in ["0", "1001", "-1", "-0", "1.5", "1e2", "1,000", "1_000", "99999999999999999999", "", " 1", "x"] {
            assert_eq!(parse(text), Err(NumberError::Whole(1..=1_000)), "{text}");
        }
        assert_eq!(parse("0").map_err(|error| error.to_string()), Err("give a whole number from 1 to 1000".into()));
        assert_eq!(whole::<u64>(0..=u64::MAX)("18446744073709551615"), Ok(u64::MAX));
        // A bound that the type does not reach is no panic.
        assert!(whole::<u8>(0..=1_000)("256").is_err());
    }

    #[test]
    fn seconds_are_positive_and_at_most_a_day() {
        for (text, millis) in [("0.001", 1), ("0.5", 500), ("60", 60_000), ("86400", 86_400_000), ("1e1", 10_000)] {
            assert_eq!(seconds(text), Ok(Duration::from_millis(millis)), "{text}");
        }
        for text in ["0", "-1", "-0.5", "0.0001", "86400.1", "1e9", "1e999", "NaN", "inf", "60s", "soon", ""] {
            assert_eq!(seconds(text), Err(NumberError::Seconds), "{text}");
        }
    }

    #[test]
    fn sizes_have_units_of_1000_and_of_1024() {
        for (text, bytes) in [
            ("1", 1),
            ("90000", 90_000),
            ("12 B", 12),
            ("1KB", 1_000),
            ("1 kb", 1_000),
            ("1Kb", 1_000),
            (" 3 MB ", 3_000_000),
            ("2gb", 2_000_000_000),
            ("1KiB", 1_024),
            ("1 kib", 1_024),
            ("64 MIB", 64 << 20),
            ("2GiB", 2 << 30),
            ("1.5MB", 1_500_000),
            ("56.4 MB", 56_400_000),
            ("0.5KiB", 512),
            ("1000000000000", TB),
            ("1TB", TB),
        ] {
            assert_eq!(size(text), Ok(bytes), "{text}");
        }
        for text in [
            "0",
            "0MB",
            "0.1",
            "-1",
            "-1KB",
            "1.1TB",
            "1TiB",
            "9999999999999999999999GB",
            "99999999999EB",
            "KB",
            "",
            "1 KX",
            "1,000",
            "1.2.3MB",
            "1e3",
            "NaN KB",
            "inf",
            "1K B",
        ] {
            assert_eq!(size(text), Err(NumberError::Size), "{text}");
        }
    }
}
