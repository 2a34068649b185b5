//! The real catalogue, for the tests whose claims are about it.

use std::process::Command;
use std::sync::OnceLock;

use xtask::path;
use xtask::tally::skip;

use super::{Cluster, Database};

/// The database with the real catalogue, filled once; `None` where that is not beside this checkout.
#[track_caller]
pub fn real_catalog() -> Option<Database> {
    static FILLED: OnceLock<()> = OnceLock::new();
    let load = path("../shared/catalog/load.sh");
    if !load.is_file() {
        skip(format_args!("the real catalogue is not beside this checkout: there is no {}", load.display()));
        return None;
    }
    FILLED.get_or_init(|| {
        let cluster = Cluster::shared();
        let loaded = Command::new("bash")
            .arg(load)
            .arg("real_catalog")
            .env("PGHOST", cluster.socket_folder())
            .env("PGPORT", cluster.port.to_string())
            .env("PGUSER", "postgres")
            .output()
            .unwrap();
        assert!(loaded.status.success(), "{}", String::from_utf8_lossy(&loaded.stderr));
    });
    Some(Database::named("real_catalog"))
}
