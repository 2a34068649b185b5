//! Lines of code in a column of their own, so that exports need not read all code.

mod kept;

use super::finding::{Finding, Mend, Severity, Step};
use crate::failure::Failure;
use crate::postgres::transaction::Transaction;
use crate::terminal::format::{grouped, size};
use kept::{COMPUTED, Column, Generation, Kept, Sample};

/// Returns the finding about `impls.line_count`, if there is one.
pub(super) async fn finding(transaction: &Transaction<'_>) -> Result<Option<Finding>, Failure> {
    let Some(kept) = Kept::read(transaction).await? else { return Ok(None) };
    let Some(column) = &kept.column else { return Ok(Some(missing(&kept))) };
    let sample = kept.sample(transaction).await?;
    let differing = sample.filter(|sample| sample.wrong > 0);
    Ok(match &column.generation {
        Generation::None => Some(written_by_people(&kept, differing)),
        Generation::Virtual { expression } => {
            let problem = "the column is virtual: each time it is read, all code is read and decompressed";
            Some(replaced(&kept, column, expression, problem, expression.clone()))
        }
        Generation::Stored { expression, calls_others } => {
            // Functions that users defined are never called.
            let agrees =
                if *calls_others { None } else { kept.agrees(transaction, expression, &column.data_type).await? };
            let evidence = match differing {
                Some(Sample { rows, wrong }) => {
                    format!("in {} of {} rows that were compared", grouped(wrong), grouped(rows))
                }
                None if agrees == Some(false) => "for code that doctor made up".into(),
                None if agrees.is_none() && sample.is_none_or(|sample| sample.rows == 0) => {
                    return Ok(Some(unknown(&kept, expression)));
                }
                None => return Ok(None),
            };
            let problem = "the column is generated, but does not count lines as the export does: counts are wrong";
            let evidence = format!("it differs {evidence}; it is {expression}");
            Some(replaced(&kept, column, expression, problem, evidence))
        }
    })
}

const COST: &str = "rewrites the table; nobody can read or write it meanwhile";

fn addition() -> String {
    let expression = COMPUTED.trim_end().trim_end_matches("::int8");
    format!("ADD COLUMN line_count integer GENERATED ALWAYS AS {expression} STORED")
}

fn found(kept: &Kept, severity: Severity, problem: &str, evidence: String, remedy: String) -> Finding {
    let subject = format!("{}.line_count", kept.table);
    Finding { severity, check: "line_count", subject, problem: problem.into(), evidence, remedy, mend: None }
}

fn missing(kept: &Kept) -> Finding {
    let problem = "the column does not exist: to count lines of code, the export reads and decompresses all code";
    let evidence = format!("{} takes {} on disk with its code", kept.table, size(kept.bytes));
    let remedy = "add it as a generated column; every export reads it from then on".into();
    let mend = Mend {
        steps: vec![Step::locking(format!("ALTER TABLE {} {}", kept.qualified, addition()))],
        undo: vec![Step::locking(format!("ALTER TABLE {} DROP COLUMN line_count", kept.qualified))],
        cost: COST,
    };
    Finding { mend: Some(mend), ..found(kept, Severity::Warning, problem, evidence, remedy) }
}

fn written_by_people(kept: &Kept, differing: Option<Sample>) -> Finding {
    let remedy = "drop it, and run doctor again for the generated column".into();
    match differing {
        Some(Sample { rows, wrong }) => {
            let problem = "the column is not generated, and its counts are wrong: the export uses them all the same";
            let evidence =
                format!("{} of {} rows that were compared differ from their code", grouped(wrong), grouped(rows));
            found(kept, Severity::Warning, problem, evidence, remedy)
        }
        None => {
            let problem = "the column is not generated: it is right only if everything that writes code updates it";
            let evidence = "the export uses its values, and counts lines only if it is NULL".into();
            found(kept, Severity::Advice, problem, evidence, remedy)
        }
    }
}

/// Replaces the column, if nothing depends on it.
fn replaced(kept: &Kept, column: &Column, expression: &str, problem: &str, evidence: String) -> Finding {
    let Column { data_type, dependents, .. } = column;
    if !dependents.is_empty() {
        let remedy = format!(
            "drop it, run doctor again for the right one, and recreate what depends on it: {}",
            dependents.join(", ")
        );
        return found(kept, Severity::Warning, problem, evidence, remedy);
    }
    let table = &kept.qualified;
    let is_stored = matches!(column.generation, Generation::Stored { .. });
    let kind = if is_stored { "STORED" } else { "VIRTUAL" };
    let former = format!("ADD COLUMN line_count {data_type} GENERATED ALWAYS AS ({expression}) {kind}");
    let mend = Mend {
        steps: vec![Step::locking(format!("ALTER TABLE {table} DROP COLUMN line_count, {}", addition()))],
        undo: vec![Step::locking(format!("ALTER TABLE {table} DROP COLUMN line_count, {former}"))],
        cost: COST,
    };
    let remedy = "replace it by a column that counts lines".into();
    Finding { mend: Some(mend), ..found(kept, Severity::Warning, problem, evidence, remedy) }
}

fn unknown(kept: &Kept, expression: &str) -> Finding {
    let problem = "the column is generated by an expression that doctor cannot test: it may not count lines";
    let remedy = "compare some rows with their code, or drop it and run doctor again for one that counts lines".into();
    found(kept, Severity::Advice, problem, format!("it is {expression}"), remedy)
}
