//! Mail that is kept until it was sent (M20).

use serde::{Deserialize, Serialize};

use crate::ids::MailId;
use crate::text::Email;
use crate::time::Instant;

/// A mail to one person.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Mail {
    /// Whom it is for.
    pub to: Email,
    /// What it is about, in one line.
    pub subject: String,
    /// What it says.
    pub text: String,
}

/// A mail in the outbox. What it says, isn't told: a link in it is good for whoever has it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct KeptMail {
    /// Its id.
    pub id: MailId,
    /// Whom it is for.
    pub to: Email,
    /// What it is about.
    pub subject: String,
    /// When it was written.
    pub made: Instant,
    /// How often it was tried in vain.
    pub tries: u32,
    /// Why the last try was in vain, if there was one.
    pub failure: Option<String>,
    /// What became of it.
    pub state: MailState,
}

/// What became of a mail.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum MailState {
    /// It is to be sent then.
    Waiting(Instant),
    /// The mail server took it then.
    Sent(Instant),
    /// It is tried no longer.
    GivenUp,
}

/// The outbox of a site.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Outbox {
    /// Whether this server sends mail at all.
    pub sends: bool,
    /// What waits and what was given up, then what was sent in the last days; the newest first.
    pub mails: Vec<KeptMail>,
}
