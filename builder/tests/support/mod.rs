//! Ground of the builder's tests: a throw-away PostgreSQL cluster, databases with a small catalogue, and runs
//! of the real binary.

#![allow(dead_code, unused_imports, reason = "each test uses a part of it")]

mod certificates;
mod cloudflare;
mod cluster;
mod database;
#[path = "../../../tests/support/get.rs"]
mod get;
mod project;
mod real_catalog;
mod run;

pub use certificates::Certificates;
pub use cloudflare::{Cloudflare, Reply};
pub use cluster::Cluster;
pub use database::{Database, Session};
pub(crate) use get::get;
pub use project::Project;
pub use real_catalog::real_catalog;
pub use run::{Builder, Run, Target, exported, exported_all, folder_names, processes, refused, refused_all};

/// The password of every user that has one. No run may print it: [`Builder::run`] looks.
pub const PASSWORD: &str = "s3cret-Pa55";
