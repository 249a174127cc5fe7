//! Why a mail was not sent, in words for whoever runs the site.

use std::error::Error;
use std::io;

use lettre::transport::smtp;

/// SMTP's answers to who logs in wrongly, or should have: what can be mended, though the server says *never*.
const LOGIN: std::ops::RangeInclusive<u16> = 530..=538;

/// Why a mail was not sent.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{reason}")]
pub struct NotSent {
    /// In words.
    pub reason: String,
    /// Whether another try would come to the same.
    pub is_final: bool,
}

impl NotSent {
    pub(super) fn of(error: &smtp::Error) -> Self {
        let said = causes(error).last().map(ToString::to_string).unwrap_or_default();
        if let Some(code) = error.status().map(u16::from) {
            let is_login = LOGIN.contains(&code);
            let what = if is_login { "doesn't let Parlor in" } else { "doesn't take it" };
            let reason = format!("the mail server {what}: {code} {}", one_line(&said));
            return Self { reason: reason.trim_end().to_owned(), is_final: error.is_permanent() && !is_login };
        }
        let reason = match () {
            () if error.is_timeout() => return Self::too_slow(),
            () if error.is_tls() || is_handshake(error) => {
                format!("a secure connection with the mail server can't be made: {}", one_line(&said))
            }
            () if error.is_client() => format!("the mail server offers something else than is asked for: {}", one_line(&said)),
            () => return Self::unreachable(),
        };
        Self { reason, is_final: false }
    }

    pub(super) fn unreachable() -> Self {
        Self { reason: "the mail server can't be reached".to_owned(), is_final: false }
    }

    pub(super) fn too_slow() -> Self {
        Self { reason: "the mail server doesn't answer in time".to_owned(), is_final: false }
    }

    pub(super) fn no_address() -> Self {
        Self { reason: "nothing can be sent to this address".to_owned(), is_final: true }
    }
}

/// What doesn't fit while TLS begins is no data that makes sense.
fn is_handshake(error: &smtp::Error) -> bool {
    let is_nonsense = |cause: &io::Error| cause.kind() == io::ErrorKind::InvalidData;
    causes(error).any(|cause| cause.downcast_ref().is_some_and(is_nonsense))
}

/// The causes of an error, the last one last.
fn causes(error: &smtp::Error) -> impl Iterator<Item = &(dyn Error + 'static)> {
    std::iter::successors(error.source(), |cause: &&(dyn Error + 'static)| (*cause).source())
}

/// Answers of several lines in one, and not longer than one reads.
fn one_line(text: &str) -> String {
    let words: Vec<&str> = text.split_whitespace().collect();
    words.join(" ").chars().take(300).collect()
}
