//! Rule: the worker routes the same path that the origin gets. The host of a request has no influence on the
//! destination.

use std::borrow::Cow;

use percent_encoding::percent_decode_str;
use xtask::path;
use xtask::workerd::Server;

use crate::edge::{PAGE, deployed, failure, serve};
use crate::raw_client::{Answer, request, send_raw};
use crate::raw_origin::{always, answering, before, next, reply};

fn raw(server: &Server, line: &str, hosts: &[&str]) -> Answer {
    let hosts: String = hosts.iter().map(|host| format!("Host: {host}\r\n")).collect();
    let (name, value) = PAGE;
    let asked = format!("{line} HTTP/1.1\r\n{hosts}{name}: {value}\r\nConnection: close\r\n\r\n");
    send_raw(server.port(), asked.as_bytes()).unwrap()
}

fn decoded(path: &str) -> Cow<'_, str> {
    percent_decode_str(path.split('?').next().unwrap()).decode_utf8_lossy()
}

/// Paths in all spellings of segments that a URL parser resolves, and some that it does not resolve.
fn targets() -> Vec<String> {
    let segments = [
        "",
        ".",
        "..",
        "%2e",
        "%2E",
        ".%2e",
        "%2E.",
        "%2e%2E",
        "...",
        "%2e%2e%2e",
        ".a",
        "a.",
        "%252e%252e",
        "a",
        "a%2Fb",
        "..%2f",
        "%2f..",
        ".%5C..",
        "%5c",
        "a\\b",
        "..\\",
        "\\..",
        "%00",
        "%09",
        "%0a..",
        "%20",
        "..%20",
        ";",
        "..;x=1",
        "%ff",
        "%c3%a9",
        "'",
        "[]",
        "%",
        "%zz",
        "*",
        "@",
        ":",
        "~",
    ];
    let mut targets = Vec::new();
    for a in segments {
        for form in
            ["/{}/plots/filter", "/plots/{}/filter", "/plots/filter/{}", "/{}", "/{}stats", "/stats{}", "/nope/{}"]
        {
            targets.push(form.replace("{}", a));
        }
        targets.extend(segments.map(|b| format!("/{a}/{b}/stats")));
    }
    targets.extend([r"/plots\filter", "//evil.example/stats", "/nope?a=/../b&c=\\'"].map(str::to_owned));
    targets
        .extend(["/plots%2Ffilter?x", "/plots%2ffilter/", "/%73tats", "/stats?/../x", "/stats//"].map(str::to_owned));
    targets
}

#[test]
fn every_path_is_answered_here_refused_or_passed_on_as_it_was_read() {
    // Replies with the request line.
    let (port, _received) = answering(|received| reply("200 OK", received.line.as_bytes()));
    let worker = deployed().with_variable("ORIGIN", &format!("http://127.0.0.1:{port}"));
    let worker = worker.with_entry("reading_entry.js", &path("tests/e2e/reading_entry.js"));
    let (server, _) = serve(&worker, "paths");
    let (mut refused, mut passed, mut answered) = (0, 0, 0);
    let targets = targets();
    for target in &targets {
        let answer = raw(&server, &format!("GET {target}"), &["edge.example"]);
        let read = answer.header("x-read-as").unwrap_or_else(|| panic!("{target}: {answer:?}"));
        let is_same = decoded(read) == decoded(target);
        let resolves = !is_same || decoded(target).split('/').any(|segment| segment == "." || segment == "..");
        if answer.status == 400 {
            failure_of_path(&answer);
            assert!(resolves, "{target} is read as {read}, but was refused");
            refused += 1;
        } else if answer.header("snapshot-digest").is_some() {
            assert!(is_same, "{target} is read as {read}, but was answered here");
            answered += 1;
        } else {
            assert_eq!(str::from_utf8(&answer.body), Ok(&*format!("GET {read} HTTP/1.1")), "{target}");
            assert!(!resolves, "{target} is read as {read}, but was forwarded");
            assert!(
                !["/stats", "/plots/filter"].contains(&&*decoded(read)),
                "{target} has a route here, but was forwarded"
            );
            passed += 1;
        }
    }
    assert!(refused > 300 && passed > 300 && answered > 5, "{refused} {passed} {answered} of {}", targets.len());
}

fn failure_of_path(answer: &Answer) {
    let body = str::from_utf8(&answer.body).unwrap();
    assert!(body.contains("Path has dot segments or backslashes: send it resolved"), "{body}");
    assert_eq!(answer.header("access-control-allow-origin"), Some(PAGE.1));
}

