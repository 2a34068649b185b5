//! The worker: converts what Cloudflare's runtime passes to a [`Request`], and an [`Outcome`] to a response.
//!
//! Each call into the runtime costs time. A response without a body is therefore made once for each head and reused, and
//! responses with a body take status and headers from it.
//! `edge/entry.js` is the other half: it reads the request (cheaper there than through calls from here) and does everything
//! that waits. If Rust waited, a trap would leave the requests that wait without an answer. `edge/instance.js` holds the
//! [`Edge`] and replaces it after a trap.

use std::cell::RefCell;

use wasm_bindgen::JsCast;
use wasm_bindgen::prelude::{JsError, JsValue, wasm_bindgen};
use worker::js_sys::{Array, ArrayBuffer, Uint8Array, Uint32Array};
use worker::{console_error, web_sys};

use crate::http::{Body, Continuation, Head, Outcome, Policy, Reply, Request, Service, Variables, WorkerIdentity};

/// Most heads in the cache. Replies with other heads cost more time. Only a deployment with many listed origins has
/// more.
const KEPT_HEADS: usize = 64;

/// One instance of the worker: the opened snapshot, and the cached responses without a body.
#[wasm_bindgen]
pub struct Edge {
    service: Service<'static>,
    heads: RefCell<Vec<(Head, JsValue)>>,
}

#[wasm_bindgen]
impl Edge {
    /// Opens `snapshot`, with the variables of the deployment, the digest of its code and Cloudflare's id of it. If the
    /// snapshot does not open, the error is logged. Every request then goes to the origin or gets 503.
    ///
    /// # Errors
    ///
    /// A variable cannot be used. The message is for the log.
    #[wasm_bindgen(constructor)]
    #[expect(clippy::too_many_arguments, reason = "wasm-bindgen passes texts, and no structs of them")]
    pub fn new(
        snapshot: &ArrayBuffer,
        cors_origins: Option<String>,
        cors_localhost: Option<String>,
        origin: Option<String>,
        origin_timeout: Option<String>,
        browser: Option<String>,
        digest: Option<String>,
        cloudflare_version: Option<String>,
    ) -> Result<Self, JsError> {
        // Logs the message of a panic, because the trap that follows has none.
        console_error_panic_hook::set_once();
        let policy = Policy::parse(&Variables {
            cors_origins: cors_origins.as_deref(),
            cors_localhost: cors_localhost.as_deref(),
            origin: origin.as_deref(),
            origin_timeout: origin_timeout.as_deref(),
            browser: browser.as_deref(),
        })?;
        // Leaked on purpose: the catalogue borrows these bytes for as long as the instance lives, and the memory of an
        // instance goes as a whole.
        let bytes: &'static [u8] = Uint8Array::new(snapshot).to_vec().leak();
        let worker = WorkerIdentity { digest: digest.as_deref(), cloudflare_version: cloudflare_version.as_deref() };
        let service = Service::open_in(worker, bytes, policy.clone()).unwrap_or_else(|fault| {
            console_error!("{fault}");
            Service::unavailable(policy)
        });
        Ok(Self { service, heads: RefCell::default() })
    }

    /// Answers one request. Returns a response, or an array that describes the remaining work:
    /// `["document" | "page", path of the asset, the response without its body]`,
    /// `["chunks", [the first chunk of the body, numbers, two arrays of kept numbers], the response without its body]` or
    /// `["origin", URL, seconds to wait for the head of its reply]`.
    ///
    /// # Errors
    ///
    /// The runtime does not take the response.
    pub fn fetch(
        &self,
        method: &str,
        url: &str,
        origin: Option<String>,
        if_none_match: Option<String>,
        requested_method: Option<String>,
        requested_headers: Option<String>,
    ) -> Result<JsValue, JsValue> {
        let request = Request {
            method,
            url,
            origin: origin.as_deref(),
            if_none_match: if_none_match.as_deref(),
            requested_method: requested_method.as_deref(),
            requested_headers: requested_headers.as_deref(),
        };
        match self.service.respond(&request) {
            Outcome::Reply(reply) => self.response(reply),
            Outcome::Forward(forward) => {
                let seconds = u32::try_from(forward.timeout.as_secs()).unwrap_or(u32::MAX);
                Ok(Array::of3(&"origin".into(), &forward.url.into(), &seconds.into()).into())
            }
        }
    }

