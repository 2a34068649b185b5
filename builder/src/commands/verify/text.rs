//! Text of a verification.

use std::fmt;

use super::verification::{Difference, LISTED, Verification};
use crate::terminal::excerpt;
use crate::terminal::format::{brief, grouped, line, printable, row};
use crate::terminal::style::{ERROR, RIGHT, Styled};

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
                0 => Styled(RIGHT, "right".to_owned()),
                count => Styled(ERROR, format!("{} differ", grouped(count as u64))),
            };
            row(f, format_args!("{:<22}{compared:>18}  {outcome}", check.name))?;
        }
        if self.difference_count == 0 {
            return Ok(());
        }
        let hint = format!(": --json lists the first {}", grouped(LISTED as u64));
        excerpt::write(f, "", &self.differences, self.difference_count, &hint)?;
        writeln!(f)
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
