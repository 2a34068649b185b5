//! Folder that an operator deploys: `wrangler.toml`, the worker's modules with a snapshot, and the assets.

use std::fs;
use std::path::Path;
use std::sync::OnceLock;

use tempfile::TempDir;
use xtask::{bundle, path};

use super::Builder;

/// A folder that wrangler can deploy.
#[derive(Debug)]
pub struct Project {
    folder: TempDir,
}

impl Project {
    /// One with a made-up catalogue of so many images.
    pub fn new(images: u32) -> Self {
        static BUILT: OnceLock<()> = OnceLock::new();
        BUILT.get_or_init(|| bundle::worker().unwrap());
        let folder = tempfile::tempdir().unwrap();
        let configuration = fs::read_to_string(path("wrangler.toml")).unwrap();
        let ready = configuration.replace(r#"command = "cargo xtask bundle""#, r#"command = "true""#);
        fs::write(folder.path().join("wrangler.toml"), ready).unwrap();
        let project = Self { folder };
        project.put_catalogue(images);
        project
    }

    /// Puts a made-up catalogue of so many images in the place of the one before.
    pub fn put_catalogue(&self, images: u32) {
        let snapshot = self.path().join("catalog.snap");
        let (images, out) = (images.to_string(), snapshot.to_str().unwrap());
        Builder::new(&["synth", "--images", &images, "--seed", "1", "--out", out, "--quiet"]).run().succeeded();
        let (config, worker) = (self.path().join("wrangler.toml"), path("build"));
        let (config, worker) = (config.to_str().unwrap(), worker.to_str().unwrap());
        Builder::new(&["bundle", "--config", config, "--worker", worker, "--snapshot", out]).run().succeeded();
    }

    pub fn path(&self) -> &Path {
        self.folder.path()
    }
}
