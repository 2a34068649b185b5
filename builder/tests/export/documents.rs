//! Rule: documents of specs say what the rows say, in the keys, order and spelling of the service that is replaced; a
//! cell that cannot be said is refused by table, key and column.

use std::fs::File;
use std::io::Read;

use catalog_edge::documents::Document;
use flate2::read::GzDecoder;
use serde_json::{Value, json};

use crate::conformance::golden;
use crate::support::{Builder, Database, Target, exported_all, real_catalog, refused_all};

/// The small catalogue with every cell of `bar` and of its first implementation filled in.
fn filled() -> Database {
    Database::with(
        r#"UPDATE specs SET description = 'Say "bar"', applications = '{a,b}', data = '{c}', notes = '{d}', issue = 7,
               suggested = 'someone', created = '2025-12-11 22:45:43', updated = '2025-12-11 22:45:43.120000',
               tags = '{"plot_type": ["bar"], "domain": [], "x": {"b": 1.50, "aa": [1e-6, 123456789012345678901]}}'
           WHERE id = 'bar';
           UPDATE impls SET preview_url_dark = 'dark', preview_html_light = '', preview_html_dark = 'page',
               generated_at = '2026-01-02', updated = '2026-01-02 03:04:05.000007', generated_by = 'maker',
               python_version = '3.13', language_version = '', library_version = '5', review_strengths = '{s,t}',
               review_weaknesses = '{}', review_image_description = 'seen', review_verdict = 'APPROVED',
               review_criteria_checklist = '{"visual": {"score": 8.5, "max": 10}, "a": null}'
           WHERE spec_id = 'bar' AND library_id = 'altair'"#,
    )
}

