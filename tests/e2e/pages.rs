//! Rule: the requests and the code on the pages for newcomers give what these pages show, word by word.

use std::process::{Command, Output};

use serde_json::Value;
use xtask::path;

use crate::edge::{deployed, serve};
use crate::markdown::{blocks, page};

/// Address of the service on the pages.
const ADDRESS: &str = "http://localhost:8787";

#[test]
fn requests_and_code_give_what_is_shown() {
    let (server, _) = serve(&deployed(), "pages");
    let address = format!("http://127.0.0.1:{}", server.port());
    for (name, expected) in [("README.md", 1), ("docs/clients.md", 2)] {
        let mut tried = 0;
        for pair in blocks(&page(name)).windows(2) {
            let [code, shown] = pair else { continue };
            let (program, arguments) = match (&*code.language, &*shown.language) {
                ("sh", "json") => ("bash".into(), ["-euc"].as_slice()),
                ("js", "text") => (path("node_modules/.bin/node"), ["--input-type=module", "--eval"].as_slice()),
                _ => continue,
            };
            let mut command = Command::new(program);
            command.args(arguments).arg(code.text.replace(ADDRESS, &address));
            let Output { status, stdout, stderr } = command.output().unwrap();
            let printed = String::from_utf8(stdout).unwrap().replace(&address, ADDRESS);
            assert!(status.success(), "{name}: {}\n{printed}{}", code.text, String::from_utf8_lossy(&stderr));
            let is_shown = match &*shown.language {
                "json" => json(&printed) == json(&shown.text),
                _ => printed == shown.text,
            };
            assert!(is_shown, "{name} shows another output of:\n{}\nIt prints:\n{printed}", code.text);
            tried += 1;
        }
        assert_eq!(tried, expected, "{name}");
    }
}

/// JSON, however it is laid out.
fn json(text: &str) -> Value {
    serde_json::from_str(text).unwrap_or_else(|error| panic!("{error}: {text}"))
}
