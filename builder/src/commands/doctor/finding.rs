//! Something that is not as it should be.

use serde::{Serialize, Serializer};

/// How much it matters.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "lowercase")]
pub(crate) enum Severity {
    /// To be mended; the run ends with code 6.
    Warning,
    /// Worth a thought, which only people can have.
    Advice,
}

/// What is wrong, how that shows, and what to do.
#[derive(Debug, Serialize)]
pub(crate) struct Finding {
    pub(crate) severity: Severity,
    /// What was looked at: `index`, `line_count`, `wide_column`, `timeout` or `connections`.
    pub(crate) check: &'static str,
    /// Table and columns, or setting.
    pub(crate) subject: String,
    pub(crate) problem: String,
    pub(crate) evidence: String,
    pub(crate) remedy: String,
    /// What a migration does about it; `None` where that is not a matter of the schema.
    pub(crate) mend: Option<Mend>,
}

/// Statements that mend, and those that take it back.
#[derive(Debug)]
pub(crate) struct Mend {
    pub(crate) steps: Vec<Step>,
    /// Empty if there is nothing to take back.
    pub(crate) undo: Vec<Step>,
    /// Price of running the steps.
    pub(crate) cost: &'static str,
}

/// One statement of a migration.
#[derive(Debug)]
pub(crate) struct Step {
    pub(crate) sql: String,
    /// It cannot run within a transaction.
    pub(crate) is_outside_transaction: bool,
}

impl Step {
    /// A statement that lets others read and write meanwhile, and for that needs to be alone in its transaction.
    pub(crate) fn concurrent(sql: String) -> Self {
        Self { sql, is_outside_transaction: true }
    }

    /// A statement that locks others out for as long as its transaction takes.
    pub(crate) fn locking(sql: String) -> Self {
        Self { sql, is_outside_transaction: false }
    }
}

impl Mend {
    /// True if a transaction can hold all of it.
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
