//! A service as its callers see it: its replies, what its `/health` says, and the smoke test.

pub(crate) mod answer;
pub(crate) mod client;
pub(crate) mod health;
pub(crate) mod smoke;
pub(crate) mod watch;
