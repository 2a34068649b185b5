//! Rule: more documents, or a longer one, than static assets take is refused with what to do; exit code 5, and nothing
//! is written.

use crate::support::{Builder, Database, Target, refused_all};

#[test]
fn too_many_documents_are_refused_with_advice() {
    // Two specs, four codes, list and map.
    let words = [
        "has 8 documents, but --max-documents allows 7",
        "20,000",
        "100,000",
        "--max-documents",
        "--no-code",
        "the 4 ",
    ];
    let database = Database::new();
    refused_all(&database, &["--max-documents", "7"], 5, &words);
    for arguments in [&["--max-documents", "8"][..], &["--max-documents", "4", "--no-code"]] {
        Builder::export_all(&database.url(), &Target::new().path()).args(arguments).run().succeeded();
    }
    Builder::export(&database.url(), &Target::new().path()).args(&["--max-documents", "0"]).run().succeeded();
}

#[test]
fn document_beyond_a_file_of_25_mib_is_refused_by_path() {
    let long = |sql: &str| Database::with(&sql.replace("LONG", "repeat('x', 26214400)"));
    let words = ["document codes/0/1.json has 26,2", "--no-code"];
    refused_all(&long("UPDATE impls SET code = LONG WHERE spec_id = 'pie'"), &[], 5, &words);
    let words = ["document specs/0.json has 26,2", "shorten its texts"];
    refused_all(&long("UPDATE specs SET description = LONG WHERE id = 'bar'"), &[], 5, &words);
}

#[test]
fn summary_says_how_many_documents_and_bytes() {
    let database = Database::new();
    let target = Target::new();
    let run = Builder::export_all(&database.url(), &target.path()).args(&["--json"]).run().succeeded();
    let documents = &run.json()["documents"];
    assert_eq!(documents["files"], 8);
    assert!(documents["bytes"].as_u64().unwrap() > 1000, "{documents}");
    let run = Builder::export_all(&database.url(), &target.path()).run().succeeded();
    assert!(run.out.contains("documents 8 files, "), "{}", run.out);
    let run = Builder::export(&database.url(), &target.path()).args(&["--json"]).run().succeeded();
    assert!(run.json()["documents"].is_null());
}
