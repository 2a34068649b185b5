//! A verification for people.

use std::fmt;

use super::verification::{Difference, LISTED, Verification};
use crate::terminal::format::{brief, grouped, line, printable};

/// How many differences fill a screen.
const SHOWN: usize = 20;

impl fmt::Display for Verification {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        line(f, "snapshot", &self.path)?;
        line(f, "digest", &self.digest)?;
        if let Some(database) = &self.database {
            line(f, "database", database)?;
        }
        writeln!(f)?;
        for check in &self.checks {
            let compared = format!("{} {}", grouped(check.compared as u64), check.unit);
            let outcome = match check.differences {
                0 => "right".into(),
                count => format!("{} differ", grouped(count as u64)),
            };
            writeln!(f, "{:<22}{compared:>18}  {outcome}", check.name)?;
        }
        if self.difference_count > 0 {
            writeln!(f)?;
        }
        for difference in self.differences.iter().take(SHOWN) {
            writeln!(f, "{difference}")?;
        }
        match self.difference_count.saturating_sub(SHOWN) {
            0 => Ok(()),
            more => writeln!(f, "and {} more: --json lists the first {}", grouped(more as u64), LISTED),
        }
    }
}

/// `impls 'bar/r/lattice', column quality_score: snapshot 91.5, expected 92.0`
impl fmt::Display for Difference {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { part, key, column, snapshot, expected } = self;
        write!(f, "{}", printable(part))?;
        if !key.is_empty() {
            write!(f, " '{}'", printable(key))?;
        }
        if let Some(column) = column {
            write!(f, ", column {column}")?;
        }
        write!(f, ": snapshot {}, expected {}", brief(snapshot), brief(expected))
    }
}
