//! Text of a diagnosis.

use std::fmt;

use super::diagnosis::Diagnosis;
use super::finding::{Finding, Severity};
use crate::terminal::format::{grouped, line, printable};

impl fmt::Display for Diagnosis {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        line(f, "database", &self.database)?;
        line(f, "sessions", self.connections.summary())?;
        writeln!(
            f,
            "\n{:<12}{:>10}{:>14}{:>12}{:>16}{:>14}",
            "table", "rows", "bytes", "seq scans", "rows by them", "index scans"
        )?;
        for scans in &self.scans {
            let [rows, bytes, sequential, by_them, index] =
                [scans.rows, scans.bytes, scans.sequential_scans, scans.sequential_rows, scans.index_scans]
                    .map(|number| grouped(number.unsigned_abs()));
            writeln!(
                f,
                "{:<12}{rows:>10}{bytes:>14}{sequential:>12}{by_them:>16}{index:>14}",
                printable(&scans.table)
            )?;
        }
        for finding in &self.findings {
            writeln!(f, "\n{finding}")?;
        }
        let is_clean = self.findings.iter().all(|finding| finding.severity != Severity::Warning);
        if is_clean { writeln!(f, "\nclean: nothing to fix") } else { Ok(()) }
    }
}

impl fmt::Display for Finding {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let severity = match self.severity {
            Severity::Warning => "warning",
            Severity::Advice => "advice",
        };
        write!(f, "{severity}: {}: {}", printable(&self.subject), printable(&self.problem))?;
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
