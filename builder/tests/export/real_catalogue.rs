//! Rule: the real catalogue is exported whole, the same bytes every time, and within its budgets.

use crate::support::{Builder, Target, real_catalogue};

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
    assert_eq!(summary["unreachable"], serde_json::json!([]));
    assert!(summary["snapshot"]["bytes"].as_u64().unwrap() <= 150_000, "{summary}");
    assert!(summary["snapshot"]["gzip_bytes"].as_u64().unwrap() <= 65_000, "{summary}");

    // Rewriting every other row moves it to the end of the heap.
    let bytes = target.bytes();
    database.run("UPDATE impls SET issue = issue WHERE spec_id < 'm'; UPDATE specs SET issue = issue WHERE id > 'm'");
    Builder::export(&database.url(), &target.path()).run().succeeded();
    assert!(target.bytes() == bytes, "another order of rows gave other bytes");
}
