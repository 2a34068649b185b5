//! What mends a database, as a script for psql and as a revision for Alembic.

use std::fmt::Write as _;
use std::hash::{DefaultHasher, Hash, Hasher};

use super::finding::{Finding, Mend};
use super::{failed, rows};
use crate::failure::Failure;
use crate::reading::Reading;

/// What to run, in order: what must be within a transaction first.
#[derive(Debug)]
pub(super) struct Migration<'f> {
    steps: Vec<(&'f Finding, &'f Mend)>,
    /// The revision it follows, where Alembic keeps one.
    parent: Option<String>,
}

/// How long a step waits for its lock before it gives up: behind it, everything else would wait too.
const LOCK_TIMEOUT: &str = "5s";

/// The revision of the database, where Alembic keeps one.
pub(super) async fn parent(reading: &Reading<'_>) -> Result<Option<String>, Failure> {
    let found = rows(reading, include_str!("../../sql/doctor/has_revision.sql")).await?;
    let is_readable = found.first().map_or(Ok(false), |row| row.try_get("is_readable")).map_err(failed)?;
    if !is_readable {
        return Ok(None);
    }
    let revisions = rows(reading, include_str!("../../sql/doctor/revision.sql")).await?;
    match &*revisions {
        [revision] => revision.try_get("version_num").map(Some).map_err(failed),
        // None yet, or several heads: whichever is meant is for people to say.
        _ => Ok(None),
    }
}

impl<'f> Migration<'f> {
    pub(super) fn of(findings: &'f [Finding], parent: Option<String>) -> Self {
        let mut steps: Vec<_> =
            findings.iter().filter_map(|finding| finding.mend.as_ref().map(|mend| (finding, mend))).collect();
        steps.sort_by_key(|(_, mend)| mend.outside_transaction);
        Self { steps, parent }
    }

    /// A script for `psql -v ON_ERROR_STOP=1 -f`, in which every statement is a transaction of its own.
    pub(super) fn sql(&self) -> String {
        if self.steps.is_empty() {
            return "-- catalog-builder doctor found nothing that a migration mends.\n".into();
        }
        let mut text = String::from(
            "-- Proposed by catalog-builder doctor. Run it with psql -v ON_ERROR_STOP=1 -f FILE and without -1: indexes\n\
             -- are built CONCURRENTLY, which no transaction can hold. A build that fails leaves an invalid index: run\n\
             -- doctor again, and it proposes to rebuild that.\n",
        );
        for (finding, Mend { sql, outside_transaction, cost, .. }) in &self.steps {
            let _ =
                write!(text, "\n-- {}: {}.\n-- Cost: {cost}.\n", comment(&finding.subject), comment(&finding.problem));
            let _ = if *outside_transaction {
                writeln!(text, "{sql};")
            } else {
                writeln!(text, "SET lock_timeout = '{LOCK_TIMEOUT}';\n{sql};\nRESET lock_timeout;")
            };
        }
        text
    }

    /// A revision for Alembic.
    pub(super) fn alembic(&self) -> String {
        let mut hasher = DefaultHasher::new();
        self.steps.iter().for_each(|(_, mend)| mend.sql.hash(&mut hasher));
        let revision = format!("{:012x}", hasher.finish() >> 16);
        let down_revision = self.parent.as_deref().map_or_else(|| "None".into(), literal);
        let unknown = "  # no single revision was found in alembic_version: name the one to follow";
        let unknown = if self.parent.is_none() { unknown } else { "" };
        let mut text = format!(
            "\"\"\"What catalog-builder doctor proposes for the catalogue\n\n\
             Indexes are built CONCURRENTLY, which no transaction can hold: autocommit_block() ends the one of this\n\
             migration first, so what came before stays even if an index fails. A build that fails leaves an invalid\n\
             index: run doctor again, and it proposes to rebuild that.\n\"\"\"\n\n\
             from alembic import op\n\n\
             revision = {}\ndown_revision = {down_revision}{unknown}\nbranch_labels = None\ndepends_on = None\n\n\n\
             def upgrade() -> None:\n",
            literal(&revision)
        );
        let ups =
            self.steps.iter().map(|(finding, mend)| (Some((*finding, *mend)), &mend.sql, mend.outside_transaction));
        python_steps(ups, &mut text);
        text.push_str("\n\ndef downgrade() -> None:\n");
        let downs = self.steps.iter().rev();
        let downs = downs.filter_map(|(_, mend)| Some((None, mend.undo.as_ref()?, mend.outside_transaction)));
        python_steps(downs, &mut text);
        text
    }
}

fn python_steps<'m>(
    steps: impl Iterator<Item = (Option<(&'m Finding, &'m Mend)>, &'m String, bool)>,
    text: &mut String,
) {
    let before = text.len();
    for (reason, sql, outside_transaction) in steps {
        if let Some((finding, mend)) = reason {
            let _ = writeln!(text, "    # {}: {}.", comment(&finding.subject), comment(&finding.problem));
            let _ = writeln!(text, "    # Cost: {}.", mend.cost);
        }
        let execute = format!("op.execute({})", literal(&bound(sql)));
        let _ = if outside_transaction {
            writeln!(text, "    with op.get_context().autocommit_block():\n        {execute}")
        } else {
            writeln!(text, "    op.execute(\"SET LOCAL lock_timeout = '{LOCK_TIMEOUT}'\")\n    {execute}")
        };
    }
    if text.len() == before {
        text.push_str("    pass\n");
    }
}

/// `text` as it stays on one line of comment.
fn comment(text: &str) -> String {
    text.replace(char::is_control, " ")
}

/// `sql` for SQLAlchemy's `text()`, to which a colon begins a parameter.
fn bound(sql: &str) -> String {
    sql.replace(':', "\\:")
}

/// A string literal of Python: what JSON escapes, Python reads the same.
fn literal(text: &str) -> String {
    serde_json::Value::from(text).to_string()
}
