//! Names of new indexes.

use std::collections::HashSet;

use crate::commands::doctor::queries::{failed, rows};
use crate::failure::Failure;
use crate::postgres::transaction::Transaction;

/// Names in use, each with its schema.
#[derive(Debug)]
pub(super) struct Names(HashSet<(String, String)>);

/// Longest name: the server truncates longer ones.
const MAX_BYTES: usize = 63;

impl Names {
    /// Reads the names that a new index could collide with.
    pub(super) async fn taken(transaction: &Transaction<'_>) -> Result<Self, Failure> {
        let rows = rows(transaction, include_str!("../../../../sql/doctor/names.sql"), &[]).await?;
        let names = rows.iter().map(|row| Ok((row.try_get("schema")?, row.try_get("name")?)));
        Ok(Self(names.collect::<Result<_, _>>().map_err(failed)?))
    }

    /// Returns a free name for an index of `columns` in `schema`, quoted, and marks it as used.
    pub(super) fn take(&mut self, schema: &str, table: &str, columns: &str) -> String {
        let name = format!("ix_{table}_{columns}");
        let numbered = (1_u64..).map(|number| {
            let suffix = format!("_{number}");
            cut(&name, MAX_BYTES - suffix.len()).to_owned() + &suffix
        });
        let mut names = std::iter::once(cut(&name, MAX_BYTES).to_owned()).chain(numbered);
        let free = names.find(|name| self.0.insert((schema.to_owned(), name.clone())));
        quoted(&free.unwrap_or(name))
    }
}

/// Truncates `text` to at most `bytes`, at the end of a character.
fn cut(text: &str, bytes: usize) -> &str {
    &text[..text.floor_char_boundary(bytes)]
}

/// Quotes a name for SQL if necessary. No keyword begins with `ix_`.
fn quoted(name: &str) -> String {
    let is_plain = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '_';
    if name.chars().all(is_plain) { name.into() } else { format!("\"{}\"", name.replace('"', "\"\"")) }
}

#[cfg(test)]
mod tests {
    use super::Names;

    #[test]
    fn name_is_free_short_enough_and_quoted() {
        let mut names = Names([("public".to_owned(), "ix_impls_spec_id".to_owned())].into());
        let mut take = |schema, table, columns| names.take(schema, table, columns);
        assert_eq!(take("public", "impls", "spec_id"), "ix_impls_spec_id_1");
        assert_eq!(take("public", "impls", "spec_id"), "ix_impls_spec_id_2");
        assert_eq!(take("cat", "impls", "spec_id"), "ix_impls_spec_id");
        assert_eq!(take("cat", "a \"b\"", "C"), r#""ix_a ""b""_C""#);
        let long = "x".repeat(63);
        assert_eq!(take("cat", &long, "a"), format!("ix_{}", "x".repeat(60)));
        assert_eq!(take("cat", &long, "b"), format!("ix_{}_1", "x".repeat(58)));
        // Two bytes a character, and none is cut in half.
        assert_eq!(take("cat", &"é".repeat(31), "a"), format!("\"ix_{}\"", "é".repeat(30)));
    }
}
