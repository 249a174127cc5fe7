//! One request and its answer on one connection.

use std::pin::pin;

use http_body_util::{BodyExt, Full};
use hyper::body::{Bytes, Incoming};
use hyper::client::conn::http1;
use hyper::header::{ACCEPT, ACCEPT_ENCODING, CONNECTION, CONTENT_ENCODING, CONTENT_LENGTH, CONTENT_TYPE, HOST, LOCATION};
use hyper::{HeaderMap, Method, Request, Response, StatusCode, header, http};
use hyper_util::rt::TokioIo;
use tokio::io::{AsyncRead, AsyncWrite};

use crate::address::Address;
use crate::refused::Refused;

/// What the other side is told about who asks.
pub const USER_AGENT: &str = "Parlor";
/// Bytes of the buffer into which an answer's head is read. A head that doesn't end within about twice as many is refused.
pub const HEAD_BYTES: usize = 64 * 1024;

/// What was fetched.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fetched {
    /// The content, complete.
    pub content: Vec<u8>,
    /// What the other side says it is. Nobody has checked that.
    pub content_type: Option<String>,
}

/// What is sent to an address.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Message {
    /// What the content is.
    pub content_type: &'static str,
    /// Further headers: names in small letters, and their values.
    pub headers: Vec<(&'static str, String)>,
    /// The content.
    pub content: Vec<u8>,
}

/// A connection that was made for one address.
pub(crate) trait Stream: AsyncRead + AsyncWrite + Send + Unpin {}

impl<S: AsyncRead + AsyncWrite + Send + Unpin> Stream for S {}

/// What an answer says.
pub(crate) enum Answer {
    /// Here it is.
    Content(Fetched),
    /// It is there.
    Elsewhere(String),
}

/// Asks for what an address holds.
pub(crate) async fn fetch(stream: impl Stream, address: &Address, most_bytes: usize) -> Result<Answer, Refused> {
    let request = request(Method::GET, address).body(Full::default());
    exchange(stream, request, async |response| read(response, most_bytes).await).await
}

/// Sends a message to an address. The answer's status is all that is read of it.
pub(crate) async fn post(stream: impl Stream, address: &Address, message: &Message) -> Result<(), Refused> {
    let request = request(Method::POST, address).header(CONTENT_TYPE, message.content_type);
    let request = message.headers.iter().fold(request, |request, (name, value)| request.header(*name, value));
    exchange(stream, request.body(Bytes::from(message.content.clone()).into()), async |response| taken(&response)).await
}

/// One request on a connection that was made for it. Nothing of it stays behind: no cookies, no open connection.
async fn exchange<T>(
    stream: impl Stream,
    request: http::Result<Request<Full<Bytes>>>,
    read: impl AsyncFnOnce(Response<Incoming>) -> Result<T, Refused>,
) -> Result<T, Refused> {
    let request = request.map_err(|_| Refused::NotAnAddress)?;
    let (mut sender, connection) =
        http1::Builder::new().max_buf_size(HEAD_BYTES).handshake(TokioIo::new(stream)).await.map_err(broken)?;
    let answer = async move { read(sender.send_request(request).await.map_err(broken)?).await };
    let mut answer = pin!(answer);
    // The connection is driven here and not by a task, so that whoever gives up waiting closes it.
    tokio::select! {
        answer = &mut answer => answer,
        // It has read all there is, or failed; either is told through the answer.
        _ = connection => answer.await,
    }
}

fn request(method: Method, address: &Address) -> http::request::Builder {
    Request::builder()
        .method(method)
        .uri(address.path())
        .header(HOST, address.authority())
        .header(header::USER_AGENT, USER_AGENT)
        .header(ACCEPT, "*/*")
        // What is small on the wire may be large in memory; nothing is unpacked here.
        .header(ACCEPT_ENCODING, "identity")
        .header(CONNECTION, "close")
}

/// Whether a message was taken. A redirect says no: the message was meant for the address that was typed.
fn taken<B>(response: &Response<B>) -> Result<(), Refused> {
    let status = response.status();
    if status.is_success() { Ok(()) } else { Err(Refused::Status(status.as_u16())) }
}

async fn read(response: Response<Incoming>, most_bytes: usize) -> Result<Answer, Refused> {
    let (head, body) = response.into_parts();
    if is_redirect(head.status) {
        let location = text(&head.headers, LOCATION).ok_or(Refused::Status(head.status.as_u16()))?;
        return Ok(Answer::Elsewhere(location));
    }
    if !head.status.is_success() {
        return Err(Refused::Status(head.status.as_u16()));
    }
    if text(&head.headers, CONTENT_ENCODING).is_some_and(|encoding| !encoding.eq_ignore_ascii_case("identity")) {
        return Err(Refused::Encoded);
    }
    // Saves reading what would be refused; what it says is not relied on.
    let announced = text(&head.headers, CONTENT_LENGTH).and_then(|length| length.parse::<u64>().ok());
    if announced.is_some_and(|length| length > most_bytes as u64) {
        return Err(Refused::TooLarge { most_bytes });
    }
    let content = content(body, most_bytes).await?;
    Ok(Answer::Content(Fetched { content, content_type: text(&head.headers, CONTENT_TYPE) }))
}

/// The redirects that name another address for the same thing.
fn is_redirect(status: StatusCode) -> bool {
    [301, 302, 303, 307, 308].contains(&status.as_u16())
}

fn text(headers: &HeaderMap, name: header::HeaderName) -> Option<String> {
    String::from_utf8(headers.get(name)?.as_bytes().to_vec()).ok()
}

async fn content(mut body: Incoming, most_bytes: usize) -> Result<Vec<u8>, Refused> {
    let mut content = Vec::new();
    while let Some(frame) = body.frame().await {
        // What is not data is a trailer, which nobody asked for.
        let Ok(data) = frame.map_err(broken)?.into_data() else { continue };
        if data.len() > most_bytes - content.len() {
            return Err(Refused::TooLarge { most_bytes });
        }
        content.extend_from_slice(&data);
    }
    Ok(content)
}

fn broken(cause: hyper::Error) -> Refused {
    Refused::Broken { cause: cause.to_string() }
}
