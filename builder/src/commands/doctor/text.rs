//! Text of a diagnosis.

use std::fmt;

use super::diagnosis::Diagnosis;
use super::finding::{Finding, Severity};
use crate::terminal::format::{grouped, head, line, printable, row, size};
use crate::terminal::style::{HEADING, RIGHT, Styled, WARNING};

impl fmt::Display for Diagnosis {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        line(f, "database", &self.database)?;
        line(f, "sessions", self.connections.summary())?;
        writeln!(f)?;
        head(
            f,
            format_args!(
                "{:<12}{:>10}{:>12}{:>12}{:>16}{:>14}",
                "table", "rows", "size", "seq scans", "rows by them", "index scans"
            ),
        )?;
        for scans in &self.scans {
            let [rows, sequential, by_them, index] =
                [scans.rows, scans.sequential_scans, scans.sequential_rows, scans.index_scans]
                    .map(|number| grouped(number.unsigned_abs()));
            let (table, bytes) = (printable(&scans.table), size(scans.bytes.unsigned_abs()));
            row(f, format_args!("{table:<12}{rows:>10}{bytes:>12}{sequential:>12}{by_them:>16}{index:>14}"))?;
        }
        for finding in &self.findings {
            writeln!(f, "\n{finding}")?;
        }
        let is_clean = self.findings.iter().all(|finding| finding.severity != Severity::Warning);
        if is_clean { writeln!(f, "\n{} nothing to fix", Styled(RIGHT, "clean:")) } else { Ok(()) }
    }
}

impl fmt::Display for Finding {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let severity = match self.severity {
            Severity::Warning => Styled(WARNING, "warning:"),
            Severity::Advice => Styled(HEADING, "advice:"),
        };
        write!(f, "{severity} {}: {}", printable(&self.subject), printable(&self.problem))?;
        write!(f, "\n  evidence: {}\n  remedy: {}", printable(&self.evidence), printable(&self.remedy))?;
        if let Some(mend) = &self.mend {
            for step in &mend.steps {
                write!(f, "\n  {};", printable(&step.sql))?;
            }
            write!(f, "\n  cost: {}", mend.cost)?;
        }
        Ok(())
    }
}