    /// The response to a request that could not be answered: 400, 404, 408, 500, 502, 503 or 504.
    ///
    /// # Errors
    ///
    /// The runtime does not take the response.
    pub fn failure(&self, method: &str, url: &str, origin: Option<String>, status: u16) -> Result<JsValue, JsValue> {
        let request = Request { method, url, origin: origin.as_deref(), ..Request::default() };
        self.response(self.service.failure(&request, status))
    }

    /// Returns the next chunk of the body of the reply to a GET of `url`. `rest` is what came with the first chunk, and is brought
    /// up to date. The numbers begin with 0 if the body is complete.
    pub fn chunk(&self, url: &str, rest: &Array) -> Uint8Array {
        let request = Request { method: "GET", url, ..Request::default() };
        let [numbers, found, run] = [0, 1, 2].map(|place| Uint32Array::from(rest.get(place)));
        let mut before = [0; 7];
        numbers.copy_to(&mut before);
        let mut continuation = Continuation::restored(before, [found.to_vec(), run.to_vec()]);
        let chunk = self.service.chunk(&request, &mut continuation);
        let after = continuation.numbers();
        numbers.copy_from(&after);
        // The last two numbers say which kept numbers have changed.
        for (place, kept) in (0..).zip(continuation.kept()) {
            if after[5 + place] != before[5 + place] {
                rest.set(1 + place as u32, Uint32Array::from(kept).into());
            }
        }
        Uint8Array::from(&*chunk)
    }

    fn response(&self, reply: Reply<'_>) -> Result<JsValue, JsValue> {
        let bare = self.bare(reply.head)?;
        let asset = |kind: &str, path: String| Array::of3(&kind.into(), &path.into(), &bare).into();
        match reply.body {
            Body::Empty => Ok(bare),
            Body::Bytes(bytes) => {
                // A copy for every reply, because the runtime reads a body after this function returns. The memory may
                // hold the next body by then.
                let body = Uint8Array::from(&*bytes);
                web_sys::Response::new_with_opt_buffer_source_and_init(Some(&body), bare.unchecked_ref())
                    .map(JsValue::from)
            }
            Body::Chunked(first, rest) => {
                let numbers = Uint32Array::from(&rest.numbers()[..]);
                let [found, run] = rest.kept().map(Uint32Array::from);
                let first = Uint8Array::from(&*first);
                let chunks = Array::of4(&first.into(), &numbers.into(), &found.into(), &run.into());
                Ok(Array::of3(&"chunks".into(), &chunks.into(), &bare).into())
            }
            Body::Document(path) => Ok(asset("document", path)),
            Body::Page(path) => Ok(asset("page", path)),
        }
    }

    /// The response with this head and no body. It is created once and reused for all replies with the same head,
    /// because sending does not change it. The runtime reads status and headers from it faster than from a plain
    /// object.
    fn bare(&self, head: Head) -> Result<JsValue, JsValue> {
        let mut heads = self.heads.borrow_mut();
        // Heads that are not common would take the place of those that are.
        let is_kept = head.is_common() && heads.len() < KEPT_HEADS;
        if let Some((_, bare)) = heads.iter().find(|(kept, _)| *kept == head) {
            return Ok(bare.clone());
        }
        let init = web_sys::ResponseInit::new();
        init.set_status(head.status);
        let fields = web_sys::Headers::new()?;
        for (name, value) in self.service.headers(&head) {
            fields.append(name, &value)?;
        }
        init.set_headers(&fields);
        let bare = JsValue::from(web_sys::Response::new_with_opt_str_and_init(None, &init)?);
        if is_kept {
            heads.push((head, bare.clone()));
        }
        Ok(bare)
    }
}
