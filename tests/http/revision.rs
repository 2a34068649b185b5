//! Rule: a reply stays the same while snapshot and `API_REVISION` stay the same, because both together are the `ETag`
//! under which clients and caches keep it. `tests/recorded/replies.txt` has a digest of every reply to these requests.

use std::{
    collections::{BTreeMap, BTreeSet},
    fmt, fs,
};

use catalog_edge::{
    digest::Digest,
    http::{Body, Request, Variables},
};

use crate::ask::{Edge, edge};

/// Every route, with the possible errors of a request to it.
const TARGETS: [&str; 76] = [
    "/",
    "/?lib=plotly",
    "/catalog-edge.js",
    "/docs",
    "/docs/",
    "/explore",
    "/explore/?lib=plotly",
    "/health",
    "/languages",
    "/libraries",
    "/libraries/",
    "/libraries/ggplot2/images",
    "/libraries/matplotlib/images",
    "/libraries/matplotlib/images?sort=random&seed=7&limit=1&offset=1",
    "/libraries/matplotlib/images?sort=relevance",
    "/libraries/nope%22/images",
    "/libraries/unused/images",
    "/libraries/unused/images/",
    "/nope",
    "/nope/",
    "/openapi.json",
    "/plots/facets/lib?q=plo&lib=ggplot2",
    "/plots/facets/nope",
    "/plots/facets/plot?words=bar&lib=plotly",
    "/plots/facets/spec?not.lib=plotly&limit=2",
    "/plots/filter",
    "/plots/filter/?lib=plotly",
    "/plots/filter?data=numeric&dom=general&feat=basic",
    "/plots/filter?dep=MASS,mass&lang=python&limit=1",
    "/plots/filter?lib=matplotlib,plotly&lib=ggplot2",
    "/plots/filter?lib=nope",
    "/plots/filter?facets=lib,plot&values=1&lib=plotly&fields=url,title",
    "/plots/filter?limit=0",
    "/plots/filter?limit=1&offset=2",
    "/plots/filter?limit=9999999999999999999999&offset=9999999999999999999999",
    "/plots/filter?limit=x&offset=-1",
    "/plots/filter?not.lib=matplotlib&sort=quality",
    "/plots/filter?not.nope=1&sort=nope&values=0&fields=nope&facets=nope",
    "/plots/filter?offset=%FF",
    "/plots/filter?omit=counts,globalCounts,orCounts,specTitles",
    "/plots/filter?omit=images",
    "/plots/filter?omit=images,total",
    "/plots/filter?pat=data-generation&prep=kde&style=Alpha&tech=hover",
    "/plots/filter?plot=scatter&spec=scatter-basic,bar-basic",
    "/plots/filter?q=basic+sc%C3%84&sort=relevance",
    "/plots/filter?sort=random&seed=1",
    "/plots/filter?spec=line-a%22b",
    "/plots/nope",
    "/site",
    "/site/..%2Fnope",
    "/site/explore.css",
    "/site/explore.html",
    "/site/immutable/explore-A1B2C3D4.js",
    "/site/nope",
    "/snapshots/current",
    "/snapshots/nope",
    "/specs",
    "/specs/",
    "/specs/bar-basic",
    "/specs/bar-basic/",
    "/specs/bar-basic/images",
    "/specs/bar-basic/matplotlib/code",
    "/specs/bar-basic/matplotlib/code?language=",
    "/specs/bar-basic/matplotlib/code?language=r",
    "/specs/bar-basic/nope/code",
    "/specs/bar-basic/plotly/code",
    "/specs/line-a%22b/images",
    "/specs/map",
    "/specs/nope",
    "/specs/nope/images",
    "/specs/scatter-basic/ggplot2/code",
    "/specs/scatter-basic/ggplot2/code?language=r",
    "/specs/without-impls",
    "/specs/without-impls/images",
    "/specs/without-preview/images",
    "/stats",
];

const SITE: &str = "https://anyplot.ai";

/// The forms of a request to each target, with their names in the record.
fn ways() -> [(&'static str, Request<'static>); 8] {
    let of = |method| Request { method, ..Request::default() };
    let from = |method| Request { origin: Some(SITE), ..of(method) };
    [
        ("GET", of("GET")),
        ("HEAD", of("HEAD")),
        ("GET held", Request { if_none_match: Some("*"), ..of("GET") }),
        ("GET from a site", from("GET")),
        ("GET held from a site", Request { if_none_match: Some("*"), ..from("GET") }),
        ("GET from a stranger", Request { origin: Some("https://stranger.example"), ..of("GET") }),
        ("POST from a site", from("POST")),
        (
            "preflight",
            Request {
                requested_method: Some("GET"),
                requested_headers: Some("If-None-Match, X-Other"),
                ..from("OPTIONS")
            },
        ),
    ]
}

/// The identity of the replies, and the digests of the replies.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Replies {
    snapshot: String,
    revision: String,
    /// Status and digest of each request's reply.
    digests: BTreeMap<String, String>,
}

/// Reason why replies differ from the record.
#[derive(Debug, PartialEq, Eq)]
enum Fault {
    /// The replies to these requests changed and nothing else did: `API_REVISION` must be raised.
    Unannounced(Vec<String>),
    /// The record is of another snapshot, revision or set of requests: it must be recorded again.
    Outdated,
}

