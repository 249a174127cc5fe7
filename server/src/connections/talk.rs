//! Whose turn it is on a connection. HTTP knows where requests and answers begin and end, and tells the line.

use std::cell::Cell;
use std::pin::Pin;
use std::rc::Rc;
use std::task::{Context, Poll};

use actix_web::HttpRequest;
use actix_web::body::{BodySize, BoxBody, MessageBody};
use actix_web::web::Bytes;

/// Whose turn it is.
#[derive(Default)]
pub(crate) struct Talk {
    is_ours: Cell<bool>,
    /// Whether a head has come since somebody looked.
    was_asked: Cell<bool>,
}

impl Talk {
    /// Whether the other side waits for an answer, or for the end of it.
    pub(super) fn is_ours(&self) -> bool {
        self.is_ours.get()
    }

    /// Whether the head of a request has come since this was asked.
    pub(super) fn was_asked(&self) -> bool {
        self.was_asked.take()
    }
}

/// A request whose head is there. It is our turn as long as this is.
pub(crate) struct Asked(Option<Rc<Talk>>);

impl Asked {
    /// By this request.
    pub(crate) fn by(request: &HttpRequest) -> Self {
        Self::on(request.conn_data::<Rc<Talk>>().cloned())
    }

    pub(super) fn on(talk: Option<Rc<Talk>>) -> Self {
        if let Some(talk) = &talk {
            talk.is_ours.set(true);
            talk.was_asked.set(true);
        }
        Self(talk)
    }
}

impl Drop for Asked {
    fn drop(&mut self) {
        if let Some(talk) = &self.0 {
            talk.is_ours.set(false);
        }
    }
}

/// The body of an answer: it is our turn until the end of it.
pub(crate) struct Answer {
    pub(crate) body: BoxBody,
    pub(crate) _asked: Asked,
}

impl MessageBody for Answer {
    type Error = <BoxBody as MessageBody>::Error;

    fn size(&self) -> BodySize {
        self.body.size()
    }

    fn poll_next(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Result<Bytes, Self::Error>>> {
        Pin::new(&mut self.body).poll_next(context)
    }
}
