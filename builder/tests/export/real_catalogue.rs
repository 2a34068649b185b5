//! Rule: the real catalogue is exported whole, the same bytes every time, and within its budgets.

use std::path::Path;
use std::process::Command;
use std::sync::OnceLock;

use crate::support::{Builder, Cluster, Database, Target};

/// The database with the real catalogue, filled once; `None` where that is not beside this checkout.
pub fn real_catalogue() -> Option<Database> {
    static FILLED: OnceLock<()> = OnceLock::new();
    let load = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../shared/catalog/load.sh");
    if !load.is_file() {
        eprintln!("skipped: the real catalogue is not beside this checkout ({})", load.display());
        return None;
    }
    FILLED.get_or_init(|| {
        let cluster = Cluster::shared();
        let loaded = Command::new("bash")
            .arg(load)
            .arg("real_catalogue")
            .env("PGHOST", cluster.socket_folder())
            .env("PGPORT", cluster.port.to_string())
            .env("PGUSER", "postgres")
            .output()
            .unwrap();
        assert!(loaded.status.success(), "{}", String::from_utf8_lossy(&loaded.stderr));
    });
    Some(Database::named("real_catalogue"))
}

#[test]
fn real_catalogue_is_exported_whole() {
    let Some(database) = real_catalogue() else { return };
    let target = Target::new();
    let run = Builder::export(&database.url(), &target.path()).args(&["--json"]).run().succeeded();
    let summary = run.json();
    for (figure, value) in
        [("specs", 324), ("images", 3623), ("impls", 3623), ("libraries", 15), ("lines_of_code", 641_037)]
    {
        assert_eq!(summary[figure], value, "{figure}");
    }
    assert!(summary["snapshot"]["bytes"].as_u64().unwrap() <= 150_000, "{summary}");
    assert!(summary["snapshot"]["gzip_bytes"].as_u64().unwrap() <= 65_000, "{summary}");

    // Rewriting every other row moves it to the end of the heap.
    let bytes = target.bytes();
    database.run("UPDATE impls SET issue = issue WHERE spec_id < 'm'; UPDATE specs SET issue = issue WHERE id > 'm'");
    Builder::export(&database.url(), &target.path()).run().succeeded();
    assert!(target.bytes() == bytes, "another order of rows gave other bytes");
}
