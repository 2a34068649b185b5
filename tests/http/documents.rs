//! Rule: documents are found by the snapshot's digest and the snapshot's own numbers, so a document of another snapshot
//! can never be served. If the snapshot shows that a document does not exist, the reply is 404 and no asset is looked
//! up.

use catalog_edge::http::Body;

use crate::ask::{edge, without_documents};

#[test]
fn documents_lie_under_the_digest_of_their_snapshot() {
    let edge = edge();
    let digest = edge.digest();
    // The ids of the specs: bar-basic, line-a"b, scatter-basic, without-preview.
    // The pairs with code: python/matplotlib, r/ggplot2.
    for (target, path) in [
        ("/specs", "specs.json"),
        ("/specs?x=1", "specs.json"),
        ("/specs/map", "map.json"),
        ("/specs/bar-basic", "specs/0.json"),
        ("/specs/line-a%22b", "specs/1.json"),
        ("/specs/without-preview", "specs/3.json"),
        ("/specs/scatter-basic/matplotlib/code", "codes/0/2.json"),
        ("/specs/bar-basic/matplotlib/code?language=python", "codes/0/0.json"),
        ("/specs/scatter-basic/ggplot2/code?language=python&language=r", "codes/1/2.json"),
        // The library's language, unless the query names one.
        ("/specs/scatter-basic/ggplot2/code", "codes/1/2.json"),
        ("/specs/without-preview/ggplot2/code?language=", "codes/1/3.json"),
        ("/specs/scatter-basic/ggplot2/code?language=python&language=", "codes/1/2.json"),
        ("/specs/scatter-basic/ggplot2/code?Language=python&lang=julia", "codes/1/2.json"),
    ] {
        let answer = edge.get(target);
        assert_eq!((answer.status, answer.body.clone()), (200, Body::Document(format!("{digest}/{path}"))), "{target}");
        assert_eq!(answer.header("content-type"), Some("application/json"), "{target}");
        assert_eq!(answer.header("cache-control"), Some("public, max-age=300, stale-while-revalidate=3600"));
        let head = edge.ask("HEAD", target);
        assert_eq!((head.status, head.body, head.headers), (200, answer.body, answer.headers), "{target}");
    }
}

#[test]
fn what_does_not_exist_is_named() {
    let edge = edge();
    for (target, message) in [
        ("/specs/nope", "Spec 'nope' not found"),
        ("/specs/Scatter-Basic", "Spec 'Scatter-Basic' not found"),
        ("/specs/nope/images", "Spec 'nope' not found"),
        ("/specs/without-impls", "Spec with implementations 'without-impls' not found"),
        ("/specs/without%2Dimpls/images", "Spec with implementations 'without-impls' not found"),
        ("/specs/Without-Impls", "Spec 'Without-Impls' not found"),
        ("/specs/map/images", "Spec 'map' not found"),
        ("/specs/nope/plotly/code", "Implementation code 'nope/python/plotly' not found"),
        ("/specs/scatter-basic/nope/code", "Implementation code 'scatter-basic/python/nope' not found"),
        (
            "/specs/scatter-basic/ggplot2/code?language=python",
            "Implementation code 'scatter-basic/python/ggplot2' not found",
        ),
        ("/specs/scatter-basic/ggplot2/code?language=+", "Implementation code 'scatter-basic/ /ggplot2' not found"),
        ("/specs/scatter-basic/unused/code", "Implementation code 'scatter-basic/julia/unused' not found"),
        ("/specs/nope/ggplot2/code?language=", "Implementation code 'nope/r/ggplot2' not found"),
        ("/specs/without-impls/ggplot2/code", "Implementation code 'without-impls/r/ggplot2' not found"),
        ("/specs/scatter-basic/plotly/code?language=r", "Implementation code 'scatter-basic/r/plotly' not found"),
        ("/specs/bar-basic/plotly/code", "Implementation code 'bar-basic/python/plotly' not found"),
    ] {
        let answer = edge.get(target);
        let path = target.split('?').next().unwrap().replace("%2D", "-");
        let body = format!(r#"{{"status":404,"message":"{message}","path":"{path}"}}"#);
        assert_eq!((answer.status, answer.text()), (404, &*body));
    }
}

#[test]
fn without_documents_their_routes_do_not_exist() {
    for target in ["/specs", "/specs/map", "/specs/scatter-basic", "/specs/scatter-basic/matplotlib/code", "/specs/"] {
        let answer = without_documents().get(target);
        assert_eq!((answer.status, answer.text()), (404, r#"{"detail":"Not Found"}"#), "{target}");
    }
}

#[test]
fn images_of_a_spec_need_no_document() {
    let body = edge().get("/specs/bar-basic/images").json();
    let image = |language: &str, library: &str, html: serde_json::Value| {
        let url = format!("https://images.example/plots/bar-basic/{language}/{library}/plot-light.png");
        serde_json::json!({"library": library, "language": language, "url": url, "html": html})
    };
    let images = [image("python", "matplotlib", ().into()), image("r", "ggplot2", "".into())];
    assert_eq!(body, serde_json::json!({"spec_id": "bar-basic", "images": images}));
    let none = edge().get("/specs/without-preview/images");
    assert_eq!((none.status, none.text()), (200, r#"{"spec_id":"without-preview","images":[]}"#));
}
