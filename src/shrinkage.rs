//! Counts of a catalogue, and how far they may fall from one catalogue to the next. A large fall is a sign of lost
//! rows.

use std::{fmt, str::FromStr};

use serde::{Deserialize, Serialize, Serializer};

use crate::catalog::{Catalog, Stats};

/// Counts of everything in a catalogue, as `GET /health` reports them. A count that an older service does not report is
/// read as 0.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Counts {
    /// The figures of `GET /stats`.
    #[serde(flatten)]
    pub stats: Stats,
    /// Images.
    pub images: u64,
    /// Distinct values of all facets.
    pub values: u64,
}

impl Counts {
    /// Returns the counts of `catalog`.
    #[must_use]
    pub fn of(catalog: &Catalog<'_>) -> Self {
        Self { stats: catalog.stats(), images: catalog.images() as u64, values: catalog.values() as u64 }
    }

    /// Returns every count with its name in reports.
    #[must_use]
    pub fn named(&self) -> [(&'static str, u64); 7] {
        let Self { stats: Stats { specs, plots, libraries, languages, lines_of_code }, images, values } = *self;
        [
            ("specs", specs),
            ("implementations", plots),
            ("images", images),
            ("libraries", libraries),
            ("languages", languages),
            ("values", values),
            ("lines_of_code", lines_of_code),
        ]
    }

    /// Returns the counts that are lower than in `old` by more than `allowed`.
    #[must_use]
    pub fn shrunk_from(&self, old: &Self, allowed: Percentage) -> Vec<Shrunk> {
        let both = old.named().into_iter().zip(self.named());
        both.filter(|((_, old), (_, new))| allowed.is_exceeded(*old, *new))
            .map(|((what, old), (_, new))| Shrunk { what, old, new, allowed_percent: allowed })
            .collect()
    }
}

/// A count that fell too far.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Shrunk {
    /// Name of the count.
    pub what: &'static str,
    /// The count before.
    pub old: u64,
    /// The count now.
    pub new: u64,
    /// Share of the count that may be lost.
    pub allowed_percent: Percentage,
}

/// A share from 0 % to 100 %, exact to the ten-thousandth of a per cent: `10%`, `2.5 %`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Percentage {
    /// An integer, so that comparisons are exact.
    millionths: u32,
}

/// Error of a text that is not a [`Percentage`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("the share is not a percentage: write a number from 0 to 100 and %, as in 10%")]
pub struct PercentageError;

impl Percentage {
    const PER_PERCENT: f64 = 10_000.0;

    fn percent(self) -> f64 {
        f64::from(self.millionths) / Self::PER_PERCENT
    }

    /// True if `new` is lower than `old` by more than this share of it.
    #[must_use]
    pub fn is_exceeded(self, old: u64, new: u64) -> bool {
        let lost = old.saturating_sub(new);
        u128::from(lost) * 1_000_000 > u128::from(old) * u128::from(self.millionths)
    }
}

impl FromStr for Percentage {
    type Err = PercentageError;

    fn from_str(text: &str) -> Result<Self, PercentageError> {
        let number = text.strip_suffix('%').and_then(|number| number.trim().parse::<f64>().ok());
        let percent = number.filter(|percent| (0.0..=100.0).contains(percent)).ok_or(PercentageError)?;
        Ok(Self { millionths: (percent * Self::PER_PERCENT).round() as u32 })
    }
}

impl fmt::Display for Percentage {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}%", self.percent())
    }
}

/// Serializes the number of per cent.
impl Serialize for Percentage {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        self.percent().serialize(serializer)
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

    use super::*;

    fn percentage(text: &str) -> Percentage {
        text.parse().unwrap()
    }

    #[test]
    fn percentages_are_numbers_of_0_to_100_with_their_sign() {
        for (text, shown) in [
            ("10%", "10%"),
            ("0%", "0%"),
            ("-0%", "0%"),
            ("100%", "100%"),
            ("0.5%", "0.5%"),
            ("24.9%", "24.9%"),
            ("2.5 %", "2.5%"),
            (" 7%", "7%"),
            ("1e1%", "10%"),
        ] {
            assert_eq!(percentage(text).to_string(), shown, "{text}");
            assert_eq!(percentage(shown), percentage(text), "{text}");
        }
        for text in ["10", "", "%", " %", "-1%", "101%", "100.1%", "NaN%", "inf%", "ten%", "10%%", "10%x", "0,5%"] {
            assert_eq!(text.parse::<Percentage>(), Err(PercentageError), "{text}");
        }
    }

    #[test]
    fn only_a_fall_by_more_than_the_share_is_too_far() {
        for (allowed, old, new, is_exceeded) in [
            ("10%", 100, 90, false),
            ("10%", 100, 89, true),
            ("10%", 1000, 900, false),
            ("10%", 1000, 899, true),
            // One of seven is more than 10 %.
            ("10%", 7, 6, true),
            ("0%", 100, 100, false),
            ("0%", 3623, 3622, true),
            ("100%", 100, 0, false),
            ("10%", 0, 5, false),
            ("10%", 0, 0, false),
            ("10%", 5, 50, false),
            // Shares that no binary fraction can represent.
            ("1.1%", 1000, 989, false),
            ("1.1%", 1000, 988, true),
            ("0.7%", 1000, 993, false),
            ("0.7%", 1000, 992, true),
            ("33.3333%", 3_000_000, 2_000_001, false),
            ("33.3333%", 3_000_000, 2_000_000, true),
            ("0.0001%", u64::MAX, u64::MAX - u64::MAX / 1_000_000, false),
            ("0.0001%", u64::MAX, u64::MAX - u64::MAX / 1_000_000 - 1, true),
        ] {
            assert_eq!(percentage(allowed).is_exceeded(old, new), is_exceeded, "{allowed} of {old}, now {new}");
        }
    }

    #[test]
    fn every_count_that_health_tells_is_guarded() {
        let old = Counts {
            stats: Stats { specs: 100, plots: 100, libraries: 100, languages: 100, lines_of_code: 100 },
            images: 100,
            values: 100,
        };
        let told = serde_json::to_value(old).unwrap();
        let fields = told.as_object().unwrap();
        assert_eq!(fields.len(), old.named().len());
        for (field, count) in fields {
            assert_eq!(count, 100);
            let mut fewer = told.clone();
            fewer[field] = 89.into();
            let new: Counts = serde_json::from_value(fewer).unwrap();
            let [shrunk] = &*new.shrunk_from(&old, percentage("10%")) else { unreachable!("{field}") };
            let name = if field == "plots" { "implementations" } else { field };
            assert_eq!((shrunk.what, shrunk.old, shrunk.new), (name, 100, 89));
            assert!(new.shrunk_from(&old, percentage("11%")).is_empty());
            assert!(old.shrunk_from(&new, percentage("0%")).is_empty());
        }
    }

    #[test]
    fn count_that_an_older_service_does_not_tell_is_not_compared() {
        let old: Counts = serde_json::from_str(r#"{"images": 10, "more": 7, "specs": 3}"#).unwrap();
        let new = Counts { images: 10, ..Counts::default() };
        let what = |shrunk: Vec<Shrunk>| shrunk.into_iter().map(|shrunk| shrunk.what).collect::<Vec<_>>();
        assert_eq!(what(new.shrunk_from(&old, percentage("50%"))), ["specs"]);
    }
}
