//! Rule: the model itself gives the answers of the contract, worked out by hand.

use catalog_edge::model::{Impl, Language, Library, Records, Spec};

use super::*;

/// Five images: rows 0 to 4 are those of the bars, both lines, and both scatter plots.
fn model() -> Naive {
    let spec = |id: &str, title: &str, plot: &[&str]| Spec {
        id: id.to_owned(),
        title: title.to_owned(),
        tags: [plot.iter().map(|&value| value.to_owned()).collect(), vec![], vec![], vec![]],
    };
    let image = |spec: &str, library: &str, quality, updated, generated_at| Impl {
        spec: spec.to_owned(),
        language: "python".to_owned(),
        library: library.to_owned(),
        quality,
        updated,
        generated_at,
        url_light: Some(format!("/{spec}/{library}")),
        ..Impl::default()
    };
    let library = |id: &str, name: &str| Library {
        id: id.to_owned(),
        name: name.to_owned(),
        language: "python".to_owned(),
        ..Library::default()
    };
    Naive::new(&Records {
        specs: vec![
            spec("line-basic", "Línea in scatterplots", &["line"]),
            spec("bar", "Bars ½", &["bar", "line"]),
            spec("scatter-basic", "😀 Scatter plot: Straße", &["scatter"]),
        ],
        languages: vec![Language { id: "python".to_owned(), name: "Python".to_owned(), ..Language::default() }],
        libraries: vec![library("plotly", "Plotly"), library("mpl", "Matplotlib Σ")],
        impls: vec![
            image("scatter-basic", "plotly", Some(50.0), None, Some(7)),
            image("scatter-basic", "mpl", None, Some(-5), Some(99)),
            image("line-basic", "plotly", Some(90.0), None, None),
            image("line-basic", "mpl", Some(50.0), Some(9), None),
            image("bar", "mpl", None, Some(7), Some(1)),
            Impl { url_light: None, ..image("bar", "plotly", None, None, None) },
        ],
        ..Records::default()
    })
}

/// The first letters of spec and library of each image.
fn images(body: &str) -> String {
    let reply: serde_json::Value = serde_json::from_str(body).expect("a reply is JSON");
    let first = |value: &serde_json::Value| value.as_str().expect("it is text")[..1].to_owned();
    let images = reply["images"].as_array().expect("it is a list").iter();
    images.map(|image| first(&image["spec_id"]) + &first(&image["library"])).collect::<Vec<_>>().join(" ")
}

#[test]
fn images_are_those_that_match_in_the_order_asked_for() {
    let model = model();
    for (query, expected) in [
        ("", "bm lm lp sm sp"),
        ("sort=quality", "lp lm sp bm sm"),
        ("sort=newest", "lm bm sp sm lp"),
        ("sort=random&seed=0", "lp sp bm sm lm"),
        ("sort=random&seed=4294967295", "sm bm lp lm sp"),
        ("sort=random&seed=0&lib=plotly", "lp sp"),
        ("sort=quality&limit=2&offset=1", "lm sp"),
        ("sort=foo&sort=quality&limit=1", "lp"),
        ("seed=x&sort=newest&limit=1", "lm"),
        ("q=SCATTER", "lm lp sm sp"),
        ("q=scatter&sort=relevance", "sm sp lm lp"),
        ("q=scatter+strasse", "sm sp"),
        ("q=mat", "bm lm sm"),
        ("q=%CF%82", "bm lm sm"),
        ("q=cat", ""),
        ("q=2", "bm"),
        ("q=li+ne", ""),
        ("q=line", "bm lm lp"),
        ("q=line&sort=relevance", "lm lp bm"),
        ("q=pl+s&sort=relevance", "sm sp lp"),
        ("q=-&sort=relevance", "bm lm lp sm sp"),
        ("q=x&q=bars", "bm"),
        ("not.plot=line", "sm sp"),
        ("not.plot=,+line+,nope&not.lib=mpl", "sp"),
        ("plot=line,bar&not.plot=bar", "lm lp"),
        ("not=line&notplot=line&not.lib=", "bm lm lp sm sp"),
    ] {
        let (status, body) = model.filter(query);
        assert_eq!((status, images(&body).as_str()), (200, expected), "{query}");
    }
}

