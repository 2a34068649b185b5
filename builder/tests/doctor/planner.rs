//! The planner's own opinion of an index.

use crate::support::Database;
use crate::tools::psql;

/// A lookup by values that the planner does not know.
pub struct Lookup<'a> {
    pub table: &'a str,
    /// Types of the values.
    pub types: &'a str,
    pub conditions: &'a str,
    /// Values of the same number.
    pub values: &'a str,
}

/// Leaves the planner nothing but the whole table.
const WITHOUT: &str = "SET enable_indexscan = off; SET enable_bitmapscan = off; SET enable_indexonlyscan = off;";

impl Lookup<'_> {
    /// True if an index makes it much cheaper than to read the whole table, both as an application does it and as the
    /// trigger of a foreign key does. To run through a whole index, because its first column is not looked up, is
    /// cheaper in narrow indexes of wide tables, but not by much.
    #[track_caller]
    pub fn is_served(&self, database: &Database) -> bool {
        let Self { table, types, conditions, values } = self;
        let select = |name: &str, ending: &str| {
            format!(
                "PREPARE {name} ({types}) AS SELECT 1 FROM {table} AS x WHERE {conditions} {ending};
                 EXPLAIN EXECUTE {name} ({values});"
            )
        };
        let lock = "FOR KEY SHARE OF x";
        let script = [
            "SET search_path = public; SET plan_cache_mode = force_generic_plan;",
            &select("a", ""),
            &select("b", lock),
            WITHOUT,
            &select("c", ""),
            &select("d", lock),
        ];
        let plans = psql(database, &script.concat());
        // The first line of a plan begins it, the others are indented.
        let plans = plans.lines().filter(|line| !line.starts_with(' '));
        let costs = plans.map(|line| line.split_once("..").unwrap().1.split_once(' ').unwrap().0.parse().unwrap());
        let [by_application, by_trigger, whole, whole_locked]: [f64; 4] = costs.collect::<Vec<_>>().try_into().unwrap();
        let is_served = by_application * 5.0 < whole;
        assert_eq!(is_served, by_trigger * 5.0 < whole_locked, "one opinion of both");
        is_served
    }
}
