//! A migration as a script for psql.

use std::fmt::Write as _;

use super::mends::{LOCK_TIMEOUT, Migration, comment};
use crate::commands::doctor::finding::Mend;

impl Migration<'_> {
    /// Returns a script for `psql -v ON_ERROR_STOP=1 -f`. Every statement is a transaction of its own.
    pub(in crate::commands::doctor) fn sql(&self) -> String {
        if self.mends.is_empty() {
            return "-- catalog-builder doctor found nothing that a migration fixes.\n".into();
        }
        let mut text = String::from(
            "-- Proposed by catalog-builder doctor. Run it with psql -v ON_ERROR_STOP=1 -f FILE and without -1: indexes\n\
             -- are built CONCURRENTLY, which no transaction can hold. A build that fails leaves an invalid index: run\n\
             -- doctor again, and it proposes to rebuild that.\n",
        );
        for (finding, Mend { steps, cost, .. }) in &self.mends {
            let (subject, problem) = (comment(&finding.subject), comment(&finding.problem));
            let _ = write!(text, "\n-- {subject}: {problem}.\n-- Cost: {cost}.\n");
            for step in steps {
                let sql = &step.sql;
                let _ = if step.is_outside_transaction {
                    writeln!(text, "{sql};")
                } else {
                    writeln!(text, "SET lock_timeout = '{LOCK_TIMEOUT}';\n{sql};\nRESET lock_timeout;")
                };
            }
        }
        text
    }
}
