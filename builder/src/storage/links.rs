//! Copies of folders, as hard links if there may be thousands of files.

use std::fs;
use std::io;
use std::path::Path;

/// Puts the files of the folder `from` into the folder `to`, which may be missing. Files that are written anew, and never
/// changed in place, may be links.
pub(crate) fn link_all(from: &Path, to: &Path) -> io::Result<()> {
    // Another file system takes a copy only.
    place_all(from, to, |source, target| fs::hard_link(source, target).or_else(|_| fs::copy(source, target).map(drop)))
}

/// Copies the files of the folder `from` into the folder `to`, which may be missing.
pub(crate) fn copy_all(from: &Path, to: &Path) -> io::Result<()> {
    place_all(from, to, |source, target| fs::copy(source, target).map(drop))
}

fn place_all(from: &Path, to: &Path, place: impl Fn(&Path, &Path) -> io::Result<()> + Copy) -> io::Result<()> {
    fs::create_dir_all(to)?;
    for entry in fs::read_dir(from)? {
        let entry = entry?;
        let (source, target) = (entry.path(), to.join(entry.file_name()));
        if source.is_dir() { place_all(&source, &target, place)? } else { place(&source, &target)? }
    }
    Ok(())
}

/// Puts the files of `from` into the folder `to`, completely or not at all.
pub(crate) fn link_whole(from: &Path, to: &Path) -> io::Result<()> {
    let partial = to.with_extension("partial");
    remove(&partial)?;
    link_all(from, &partial)?;
    fs::rename(&partial, to)
}

/// Removes a file, or a folder with all in it, if it exists.
pub(crate) fn remove(entry: &Path) -> io::Result<()> {
    if entry.is_dir() {
        fs::remove_dir_all(entry)
    } else if entry.symlink_metadata().is_ok() {
        fs::remove_file(entry)
    } else {
        Ok(())
    }
}