#[test]
fn replies_leave_out_what_is_not_asked_for() {
    let model = model();
    let rest = "\"offset\":0,\"limit\":null}";
    for (query, expected) in [
        (
            "facets=plot,+lib&values=1&plot=scatter,bar&lib=mpl&omit=images,specTitles",
            r#"{"total":2,"counts":{"lib":{"mpl":2},"plot":{"bar":1,"scatter":1}},"valueTotals":{"plot":3},"globalCounts":{"lib":{"mpl":3},"plot":{"line":3,"scatter":2,"bar":1}},"orCounts":[{"line":2,"bar":1,"scatter":1},{"mpl":2}],"#,
        ),
        (
            "facets=plot&facets=,&values=2&lib=plotly&not.plot=line&omit=images,specTitles",
            r#"{"total":1,"counts":{"plot":{"scatter":1}},"valueTotals":{},"globalCounts":{"plot":{"line":3,"scatter":2}},"orCounts":[{}],"#,
        ),
        (
            "fields=title,+spec_id&limit=1&omit=counts,specTitles,globalCounts,orCounts&values=1&q=in",
            r#"{"total":2,"images":[{"spec_id":"line-basic","title":"Línea in scatterplots"}],"offset":0,"limit":1}"#,
        ),
    ] {
        let expected = if expected.ends_with('}') { expected.to_owned() } else { format!("{expected}{rest}") };
        assert_eq!(model.filter(query), (200, expected), "{query}");
    }
}

#[test]
fn values_of_a_facet_are_found_by_words_of_value_and_label() {
    let model = model();
    let page = "\"offset\":0,\"limit\":10}";
    for (facet, query, expected) in [
        (
            "plot",
            "lib=plotly&plot=bar",
            r#"{"facet":"plot","total":3,"values":[{"value":"line","label":"line","count":1,"match":null},{"value":"scatter","label":"scatter","count":1,"match":null},{"value":"bar","label":"bar","count":0,"match":null}],"#,
        ),
        (
            "plot",
            "q=l&plot=bar&plot=scatter",
            r#"{"facet":"plot","total":1,"values":[{"value":"line","label":"line","count":1,"match":[0,1]}],"#,
        ),
        (
            "spec",
            "q=s+strass+scat&sort=nope&values=x",
            r#"{"facet":"spec","total":1,"values":[{"value":"scatter-basic","label":"😀 Scatter plot: Straße","count":2,"match":[3,7]}],"#,
        ),
        (
            "spec",
            "q=basic&not.lib=mpl",
            r#"{"facet":"spec","total":2,"values":[{"value":"line-basic","label":"Línea in scatterplots","count":1,"match":null},{"value":"scatter-basic","label":"😀 Scatter plot: Straße","count":1,"match":null}],"#,
        ),
        (
            "plot",
            "words=scat&q=&words=LINEA+in",
            r#"{"facet":"plot","total":3,"values":[{"value":"line","label":"line","count":2,"match":null},{"value":"bar","label":"bar","count":0,"match":null},{"value":"scatter","label":"scatter","count":0,"match":null}],"#,
        ),
        (
            "lib",
            "q=mat&not.lib=mpl&limit=1&offset=0",
            r#"{"facet":"lib","total":1,"values":[{"value":"mpl","label":"Matplotlib Σ","count":0,"match":[0,3]}],"offset":0,"limit":1}"#,
        ),
    ] {
        let expected = match expected.ends_with('}') {
            true => expected.to_owned(),
            false => format!("{expected}{page}"),
        };
        assert_eq!(model.facet_search(facet, query), (200, expected), "{facet} {query}");
    }
    let missing = r#"{"status":404,"message":"Facet 'LIB' not found","path":"/plots/facets/LIB"}"#;
    assert_eq!(model.facet_search("LIB", "limit=x"), (404, missing.to_owned()));
}

