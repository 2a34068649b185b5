//! The location of a snapshot on disk: its file, and the folder of its documents.

use std::{
    ffi::OsString,
    io::{self, ErrorKind},
    path::{Path, PathBuf},
};

use thiserror::Error;

const ENDING: &str = ".snap";

/// A snapshot's file `X.snap`, and the folder `X.documents` beside it.
///
/// The ending is required, because the folder must belong to one file only. A symbolic link is followed to its file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Location {
    file: PathBuf,
    documents: PathBuf,
}

/// Error of a path that cannot be the location of a snapshot.
#[derive(Debug, Error)]
#[non_exhaustive]
pub enum LocationError {
    /// The name does not end in `.snap`, or has nothing before it.
    #[error(
        "'{}' is no file name that ends in .snap: use such a name, because the documents of X.snap lie beside it in \
         X.documents",
        .0.display()
    )]
    Name(PathBuf),
    /// A link to a file with another ending.
    #[error("'{}' is a symbolic link to '{}', which does not end in .snap: rename that file", link.display(), file.display())]
    LinkedName {
        /// The link.
        link: PathBuf,
        /// The file that it leads to.
        file: PathBuf,
    },
    /// The path is a link to nothing, or leads through one.
    #[error("'{}' is a symbolic link that leads to nothing: remove it, or create what it leads to", .0.display())]
    Dangling(PathBuf),
    /// The system does not allow to examine the path.
    #[error("cannot look at '{}'", path.display())]
    Unreadable {
        /// The path.
        path: PathBuf,
        /// The system's error.
        source: io::Error,
    },
}

impl Location {
    /// Returns the location of the snapshot at `path`, which need not exist.
    ///
    /// # Errors
    /// [`LocationError`] names the reason.
    pub fn of(path: &Path) -> Result<Self, LocationError> {
        let unreadable = |source| LocationError::Unreadable { path: path.to_path_buf(), source };
        if !is_link(path).map_err(unreadable)? {
            return Self::named(path).ok_or_else(|| LocationError::Name(path.to_path_buf()));
        }
        let file = path.canonicalize().map_err(unreadable)?;
        Self::named(&file).ok_or_else(|| LocationError::LinkedName { link: path.to_path_buf(), file })
    }

    /// Returns the location of a file to be written at `path`. The name of a link must have the ending too, because the
    /// system's own links, such as `/dev/stdout`, lead to the file that is standard output.
    ///
    /// # Errors
    /// As [`Location::of`], and for a link to nothing in the path.
    pub fn to_write(path: &Path) -> Result<Self, LocationError> {
        Self::named(path).ok_or_else(|| LocationError::Name(path.to_path_buf()))?;
        for part in path.ancestors().filter(|part| *part != Path::new("")) {
            match part.symlink_metadata() {
                Err(error) if error.kind() == ErrorKind::NotFound => {}
                Err(source) => return Err(LocationError::Unreadable { path: part.to_path_buf(), source }),
                Ok(entry) if entry.is_symlink() && leads_nowhere(part) => {
                    return Err(LocationError::Dangling(part.to_path_buf()));
                }
                Ok(_) => break,
            }
        }
        Self::of(path)
    }

    /// The snapshot's file, which is no link.
    #[must_use]
    pub fn file(&self) -> &Path {
        &self.file
    }

    /// The folder of its documents, which holds a folder for each digest.
    #[must_use]
    pub fn documents(&self) -> &Path {
        &self.documents
    }

    /// The location of `file` if its name has the ending. A path that ends in a slash names no file.
    fn named(file: &Path) -> Option<Self> {
        if !file.as_os_str().as_encoded_bytes().ends_with(ENDING.as_bytes()) || file.extension().is_none() {
            return None;
        }
        let mut name = OsString::from(file.file_stem()?);
        name.push(".documents");
        Some(Self { file: file.to_path_buf(), documents: file.with_file_name(name) })
    }
}

/// Returns true if `path` is a symbolic link, and false if nothing exists there.
fn is_link(path: &Path) -> io::Result<bool> {
    match path.symlink_metadata() {
        Ok(entry) => Ok(entry.is_symlink()),
        Err(error) if error.kind() == ErrorKind::NotFound => Ok(false),
        Err(error) => Err(error),
    }
}

fn leads_nowhere(link: &Path) -> bool {
    // A target that may not be examined may exist.
    link.metadata().is_err_and(|error| error.kind() != ErrorKind::PermissionDenied)
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

    use super::*;

    #[test]
    fn every_name_has_a_folder_of_its_own() {
        for (name, documents) in [
            ("catalog.snap", "catalog.documents"),
            ("a/b/catalog-1.0.snap", "a/b/catalog-1.0.documents"),
            ("/plots.2026-11-24.snap", "/plots.2026-11-24.documents"),
            ("x.documents.snap", "x.documents.documents"),
            ("x.snap.snap", "x.snap.documents"),
            ("größe .snap", "größe .documents"),
        ] {
            let location = Location::of(Path::new(name)).unwrap();
            assert_eq!((location.file(), location.documents()), (Path::new(name), Path::new(documents)));
            assert_eq!(Location::to_write(Path::new(name)).unwrap(), location);
        }
    }

    #[test]
    fn other_names_are_refused() {
        for name in [
            "",
            "-",
            ".",
            "/",
            "..",
            "catalog",
            "catalog-1.0",
            "a.bin",
            "a.SNAP",
            "asnap",
            ".snap",
            "a/.snap",
            "a.snap/",
        ] {
            for refused in [Location::of(Path::new(name)), Location::to_write(Path::new(name))] {
                assert!(matches!(refused, Err(LocationError::Name(_))), "{name}: {refused:?}");
            }
        }
    }
}
