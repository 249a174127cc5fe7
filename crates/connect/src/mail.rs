//! Mail, by the server that whoever runs Parlor has named (M20).

mod not_sent;
mod place;

use std::time::{Duration, UNIX_EPOCH};

use lettre::message::header::{ContentType, HeaderName, HeaderValue};
use lettre::message::{Mailbox, MessageBuilder};
use lettre::transport::smtp::authentication::Credentials;
use lettre::transport::smtp::client::{Tls, TlsParameters};
use lettre::transport::smtp::extension::ClientId;
use lettre::{Address, AsyncSmtpTransport, AsyncTransport, Message, Tokio1Executor};
use parlor_domain::ids::MailId;
use parlor_domain::mail::Mail;
use parlor_domain::time::Instant;
use tokio::time::timeout;

pub use not_sent::NotSent;
pub use place::{MailServer, NotAMailServer, Security};

/// How long is waited for a connection with a mail server.
const CONNECT: Duration = Duration::from_secs(20);
/// How long all of it may take: who stops talking in the middle isn't waited for.
const WHOLE: Duration = Duration::from_secs(60);

/// Who sends mail, and by which server.
#[derive(Clone)]
pub struct PostOffice {
    server: AsyncSmtpTransport<Tokio1Executor>,
    sender: Mailbox,
}

/// Why there can be no mail.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum NoPostOffice {
    /// The sender isn't a mail address.
    #[error("the sender is written like `Parlor <parlor@example.com>` or parlor@example.com")]
    Sender,
    /// The machine's root certificates can't be used.
    #[error("this machine's root certificates can't be used; install the system's CA certificates")]
    Roots,
}

impl PostOffice {
    /// Sends by this server as this sender, like `Parlor <parlor@example.com>`; nothing is asked of the server yet.
    ///
    /// # Errors
    ///
    /// See [`NoPostOffice`].
    pub fn new(server: &MailServer, sender: &str) -> Result<Self, NoPostOffice> {
        let sender: Mailbox = sender.parse().map_err(|_| NoPostOffice::Sender)?;
        let parameters = || TlsParameters::new(server.host.clone()).map_err(|_| NoPostOffice::Roots);
        let tls = match server.security {
            Security::FromTheStart => Tls::Wrapper(parameters()?),
            Security::StartTls => Tls::Required(parameters()?),
            Security::None => Tls::None,
        };
        let mut transport = AsyncSmtpTransport::<Tokio1Executor>::builder_dangerous(server.host.as_str())
            .port(server.port)
            .tls(tls)
            .hello_name(ClientId::Domain(sender.email.domain().to_owned()))
            .timeout(Some(CONNECT));
        if let Some((user, password)) = &server.login {
            transport = transport.credentials(Credentials::new(user.clone(), password.clone()));
        }
        Ok(Self { server: transport.build(), sender })
    }

    /// Sends a mail that was written then. A mail that is sent again has the same id, by which readers' programs know it.
    ///
    /// # Errors
    ///
    /// Why the server didn't take it.
    pub async fn send(&self, id: MailId, mail: &Mail, made: Instant) -> Result<(), NotSent> {
        let message = self.message(id, mail, made)?;
        let sent = timeout(WHOLE, self.server.send(message)).await.map_err(|_| NotSent::too_slow())?;
        sent.map(drop).map_err(|error| NotSent::of(&error))
    }

    /// Whether the server is there and lets one in.
    ///
    /// # Errors
    ///
    /// Why not.
    pub async fn look(&self) -> Result<(), NotSent> {
        match timeout(WHOLE, self.server.test_connection()).await {
            Ok(Ok(true)) => Ok(()),
            Ok(Ok(false)) => Err(NotSent::unreachable()),
            Ok(Err(error)) => Err(NotSent::of(&error)),
            Err(_) => Err(NotSent::too_slow()),
        }
    }

    fn message(&self, id: MailId, mail: &Mail, made: Instant) -> Result<Message, NotSent> {
        let to: Address = mail.to.as_str().parse().map_err(|_| NotSent::no_address())?;
        let written = UNIX_EPOCH + Duration::from_millis(made.0.unsigned_abs());
        self.head()
            .to(Mailbox::new(None, to))
            .subject(&mail.subject)
            .date(written)
            .message_id(Some(format!("<{id}@{}>", self.sender.email.domain())))
            .header(ContentType::TEXT_PLAIN)
            .body(mail.text.clone())
            .map_err(|_| NotSent::no_address())
    }

    /// What all mails have: nobody's holiday is to be answered (RFC 3834).
    fn head(&self) -> MessageBuilder {
        let automatic = HeaderName::new_from_ascii_str("Auto-Submitted");
        Message::builder().from(self.sender.clone()).raw_header(HeaderValue::new(automatic, "auto-generated".to_owned()))
    }
}
