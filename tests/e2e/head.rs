//! Rule: a HEAD is answered like a GET, without the body. Status and fields are the same, including the length of the
//! body if a GET has it.

use xtask::workerd::Server;
use xtask::{assets, modules};

use crate::assets::Site;
use crate::edge::{PAGE, deployed, get, many_images, serve};
use crate::raw_client::request;

/// Compares GET and HEAD, and returns the length that both have.
fn compared(server: &Server, target: &str, headers: &[(&str, &str)], status: u16) -> Option<usize> {
    let [get, head] = ["GET", "HEAD"].map(|method| request(server.port(), method, target, headers).unwrap());
    assert_eq!((get.status, head.status), (status, status), "{target}");
    assert!(head.body.is_empty(), "{target}");
    let length = |value: Option<&str>| value.map(|length| length.parse::<usize>().unwrap());
    let (told, told_by_head) = (length(get.header("content-length")), length(head.header("content-length")));
    // The runtime leaves out a length of 0, and the framing of the connection.
    assert_eq!(told.filter(|&length| length > 0), told_by_head, "{target}");
    assert!(told.is_none_or(|length| length == get.body.len()), "{target}");
    let [fields, fields_of_head] = [get, head].map(|answer| {
        let mut fields = answer.headers;
        fields.retain(|(name, _)| !["content-length", "transfer-encoding"].contains(&&**name));
        fields
    });
    assert_eq!(fields, fields_of_head, "{target}");
    told_by_head
}

#[test]
fn a_head_tells_what_a_get_would_bring() {
    let (server, _) = Site::new("head").serve("head");
    for (target, status) in [
        ("/health", 200),
        ("/stats", 200),
        ("/libraries/plotly/images", 200),
        ("/plots/filter", 200),
        ("/specs", 200),
        ("/specs/scatter-basic", 200),
        ("/specs/scatter-basic/images", 200),
        ("/specs/scatter-basic/ggplot2/code", 200),
        ("/explore", 200),
        ("/plots/filter?limit=0", 422),
        ("/specs/without-impls", 404),
        ("/specs/nope/images", 404),
        ("/libraries/nope/images", 404),
        ("/site/nope.js", 404),
        ("/docs", 404),
        ("/nope", 404),
    ] {
        assert!(compared(&server, target, &[PAGE], status).is_some(), "{target} has no Content-Length");
    }
    for target in ["/stats", "/plots/filter", "/specs", "/explore"] {
        assert_eq!(compared(&server, target, &[("If-None-Match", "*")], 304), None, "{target}");
    }
    for target in ["/stats/?a=b", "/"] {
        assert_eq!(compared(&server, target, &[], 307), None, "{target}");
    }
}

#[test]
fn a_head_of_a_body_in_parts_makes_none_of_them() {
    let worker = deployed().with_catalog(&many_images("head"), &assets::folder());
    let (server, _) = serve(&worker, "head-parts");
    assert_eq!(compared(&server, "/plots/filter", &[PAGE], 200), None);
}

#[test]
fn health_says_which_code_answers() {
    let (server, _) = serve(&deployed(), "release");
    let health: serde_json::Value = serde_json::from_slice(&get(&server, "/health").body).unwrap();
    let module = std::fs::read_to_string(modules::folder().join("release.js")).unwrap();
    let digest = health["worker"]["digest"].as_str().unwrap();
    assert_eq!(digest.len(), 32);
    assert!(module.contains(digest), "{module}");
    // Plain workerd has no such binding.
    assert_eq!(health["worker"]["cloudflare_version"], serde_json::Value::Null);
}
