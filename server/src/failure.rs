//! Errors on their way out (O15): the outside hears a code and a fixed text, the log hears the cause, once.

use std::fmt;

use actix_web::http::StatusCode;
use actix_web::http::header::{CACHE_CONTROL, CONTENT_TYPE, RETRY_AFTER};
use actix_web::{HttpResponse, ResponseError};
use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use parlor_domain::limits::SITE_DOCUMENTS;
use parlor_store::{CallerError, StoreError};
use parlor_wire::problem::{CODE_HEADER, Code, PROBLEM_TYPE, Problem};

use crate::clock;

/// Why a request was not answered as wished.
#[derive(Debug)]
pub(crate) struct Failure {
    problem: Problem,
    /// Seconds after which another attempt makes sense.
    retry_after: Option<u32>,
}

impl Failure {
    /// A failure of which the outside may hear this much more.
    pub(crate) fn detailed(code: Code, detail: impl Into<String>) -> Self {
        let mut failure = Self::from(code);
        failure.problem.detail = Some(detail.into());
        failure
    }

    /// The same, and if it is of this kind, with this much more to hear.
    pub(crate) fn explained(mut self, code: Code, detail: &str) -> Self {
        if self.problem.code == code {
            self.problem.detail = Some(detail.to_owned());
        }
        self
    }

    /// The same, but for one of this kind, which is told as another.
    pub(crate) fn instead(self, code: Code, other: Code) -> Self {
        if self.problem.code == code { Self::from(other) } else { self }
    }

    /// Too many attempts.
    pub(crate) fn wait(seconds: u32) -> Self {
        let (time, unit) = if seconds < 120 { (seconds, "second") } else { (seconds.div_ceil(60), "minute") };
        let plural = if time == 1 { "" } else { "s" };
        Self { retry_after: Some(seconds), ..Self::detailed(Code::TooMany, format!("Try again in {time} {unit}{plural}.")) }
    }

    /// Something failed here. The cause goes to the log, its reference to the outside.
    pub(crate) fn internal(cause: impl fmt::Display) -> Self {
        Self::logged(Code::Internal, cause)
    }

    fn logged(code: Code, cause: impl fmt::Display) -> Self {
        let reference = URL_SAFE_NO_PAD.encode(clock::chance::<6>());
        tracing::error!(reference, %cause, "a request failed");
        let mut failure = Self::from(code);
        failure.problem.reference = Some(reference);
        failure
    }
}

impl From<Code> for Failure {
    fn from(code: Code) -> Self {
        let title = code.title().to_owned();
        Self { problem: Problem { status: code.status(), code, title, detail: None, reference: None }, retry_after: None }
    }
}

impl From<StoreError> for Failure {
    fn from(error: StoreError) -> Self {
        let code = match error {
            StoreError::LibraryFull => {
                let most = format!("A site can have {SITE_DOCUMENTS} documents at the most. Remove one first.");
                return Self::detailed(Code::Refused, most);
            }
            StoreError::Busy
            | StoreError::Closed
            | StoreError::Locked
            | StoreError::Disk(_)
            | StoreError::NotCommitted(_)
            | StoreError::NotFlushed(_) => Code::Unavailable,
            _ => Code::Internal,
        };
        Self::logged(code, error)
    }
}

impl From<CallerError> for Failure {
    fn from(error: CallerError) -> Self {
        match error {
            CallerError::NotYours => Code::NotYours.into(),
            CallerError::NoSuchFile => Code::NotFound.into(),
            CallerError::Store(error) => error.into(),
        }
    }
}

impl fmt::Display for Failure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.problem.title)
    }
}

impl ResponseError for Failure {
    fn status_code(&self) -> StatusCode {
        StatusCode::from_u16(self.problem.status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR)
    }

    fn error_response(&self) -> HttpResponse {
        let mut response = HttpResponse::build(self.status_code());
        response.insert_header((CODE_HEADER, self.problem.code.as_str())).insert_header((CACHE_CONTROL, "no-store"));
        if let Some(seconds) = self.retry_after {
            response.insert_header((RETRY_AFTER, seconds));
        }
        response.insert_header((CONTENT_TYPE, PROBLEM_TYPE));
        // A problem is texts and numbers; JSON takes them all.
        response.body(serde_json::to_vec(&self.problem).unwrap_or_default())
    }
}
