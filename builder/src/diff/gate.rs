//! What may not happen from one snapshot to the next.

use std::fmt;
use std::str::FromStr;

use serde::Serialize;

use super::Count;

/// A condition that fails the run: `shrink=10%`.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) enum Gate {
    /// Specs, implementations, images or libraries become fewer by more than this many percent.
    Shrink { percent: f64 },
}

/// Why a text is no gate.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub(crate) enum GateError {
    #[error("the condition is not known: write shrink=10%")]
    Unknown,
    #[error("the share is not a percentage: write a number from 0 to 100 and %, as in shrink=10%")]
    Share,
}

impl FromStr for Gate {
    type Err = GateError;

    fn from_str(text: &str) -> Result<Self, GateError> {
        let share = text.strip_prefix("shrink=").ok_or(GateError::Unknown)?;
        let number = share.strip_suffix('%').ok_or(GateError::Share)?;
        let percent = number.parse().ok().filter(|percent| (0.0..=100.0).contains(percent));
        percent.map(|percent| Self::Shrink { percent }).ok_or(GateError::Share)
    }
}

/// The counts whose fall is a sign of something lost.
const GUARDED: [&str; 4] = ["specs", "impls", "images", "libraries"];

impl Gate {
    /// What of `counts` fell too far.
    pub(super) fn exceeded(self, counts: &[Count]) -> impl Iterator<Item = Shrunk> {
        let Self::Shrink { percent } = self;
        counts.iter().filter(|count| GUARDED.contains(&count.what)).filter_map(move |Count { what, old, new }| {
            let lost = old.saturating_sub(*new);
            let is_too_much = lost as f64 * 100.0 > percent * *old as f64;
            is_too_much.then_some(Shrunk { what, old: *old, new: *new, allowed_percent: percent })
        })
    }
}

/// A count that fell too far.
#[derive(Clone, Debug, Serialize)]
pub(crate) struct Shrunk {
    what: &'static str,
    old: u64,
    new: u64,
    allowed_percent: f64,
}

/// `images fell from 3623 to 3100, by 14.4 % where 10 % may go`
impl fmt::Display for Shrunk {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { what, old, new, allowed_percent } = self;
        let percent = (old - new) as f64 * 100.0 / *old as f64;
        write!(f, "{what} fell from {old} to {new}, by {percent:.1} % where {allowed_percent} % may go")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn gates_are_conditions_with_a_percentage() {
        assert_eq!("shrink=10%".parse(), Ok(Gate::Shrink { percent: 10.0 }));
        assert_eq!("shrink=0.5%".parse(), Ok(Gate::Shrink { percent: 0.5 }));
        for text in ["", "grow=10%", "shrink", "Shrink=1%"] {
            assert_eq!(text.parse::<Gate>(), Err(GateError::Unknown), "{text}");
        }
        for text in ["shrink=10", "shrink=%", "shrink=-1%", "shrink=101%", "shrink=NaN%", "shrink=10%%", "shrink= %"] {
            assert_eq!(text.parse::<Gate>(), Err(GateError::Share), "{text}");
        }
    }

    #[test]
    fn only_a_fall_by_more_than_the_share_is_too_far() {
        let exceeded = |percent, old, new| {
            let counts = ["specs", "lines_of_code"].map(|what| Count { what, old, new });
            Gate::Shrink { percent }.exceeded(&counts).count()
        };
        assert_eq!(exceeded(10.0, 100, 90), 0);
        assert_eq!(exceeded(10.0, 100, 89), 1);
        assert_eq!(exceeded(0.0, 100, 100), 0);
        assert_eq!(exceeded(0.0, 3623, 3622), 1);
        assert_eq!(exceeded(100.0, 100, 0), 0);
        assert_eq!(exceeded(10.0, 0, 5), 0);
    }
}
