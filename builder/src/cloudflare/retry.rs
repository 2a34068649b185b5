//! Pauses between the tries of a call.

use std::time::Duration;

/// Pause after the first try. It doubles with each.
const FIRST: Duration = Duration::from_millis(500);
/// Longest pause that this tool chooses itself.
const LONGEST: Duration = Duration::from_secs(8);

/// True if the call may succeed if it is tried again.
pub(super) fn is_transient(status: u16) -> bool {
    status == 429 || status >= 500
}

/// Returns the pause before the next try, or none if it would end after the time that is `left`.
pub(super) fn pause(tries: u32, retry_after: Option<Duration>, left: Duration) -> Option<Duration> {
    let doubled = FIRST.saturating_mul(2_u32.saturating_pow(tries.saturating_sub(1))).min(LONGEST);
    let pause = retry_after.unwrap_or(doubled);
    (pause < left).then_some(pause)
}

/// Reads `Retry-After`, if it is a number of seconds.
pub(super) fn retry_after(field: &str) -> Option<Duration> {
    field.trim().parse().ok().map(Duration::from_secs)
}

#[cfg(test)]
mod tests {
    use super::*;

    const fn ms(number: u64) -> Duration {
        Duration::from_millis(number)
    }

    #[test]
    fn pauses_double_unless_cloudflare_names_one_and_end_with_the_budget() {
        for (tries, after, left, expected) in [
            (1, None, ms(30_000), Some(ms(500))),
            (2, None, ms(30_000), Some(ms(1000))),
            (4, None, ms(30_000), Some(ms(4000))),
            (9, None, ms(30_000), Some(ms(8000))),
            (u32::MAX, None, ms(30_000), Some(ms(8000))),
            (1, Some(ms(7000)), ms(30_000), Some(ms(7000))),
            (5, Some(ms(0)), ms(30_000), Some(ms(0))),
            (1, Some(ms(31_000)), ms(30_000), None),
            (1, None, ms(500), None),
            (1, None, ms(0), None),
        ] {
            assert_eq!(pause(tries, after, left), expected, "{tries} {after:?} {left:?}");
        }
    }

    #[test]
    fn only_trouble_of_the_server_is_transient() {
        for (status, expected) in [(200, false), (400, false), (404, false), (429, true), (500, true), (524, true)] {
            assert_eq!(is_transient(status), expected, "{status}");
        }
        for (field, expected) in
            [("3", Some(3)), (" 0 ", Some(0)), ("", None), ("Wed, 21 Oct 2026", None), ("-1", None)]
        {
            assert_eq!(retry_after(field), expected.map(Duration::from_secs), "{field}");
        }
    }
}
