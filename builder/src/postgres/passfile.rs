//! Password files: `~/.pgpass`, by libpq's rules.

use std::fs;
use std::os::unix::fs::MetadataExt;
use std::path::{Path, PathBuf};

use super::hosts::{Host, Place};

/// A password file.
#[derive(Debug)]
pub(super) struct Passfile {
    pub(super) path: PathBuf,
    lines: Vec<Line>,
}

/// Host, port, database, user and password, each with its escapes.
struct Line([Vec<u8>; 5]);

impl Passfile {
    /// Reads the file, if there is one. The error says why it is not used.
    pub(super) fn read(path: &Path) -> Result<Option<Self>, String> {
        let Ok(metadata) = fs::metadata(path) else { return Ok(None) };
        let name = path.display();
        if !metadata.is_file() {
            return Err(format!("password file '{name}' is not used, because it is no plain file"));
        }
        if metadata.mode() & 0o077 != 0 {
            return Err(format!("password file '{name}' is not used, because others may read it: chmod 600 it"));
        }
        // As in libpq: a file that cannot be read is none.
        let Ok(bytes) = fs::read(path) else { return Ok(None) };
        let lines = bytes.split(|byte| *byte == b'\n').filter_map(Line::read).collect();
        Ok(Some(Self { path: path.into(), lines }))
    }

    /// Returns the password of the first line that fits.
    pub(super) fn password(&self, host: &Host, database: &str, user: &str) -> Option<Vec<u8>> {
        let port = host.port.to_string();
        let wanted = [port.as_bytes(), database.as_bytes(), user.as_bytes()];
        let hosts = host_fields(host);
        let line = self.lines.iter().find(|line| line.fits(&hosts, wanted));
        line.map(|Line([.., password])| unescaped(password)).filter(|password| !password.is_empty())
    }
}

impl Line {
    fn read(line: &[u8]) -> Option<Self> {
        let line = line.strip_suffix(b"\r").unwrap_or(line);
        if line.starts_with(b"#") {
            return None;
        }
        let mut fields = vec![Vec::new()];
        let mut is_escaped = false;
        for byte in line {
            match byte {
                b':' if !is_escaped => fields.push(Vec::new()),
                _ => fields.last_mut()?.push(*byte),
            }
            is_escaped = *byte == b'\\' && !is_escaped;
        }
        // What follows a raw colon in a password is not read.
        fields.truncate(5);
        Some(Self(fields.try_into().ok()?))
    }

    fn fits(&self, hosts: &[Vec<u8>], wanted: [&[u8]; 3]) -> bool {
        let Self([host, others @ .., _]) = self;
        let is = |field: &[u8], wanted: &[u8]| field == b"*" || unescaped(field) == wanted;
        hosts.iter().any(|wanted| is(host, wanted))
            && others.iter().zip(wanted).all(|(field, wanted)| is(field, wanted))
    }
}

/// Texts that may stand for a host. A socket in libpq's default folder, which depends on its build, is `localhost` too.
fn host_fields(host: &Host) -> Vec<Vec<u8>> {
    const DEFAULT_FOLDERS: [&str; 3] = ["/tmp", "/var/run/postgresql", "/run/postgresql"];
    let (name, is_default) = match &host.place {
        Place::Socket(folder) => {
            let is_default = DEFAULT_FOLDERS.iter().any(|default| folder == Path::new(default));
            (folder.as_os_str().as_encoded_bytes().to_vec(), is_default)
        }
        Place::Name(name) | Place::Address(_, Some(name)) => (name.clone().into(), false),
        Place::Address(address, None) => (address.to_string().into(), false),
    };
    if is_default { vec![name, b"localhost".to_vec()] } else { vec![name] }
}

fn unescaped(field: &[u8]) -> Vec<u8> {
    let mut text = Vec::with_capacity(field.len());
    let mut bytes = field.iter().peekable();
    while let Some(byte) = bytes.next() {
        let escaped = if *byte == b'\\' { bytes.next() } else { None };
        text.push(*escaped.unwrap_or(byte));
    }
    text
}

/// Hides the password.
impl std::fmt::Debug for Line {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Line")
    }
}

#[cfg(test)]
mod tests;