impl Replies {
    /// The replies of this release.
    fn of(edge: &Edge) -> Self {
        let snapshot = edge.digest();
        let stats = edge.get("/stats");
        let etag = stats.header("etag").expect("replies have an ETag");
        let revision =
            etag.split(&*snapshot).nth(1).expect("an ETag holds the snapshot's digest").trim_matches(['-', '"']);
        let mut digests = BTreeMap::new();
        for target in TARGETS {
            for (way, request) in ways() {
                let answer = edge.send(&request, target);
                let body = match &answer.body {
                    Body::Empty => String::new(),
                    Body::Bytes(bytes) => String::from_utf8(bytes.to_vec()).unwrap(),
                    Body::Chunked(..) => panic!("{target} is in chunks"),
                    Body::Document(path) | Body::Page(path) => path.clone(),
                };
                let headers: BTreeSet<_> =
                    answer.headers.iter().map(|(name, value)| format!("{name}: {value}\n")).collect();
                // The identity is replaced, because it is recorded once. A raised revision alone then changes no
                // digest.
                let reply = (String::from_iter(headers) + &body).replace(etag, "ETAG").replace(&snapshot, "SNAPSHOT");
                digests
                    .insert(format!("{way} {target}"), format!("{} {}", answer.status, Digest::of(reply.as_bytes())));
            }
        }
        Self { revision: revision.to_owned(), snapshot, digests }
    }

    fn parse(record: &str) -> Self {
        let mut lines = record.lines().filter(|line| !line.starts_with('#'));
        let mut identity = |name| lines.next().and_then(|line| line.strip_prefix(name)).unwrap_or_default().to_owned();
        let (snapshot, revision) = (identity("snapshot "), identity("API_REVISION "));
        // Status and digest have the same width in every line.
        let entry = |line: &str| line.split_at_checked(36).map(|(reply, request)| (request[1..].into(), reply.into()));
        Self { snapshot, revision, digests: lines.filter_map(entry).collect() }
    }

    fn held_to(&self, recorded: &Self) -> Result<(), Fault> {
        if self == recorded {
            return Ok(());
        }
        let is_changed =
            |request: &&String| recorded.digests.get(*request).is_some_and(|old| *old != self.digests[*request]);
        let changed: Vec<_> = self.digests.keys().filter(is_changed).cloned().collect();
        let is_announced = self.snapshot != recorded.snapshot || self.revision != recorded.revision;
        Err(if changed.is_empty() || is_announced { Fault::Outdated } else { Fault::Unannounced(changed) })
    }
}

impl fmt::Display for Replies {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(f, "# Digests of the replies to the sample catalogue, made by tests/http/revision.rs.")?;
        writeln!(f, "snapshot {}\nAPI_REVISION {}", self.snapshot, self.revision)?;
        self.digests.iter().try_for_each(|(request, reply)| writeln!(f, "{reply} {request}"))
    }
}

#[test]
fn replies_change_with_the_snapshot_or_the_revision_alone() {
    let edge = edge().under(&Variables { cors_origins: Some(SITE), ..Variables::default() });
    let replies = Replies::of(&edge);
    let record = xtask::path("tests/recorded/replies.txt");
    match replies.held_to(&Replies::parse(&fs::read_to_string(&record).unwrap_or_default())) {
        Ok(()) => {}
        Err(Fault::Unannounced(changed)) => panic!(
            "replies changed while the snapshot did not: raise API_REVISION in src/http/answers.rs, then record again: \
             run this test again and copy the file that it names. If the change was not meant, undo it. Changed:\n{}",
            changed.join("\n")
        ),
        Err(Fault::Outdated) => {
            let written = xtask::path("build/replies.txt");
            fs::create_dir_all(xtask::path("build")).unwrap();
            fs::write(&written, replies.to_string()).unwrap();
            panic!(
                "the recorded replies are of another snapshot, API_REVISION or set of requests. Record again: cp {} {}",
                written.display(),
                record.display()
            );
        }
    }
}

#[test]
fn changed_replies_need_another_revision_before_they_can_be_recorded() {
    let recorded = Replies::parse("# x\nsnapshot a\nAPI_REVISION 1\n200 0123456789abcdef0123456789abcdef GET /stats\n");
    assert_eq!(recorded.digests["GET /stats"], "200 0123456789abcdef0123456789abcdef");
    assert_eq!(Replies::parse(&recorded.to_string()), recorded);
    let changed = |change: &dyn Fn(&mut Replies)| {
        let mut replies = recorded.clone();
        change(&mut replies);
        replies.held_to(&recorded)
    };
    let change_reply = |replies: &mut Replies| replies.digests.get_mut("GET /stats").unwrap().push('0');
    assert_eq!(changed(&|_| {}), Ok(()));
    assert_eq!(changed(&change_reply), Err(Fault::Unannounced(vec!["GET /stats".to_owned()])));
    let add_request = |replies: &mut Replies| drop(replies.digests.insert("GET /new".to_owned(), String::new()));
    for is_recordable in [
        &(|replies: &mut Replies| replies.revision = "2".to_owned()) as &dyn Fn(&mut Replies),
        &|replies| (replies.revision, replies.digests) = ("2".to_owned(), BTreeMap::new()),
        &|replies| replies.digests.clear(),
        &add_request,
    ] {
        assert_eq!(changed(is_recordable), Err(Fault::Outdated));
    }
    for announce in
        [&(|replies: &mut Replies| replies.revision = "2".to_owned()) as &dyn Fn(&mut Replies), &|replies| {
            replies.snapshot = "b".to_owned()
        }]
    {
        let change = |replies: &mut Replies| {
            announce(replies);
            change_reply(replies);
        };
        assert_eq!(changed(&change), Err(Fault::Outdated));
    }
    let add_and_change = |replies: &mut Replies| {
        add_request(replies);
        change_reply(replies);
    };
    assert_eq!(changed(&add_and_change), Err(Fault::Unannounced(vec!["GET /stats".to_owned()])));
}
