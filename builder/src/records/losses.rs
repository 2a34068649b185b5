//! Texts about counts that fell too far.

use catalog_edge::shrinkage::Shrunk;

use crate::terminal::format::{grouped, list};

/// Returns `images fell from 3,623 to 3,100, by 14.4 %, more than the allowed 10%`, for each count.
pub(crate) fn fallen(shrunk: &[Shrunk]) -> String {
    list(shrunk.iter().map(|Shrunk { what, old, new, allowed_percent }| {
        let lost = old.saturating_sub(*new) as f64 * 100.0 / *old as f64;
        let (what, old, new) = (what.replace('_', " "), grouped(*old), grouped(*new));
        format!("{what} fell from {old} to {new}, by {lost:.1} %, more than the allowed {allowed_percent}")
    }))
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

    use catalog_edge::shrinkage::Counts;

    use super::*;

    #[test]
    fn every_count_is_told_with_its_fall() {
        let old = Counts { images: 3_623, values: 7, ..Counts::default() };
        let new = Counts { images: 3_100, values: 6, ..Counts::default() };
        assert_eq!(
            fallen(&new.shrunk_from(&old, "10%".parse().unwrap())),
            "images fell from 3,623 to 3,100, by 14.4 %, more than the allowed 10%; \
             values fell from 7 to 6, by 14.3 %, more than the allowed 10%"
        );
    }
}
