//! What the tests of the builder stand on: a throw-away PostgreSQL cluster, databases with a small catalogue, and runs
//! of the real binary.

mod certificates;
mod cluster;
mod database;
#[path = "../../../tests/support/get.rs"]
mod get;
mod run;

pub use certificates::Certificates;
pub use cluster::Cluster;
pub use database::Database;
pub use run::{Builder, Target, exported, exported_all, folder_names, refused, refused_all};

/// The password of every user that has one. No run may print it: [`Builder::run`] looks.
pub const PASSWORD: &str = "s3cret-Pa55";
