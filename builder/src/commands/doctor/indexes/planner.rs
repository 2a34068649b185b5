//! Queries to the planner of the database.

use super::lookups::{Key, Lookup};
use super::relations::Relation;
use crate::commands::doctor::queries::{attempt, failed, one, rows};
use crate::failure::Failure;
use crate::postgres::transaction::Transaction;

/// True if every row that `lookup` finds meets `predicate`, by the planner's own proof.
///
/// The planner proves this for an index when it plans, but shows it only if the index is also the cheapest way. So the
/// query is for rows that are looked up and do not meet the predicate: if the planner sees a contradiction, it plans to
/// read nothing.
/// The rows are not those of the table, which this user may not be allowed to read.
pub(super) async fn implies(
    transaction: &Transaction<'_>,
    relation: &Relation,
    lookup: &Lookup,
    predicate: &str,
) -> Result<bool, Failure> {
    let (table, conditions) = (&relation.qualified, conditions(lookup.keys.iter()));
    let sql = format!(
        "EXPLAIN SELECT FROM (SELECT (NULL::{table}).* OFFSET 0) AS looked_up WHERE {conditions} AND NOT ({predicate})"
    );
    let plan = attempt(transaction, async || {
        one(transaction, "SELECT set_config('constraint_exclusion', 'on', true)", &[]).await?;
        plan(transaction, &sql).await
    });
    Ok(plan.await?.is_some_and(|lines| lines.iter().any(|line| line.trim() == "One-Time Filter: false")))
}

/// True if the planner looks up `keys` in `relation` with an index, given the present rows.
pub(super) async fn takes_an_index(
    transaction: &Transaction<'_>,
    relation: &Relation,
    keys: &[&Key],
) -> Result<bool, Failure> {
    let (table, conditions) = (&relation.qualified, conditions(keys.iter().copied()));
    let sql = format!("EXPLAIN SELECT FROM ONLY {table} WHERE {conditions}");
    let plan = attempt(transaction, async || plan(transaction, &sql).await).await?;
    let is_scan = |line: &String| {
        let node = line.trim_start().trim_start_matches("->").trim_start();
        node.trim_start_matches("Parallel ").starts_with("Seq Scan on ")
    };
    Ok(plan.is_some_and(|lines| !lines.iter().any(is_scan)))
}

fn conditions<'k>(keys: impl Iterator<Item = &'k Key>) -> String {
    keys.map(|key| &*key.condition).collect::<Vec<_>>().join(" AND ")
}

async fn plan(transaction: &Transaction<'_>, sql: &str) -> Result<Vec<String>, Failure> {
    let lines = rows(transaction, sql, &[]).await?;
    lines.iter().map(|row| row.try_get(0).map_err(failed)).collect()
}
