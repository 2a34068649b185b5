//! Bodies that do not change while a snapshot is open.

use serde::Serialize;

use super::{
    json::json,
    worker_identity::{self, WorkerIdentity},
};
use crate::{
    shrinkage::Counts,
    snapshot::{Snapshot, VERSION},
};

/// The body of `GET /health`: status, identity of the worker, and facts about the snapshot.
pub(super) fn health(worker: WorkerIdentity<'_>, snapshot: &Snapshot<'_>) -> Vec<u8> {
    #[derive(Serialize)]
    struct Health<'h> {
        status: &'static str,
        worker: Worker<'h>,
        snapshot: Provenance<'h>,
        counts: Counts,
    }
    #[derive(Serialize)]
    struct Worker<'h> {
        version: &'static str,
        digest: Option<&'h str>,
        cloudflare_version: Option<&'h str>,
    }
    #[derive(Serialize)]
    struct Provenance<'h> {
        digest: String,
        format: u32,
        changed: Option<&'h str>,
        source: &'h str,
        /// True if there are documents.
        documents: bool,
        code: bool,
    }
    let catalog = &snapshot.catalog;
    let documents = catalog.document_set();
    json(&Health {
        status: "ok",
        worker: Worker {
            version: worker_identity::VERSION,
            digest: worker.digest,
            cloudflare_version: worker.cloudflare_version,
        },
        snapshot: Provenance {
            digest: snapshot.digest.to_string(),
            format: VERSION,
            changed: catalog.changed(),
            source: catalog.source(),
            documents: documents.is_some(),
            code: documents.is_some_and(|documents| documents.has_code),
        },
        counts: Counts::of(catalog),
    })
}

/// The body of `GET /snapshots/current`: all that a client must know to answer from the snapshot itself. `revision` is that
/// of the replies which the service computes from it, `bytes` the size without compression.
pub(super) fn current_snapshot(snapshot: &Snapshot<'_>, revision: u32) -> Vec<u8> {
    let Snapshot { digest, bytes, .. } = snapshot;
    format!("{{\"digest\":\"{digest}\",\"format\":{VERSION},\"revision\":{revision},\"bytes\":{bytes}}}").into_bytes()
}

/// `{"name":[...]}` around a ready list.
pub(super) fn list(name: &str, items: &str) -> Vec<u8> {
    format!("{{\"{name}\":{items}}}").into_bytes()
}
