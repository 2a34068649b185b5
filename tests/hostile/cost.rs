//! The cost of a request.

use std::hint::black_box;
use std::time::{Duration, Instant};

use catalog_edge::http::{Body, Outcome, Request, Service};

/// Cost of a reply.
#[derive(Clone, Copy)]
pub(crate) struct Cost {
    /// Time for the whole reply beyond copying its body.
    pub(crate) time: Duration,
    /// Bytes of the body.
    pub(crate) bytes: usize,
}

/// A service, and the time that copying takes here.
pub(crate) struct Meter<'m> {
    service: &'m Service<'m>,
    /// Seconds for a byte.
    copying: f64,
}

/// Bytes of a chunk that is copied for comparison.
const CHUNK: usize = 128 * 1024;

/// Runs of a request that may be the costliest. The fastest counts, because the machine may have others to serve.
const RUNS: usize = 5;

impl<'m> Meter<'m> {
    pub(crate) fn new(service: &'m Service<'m>) -> Self {
        let chunk = vec![1_u8; CHUNK];
        let copy = || timed(|| drop(black_box(black_box(&chunk).clone()))).as_secs_f64();
        let fastest = (0..1_000).map(|_| copy()).fold(f64::INFINITY, f64::min);
        Self { service, copying: fastest / CHUNK as f64 }
    }

    /// The cost of a GET of `target`. It is measured once if it is not above `least`.
    pub(crate) fn cost(&self, target: &str, least: Duration) -> Cost {
        let mut cost = self.once(target);
        for _ in 1..RUNS {
            if cost.time <= least {
                break;
            }
            cost.time = cost.time.min(self.once(target).time);
        }
        cost
    }

    fn once(&self, target: &str) -> Cost {
        let url = format!("https://edge.example{target}");
        let request = Request { method: "GET", url: &url, ..Request::default() };
        let mut bytes = 0;
        let time = timed(|| bytes = self.answer(&request));
        let copying = Duration::from_secs_f64(self.copying * bytes as f64);
        Cost { time: time.saturating_sub(copying), bytes }
    }

    /// Bytes of the body. Chunks are dropped one by one, as a runtime does.
    fn answer(&self, request: &Request<'_>) -> usize {
        let Outcome::Reply(reply) = self.service.respond(request) else { return 0 };
        match black_box(reply.body) {
            Body::Bytes(body) => body.len(),
            Body::Chunked(first, mut rest) => {
                let mut bytes = first.len();
                while !rest.is_done() {
                    bytes += black_box(self.service.chunk(request, &mut rest)).len();
                }
                bytes
            }
            _ => 0,
        }
    }
}

fn timed(work: impl FnOnce()) -> Duration {
    let start = Instant::now();
    work();
    start.elapsed()
}
