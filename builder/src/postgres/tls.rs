//! TLS connections by policy, through rustls.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use rustls::crypto::ring;
use rustls::pki_types::CertificateDer;
use rustls::pki_types::pem::{self, PemObject};
use rustls::{ClientConfig, RootCertStore};
use tokio_postgres::config::SslMode;
use tokio_postgres_rustls::MakeRustlsConnect;

use super::certificate::{Trust, Verifier};

/// libpq's `sslmode`, of the same meaning.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum TlsPolicy {
    /// Never encrypt. Also what a Unix socket gets.
    Disable,
    /// Encrypt if the server can, verify nothing.
    Prefer,
    /// Encrypt or fail, verify nothing.
    Require,
    /// Encrypt, verify the certificate's chain and its host name.
    VerifyFull(Roots),
}

impl TlsPolicy {
    /// The driver's word for it.
    pub(super) fn mode(&self) -> SslMode {
        match self {
            Self::Disable => SslMode::Disable,
            Self::Prefer => SslMode::Prefer,
            Self::Require | Self::VerifyFull(_) => SslMode::Require,
        }
    }
}

/// Certificate authorities to trust.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Roots {
    /// Those of the operating system.
    System,
    /// Those in a PEM file.
    File(PathBuf),
}

/// Error of loading certificate authorities.
#[derive(Debug, thiserror::Error)]
pub(crate) enum TlsError {
    #[error("sslrootcert '{}' cannot be read: give a PEM file of certificate authorities", path.display())]
    RootsFile {
        path: PathBuf,
        #[source]
        source: pem::Error,
    },
    #[error("sslrootcert '{}' holds a certificate that cannot be read: correct the file", path.display())]
    Root {
        path: PathBuf,
        #[source]
        source: rustls::Error,
    },
    #[error("sslrootcert '{}' holds no certificate: give a PEM file of certificate authorities", .0.display())]
    NoRootsInFile(PathBuf),
    #[error("no certificate authorities found on this system: install ca-certificates, or give sslrootcert=FILE")]
    NoSystemRoots,
    #[error("TLS cannot be set up")]
    Setup(#[from] rustls::Error),
}

/// Returns a connector for `policy`. The driver decides by its `ssl_mode` if TLS is tried at all.
pub(super) fn connector(policy: &TlsPolicy) -> Result<MakeRustlsConnect, TlsError> {
    let provider = Arc::new(ring::default_provider());
    let algorithms = provider.signature_verification_algorithms;
    let builder = ClientConfig::builder_with_provider(provider).with_safe_default_protocol_versions()?;
    let trust = match policy {
        TlsPolicy::VerifyFull(roots) => Some(load(roots)?),
        TlsPolicy::Disable | TlsPolicy::Prefer | TlsPolicy::Require => None,
    };
    let verifier = Arc::new(Verifier { trust, algorithms });
    let mut config = builder.dangerous().with_custom_certificate_verifier(verifier).with_no_client_auth();
    // Asked for by servers since PostgreSQL 17 under sslnegotiation=direct, ignored by others.
    config.alpn_protocols = vec![b"postgresql".to_vec()];
    Ok(MakeRustlsConnect::new(config))
}

fn load(source: &Roots) -> Result<Trust, TlsError> {
    let mut roots = RootCertStore::empty();
    let certificates = match source {
        Roots::File(path) => {
            let certificates = read_pem(path).map_err(|source| TlsError::RootsFile { path: path.clone(), source })?;
            if certificates.is_empty() {
                return Err(TlsError::NoRootsInFile(path.clone()));
            }
            for certificate in &certificates {
                let added = roots.add(certificate.clone());
                added.map_err(|source| TlsError::Root { path: path.clone(), source })?;
            }
            certificates
        }
        Roots::System => {
            let certificates = rustls_native_certs::load_native_certs().certs;
            // A system's store may hold relics that rustls cannot read: those are skipped, as everywhere.
            roots.add_parsable_certificates(certificates.iter().cloned());
            if roots.is_empty() {
                return Err(TlsError::NoSystemRoots);
            }
            certificates
        }
    };
    Ok(Trust { roots, certificates })
}

fn read_pem(path: &Path) -> Result<Vec<CertificateDer<'static>>, pem::Error> {
    CertificateDer::pem_file_iter(path)?.collect()
}