#[test]
fn paths_are_refused_whatever_the_method() {
    let (port, received) = always(reply("200 OK", b""));
    let server = before(port, "paths-methods");
    for method in ["GET", "HEAD", "POST", "DELETE", "OPTIONS"] {
        assert_eq!(raw(&server, &format!("{method} /a/%2e%2e/plots/filter"), &["a"]).status, 400, "{method}");
    }
    assert!(received.try_recv().is_err());
}

#[test]
fn no_path_leads_to_another_host() {
    let (port, received) = always(reply("200 OK", b"mine"));
    let server = before(port, "paths-hosts");
    for target in ["//evil.example/x", "/@evil.example/", "/http://evil.example/", "/%2f%2fevil.example"] {
        let answer = request(server.port(), "GET", target, &[("X-Forwarded-Host", "evil.example")]).unwrap();
        assert_eq!((answer.status, &*answer.body), (200, &b"mine"[..]), "{target}");
        let received = next(&received);
        assert_eq!(received.line, format!("GET {target} HTTP/1.1"));
        assert_eq!(received.header("host"), Some(&*format!("127.0.0.1:{port}")));
    }
    assert_eq!(request(server.port(), "GET", "/\\evil.example", &[]).unwrap().status, 400);
}

#[test]
fn a_host_that_is_no_host_is_refused() {
    let (port, received) = always(reply("200 OK", b""));
    let origin = before(port, "hosts-origin");
    let (alone, _) = serve(&deployed(), "hosts-alone");
    for server in [&origin, &alone] {
        for host in [
            "x/plots/filter?q=",
            "x/",
            "/",
            "x?y",
            "x#y",
            "x\\y",
            "u@h",
            "u:p@h",
            "a b",
            "a, b",
            "a,b",
            "x:ab",
            "x:1:2",
            "a%2fb",
            "a%00b",
            "[::1",
            "[x]",
            "::1",
            "x\ty",
            "é",
            "x;y",
            "*",
        ] {
            for target in ["/stats", "/plots/filter?lib=plotly&x=://a", "/nope"] {
                let answer = raw(server, &format!("GET {target}"), &[host]);
                let path = target.split('?').next().unwrap();
                failure(&answer, 400, "Host must be one name or address: send one Host field", path);
            }
        }
        for hosts in [["a", "b"], ["a", "a"], ["a", "b/plots/filter?"]] {
            let answer = raw(server, "GET /stats", &hosts);
            failure(&answer, 400, "Host must be one name or address: send one Host field", "/stats");
        }
        for host in ["localhost", "a.example:8787", "A-1.example.", "a_b", "127.0.0.1:80", "[::1]", "[::1]:8787", "a:"]
        {
            assert_eq!(raw(server, "GET /stats", &[host]).status, 200, "{host}");
        }
        // The runtime answers these requests itself.
        for hosts in [&[][..], &[""]] {
            assert_eq!(raw(server, "GET /stats", hosts).status, 400);
        }
    }
    assert!(received.try_recv().is_err());
}

#[test]
fn a_target_with_an_address_is_its_path() {
    let (port, received) = always(reply("200 OK", b""));
    let server = before(port, "hosts-absolute");
    for target in ["http://other.example/stats", "HTTPS://other.example:8/stats?x=1", "http://u:p@other.example/stats"]
    {
        let answer = raw(&server, &format!("GET {target}"), &["edge.example"]);
        assert_eq!((answer.status, answer.header("snapshot-digest").is_some()), (200, true), "{target}");
    }
    raw(&server, "GET http://other.example/nope?a=b", &["edge.example"]);
    let received = next(&received);
    assert_eq!(received.line, "GET /nope?a=b HTTP/1.1");
    assert_eq!(received.header("x-forwarded-host"), Some("edge.example"));
    assert_eq!(raw(&server, "GET http://other.example/./stats", &["edge.example"]).status, 400);
}

#[test]
fn an_unusable_deployment_answers_any_host() {
    let (server, _) = serve(&deployed().with_variable("ORIGIN", "nowhere"), "hosts-unusable");
    for host in ["x:99999", "1.2.3.4.5", "a b", "localhost"] {
        let answer = raw(&server, "GET /stats?x=/y", &[host]);
        assert_eq!(answer.body, br#"{"status":503,"message":"Service unavailable","path":"/stats"}"#, "{host}");
    }
}
