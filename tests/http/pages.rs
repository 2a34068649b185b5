//! Rule: pages may load only files that were deployed with them, and images. They may also send requests to the hosts
//! of the images. Every reply names the content it was computed from, and browsers do not guess another type.

use catalog_edge::http::{Body, Variables};

use crate::ask::edge;

#[test]
fn pages_are_assets_under_a_strict_policy() {
    for (target, path, content) in [
        ("/explore", "site/explore.html", "text/html; charset=utf-8"),
        ("/explore?lib=plotly", "site/explore.html", "text/html; charset=utf-8"),
        ("/docs", "site/docs.html", "text/html; charset=utf-8"),
        ("/openapi.json", "site/openapi.json", "application/json"),
        ("/site/explore.css", "site/explore.css", "text/css; charset=utf-8"),
        ("/site/a/b.js", "site/a/b.js", "text/javascript; charset=utf-8"),
        ("/site/a.svg", "site/a.svg", "image/svg+xml"),
        ("/site/a.png", "site/a.png", "image/png"),
        ("/site/a.woff2", "site/a.woff2", "font/woff2"),
        ("/site/what", "site/what", "application/octet-stream"),
        ("/site/immutable/a-B1.js", "site/immutable/a-B1.js", "text/javascript; charset=utf-8"),
        ("/site/immutable/a-B1.wasm", "site/immutable/a-B1.wasm", "application/wasm"),
    ] {
        let answer = edge().get(target);
        assert_eq!((answer.status, answer.body.clone()), (200, Body::Page(path.to_owned())), "{target}");
        assert_eq!(answer.header("content-type"), Some(content), "{target}");
        let policy = answer.header("content-security-policy");
        assert_eq!(policy.is_some(), content.starts_with("text/html"), "{target}");
        for rule in ["default-src 'self';", "img-src 'self' https: data:;", "connect-src 'self' https:;"] {
            assert!(policy.is_none_or(|policy| policy.contains(rule)), "{rule} in {policy:?}");
        }
        for hole in ["unsafe", "script-src", "style-src", "*"] {
            assert!(policy.is_none_or(|policy| !policy.contains(hole)), "{hole} in {policy:?}");
        }
    }
}

/// Only its own policy lets it compile the engine: pages get no more rights.
#[test]
fn the_service_worker_may_compile_the_engine_and_ask_this_service() {
    let answer = edge().get("/catalog-edge.js");
    assert_eq!((answer.status, answer.body.clone()), (200, Body::Page("site/catalog-edge.js".to_owned())));
    assert_eq!(answer.header("content-type"), Some("text/javascript; charset=utf-8"));
    assert_eq!(answer.header("cache-control"), Some("no-cache"));
    let policy = "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; connect-src 'self'";
    assert_eq!(answer.header("content-security-policy"), Some(policy));
    assert_eq!(edge().get("/site/catalog-edge.js").status, 404);
    let off = edge().under(&Variables { browser: Some("off"), ..Variables::default() });
    assert_eq!(off.get("/catalog-edge.js").status, 404);
}

#[test]
fn the_explorer_names_its_first_filter_and_no_other_reply_does() {
    let edge = edge();
    let link = |target| edge.get(target).header("link").map(str::to_owned);
    assert!(link("/explore").unwrap().starts_with("</plots/filter?limit="));
    let filtered = link("/explore?lib=plotly&not.lang=r").unwrap();
    assert!(filtered.starts_with("</plots/filter?lib=plotly&not.lang=r&limit="), "{filtered}");
    // The service answers what is named.
    let target = filtered[1..].split('>').next().unwrap();
    assert_eq!(edge.get(target).status, 200, "{target}");
    for other in ["/explore?limit=1", "/docs", "/", "/openapi.json", "/site/immutable/a-B1.js", "/stats"] {
        assert_eq!(link(other), None, "{other}");
    }
}

#[test]
fn the_root_leads_to_the_explorer() {
    let answer = edge().get("/");
    assert_eq!((answer.status, answer.header("location")), (307, Some("/explore")));
}

#[test]
fn paths_that_could_leave_the_pages_and_second_addresses_of_pages_are_not_found() {
    for (target, status) in [
        ("/site/explore.html", 404),
        ("/site/docs.html", 404),
        ("/site/openapi.json", 404),
        ("/site/../catalog.snap", 400),
        ("/site/%2e%2e/x", 400),
        ("/site/.hidden", 404),
        ("/site/a%5c..", 404),
        ("/site//x", 404),
        ("/site", 404),
    ] {
        assert_eq!(edge().get(target).status, status, "{target}");
    }
}

#[test]
fn every_reply_says_what_it_was_made_from_and_is_not_guessed_at() {
    let edge = edge();
    for (method, target) in [
        ("GET", "/stats"),
        ("GET", "/specs"),
        ("HEAD", "/plots/filter"),
        ("GET", "/plots/filter?limit=0"),
        ("GET", "/nope"),
        ("POST", "/stats"),
        ("GET", "/stats/"),
        ("GET", "/explore"),
        ("OPTIONS", "/stats"),
    ] {
        let answer = edge.ask(method, target);
        assert_eq!(answer.header("snapshot-digest"), Some(&*edge.digest()), "{method} {target}");
        assert_eq!(answer.header("snapshot-changed"), Some("2026-01-02T03:04:05Z"), "{method} {target}");
        assert_eq!(answer.header("x-content-type-options"), Some("nosniff"), "{method} {target}");
        assert_eq!(answer.header("server"), None, "{method} {target}");
    }
}
