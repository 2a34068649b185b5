//! Identity of the running worker.

/// Identity of the running worker. Unlike a snapshot, code does not contain its own digest, so the deployment passes it.
#[derive(Clone, Copy, Debug, Default)]
pub struct WorkerIdentity<'r> {
    /// Digest of the worker's modules and of the pages; `None` outside a bundled worker.
    pub digest: Option<&'r str>,
    /// Cloudflare's id of the deployed version; `None` outside a deployment.
    pub cloudflare_version: Option<&'r str>,
}

/// The version of this package.
pub(super) const VERSION: &str = env!("CARGO_PKG_VERSION");

impl WorkerIdentity<'_> {
    /// Name of the worker, which changes whenever a page does.
    pub(super) fn name(&self) -> &str {
        self.digest.unwrap_or(VERSION)
    }
}
