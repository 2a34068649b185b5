//! Verification of a server's certificate, by the rules of libpq and OpenSSL.

use std::net::IpAddr;

use rustls::CertificateError::{BadEncoding, Expired, NotValidForNameContext, NotValidYet, UnknownIssuer};
use rustls::client::danger::{HandshakeSignatureValid, ServerCertVerified, ServerCertVerifier};
use rustls::client::verify_server_cert_signed_by_trust_anchor;
use rustls::crypto::{
    WebPkiSupportedAlgorithms, verify_tls12_signature, verify_tls13_signature, verify_tls13_signature_with_raw_key,
};
use rustls::pki_types::{AlgorithmIdentifier, CertificateDer, ServerName, UnixTime};
use rustls::server::ParsedCertificate;
use rustls::{DigitallySignedStruct, Error, RootCertStore, SignatureScheme};
use x509_cert::der::oid::db::rfc4519::COMMON_NAME;
use x509_cert::der::{self, Decode, Encode};
use x509_cert::ext::pkix::name::GeneralName;
use x509_cert::ext::pkix::{BasicConstraints, NameConstraints, SubjectAltName};
use x509_cert::{Certificate, Version};

/// Verifier of a server's certificate. In any case the server must hold the key of the certificate that it shows.
#[derive(Debug)]
pub(super) struct Verifier {
    /// `None` accepts every certificate, as `sslmode=require` does.
    pub(super) trust: Option<Trust>,
    pub(super) algorithms: WebPkiSupportedAlgorithms,
}

/// Trusted certificates. A server's certificate must be theirs, within its time, and made for the host.
#[derive(Debug)]
pub(super) struct Trust {
    pub(super) roots: RootCertStore,
    /// The same certificates as they are. One of them may be the server's own.
    pub(super) certificates: Vec<CertificateDer<'static>>,
}

