//! Snapshots and their documents on disk: how they are read, and how they take their place.

pub(crate) mod publish;
pub(crate) mod snapshot_file;
pub(crate) mod staging;
pub(crate) mod turn;
