//! Folder that an operator deploys: `wrangler.toml`, the worker's modules with a snapshot, and the assets.

use std::fs;
use std::path::{Path, PathBuf};
use std::sync::OnceLock;

use tempfile::TempDir;
use xtask::{bundle, package, path};

use super::{Builder, Run};

/// A folder that wrangler can deploy.
#[derive(Debug)]
pub struct Project {
    folder: TempDir,
}

impl Project {
    /// One with a made-up catalogue of so many images.
    pub fn new(images: u32) -> Self {
        let project = Self::empty();
        project.put_catalog(images);
        project
    }

    /// One without worker and catalogue.
    pub fn empty() -> Self {
        static BUILT: OnceLock<()> = OnceLock::new();
        BUILT.get_or_init(|| bundle::worker().unwrap());
        let folder = tempfile::tempdir().unwrap();
        fs::write(folder.path().join("wrangler.toml"), package::configuration().unwrap()).unwrap();
        Self { folder }
    }

    /// Puts a made-up catalogue of so many images in the place of the one before.
    pub fn put_catalog(&self, images: u32) {
        let snapshot = self.path().join("catalog.snap");
        let (images, out) = (images.to_string(), snapshot.to_str().unwrap());
        Builder::new(&["synth", "--images", &images, "--seed", "1", "--out", out, "--quiet"]).run().succeeded();
        self.bundle(&snapshot, &["--worker", path("build").to_str().unwrap()]).succeeded();
    }

    /// Puts worker, `snapshot` and its documents where wrangler takes them from.
    pub fn bundle(&self, snapshot: &Path, arguments: &[&str]) -> Run {
        let config = self.path().join("wrangler.toml");
        let (config, snapshot) = (config.to_str().unwrap(), snapshot.to_str().unwrap());
        Builder::new(&["bundle", "--config", config, "--snapshot", snapshot]).args(arguments).run()
    }

    /// Folder of the assets.
    pub fn assets(&self) -> PathBuf {
        self.path().join("build/assets")
    }

    pub fn path(&self) -> &Path {
        self.folder.path()
    }
}
