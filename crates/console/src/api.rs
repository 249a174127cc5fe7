//! Asking the server, and what can come of it.

use gloo_net::Error;
use gloo_net::http::Request;
use js_sys::encode_uri_component;
use parlor_wire::console::{CONSOLE_HEADER, DocumentName, LogQuery, NewDocument, PageQuery, SearchQuery};
use parlor_wire::problem::{Code, Problem};
use serde::Serialize;
use serde::de::DeserializeOwned;
use web_sys::Blob;

/// The body of a change that needs nothing said: `{}`.
#[derive(Serialize)]
pub(crate) struct Nothing {}

/// Why there is no answer.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Failure {
    /// The server can't be reached.
    Network,
    /// What came back, with this status, isn't from this console's server.
    Unreadable(u16),
    /// The server said what is wrong.
    Problem(Problem),
}

impl Failure {
    /// Whether nobody is signed in (any more).
    pub(crate) fn signed_out(&self) -> bool {
        matches!(self, Self::Problem(problem) if problem.code == Code::SignInFirst)
    }

    /// What happened, in a few words.
    pub(crate) fn title(&self) -> String {
        match self {
            Self::Network => "The server can't be reached.".to_owned(),
            Self::Unreadable(_) => "The server's answer can't be read.".to_owned(),
            Self::Problem(problem) => problem.title.clone(),
        }
    }

    /// What to do about it.
    pub(crate) fn detail(&self) -> Option<String> {
        match self {
            Self::Network => Some("Check your connection, and that the server is running.".to_owned()),
            Self::Unreadable(status) => {
                Some(format!("It came with status {status}. If the server was updated, reload this page."))
            }
            Self::Problem(problem) => problem.detail.clone(),
        }
    }

    /// What finds the cause in the server's log.
    pub(crate) fn reference(&self) -> Option<&str> {
        match self {
            Self::Problem(problem) => problem.reference.as_deref(),
            Self::Network | Self::Unreadable(_) => None,
        }
    }
}

/// The path of a part of a list.
pub(crate) fn part(path: &str, query: PageQuery) -> String {
    let PageQuery { skip } = query;
    with_query(path, &[("skip", &unless_zero(skip))])
}

/// The path of a part of a list that is searched.
pub(crate) fn search_part(path: &str, query: SearchQuery) -> String {
    let SearchQuery { skip, search } = query;
    with_query(path, &[("skip", &unless_zero(skip)), ("search", &search)])
}

/// The path of a part of a log.
pub(crate) fn log_part(path: &str, query: LogQuery) -> String {
    let LogQuery { skip, kinds, .. } = query;
    with_query(path, &[("skip", &unless_zero(skip)), ("kinds", &kinds)])
}

/// The path that a document is added at.
pub(crate) fn new_document(path: &str, document: NewDocument) -> String {
    let NewDocument { name, url } = document;
    with_query(path, &[("name", name.as_str()), ("url", url.as_deref().unwrap_or_default())])
}

/// The path that a document is changed or taken out at.
pub(crate) fn document_name(path: &str, document: &DocumentName) -> String {
    let DocumentName { name } = document;
    with_query(path, &[("name", name.as_str())])
}

fn unless_zero(number: u32) -> String {
    if number == 0 { String::new() } else { number.to_string() }
}

/// A text as one part of a path.
pub(crate) fn segment(text: &str) -> String {
    encode_uri_component(text).into()
}

/// The path with what isn't empty behind it.
pub(crate) fn with_query(path: &str, pairs: &[(&str, &str)]) -> String {
    let given = pairs.iter().filter(|(_, value)| !value.is_empty());
    let query: Vec<String> = given.map(|(name, value)| format!("{name}={}", encode_uri_component(value))).collect();
    if query.is_empty() { path.to_owned() } else { format!("{path}?{}", query.join("&")) }
}

/// What the server has answered, not read yet: asking is the same for everything, and compiled once.
pub(crate) struct Body {
    status: u16,
    text: String,
}

impl Body {
    /// Reads it.
    pub(crate) fn read<T: DeserializeOwned>(&self) -> Result<T, Failure> {
        serde_json::from_str(&self.text).map_err(|_| Failure::Unreadable(self.status))
    }
}

/// Asks for something.
pub(crate) async fn get(path: &str) -> Result<Body, Failure> {
    sent(Request::get(path).build()).await
}

/// A change that can be asked for. Asking is the same for all of them, and compiled once.
pub(crate) struct Change {
    path: String,
    how: How,
}

enum How {
    /// POST of JSON.
    Post(String),
    /// POST of a file as what it is to be, or of nothing.
    Send(Option<(Blob, &'static str)>),
    /// DELETE.
    Remove,
}

/// Changes something.
pub(crate) fn post(path: &str, body: &impl Serialize) -> Change {
    // A value of ours always is JSON.
    Change { path: path.to_owned(), how: How::Post(serde_json::to_string(body).unwrap_or_default()) }
}

/// Sends a file as what it is to be, or without one asks for the change that the path tells.
pub(crate) fn send(path: &str, file: Option<(Blob, &'static str)>) -> Change {
    Change { path: path.to_owned(), how: How::Send(file) }
}

/// Takes something out.
pub(crate) fn remove(path: &str) -> Change {
    Change { path: path.to_owned(), how: How::Remove }
}

impl Change {
    /// Asks for it.
    pub(crate) async fn ask(self) -> Result<Body, Failure> {
        sent(self.request()).await
    }

    fn request(self) -> Result<Request, Error> {
        let request = match &self.how {
            How::Remove => Request::delete(&self.path),
            How::Post(_) | How::Send(_) => Request::post(&self.path),
        };
        let request = request.header(CONSOLE_HEADER, "1");
        match self.how {
            How::Post(text) => request.header("content-type", "application/json").body(text),
            How::Send(Some((file, content_type))) => request.header("content-type", content_type).body(file),
            How::Send(None) | How::Remove => request.build(),
        }
    }
}

async fn sent(request: Result<Request, Error>) -> Result<Body, Failure> {
    let response = request.map_err(|_| Failure::Network)?.send().await.map_err(|_| Failure::Network)?;
    let body = Body { status: response.status(), text: response.text().await.map_err(|_| Failure::Network)? };
    if response.ok() {
        return Ok(body);
    }
    Err(body.read().map_or_else(|failure| failure, Failure::Problem))
}
