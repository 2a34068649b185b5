//! A migration as a revision for Alembic.

use std::fmt::Write as _;

use super::mends::{LOCK_TIMEOUT, Migration, comment};
use super::revision::Revision;
use crate::commands::doctor::finding::Step;

impl Migration<'_> {
    /// Returns a revision that follows the current one of the database.
    pub(in crate::commands::doctor) fn alembic(&self, revision: &Revision) -> String {
        let parent = revision.parent();
        let down_revision = parent.map_or_else(|| "None".into(), literal);
        let unknown = "  # alembic_version holds no single revision: name the one to follow";
        let unknown = if parent.is_none() { unknown } else { "" };
        let mut text = format!(
            "\"\"\"Migration proposed by catalog-builder doctor\n\n\
             Indexes are built CONCURRENTLY, which no transaction can hold: autocommit_block() ends the one of this\n\
             migration first, so what came before stays even if an index fails. A build that fails leaves an invalid\n\
             index: run doctor again, and it proposes to rebuild that.\n\"\"\"\n\n\
             from alembic import op\n\n\
             revision = {}\ndown_revision = {down_revision}{unknown}\nbranch_labels = None\ndepends_on = None\n\n\n\
             def upgrade() -> None:\n",
            literal(&revision.next(&self.sql()))
        );
        let before = text.len();
        for (finding, mend) in &self.mends {
            let _ = writeln!(text, "    # {}: {}.", comment(&finding.subject), comment(&finding.problem));
            let _ = writeln!(text, "    # Cost: {}.", mend.cost);
            mend.steps.iter().for_each(|step| execute(step, &mut text));
        }
        pass_if_nothing_since(before, &mut text);
        text.push_str("\n\ndef downgrade() -> None:\n");
        let before = text.len();
        self.mends.iter().rev().flat_map(|(_, mend)| &mend.undo).for_each(|step| execute(step, &mut text));
        pass_if_nothing_since(before, &mut text);
        text
    }
}

fn execute(step: &Step, text: &mut String) {
    let execute = format!("op.execute({})", literal(&bound(&step.sql)));
    let _ = if step.is_outside_transaction {
        writeln!(text, "    with op.get_context().autocommit_block():\n        {execute}")
    } else {
        writeln!(text, "    op.execute(\"SET LOCAL lock_timeout = '{LOCK_TIMEOUT}'\")\n    {execute}")
    };
}

fn pass_if_nothing_since(before: usize, text: &mut String) {
    if text.len() == before {
        text.push_str("    pass\n");
    }
}

/// Escapes `sql` for SQLAlchemy's `text()`, in which a colon begins a parameter.
fn bound(sql: &str) -> String {
    sql.replace(':', "\\:")
}

/// Returns a string literal of Python, which reads the escapes of JSON in the same way.
fn literal(text: &str) -> String {
    serde_json::Value::from(text).to_string()
}
