//! Rule: the canonical JSON of a string is that of serde_json, and no other spelling is accepted. Numbers are those that
//! serde_json accepts.

#![no_main]
#![allow(clippy::unwrap_used, reason = "a fuzz target fails by panicking")]

#[path = "../../../src/catalog"]
mod catalog {
    #![allow(dead_code, reason = "the library uses the rest")]
    pub(crate) mod json;
}

use catalog::json::{Strings, is_canonical_string, is_json_number, json_escape, json_string, unescape};
use libfuzzer_sys::fuzz_target;
use serde_json::value::RawValue;

fuzz_target!(|bytes: &[u8]| {
    let parsed: Option<String> = serde_json::from_slice(bytes).ok();
    let is_canonical = parsed.is_some_and(|text| serde_json::to_vec(&text).unwrap() == bytes);
    assert_eq!(is_canonical_string(bytes), is_canonical);

    if let Ok(text) = str::from_utf8(bytes) {
        let json = json_string(text);
        assert_eq!(json, serde_json::to_vec(text).unwrap());
        assert!(is_canonical_string(&json));
        let escaped = json_escape(text);
        assert_eq!(*escaped, json[1..json.len() - 1]);
        assert_eq!(unescape(&escaped).as_deref(), Some(text));
    }

    let raw: Option<&RawValue> = serde_json::from_slice(bytes).ok();
    let is_number = |raw: &RawValue| raw.get().starts_with(|first: char| first == '-' || first.is_ascii_digit());
    // serde_json also accepts white space around a number.
    let is_whole = |raw: &RawValue| raw.get().len() == bytes.len();
    assert_eq!(is_json_number(bytes), raw.is_some_and(|raw| is_number(raw) && is_whole(raw)));

    let strings: Vec<&[u8]> = bytes.split(|byte| *byte == 0xff).collect();
    let text = strings.join(&b':');
    let together = Strings::of(&text, strings.len());
    let alone = strings.iter().all(|string| is_canonical_string(string));
    assert_eq!(strings.iter().all(|string| together.is_canonical(string)), alone);
});
