//! `target_session_attrs`: which of several servers to take.

use std::fmt;

use tokio_postgres::{Client, Error, SimpleQueryMessage};

/// Kind of session that is wanted, with libpq's names and meaning.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) enum SessionKind {
    #[default]
    Any,
    ReadWrite,
    ReadOnly,
    Primary,
    Standby,
    /// A standby, or any server if none is one.
    PreferStandby,
}

impl SessionKind {
    /// Every kind and its name.
    pub(super) const NAMES: [(&str, Self); 6] = [
        ("any", Self::Any),
        ("read-write", Self::ReadWrite),
        ("read-only", Self::ReadOnly),
        ("primary", Self::Primary),
        ("standby", Self::Standby),
        ("prefer-standby", Self::PreferStandby),
    ];

    /// Kinds to look for, one after the other, among all servers.
    pub(super) fn rounds(self) -> &'static [Self] {
        match self {
            Self::Any => &[Self::Any],
            Self::ReadWrite => &[Self::ReadWrite],
            Self::ReadOnly => &[Self::ReadOnly],
            Self::Primary => &[Self::Primary],
            Self::Standby => &[Self::Standby],
            Self::PreferStandby => &[Self::Standby, Self::Any],
        }
    }

    /// Returns true if the session of `client` is of this kind.
    pub(super) async fn is_met(self, client: &Client) -> Result<bool, Error> {
        if self == Self::Any {
            return Ok(true);
        }
        const QUESTION: &str = "SELECT pg_catalog.pg_is_in_recovery()::text, \
                                pg_catalog.current_setting('transaction_read_only')";
        let messages = client.simple_query(QUESTION).await?;
        let row = messages.iter().find_map(|message| match message {
            SimpleQueryMessage::Row(row) => Some(row),
            _ => None,
        });
        let is = |column, value| row.and_then(|row| row.get(column)) == Some(value);
        let (is_standby, is_read_only) = (is(0, "true"), is(1, "on"));
        Ok(match self {
            Self::Any | Self::PreferStandby => true,
            Self::ReadWrite => !is_standby && !is_read_only,
            Self::ReadOnly => is_standby || is_read_only,
            Self::Primary => !is_standby,
            Self::Standby => is_standby,
        })
    }
}

impl fmt::Display for SessionKind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let named = Self::NAMES.iter().find(|(_, kind)| kind == self);
        f.write_str(named.map_or("", |(name, _)| name))
    }
}
