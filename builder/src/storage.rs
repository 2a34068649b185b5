//! Reading and publishing of snapshots and their documents on disk.

pub(crate) mod destination;
pub(crate) mod error;
mod folders;
pub(crate) mod links;
mod publish;
pub(crate) mod snapshot_file;
pub(crate) mod staging;
mod temporary;
pub(crate) mod turn;
