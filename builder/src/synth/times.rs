//! Times of a synthetic catalogue: moments of the year 2025, before its newest change.

use super::rng::Rng;

/// Start of the year in microseconds since 1970.
const START: i64 = 1_735_689_600_000_000;

/// Microseconds of a second.
const SECOND: i64 = 1_000_000;

const DAY: u64 = 24 * 60 * 60;

/// Days before each month.
const MONTHS: [u64; 12] = [0, 31, 59, 90, 120, 151, 181, 212, 243, 273, 304, 334];

/// Draws a time in the 90 days from `day` of the year on, in microseconds since 1970.
pub(super) fn draw(day: u64, rng: &mut Rng) -> i64 {
    START + (day * DAY + rng.below(90 * DAY)) as i64 * SECOND
}

/// Writes a time that was drawn: `2025-12-11T22:45:43`.
pub(super) fn text(time: i64) -> String {
    let seconds = ((time - START) / SECOND) as u64;
    let (day, second) = (seconds / DAY, seconds % DAY);
    let month = MONTHS.partition_point(|before| *before <= day);
    let (hour, minute, second) = (second / 3_600, second / 60 % 60, second % 60);
    format!("2025-{month:02}-{:02}T{hour:02}:{minute:02}:{second:02}", day - MONTHS[month - 1] + 1)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn times_are_written_as_the_calendar_has_them() {
        for (day, second, expected) in [
            (0, 0, "2025-01-01T00:00:00"),
            (30, 86_399, "2025-01-31T23:59:59"),
            (31, 3_661, "2025-02-01T01:01:01"),
            (58, 0, "2025-02-28T00:00:00"),
            (59, 0, "2025-03-01T00:00:00"),
            (364, 43_200, "2025-12-31T12:00:00"),
        ] {
            assert_eq!(text(START + (day * DAY as i64 + second) * SECOND), expected);
        }
    }
}
