//! Destination of a snapshot and its documents.

use std::ffi::OsString;
use std::path::{Path, PathBuf};

use catalog_edge::snapshot::Location;

use super::error::PublishError;

/// Paths of a snapshot that is to be published, and of its documents.
#[derive(Debug)]
pub(crate) struct Destination {
    pub(super) location: Location,
    pub(super) folder: PathBuf,
    name: OsString,
}

impl Destination {
    /// Checks `path` and changes nothing. A symbolic link stays, and the file that it leads to is the destination.
    pub(crate) fn at(path: &Path) -> Result<Self, PublishError> {
        let location = Location::to_write(path)?;
        let path = location.file();
        // Renaming over a device or pipe would remove it.
        match path.metadata() {
            Ok(entry) if entry.is_dir() => return Err(PublishError::NotAFile { path: path.into(), what: "a folder" }),
            Ok(entry) if !entry.is_file() => {
                return Err(PublishError::NotAFile { path: path.into(), what: "a device or pipe" });
            }
            _ => {}
        }
        let documents = location.documents();
        if documents.symlink_metadata().is_ok() && !documents.is_dir() {
            return Err(PublishError::NotAFolder(documents.into()));
        }
        let name = path.file_name().unwrap_or_default().to_os_string();
        let folder = match path.parent() {
            Some(folder) if folder != Path::new("") => folder.to_path_buf(),
            _ => PathBuf::from("."),
        };
        Ok(Self { location, folder, name })
    }

    /// Returns the path of the snapshot.
    pub(crate) fn path(&self) -> &Path {
        self.location.file()
    }

    pub(super) fn prefix(&self) -> OsString {
        let mut prefix = OsString::from(".");
        prefix.push(&self.name);
        prefix.push(".");
        prefix
    }
}
