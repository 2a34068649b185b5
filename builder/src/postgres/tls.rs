//! TLS connections by policy, through rustls.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use rustls::client::danger::{HandshakeSignatureValid, ServerCertVerified, ServerCertVerifier};
use rustls::crypto::{CryptoProvider, ring, verify_tls12_signature, verify_tls13_signature};
use rustls::pki_types::pem::{self, PemObject};
use rustls::pki_types::{CertificateDer, ServerName, UnixTime};
use rustls::{ClientConfig, DigitallySignedStruct, RootCertStore, SignatureScheme};
use tokio_postgres_rustls::MakeRustlsConnect;

use super::dsn::{Roots, TlsPolicy};

/// Why certificate authorities could not be loaded.
#[derive(Debug, thiserror::Error)]
pub(crate) enum TlsError {
    #[error("sslrootcert '{}' cannot be read: give a PEM file of certificate authorities", path.display())]
    RootsFile {
        path: PathBuf,
        #[source]
        source: pem::Error,
    },
    #[error("sslrootcert '{}' holds no certificate: give a PEM file of certificate authorities", .0.display())]
    NoRootsInFile(PathBuf),
    #[error("no certificate authorities found on this system: install ca-certificates, or give sslrootcert=FILE")]
    NoSystemRoots,
    #[error("TLS cannot be set up")]
    Setup(#[from] rustls::Error),
}

/// A connector for `policy`. Whether TLS is tried at all is for the driver to decide, by its `ssl_mode`.
pub(crate) fn connector(policy: &TlsPolicy) -> Result<MakeRustlsConnect, TlsError> {
    let provider = Arc::new(ring::default_provider());
    let builder = ClientConfig::builder_with_provider(provider.clone()).with_safe_default_protocol_versions()?;
    let mut config = match policy {
        TlsPolicy::VerifyFull(roots) => builder.with_root_certificates(load(roots)?).with_no_client_auth(),
        TlsPolicy::Disable | TlsPolicy::Prefer | TlsPolicy::Require => builder
            .dangerous()
            .with_custom_certificate_verifier(Arc::new(AnyCertificate(provider)))
            .with_no_client_auth(),
    };
    // Asked for by servers since PostgreSQL 17 under sslnegotiation=direct, ignored by others.
    config.alpn_protocols = vec![b"postgresql".to_vec()];
    Ok(MakeRustlsConnect::new(config))
}

fn load(roots: &Roots) -> Result<RootCertStore, TlsError> {
    let mut store = RootCertStore::empty();
    match roots {
        Roots::File(path) => {
            let certificates = read_pem(path).map_err(|source| TlsError::RootsFile { path: path.clone(), source })?;
            if certificates.is_empty() {
                return Err(TlsError::NoRootsInFile(path.clone()));
            }
            for certificate in certificates {
                store.add(certificate)?;
            }
        }
        Roots::System => {
            // A system's store may hold relics that rustls cannot read: those are skipped, as everywhere.
            store.add_parsable_certificates(rustls_native_certs::load_native_certs().certs);
            if store.is_empty() {
                return Err(TlsError::NoSystemRoots);
            }
        }
    }
    Ok(store)
}

fn read_pem(path: &Path) -> Result<Vec<CertificateDer<'static>>, pem::Error> {
    CertificateDer::pem_file_iter(path)?.collect()
}

/// libpq's `sslmode=require`: the server must hold the key of the certificate it shows, whosever that is.
#[derive(Debug)]
struct AnyCertificate(Arc<CryptoProvider>);

impl ServerCertVerifier for AnyCertificate {
    fn verify_server_cert(
        &self,
        _end_entity: &CertificateDer<'_>,
        _intermediates: &[CertificateDer<'_>],
        _server_name: &ServerName<'_>,
        _ocsp_response: &[u8],
        _now: UnixTime,
    ) -> Result<ServerCertVerified, rustls::Error> {
        Ok(ServerCertVerified::assertion())
    }

    fn verify_tls12_signature(
        &self,
        message: &[u8],
        certificate: &CertificateDer<'_>,
        signature: &DigitallySignedStruct,
    ) -> Result<HandshakeSignatureValid, rustls::Error> {
        verify_tls12_signature(message, certificate, signature, &self.0.signature_verification_algorithms)
    }

    fn verify_tls13_signature(
        &self,
        message: &[u8],
        certificate: &CertificateDer<'_>,
        signature: &DigitallySignedStruct,
    ) -> Result<HandshakeSignatureValid, rustls::Error> {
        verify_tls13_signature(message, certificate, signature, &self.0.signature_verification_algorithms)
    }

    fn supported_verify_schemes(&self) -> Vec<SignatureScheme> {
        self.0.signature_verification_algorithms.supported_schemes()
    }
}
