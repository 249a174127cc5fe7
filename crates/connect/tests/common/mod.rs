//! A server that says what a test wants it to say, byte by byte.

use std::net::SocketAddr;
use std::sync::{Arc, Mutex};

use tokio::io::{AsyncRead, AsyncReadExt, AsyncWrite, AsyncWriteExt};
use tokio::net::TcpListener;

/// What becomes of a connection after its answer.
#[derive(Clone, Copy)]
pub(crate) enum Then {
    /// It is closed.
    Close,
    /// Nothing more comes, and it stays open.
    Silence,
    /// This comes again and again, for as long as anybody reads.
    Again(&'static str),
}

/// A server on this machine, for as long as the test's runtime lives.
pub(crate) struct Server {
    pub(crate) address: SocketAddr,
    heard: Arc<Mutex<Vec<String>>>,
}

impl Server {
    /// Answers each connection's request with what `answer` makes of its path.
    pub(crate) async fn start<F>(answer: F) -> Self
    where
        F: Fn(&str) -> (String, Then) + Send + Sync + 'static,
    {
        let listener = TcpListener::bind("127.0.0.1:0").await.expect("a port");
        let address = listener.local_addr().expect("an address");
        let heard = Arc::new(Mutex::default());
        let (answer, hears) = (Arc::new(answer), Arc::clone(&heard));
        tokio::spawn(async move {
            while let Ok((stream, _)) = listener.accept().await {
                let (answer, hears) = (Arc::clone(&answer), Arc::clone(&hears));
                tokio::spawn(async move { serve(stream, &*answer, &hears).await });
            }
        });
        Self { address, heard }
    }

    /// Answers everything with this, and closes.
    pub(crate) async fn saying(answer: impl Into<String>) -> Self {
        let answer = answer.into();
        Self::start(move |_| (answer.clone(), Then::Close)).await
    }

    /// The requests so far: their heads, and what was sent with them.
    pub(crate) fn heard(&self) -> Vec<String> {
        self.heard.lock().expect("what was heard").clone()
    }
}

/// Answers one request.
pub(crate) async fn serve<S>(mut stream: S, answer: &(dyn Fn(&str) -> (String, Then) + Send + Sync), heard: &Mutex<Vec<String>>)
where
    S: AsyncRead + AsyncWrite + Unpin,
{
    let Some(request) = request(&mut stream).await else { return };
    let (said, then) = answer(request.split(' ').nth(1).unwrap_or_default());
    heard.lock().expect("what was heard").push(request);
    if stream.write_all(said.as_bytes()).await.is_err() {
        return;
    }
    match then {
        Then::Close => drop(stream.shutdown().await),
        Then::Silence => std::future::pending().await,
        Then::Again(more) => while stream.write_all(more.as_bytes()).await.is_ok() {},
    }
}

async fn request<S: AsyncRead + Unpin>(stream: &mut S) -> Option<String> {
    let mut request = Vec::new();
    while !request.ends_with(b"\r\n\r\n") {
        request.push(stream.read_u8().await.ok()?);
    }
    let head = String::from_utf8_lossy(&request);
    let length = head.split_once("\r\ncontent-length: ").and_then(|(_, rest)| rest.split_once("\r\n")?.0.parse().ok());
    let mut content = vec![0; length.unwrap_or(0)];
    stream.read_exact(&mut content).await.ok()?;
    request.extend(content);
    String::from_utf8(request).ok()
}

/// A complete answer with this content.
pub(crate) fn ok(content: &str) -> String {
    format!("HTTP/1.1 200 OK\r\ncontent-type: text/plain\r\ncontent-length: {}\r\n\r\n{content}", content.len())
}

/// A redirect.
pub(crate) fn redirect(location: &str) -> String {
    format!("HTTP/1.1 302 Found\r\nlocation: {location}\r\ncontent-length: 0\r\n\r\n")
}
