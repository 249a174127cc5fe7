//! Whom to believe: TLS with the certification authorities that this machine trusts.

use std::sync::Arc;

use tokio::net::TcpStream;
use tokio::sync::OnceCell;
use tokio_rustls::TlsConnector;
use tokio_rustls::client::TlsStream;
use tokio_rustls::rustls::crypto::ring;
use tokio_rustls::rustls::{ClientConfig, RootCertStore};

use crate::address::Address;
use crate::refused::Refused;

/// The machine's root certificates, read when they are first needed and kept until the program ends. They are not built in:
/// the machine's owner keeps them up to date and may add their own. `SSL_CERT_FILE` and `SSL_CERT_DIR` are respected.
#[derive(Clone, Default)]
pub(crate) struct Trust(Arc<OnceCell<TlsConnector>>);

impl Trust {
    /// Trusts these roots and no others.
    #[cfg(test)]
    pub(crate) fn in_roots(roots: RootCertStore) -> Result<Self, Refused> {
        Ok(Self(Arc::new(OnceCell::new_with(Some(connector(roots)?)))))
    }

    /// Speaks TLS on a connection. The other side must prove to be who the address names.
    pub(crate) async fn secure(&self, stream: TcpStream, address: &Address) -> Result<TlsStream<TcpStream>, Refused> {
        let name = address.server_name()?;
        let connector = self.0.get_or_try_init(of_this_machine).await?;
        connector.connect(name, stream).await.map_err(|cause| Refused::NotTrusted { cause: cause.to_string() })
    }
}

async fn of_this_machine() -> Result<TlsConnector, Refused> {
    // Reads files.
    tokio::task::spawn_blocking(|| connector(roots_of_this_machine())).await.unwrap_or(Err(Refused::NoRoots))
}

fn roots_of_this_machine() -> RootCertStore {
    let mut roots = RootCertStore::empty();
    // A certificate that can't be read is one authority fewer; without any the caller is told.
    roots.add_parsable_certificates(rustls_native_certs::load_native_certs().certs);
    roots
}

fn connector(roots: RootCertStore) -> Result<TlsConnector, Refused> {
    if roots.is_empty() {
        return Err(Refused::NoRoots);
    }
    // Named here rather than installed for the process, where another library's choice could come first.
    let provider = Arc::new(ring::default_provider());
    let config = ClientConfig::builder_with_provider(provider)
        .with_safe_default_protocol_versions()
        .map_err(|cause| Refused::NotTrusted { cause: cause.to_string() })?;
    let mut config = config.with_root_certificates(roots).with_no_client_auth();
    config.alpn_protocols = vec![b"http/1.1".to_vec()];
    Ok(TlsConnector::from(Arc::new(config)))
}
