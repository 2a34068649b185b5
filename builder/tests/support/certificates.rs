//! An authority, a server certificate by it, and an authority that has nothing to do with it.

use std::fs;
use std::path::{Path, PathBuf};

use rcgen::{BasicConstraints, CertificateParams, CertifiedIssuer, DistinguishedName, DnType, IsCa, KeyPair};

/// PEM files of authorities.
#[derive(Clone, Debug)]
pub struct Certificates {
    /// That of the server.
    pub authority: PathBuf,
    /// Another one.
    pub stranger: PathBuf,
}

impl Certificates {
    /// Writes `server.pem` for hosts of these `names`, `server.key` and the authorities to `folder`.
    pub fn make(folder: &Path, names: &[&str]) -> Self {
        let names: Vec<_> = names.iter().map(|&name| name.into()).collect();
        let authority = issuer("Authority");
        let key = KeyPair::generate().unwrap();
        let server = CertificateParams::new(names).unwrap().signed_by(&key, &authority).unwrap();
        fs::write(folder.join("server.pem"), server.pem()).unwrap();
        fs::write(folder.join("server.key"), key.serialize_pem()).unwrap();
        let files = Self { authority: folder.join("authority.pem"), stranger: folder.join("stranger.pem") };
        fs::write(&files.authority, authority.pem()).unwrap();
        fs::write(&files.stranger, issuer("Stranger").pem()).unwrap();
        files
    }

    /// Writes a server's certificate as PostgreSQL's manual makes it: signed by itself, one of an authority too, with a
    /// common name and no alternative one.
    pub fn self_signed(folder: &Path) -> Self {
        let mut params = CertificateParams::default();
        params.distinguished_name = DistinguishedName::new();
        params.distinguished_name.push(DnType::CommonName, "localhost");
        params.is_ca = IsCa::Ca(BasicConstraints::Unconstrained);
        let key = KeyPair::generate().unwrap();
        let server = params.self_signed(&key).unwrap();
        let files = Self { authority: folder.join("server.pem"), stranger: folder.join("stranger.pem") };
        fs::write(&files.authority, server.pem()).unwrap();
        fs::write(folder.join("server.key"), key.serialize_pem()).unwrap();
        fs::write(&files.stranger, issuer("Stranger").pem()).unwrap();
        files
    }
}

fn issuer(name: &str) -> CertifiedIssuer<'static, KeyPair> {
    let mut params = CertificateParams::default();
    params.distinguished_name.push(DnType::CommonName, name);
    params.is_ca = IsCa::Ca(BasicConstraints::Unconstrained);
    CertifiedIssuer::self_signed(params, KeyPair::generate().unwrap()).unwrap()
}
