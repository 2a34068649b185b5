//! Places the worker, a snapshot and its documents where `wrangler.toml` says that they lie.
//!
//! A worker's folder has its modules in `worker/` and its pages in `assets/site/`. Beside them come the snapshot as
//! `worker/catalog.snap`, its compressed file as `assets/DIGEST.snap.gz` and the documents as `assets/DIGEST/`.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use catalog_edge::snapshot::{DocumentsError, LocationError, compressed_path, verify_documents};

use super::configuration::{Configuration, ConfigurationError};
use super::identity::is_digest;
use crate::failure::{ExitCode, Failure};
use crate::storage::links::{copy_all, link_all, link_whole, remove};
use crate::storage::snapshot_file::{FileError, SnapshotFile};

/// The snapshot among the modules.
const SNAPSHOT: &str = "catalog.snap";
/// The module that holds the digest of the worker's code.
const RELEASE: &str = "release.js";
/// The modules of a released worker.
const MODULES: &str = "worker";
/// The pages among the assets.
const PAGES: &str = "site";

/// Error of a bundle that cannot be put together.
#[derive(Debug, thiserror::Error)]
pub(crate) enum BundleError {
    #[error(transparent)]
    Configuration(#[from] ConfigurationError),
    #[error(transparent)]
    Snapshot(#[from] FileError),
    #[error(transparent)]
    Location(#[from] LocationError),
    #[error("the documents of '{}' are not whole: run export again", path.display())]
    Documents {
        path: PathBuf,
        #[source]
        source: DocumentsError,
    },
    #[error("folder '{}' does not exist: give the folder of a released worker as --worker", .0.display())]
    Missing(PathBuf),
    #[error(
        "'{}' holds no worker: give the folder of a released worker as --worker, or build one with `cargo xtask bundle`",
        .0.display()
    )]
    NoWorker(PathBuf),
    #[error(
        "'{}' holds files that are not of a worker: let `main` in wrangler.toml be in a folder of its own", .0.display()
    )]
    Occupied(PathBuf),
    #[error("cannot write '{}'", path.display())]
    Io {
        path: PathBuf,
        #[source]
        source: io::Error,
    },
}

impl From<BundleError> for Failure {
    fn from(error: BundleError) -> Self {
        match error {
            BundleError::Configuration(error) => error.into(),
            BundleError::Snapshot(error) => error.into(),
            BundleError::Documents { .. } | BundleError::Location(_) => Self::new(ExitCode::Finding, error),
            BundleError::Missing(_) => Self::new(ExitCode::Missing, error),
            BundleError::NoWorker(_) | BundleError::Occupied(_) => Self::new(ExitCode::Usage, error),
            BundleError::Io { .. } => Self::new(ExitCode::Output, error),
        }
    }
}

/// Puts the bundle together and returns the digest of the worker's code. Without a `worker`, the one in place is used.
pub(crate) fn bundle(
    configuration: &Configuration,
    worker: Option<&Path>,
    file: &SnapshotFile,
) -> Result<String, BundleError> {
    let (modules, assets) = (configuration.modules(), configuration.assets()?);
    if let Some(worker) = worker {
        check_exists(worker)?;
        place_worker(worker, &modules, &assets)?;
    }
    let digest = worker_digest(&modules)?;
    place_snapshot(file, &modules, &assets)?;
    Ok(digest)
}

/// Returns the digest of the code of the worker that [`bundle`] would use.
pub(crate) fn planned_worker(configuration: &Configuration, worker: Option<&Path>) -> Result<String, BundleError> {
    worker.map_or(Ok(()), check_exists)?;
    worker_digest(&worker.map_or_else(|| configuration.modules(), |worker| worker.join(MODULES)))
}

fn check_exists(worker: &Path) -> Result<(), BundleError> {
    if worker.exists() { Ok(()) } else { Err(BundleError::Missing(worker.into())) }
}

/// Returns the digest of the code of the worker in the folder `modules`.
fn worker_digest(modules: &Path) -> Result<String, BundleError> {
    let text = fs::read_to_string(modules.join(RELEASE)).unwrap_or_default();
    let digest = text.split('"').nth(1).filter(|digest| !digest.is_empty());
    Ok(digest.ok_or_else(|| BundleError::NoWorker(modules.into()))?.to_owned())
}

fn place_worker(worker: &Path, modules: &Path, assets: &Path) -> Result<(), BundleError> {
    let (new_modules, new_pages) = (worker.join(MODULES), worker.join("assets").join(PAGES));
    worker_digest(&new_modules)?;
    if is_same(&new_modules, modules) {
        return Ok(());
    }
    let is_empty = fs::read_dir(modules).map_or(true, |mut entries| entries.next().is_none());
    if !is_empty && !modules.join(RELEASE).is_file() {
        return Err(BundleError::Occupied(modules.into()));
    }
    let pages = assets.join(PAGES);
    remove(modules).map_err(at(modules))?;
    copy_all(&new_modules, modules).map_err(at(modules))?;
    remove(&pages).map_err(at(&pages))?;
    copy_all(&new_pages, &pages).map_err(at(&pages))
}

fn place_snapshot(file: &SnapshotFile, modules: &Path, assets: &Path) -> Result<(), BundleError> {
    let snapshot = file.open()?;
    let digest = snapshot.digest.to_string();
    let has_documents = snapshot.catalog.document_set().is_some();
    let module = modules.join(SNAPSHOT);
    fs::write(&module, file.bytes()).map_err(at(&module))?;

    fs::create_dir_all(assets).map_err(at(assets))?;
    for entry in fs::read_dir(assets).map_err(at(assets))?.flatten() {
        let name = entry.file_name();
        if is_of_a_snapshot(&name.to_string_lossy()) && !(has_documents && *name == *digest) {
            remove(&entry.path()).map_err(at(&entry.path()))?;
        }
    }
    let compressed = assets.join(compressed_path(&digest));
    fs::write(&compressed, file.compressed()).map_err(at(&compressed))?;
    let (previews, place) = (file.path().with_extension("previews"), assets.join(PAGES).join("previews"));
    remove(&place).map_err(at(&place))?;
    if previews.is_dir() {
        link_all(&previews, &place).map_err(at(&place))?;
    }
    let place = assets.join(&digest);
    if !has_documents || place.exists() {
        return Ok(());
    }
    let documents = file.documents_folder(&snapshot)?;
    let unsound = |source| BundleError::Documents { path: file.path().into(), source };
    verify_documents(&documents, &snapshot.catalog).map_err(unsound)?;
    link_whole(&documents, &place).map_err(at(&place))
}

/// True for the compressed file of a snapshot, and for the folder of its documents, also for one that is not complete.
fn is_of_a_snapshot(name: &str) -> bool {
    let digest = name.split_once('.').map_or(name, |(digest, _)| digest);
    is_digest(digest) && (name == digest || name == compressed_path(digest) || name.ends_with(".partial"))
}

fn is_same(one: &Path, other: &Path) -> bool {
    matches!((one.canonicalize(), other.canonicalize()), (Ok(one), Ok(other)) if one == other)
}

fn at(path: &Path) -> impl FnOnce(io::Error) -> BundleError {
    let path = path.to_owned();
    |source| BundleError::Io { path, source }
}
