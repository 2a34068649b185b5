//! Conditions that fail a comparison.

use std::str::FromStr;

use catalog_edge::shrinkage::{Percentage, PercentageError};

/// A condition that fails the run: `shrink=10%`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Gate {
    /// Any count falls by more than this.
    Shrink(Percentage),
}

/// Error of a text that is not a condition.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub(crate) enum GateError {
    #[error("unknown condition: write shrink= and a percentage from 0% to 100%, as in shrink=10%")]
    Unknown,
    #[error(transparent)]
    Share(#[from] PercentageError),
}

impl FromStr for Gate {
    type Err = GateError;

    fn from_str(text: &str) -> Result<Self, GateError> {
        let share = text.strip_prefix("shrink=").ok_or(GateError::Unknown)?;
        Ok(Self::Shrink(share.parse()?))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn gates_are_conditions_with_a_percentage() {
        assert_eq!("shrink=0.5%".parse(), "0.5%".parse().map(Gate::Shrink).map_err(GateError::Share));
        for text in ["", "10%", "grow=10%", "shrink", "Shrink=1%"] {
            assert_eq!(text.parse::<Gate>(), Err(GateError::Unknown), "{text}");
        }
        for text in ["shrink=10", "shrink=%", "shrink=101%"] {
            assert_eq!(text.parse::<Gate>(), Err(GateError::Share(PercentageError)), "{text}");
        }
    }
}