impl Trust {
    fn verify(
        &self,
        end_entity: &CertificateDer<'_>,
        intermediates: &[CertificateDer<'_>],
        server_name: &ServerName<'_>,
        now: UnixTime,
        algorithms: &WebPkiSupportedAlgorithms,
    ) -> Result<(), Error> {
        let certificate = Certificate::from_der(end_entity).map_err(|_| BadEncoding)?;
        if self.certificates.iter().any(|trusted| trusted == end_entity) {
            verify_time(&certificate, now)?;
        } else if certificate.tbs_certificate.version == Version::V1 || is_authority(&certificate) {
            // webpki takes neither for a server's certificate. OpenSSL does.
            verify_time(&certificate, now)?;
            self.verify_direct_issuer(&certificate, now, algorithms)?;
        } else {
            let parsed = ParsedCertificate::try_from(end_entity)?;
            verify_server_cert_signed_by_trust_anchor(&parsed, &self.roots, intermediates, now, algorithms.all)?;
        }
        verify_name(&certificate, server_name)
    }

    /// Looks for an authority among the trusted certificates that has signed `certificate` itself.
    fn verify_direct_issuer(
        &self,
        certificate: &Certificate,
        now: UnixTime,
        algorithms: &WebPkiSupportedAlgorithms,
    ) -> Result<(), Error> {
        let roots = self.certificates.iter().filter_map(|root| Certificate::from_der(root).ok());
        let mut issuers = roots.filter(|root| {
            root.tbs_certificate.subject == certificate.tbs_certificate.issuer
                && (root.tbs_certificate.version == Version::V1 || is_authority(root))
                && verify_time(root, now).is_ok()
                // Constraints are not checked here, so an authority that has some is not used.
                && matches!(root.tbs_certificate.get::<NameConstraints>(), Ok(None))
        });
        let is_signed = issuers.any(|root| is_signed_by(certificate, &root, algorithms).unwrap_or(false));
        if is_signed { Ok(()) } else { Err(UnknownIssuer.into()) }
    }
}

fn is_authority(certificate: &Certificate) -> bool {
    let constraints = certificate.tbs_certificate.get::<BasicConstraints>();
    constraints.is_ok_and(|constraints| constraints.is_some_and(|(_, constraints)| constraints.ca))
}

/// Returns true if the key of `root` made the signature of `certificate`.
fn is_signed_by(
    certificate: &Certificate,
    root: &Certificate,
    algorithms: &WebPkiSupportedAlgorithms,
) -> der::Result<bool> {
    let key = &root.tbs_certificate.subject_public_key_info;
    let (key_algorithm, algorithm) = (key.algorithm.to_der()?, certificate.signature_algorithm.to_der()?);
    let message = certificate.tbs_certificate.to_der()?;
    // The identifiers lack the tag and the length of the sequence.
    let fits = |identifier: &AlgorithmIdentifier, der: &[u8]| der.get(2..) == Some(identifier.as_ref());
    let mut fitting = algorithms.all.iter().filter(|candidate| {
        fits(&candidate.signature_alg_id(), &algorithm) && fits(&candidate.public_key_alg_id(), &key_algorithm)
    });
    let (key, signature) = (key.subject_public_key.raw_bytes(), certificate.signature.raw_bytes());
    Ok(fitting.any(|candidate| candidate.verify_signature(key, &message, signature).is_ok()))
}

fn verify_time(certificate: &Certificate, now: UnixTime) -> Result<(), Error> {
    let validity = &certificate.tbs_certificate.validity;
    if now.as_secs() < validity.not_before.to_unix_duration().as_secs() {
        return Err(NotValidYet.into());
    }
    if now.as_secs() > validity.not_after.to_unix_duration().as_secs() {
        return Err(Expired.into());
    }
    Ok(())
}

/// Looks for the host among the alternative names. If none of them is of its kind, name or address, the common name
/// counts.
fn verify_name(certificate: &Certificate, server_name: &ServerName<'_>) -> Result<(), Error> {
    let address = match server_name {
        ServerName::IpAddress(address) => Some(IpAddr::from(*address)),
        _ => None,
    };
    let host = server_name.to_str();
    let certificate = &certificate.tbs_certificate;
    let alternatives = certificate.get::<SubjectAltName>().map_err(|_| BadEncoding)?;
    let (mut presented, mut has_kind) = (Vec::new(), false);
    for name in alternatives.iter().flat_map(|(_, names)| &names.0) {
        match name {
            GeneralName::DnsName(name) => {
                has_kind |= address.is_none();
                presented.push(name.to_string());
            }
            GeneralName::IpAddress(bytes) => {
                has_kind |= address.is_some();
                presented.extend(ip_address(bytes.as_bytes()).map(|address| address.to_string()));
            }
            _ => {}
        }
    }
    if !has_kind {
        let attributes = certificate.subject.0.iter().flat_map(|name| name.0.iter());
        let mut names = attributes.filter(|attribute| attribute.oid == COMMON_NAME);
        let name = names.next().and_then(|name| str::from_utf8(name.value.value()).ok());
        presented.extend(name.map(str::to_owned));
    }
    let fits = |name: &String| match address {
        Some(address) => name.parse() == Ok(address),
        None => matches_name(name, &host),
    };
    if presented.iter().any(fits) {
        return Ok(());
    }
    Err(NotValidForNameContext { expected: server_name.to_owned(), presented }.into())
}

/// A name, or `*.` in the place of its first label.
fn matches_name(pattern: &str, host: &str) -> bool {
    let rest = pattern.strip_prefix("*.").zip(host.split_once('.'));
    pattern.eq_ignore_ascii_case(host)
        || rest.is_some_and(|(pattern, (label, host))| !label.is_empty() && pattern.eq_ignore_ascii_case(host))
}

fn ip_address(bytes: &[u8]) -> Option<IpAddr> {
    let v4 = <[u8; 4]>::try_from(bytes).map(IpAddr::from);
    v4.or_else(|_| <[u8; 16]>::try_from(bytes).map(IpAddr::from)).ok()
}

impl ServerCertVerifier for Verifier {
    fn verify_server_cert(
        &self,
        end_entity: &CertificateDer<'_>,
        intermediates: &[CertificateDer<'_>],
        server_name: &ServerName<'_>,
        _ocsp_response: &[u8],
        now: UnixTime,
    ) -> Result<ServerCertVerified, Error> {
        if let Some(trust) = &self.trust {
            trust.verify(end_entity, intermediates, server_name, now, &self.algorithms)?;
        }
        Ok(ServerCertVerified::assertion())
    }

    fn verify_tls12_signature(
        &self,
        message: &[u8],
        certificate: &CertificateDer<'_>,
        signature: &DigitallySignedStruct,
    ) -> Result<HandshakeSignatureValid, Error> {
        verify_tls12_signature(message, certificate, signature, &self.algorithms)
    }

    fn verify_tls13_signature(
        &self,
        message: &[u8],
        certificate: &CertificateDer<'_>,
        signature: &DigitallySignedStruct,
    ) -> Result<HandshakeSignatureValid, Error> {
        match Certificate::from_der(certificate).map(|certificate| certificate.tbs_certificate) {
            // webpki reads no certificate of this version.
            Ok(parsed) if parsed.version == Version::V1 => {
                let key = parsed.subject_public_key_info.to_der().map_err(|_| BadEncoding)?;
                verify_tls13_signature_with_raw_key(message, &key.into(), signature, &self.algorithms)
            }
            _ => verify_tls13_signature(message, certificate, signature, &self.algorithms),
        }
    }

    fn supported_verify_schemes(&self) -> Vec<SignatureScheme> {
        self.algorithms.supported_schemes()
    }
}
