//! TLS: the other side must prove to be who the address names, whatever address it has.

use std::net::SocketAddr;
use std::sync::{Arc, Mutex};

use rcgen::{CertifiedKey, KeyPair, generate_simple_self_signed};
use tokio::io::AsyncWriteExt;
use tokio::net::TcpListener;
use tokio_rustls::TlsAcceptor;
use tokio_rustls::rustls::crypto::ring;
use tokio_rustls::rustls::pki_types::PrivateKeyDer;
use tokio_rustls::rustls::{RootCertStore, ServerConfig};

use super::common::{Then, ok, redirect, serve};
use super::world::{PATIENT, PUBLIC, World};
use crate::network::Network;
use crate::trust::Trust;
use crate::{Outside, Refused};

fn certificate(name: &str) -> CertifiedKey<KeyPair> {
    generate_simple_self_signed([name.to_owned()]).expect("a certificate")
}

fn trust_in(certificate: &CertifiedKey<KeyPair>) -> Trust {
    let mut roots = RootCertStore::empty();
    roots.add(certificate.cert.der().clone()).expect("a root");
    Trust::in_roots(roots).expect("trust")
}

/// Trust in somebody whom no test meets.
pub(crate) fn trust_in_nobody_here() -> Trust {
    trust_in(&certificate("nobody.test"))
}

/// A server with this certificate. It sends `/` to `/there`.
async fn start(certificate: &CertifiedKey<KeyPair>) -> SocketAddr {
    let key = PrivateKeyDer::Pkcs8(certificate.signing_key.serialize_der().into());
    let config = ServerConfig::builder_with_provider(Arc::new(ring::default_provider())).with_safe_default_protocol_versions();
    let config = config.expect("versions").with_no_client_auth();
    let config = config.with_single_cert(vec![certificate.cert.der().clone()], key).expect("a certificate and its key");
    let acceptor = TlsAcceptor::from(Arc::new(config));
    let listener = TcpListener::bind("127.0.0.1:0").await.expect("a port");
    let address = listener.local_addr().expect("an address");
    tokio::spawn(async move {
        while let Ok((stream, _)) = listener.accept().await {
            let Ok(stream) = acceptor.accept(stream).await else { continue };
            let answer = |path: &str| (if path == "/" { redirect("/there") } else { ok("secure") }, Then::Close);
            serve(stream, &answer, &Mutex::default()).await;
        }
    });
    address
}

/// What comes of asking a server with a certificate for `a.test`.
async fn fetch(url: &str, trust: impl Fn(&CertifiedKey<KeyPair>) -> Trust) -> (Result<Vec<u8>, Refused>, Vec<String>) {
    let certificate = certificate("a.test");
    let mut world = World::new("a.test", &[&[PUBLIC]], start(&certificate).await);
    world.names.insert("b.test", vec![&[PUBLIC]]);
    let world = Arc::new(world);
    let outside = Outside::with(false, PATIENT, Arc::clone(&world) as Arc<dyn Network>, trust(&certificate));
    (outside.fetch(url, 1_000).await.map(|fetched| fetched.content), world.log())
}

#[tokio::test]
async fn who_proves_its_name_is_believed() {
    let (fetched, log) = fetch("https://a.test/", trust_in).await;
    assert_eq!(fetched, Ok(b"secure".to_vec()));
    let once = ["resolve a.test".to_owned(), format!("dial {PUBLIC}:443")];
    assert_eq!(log, [once.clone(), once].concat());
}

#[tokio::test]
async fn who_proves_another_name_is_not() {
    for url in ["https://b.test/", &format!("https://{PUBLIC}/")] {
        let (fetched, _) = fetch(url, trust_in).await;
        assert!(matches!(fetched, Err(Refused::NotTrusted { .. })), "{url}: {fetched:?}");
    }
}

#[tokio::test]
async fn who_is_vouched_for_by_nobody_is_not() {
    let (fetched, _) = fetch("https://a.test/", |_| trust_in_nobody_here()).await;
    assert!(matches!(fetched, Err(Refused::NotTrusted { .. })), "{fetched:?}");
}

#[tokio::test]
async fn who_speaks_no_tls_is_not() {
    let listener = TcpListener::bind("127.0.0.1:0").await.expect("a port");
    let world = World::new("a.test", &[&[PUBLIC]], listener.local_addr().expect("an address"));
    let greeting = async { listener.accept().await?.0.write_all(b"220 mail.test ESMTP\r\n").await };
    let outside = Outside::with(false, PATIENT, Arc::new(world), trust_in_nobody_here());
    let (greeted, fetched) = tokio::join!(greeting, outside.fetch("https://a.test/", 1_000));
    greeted.expect("greeted");
    assert!(matches!(fetched, Err(Refused::NotTrusted { .. })), "{fetched:?}");
}

#[test]
fn without_roots_nobody_can_be_believed() {
    assert_eq!(Trust::in_roots(RootCertStore::empty()).err(), Some(Refused::NoRoots));
}