#[test]
fn libraries_list_their_images_in_pages_and_orders() {
    let model = model();
    for (query, expected) in [
        ("", "bm lm sm"),
        ("sort=newest&limit=2", "lm bm"),
        ("sort=random&seed=0&offset=1", "sm lm"),
        ("q=scatter&not.spec=bar", "bm lm sm"),
    ] {
        let (status, body) = model.library_images("mpl", query);
        assert_eq!((status, images(&body).as_str()), (200, expected), "{query}");
    }
    let refused = r#"{"detail":[{"type":"literal_error","loc":["query","sort"],"msg":"Input should be 'spec', 'quality', 'newest' or 'random'","input":"relevance","ctx":{"expected":"'spec', 'quality', 'newest' or 'random'"}}]}"#;
    assert_eq!(model.library_images("mpl", "sort=relevance"), (422, refused.to_owned()));
    assert_eq!(model.library_images("nope", "sort=relevance").0, 404);
}

#[test]
fn faults_are_listed_in_the_order_of_the_contract() {
    let model = model();
    let kinds = |body: &str| {
        let reply: serde_json::Value = serde_json::from_str(body).expect("a reply is JSON");
        let faults = reply["detail"].as_array().expect("it is a list").iter();
        faults.map(|fault| format!("{} {}", fault["loc"][1], fault["type"]).replace('"', "")).collect::<Vec<_>>()
    };
    let words = |count: usize| (0..count).map(|number| format!("w{number}")).collect::<Vec<_>>().join("+");
    let values = |count: usize| format!("not.lib={}", vec!["x"; count].join(","));
    let groups = |count: usize| (0..count).map(|number| format!("lib={number}")).collect::<Vec<_>>().join("&");
    for (query, expected) in [
        (
            "not.x=1&fields=url,nope,+also+&values=0&facets=LIB&seed=-1&sort=random&offset=-1&limit=0&not.=",
            &[
                "limit greater_than_equal",
                "offset greater_than_equal",
                "seed greater_than_equal",
                "facets literal_error",
                "values greater_than_equal",
                "fields literal_error",
                "fields literal_error",
                "not.x literal_error",
                "not. literal_error",
            ][..],
        ),
        ("sort=random", &["seed missing"]),
        ("sort=&seed=x", &["sort literal_error"]),
        ("sort=random&seed=4294967296", &["seed less_than_equal"]),
        ("sort=random&seed=1&seed=", &["seed int_parsing"]),
        (&format!("q={}", "%C3%A9".repeat(257)), &["q string_too_long"]),
        (&format!("q={}", words(17)), &["q too_long"]),
        (&format!("{}&not.spec=y&not.spec=,,", values(1_000)), &["not too_long"]),
        (
            &format!("{}&{}&not.x=", groups(65), values(1_001)),
            &["not.x literal_error", "groups too_long", "not too_long"],
        ),
    ] {
        let (status, body) = model.filter(query);
        assert_eq!((status, kinds(&body)), (422, expected.iter().map(|&kind| kind.to_owned()).collect()), "{query}");
    }
    for query in [
        &format!("q={}", "%C3%A9".repeat(256)),
        &format!("q={}+W1", words(16)),
        &values(1_000),
        &format!("{0}&{0}", groups(64)),
    ] {
        assert_eq!(model.filter(query).0, 200, "{query}");
    }
    let missing = r#"{"detail":[{"type":"missing","loc":["query","seed"],"msg":"Field required: sort=random needs an integer from 0 to 4294967295","input":null}]}"#;
    assert_eq!(model.filter("sort=random").1, missing);
    let most = r#"{"detail":[{"type":"less_than_equal","loc":["query","limit"],"msg":"Input should be less than or equal to 1000","input":"1001","ctx":{"le":1000}}]}"#;
    assert_eq!(model.facet_search("lib", "limit=1001").1, most);
}
