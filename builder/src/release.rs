//! Release: the worker with its snapshot, where both lie, and the names under which they are deployed.

pub(crate) mod age;
pub(crate) mod bundle;
pub(crate) mod configuration;
pub(crate) mod deployed_snapshots;
pub(crate) mod identity;
mod message;
pub(crate) mod note;