#[test]
fn spec_detail_has_every_cell_in_its_key_and_order() {
    let target = exported_all(&filled(), &[]);
    let text = target.document_text(Document::Spec(0));
    let light = "https://images.example/bar/python/altair/plot-light.png";
    let expected = [
        r#"{"id":"bar","title":"Bar of “Größe”","description":"Say \"bar\"","applications":["a","b"],"data":["c"],"#,
        r#""notes":["d"],"tags":{"x":{"b":1.5,"aa":[1e-06,123456789012345678901]},"domain":[],"plot_type":["bar"]},"#,
        r#""issue":7,"suggested":"someone","created":"2025-12-11T22:45:43","updated":"2025-12-11T22:45:43.120000","#,
        r#""implementations":[{"library_id":"altair","library_name":"Altair","language":"python","#,
        &format!(r#""preview_url_light":"{light}","preview_url_dark":"dark","preview_html_light":"","#),
        &format!(r#""preview_html_dark":"page","preview_url":"{light}","preview_html":"","quality_score":84.0,"#),
        r#""code":null,"generated_at":"2026-01-02T00:00:00","updated":"2026-01-02T03:04:05.000007","#,
        r#""generated_by":"maker","python_version":"3.13","language_version":"3.13","library_version":"5","#,
        r#""review_strengths":["s","t"],"review_weaknesses":[],"review_image_description":"seen","#,
        r#""review_criteria_checklist":{"a":null,"visual":{"max":10,"score":8.5}},"review_verdict":"APPROVED","#,
        r#""impl_tags":{"styling":["minimal"],"dataprep":["binning"],"patterns":["wrapper"],"#,
        r#""techniques":["facets"],"dependencies":[]}},{"library_id":"pygal""#,
    ]
    .concat();
    assert!(text.starts_with(&expected), "{text}\n{expected}");
}

#[test]
fn null_cells_are_null_and_null_lists_are_empty() {
    let database = Database::with(
        "UPDATE specs SET tags = 'null' WHERE id = 'bar'; UPDATE specs SET tags = NULL WHERE id = 'pie';
         UPDATE impls SET impl_tags = 'null', review_criteria_checklist = 'null', quality_score = NULL",
    );
    let target = exported_all(&database, &[]);
    let mut pie = target.document(Document::Spec(1));
    let implementation = pie["implementations"][0].take();
    let of_spec = json!({
        "id": "pie", "title": "Pie", "description": null, "applications": [], "data": [], "notes": [], "tags": null,
        "issue": null, "suggested": null, "created": null, "updated": null, "implementations": [null],
    });
    assert_eq!(pie, of_spec);
    let url = "https://images.example/pie/python/altair/plot-light.png";
    let of_impl = json!({
        "library_id": "altair", "library_name": "Altair", "language": "python", "preview_url_light": url,
        "preview_url_dark": null, "preview_html_light": null, "preview_html_dark": null, "preview_url": url,
        "preview_html": null, "quality_score": null, "code": null, "generated_at": null, "updated": null,
        "generated_by": null, "python_version": null, "language_version": null, "library_version": null,
        "review_strengths": [], "review_weaknesses": [], "review_image_description": null,
        "review_criteria_checklist": null, "review_verdict": null, "impl_tags": null,
    });
    assert_eq!(implementation, of_impl);
    assert_eq!(target.document(Document::SpecList)[0]["tags"], Value::Null);
}

#[test]
fn implementation_without_preview_is_in_the_detail_and_counted_in_the_list() {
    let database = Database::with(
        "UPDATE impls SET preview_url_light = '' WHERE library_id = 'pygal';
         INSERT INTO specs (id, title) VALUES ('idea', 'Nobody drew this'), ('draft', 'Drawn, not shown');
         INSERT INTO impls (spec_id, language_id, library_id) VALUES ('draft', 'r', 'lattice')",
    );
    let target = exported_all(&database, &[]);
    let list = target.document(Document::SpecList);
    let counts: Vec<_> =
        list.as_array().unwrap().iter().map(|entry| (entry["id"].as_str(), entry["library_count"].as_u64())).collect();
    assert_eq!(counts, [(Some("bar"), Some(3)), (Some("draft"), Some(1)), (Some("pie"), Some(1))]);
    let libraries = target.document(Document::Spec(0))["implementations"].as_array().unwrap().clone();
    let libraries: Vec<_> = libraries.iter().map(|entry| entry["library_id"].as_str().unwrap()).collect();
    assert_eq!(libraries, ["altair", "pygal", "lattice"], "by language, then library");
    assert_eq!(target.document(Document::Spec(1))["implementations"][0]["preview_url"], Value::Null);
}

#[test]
fn language_is_that_of_the_library() {
    let target = exported_all(&Database::with("UPDATE impls SET language_id = 'r' WHERE library_id = 'pygal'"), &[]);
    let implementations = target.document(Document::Spec(0))["implementations"].clone();
    let pygal = implementations.as_array().unwrap().iter().find(|entry| entry["library_id"] == "pygal").unwrap();
    assert_eq!(pygal["language"], "python");
}

/// The library whose implementation stands for `bar` on the map.
fn on_the_map(sql: &str) -> Value {
    let database = Database::with("UPDATE impls SET impl_tags = json_build_object('library', library_id)");
    database.run(sql);
    exported_all(&database, &[]).document(Document::SpecMap)[0]["impl_tags"]["library"].clone()
}

#[test]
fn map_shows_the_best_implementation_that_has_a_preview() {
    assert_eq!(on_the_map(""), "lattice", "the highest quality");
    assert_eq!(on_the_map("UPDATE impls SET quality_score = 84"), "pygal", "then the greatest library id");
    assert_eq!(on_the_map("UPDATE impls SET quality_score = NULL WHERE library_id = 'lattice'"), "altair");
    let hidden = "UPDATE impls SET preview_url_light = '' WHERE library_id = 'lattice'";
    assert_eq!(on_the_map(hidden), "altair", "no preview");
    assert_eq!(
        on_the_map(&format!("{hidden}; UPDATE impls SET preview_url_dark = 'x' WHERE library_id = 'lattice'")),
        "lattice"
    );
    assert_eq!(on_the_map("UPDATE impls SET preview_url_light = NULL"), "lattice", "none has a preview");
    let target = exported_all(&filled(), &[]);
    let entry: Value = serde_json::from_str(&target.document_text(Document::SpecMap)).unwrap();
    let keys: Vec<_> = entry[1].as_object().unwrap().keys().cloned().collect();
    assert_eq!(keys, ["id", "impl_tags", "preview_url_dark", "preview_url_light", "quality_score", "tags", "title"]);
}

#[test]
fn cells_that_cannot_be_said_are_refused() {
    for (sql, words) in [
        ("UPDATE specs SET notes = '{a,NULL}' WHERE id = 'bar'", "specs 'bar', column notes: has NULL as item 2"),
        (
            "UPDATE impls SET review_strengths = '{NULL}' WHERE spec_id = 'pie'",
            "impls 'pie/python/altair', column review_strengths: has NULL as item 1",
        ),
        (
            "UPDATE impls SET review_criteria_checklist = '[1e400]' WHERE spec_id = 'pie'",
            "impls 'pie/python/altair', column review_criteria_checklist: holds a number beyond",
        ),
        ("UPDATE specs SET created = 'infinity' WHERE id = 'bar'", "specs 'bar', column created: is infinity, not in"),
        ("UPDATE specs SET created = '0044-03-15 BC' WHERE id = 'bar'", "specs 'bar', column created: is 0044-03-15"),
        ("UPDATE specs SET notes = '{{a,b},{c,d}}' WHERE id = 'bar'", "specs 'bar', column notes: cannot be read"),
    ] {
        refused_all(&Database::with(sql), &[], 4, &[words]);
    }
    refused_all(
        &Database::with("UPDATE specs SET notes = '{NULL}'; UPDATE impls SET review_weaknesses = '{NULL}'"),
        &[],
        4,
        &["6 cells cannot be exported", "specs 'pie', column notes", "impls 'bar/r/lattice', column review_weaknesses"],
    );
}

#[test]
fn missing_column_of_documents_matters_to_documents_alone() {
    let database = Database::with("ALTER TABLE specs DROP description; ALTER TABLE impls DROP review_verdict");
    refused_all(&database, &[], 3, &["the database lacks column impls.review_verdict, column specs.description: "]);
    Builder::export(&database.url(), &Target::new().path()).run().succeeded();
}

#[test]
fn export_without_documents_reads_no_text_and_no_code() {
    // A column that may not be read is not read.
    let database = Database::with(
        "ALTER TABLE impls ADD line_count integer DEFAULT 7;
         GRANT SELECT ON languages, libraries TO reader; GRANT SELECT (id, title, tags, updated_at) ON specs TO reader;
         GRANT SELECT (spec_id, language_id, library_id, quality_score, updated, generated_at, preview_url_light, preview_url_dark,
                       preview_html_light, preview_html_dark, impl_tags, updated_at, line_count) ON impls TO reader",
    );
    let url = database.tcp_url("reader", "");
    Builder::export(&url, &Target::new().path()).run().succeeded();
    Builder::export_all(&url, &Target::new().path()).run().failed(3, &["may not read", "impls.code", "specs.notes"]);
    // Without code, all but code.
    database.run(
        "GRANT SELECT ON specs TO reader;
         GRANT SELECT (generated_by, python_version, language_version, library_version,
                       review_strengths, review_weaknesses, review_image_description, review_criteria_checklist,
                       review_verdict) ON impls TO reader",
    );
    Builder::export_all(&url, &Target::new().path()).args(&["--no-code"]).run().succeeded();
}

#[test]
fn documents_of_the_real_catalog_are_the_recorded_bodies() {
    let Some(database) = real_catalog() else { return };
    let target = exported_all(&database, &[]);
    let ids = target.document(Document::SpecList);
    let number = |id: &str| ids.as_array().unwrap().iter().position(|entry| entry["id"] == id).unwrap();
    let requests = golden("requests.ndjson.gz");
    let mut lines = String::new();
    GzDecoder::new(File::open(requests).unwrap()).read_to_string(&mut lines).unwrap();
    let mut compared = [0; 3];
    for line in lines.lines() {
        // A line that does not parse holds a number beyond what serde_json takes: a filter's `limit`, never one of these.
        let Ok(request) = serde_json::from_str::<Value>(line) else { continue };
        let path = request["target"].as_str().unwrap();
        let (kind, document) = match path.strip_prefix("/specs") {
            Some("") => (0, Document::SpecList),
            Some("/map") => (1, Document::SpecMap),
            Some(id) if request["tag"] == "spec_detail" => (2, Document::Spec(number(id.trim_start_matches('/')))),
            _ => continue,
        };
        if request["status"] == 200 && request["method"] == "GET" {
            assert_eq!(comparable(target.document(document)), comparable(request["body"].clone()), "{path}");
            compared[kind] += 1;
        }
    }
    assert!(compared[0] > 0 && compared[1] > 0 && compared[2] >= 70, "{compared:?}");
}

/// Brings a body into one form if the recorded one leaves it open: whole numbers, and the order of implementations.
fn comparable(value: Value) -> Value {
    match value {
        Value::Number(number) => number.as_f64().map_or(Value::Null, Value::from),
        Value::Array(items) => {
            let mut items: Vec<_> = items.into_iter().map(comparable).collect();
            if items.iter().all(|item| item.get("library_id").is_some()) {
                items.sort_by_key(|item| format!("{}/{}", item["language"], item["library_id"]));
            }
            items.into()
        }
        Value::Object(members) => members.into_iter().map(|(key, value)| (key, comparable(value))).collect(),
        other => other,
    }
}
