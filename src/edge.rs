//! The worker: what Cloudflare's runtime hands over becomes a [`Request`], and a [`Reply`](crate::http::Reply) becomes
//! its response.
//!
//! Each call into JavaScript costs about as much as answering a filter, so a hot request makes four: its method, its
//! URL, an array for the body, the response. `entry.js` is the other half: it holds the one [`Edge`], replaces it after
//! a trap, and answers where there is none.

use std::borrow::Cow;
use std::cell::RefCell;

use wasm_bindgen::prelude::{JsError, JsValue, wasm_bindgen};
use worker::js_sys::{Array, ArrayBuffer, Uint8Array};
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
    pub fn fetch(&self, request: &web_sys::Request) -> Result<web_sys::Response, JsValue> {
        let reply = self.service.respond(&Request { method: &request.method(), url: &request.url() });
        // A copy for every reply: the runtime reads a body after this returns, when its place may hold the next one.
        let body = reply.body.as_deref().map(Uint8Array::from);
        let init = self.init(reply.status, reply.headers);
        web_sys::Response::new_with_opt_buffer_source_and_init(body.as_deref(), &init)
    }

    /// The runtime's form of a status and headers, made once for all replies that share them.
    fn init(&self, status: u16, headers: Headers) -> web_sys::ResponseInit {
        let mut heads = self.heads.borrow_mut();
        if let Some(head) = heads.iter().find(|head| head.status == status && head.headers == headers) {
            return head.init.clone();
        }
        let init = web_sys::ResponseInit::new();
        init.set_status(status);
        let fields = headers.iter().map(|(name, value)| Array::of2(&(*name).into(), &(&**value).into()));
        init.set_headers(&fields.collect::<Array>());
        let is_shared = headers.iter().all(|(_, value)| matches!(value, Cow::Borrowed(_)));
        if is_shared && heads.len() < KEPT_HEADS {
            heads.push(Head { status, headers, init: init.clone() });
        }
        init
    }
}
