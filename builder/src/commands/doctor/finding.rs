//! Findings, and the statements that fix them.

use serde::{Serialize, Serializer};

/// Importance of a finding.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "lowercase")]
pub(crate) enum Severity {
    /// Must be fixed: the run ends with code 6.
    Warning,
    /// To be considered by people: the run ends with code 0.
    Advice,
}

/// A problem, its evidence and its remedy.
#[derive(Debug, Serialize)]
pub(crate) struct Finding {
    pub(crate) severity: Severity,
    /// Name of the check: `index`, `line_count`, `wide_column`, `timeout` or `connections`.
    pub(crate) check: &'static str,
    /// Table and columns, or setting.
    pub(crate) subject: String,
    pub(crate) problem: String,
    pub(crate) evidence: String,
    pub(crate) remedy: String,
    /// Part of the migration; `None` if a change of the schema does not fix it.
    pub(crate) mend: Option<Mend>,
}

/// Statements that fix a problem, and those that undo the fix.
#[derive(Debug)]
pub(crate) struct Mend {
    pub(crate) steps: Vec<Step>,
    /// Empty if there is nothing to undo.
    pub(crate) undo: Vec<Step>,
    /// Cost of running the steps, for people.
    pub(crate) cost: &'static str,
}

/// One statement of a migration.
#[derive(Debug)]
pub(crate) struct Step {
    pub(crate) sql: String,
    /// True if it cannot run within a transaction.
    pub(crate) is_outside_transaction: bool,
}

impl Step {
    /// Returns a statement during which others can read and write. It cannot run within a transaction.
    pub(crate) fn concurrent(sql: String) -> Self {
        Self { sql, is_outside_transaction: true }
    }

    /// Returns a statement that locks others out until its transaction ends.
    pub(crate) fn locking(sql: String) -> Self {
        Self { sql, is_outside_transaction: false }
    }
}

impl Mend {
    /// True if all steps can run in one transaction.
    pub(crate) fn fits_a_transaction(&self) -> bool {
        self.steps.iter().all(|step| !step.is_outside_transaction)
    }
}

impl Serialize for Mend {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        #[derive(Serialize)]
        struct Object {
            sql: String,
            undo: Option<String>,
            outside_transaction: bool,
            cost: &'static str,
        }
        let script = |steps: &[Step]| steps.iter().map(|step| &*step.sql).collect::<Vec<_>>().join(";\n");
        let undo = (!self.undo.is_empty()).then(|| script(&self.undo));
        let outside_transaction = !self.fits_a_transaction();
        Object { sql: script(&self.steps), undo, outside_transaction, cost: self.cost }.serialize(serializer)
    }
}
