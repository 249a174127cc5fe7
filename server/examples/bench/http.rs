//! The little of HTTP that a browser of ours needs: one connection that stays, requests and answers of known length. Small, because
//! whatever it takes is taken from the server on the same processors.

use std::io::{self, BufRead, BufReader, Read, Write};
use std::net::TcpStream;

/// Bytes at the end of each line of a head.
const LINE_END: usize = 2;

/// An answer.
#[derive(Default)]
pub(crate) struct Found {
    /// Whether the server says that it is what the browser has already.
    pub(crate) is_known: bool,
    /// Under which tag it may be kept; empty: under none.
    pub(crate) tag: String,
    /// The body.
    pub(crate) body: Vec<u8>,
    /// Bytes with the head.
    pub(crate) bytes: usize,
}

/// The text between two others.
pub(crate) fn between<'a>(text: &'a str, before: &str, after: &str) -> Option<&'a str> {
    text.split_once(before)?.1.split_once(after).map(|(found, _)| found)
}

/// A connection that stays.
pub(crate) struct Connection {
    host: String,
    stream: BufReader<TcpStream>,
}

impl Connection {
    /// Connects to `host:port`.
    pub(crate) fn open(host: &str) -> io::Result<Self> {
        let stream = TcpStream::connect(host)?;
        stream.set_nodelay(true)?;
        Ok(Self { host: host.to_owned(), stream: BufReader::new(stream) })
    }

    /// GETs what is there.
    pub(crate) fn get(&mut self, path: &str) -> io::Result<Vec<u8>> {
        self.look(path, None).map(|found| found.body)
    }

    /// GETs what is there as browsers do, compressed; unless it is what they have already, under this tag.
    pub(crate) fn view(&mut self, path: &str, known: Option<&str>) -> io::Result<Found> {
        self.look(path, Some(known.unwrap_or_default()))
    }

    fn look(&mut self, path: &str, as_browser: Option<&str>) -> io::Result<Found> {
        let more = match as_browser {
            Some("") => "Accept-Encoding: br\r\n".to_owned(),
            Some(tag) => format!("Accept-Encoding: br\r\nIf-None-Match: {tag}\r\n"),
            None => String::new(),
        };
        let request = format!("GET {path} HTTP/1.1\r\nHost: {}\r\n{more}\r\n", self.host);
        self.ask(request.as_bytes())
    }

    /// POSTs a body. Returns the answer's.
    pub(crate) fn post(&mut self, path: &str, content_type: &str, body: &[u8]) -> io::Result<Vec<u8>> {
        let length = body.len();
        let head = format!(
            "POST {path} HTTP/1.1\r\nHost: {}\r\nContent-Type: {content_type}\r\nContent-Length: {length}\r\n\r\n",
            self.host
        );
        self.ask(&[head.as_bytes(), body].concat()).map(|found| found.body)
    }

    fn ask(&mut self, request: &[u8]) -> io::Result<Found> {
        self.stream.get_mut().write_all(request)?;
        let status = self.line()?;
        let mut found = Found { is_known: status.starts_with("HTTP/1.1 304"), bytes: status.len(), ..Found::default() };
        let mut length = 0;
        loop {
            let line = self.line()?;
            found.bytes += line.len() + LINE_END;
            let Some((name, value)) = line.split_once(':') else { break };
            match name.to_ascii_lowercase().as_str() {
                "content-length" if !found.is_known => length = value.trim().parse().map_err(io::Error::other)?,
                "etag" => found.tag = value.trim().to_owned(),
                _ => {}
            }
        }
        found.body = vec![0; length];
        found.bytes += length;
        self.stream.read_exact(&mut found.body)?;
        if found.is_known || status.starts_with("HTTP/1.1 20") { Ok(found) } else { Err(io::Error::other(status)) }
    }

    fn line(&mut self) -> io::Result<String> {
        let mut line = String::new();
        self.stream.read_line(&mut line)?;
        Ok(line.trim_end().to_owned())
    }
}
