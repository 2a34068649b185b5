//! The worker: what Cloudflare's runtime hands over becomes a [`Request`], and a [`Reply`](crate::http::Reply) becomes
//! its response.
//!
//! Each call into JavaScript costs about as much as answering a filter, so a hot request makes two: an array for the
//! body, and the response. `entry.js` is the other half: it reads the request (cheaper there than through calls from
//! here), holds the one [`Edge`], replaces it after a trap, and answers where there is none.

use std::borrow::Cow;
use std::cell::RefCell;

use wasm_bindgen::prelude::{JsError, JsValue, wasm_bindgen};
use worker::js_sys::{ArrayBuffer, Uint8Array};
use worker::web_sys;

use crate::http::{Request, Service};

/// More than the routes have; beyond it replies still go out, only their headers cost more.
const KEPT_HEADS: usize = 32;

/// One instance of the worker: the opened snapshot, and the response heads made so far.
#[wasm_bindgen]
pub struct Edge {
    service: Service<'static>,
    heads: RefCell<Vec<Head>>,
}

type Headers = Vec<(&'static str, Cow<'static, str>)>;

/// A status and headers, beside the runtime's form of them.
struct Head {
    status: u16,
    headers: Headers,
    init: web_sys::ResponseInit,
}

#[wasm_bindgen]
impl Edge {
    /// Opens `snapshot`.
    ///
    /// # Errors
    ///
    /// When it is not a whole snapshot of this version. The message is for the log.
    #[wasm_bindgen(constructor)]
    pub fn new(snapshot: &ArrayBuffer) -> Result<Self, JsError> {
        // What a panic has to say reaches the log; the trap that follows would say nothing.
        console_error_panic_hook::set_once();
        // Leaked on purpose: the catalogue borrows these bytes for as long as the instance lives, and the memory of an
        // instance goes as a whole.
        let bytes: &'static [u8] = Uint8Array::new(snapshot).to_vec().leak();
        Ok(Self { service: Service::open(bytes)?, heads: RefCell::default() })
    }

    /// Answers one request.
    ///
    /// # Errors
    ///
    /// When the runtime does not take the response.
    pub fn fetch(&self, method: &str, url: &str) -> Result<web_sys::Response, JsValue> {
        let reply = self.service.respond(&Request { method, url });
        // A copy for every reply: the runtime reads a body after this returns, when its place may hold the next one.
        let body = reply.body.as_deref().map(Uint8Array::from);
        let init = self.init(reply.status, reply.headers)?;
        web_sys::Response::new_with_opt_buffer_source_and_init(body.as_deref(), &init)
    }

    /// The runtime's form of a status and headers, made once for all replies that share them.
    fn init(&self, status: u16, headers: Headers) -> Result<web_sys::ResponseInit, JsValue> {
        let mut heads = self.heads.borrow_mut();
        if let Some(head) = heads.iter().find(|head| head.status == status && head.headers == headers) {
            return Ok(head.init.clone());
        }
        let init = web_sys::ResponseInit::new();
        init.set_status(status);
        // The runtime copies such an object faster than it reads names and values out of a plain one.
        let fields = web_sys::Headers::new()?;
        for (name, value) in &headers {
            fields.append(name, value)?;
        }
        init.set_headers(&fields);
        let is_shared = headers.iter().all(|(_, value)| matches!(value, Cow::Borrowed(_)));
        if is_shared && heads.len() < KEPT_HEADS {
            heads.push(Head { status, headers, init: init.clone() });
        }
        Ok(init)
    }
}
