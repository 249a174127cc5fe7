//! Where the mail server is.

use std::fmt;

use url::{Host, Url};

/// Where the mail server is, and how one gets in.
#[derive(Clone, PartialEq, Eq)]
pub struct MailServer {
    /// Its name or address.
    pub host: String,
    /// Its port.
    pub port: u16,
    /// How what is said stays between the two.
    pub security: Security,
    /// User and password, if it asks for them.
    pub login: Option<(String, String)>,
}

/// How what is said stays between the two.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Security {
    /// The connection begins with TLS.
    FromTheStart,
    /// It becomes secure before anything is said, or nothing is (STARTTLS).
    StartTls,
    /// Everybody on the way can read along.
    None,
}

/// Why this is no mail server.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum NotAMailServer {
    /// It can't be read.
    #[error("a mail server is written like smtps://user@mail.example.com, smtp://… with STARTTLS, or smtp-plain://…")]
    Unreadable,
    /// The password stands where everybody can read it who sees what runs on the machine.
    #[error("the password doesn't belong into the address; give it in the environment, or name a file that has it")]
    Password,
    /// There is a user, but no password.
    #[error("a user is named, but no password is given")]
    NoPassword,
    /// There is a password, but no user.
    #[error("a password is given, but no user is named, as in smtps://user@mail.example.com")]
    NoUser,
    /// The password would be heard on the way.
    #[error("a password is not sent in plain text to another machine; use smtps:// or smtp://")]
    Overheard,
}

impl MailServer {
    /// Reads an address like `smtps://user@mail.example.com:465`.
    ///
    /// # Errors
    ///
    /// See [`NotAMailServer`].
    pub fn parse(text: &str, password: Option<String>) -> Result<Self, NotAMailServer> {
        let url = Url::parse(text).map_err(|_| NotAMailServer::Unreadable)?;
        let (security, port) = match url.scheme() {
            "smtps" => (Security::FromTheStart, 465),
            "smtp" => (Security::StartTls, 587),
            "smtp-plain" => (Security::None, 25),
            _ => return Err(NotAMailServer::Unreadable),
        };
        let host = url.host_str().filter(|host| !host.is_empty()).ok_or(NotAMailServer::Unreadable)?;
        if !matches!(url.path(), "" | "/") || url.query().is_some() || url.fragment().is_some() {
            return Err(NotAMailServer::Unreadable);
        }
        if url.password().is_some() {
            return Err(NotAMailServer::Password);
        }
        let user = percent_decoded(url.username());
        let login = match (user.is_empty(), password) {
            (true, None) => None,
            (true, Some(_)) => return Err(NotAMailServer::NoUser),
            (false, None) => return Err(NotAMailServer::NoPassword),
            (false, Some(_)) if security == Security::None && !is_this_machine(host) => return Err(NotAMailServer::Overheard),
            (false, Some(password)) => Some((user, password)),
        };
        let host = host.trim_start_matches('[').trim_end_matches(']').to_owned();
        Ok(Self { host, port: url.port().unwrap_or(port), security, login })
    }
}

/// The password stays out of logs.
impl fmt::Debug for MailServer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}:{} {:?}", self.host, self.port, self.security)
    }
}

/// Users are often addresses, whose `@` is written as `%40`.
fn percent_decoded(text: &str) -> String {
    percent_encoding::percent_decode_str(text).decode_utf8_lossy().into_owned()
}

fn is_this_machine(host: &str) -> bool {
    match Host::parse(host) {
        Ok(Host::Domain(name)) => name == "localhost",
        Ok(Host::Ipv4(address)) => address.is_loopback(),
        Ok(Host::Ipv6(address)) => address.is_loopback(),
        Err(_) => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parse(text: &str, password: Option<&str>) -> Result<MailServer, NotAMailServer> {
        MailServer::parse(text, password.map(ToOwned::to_owned))
    }

    #[test]
    fn m20_a_mail_server_is_an_address() {
        let login = |user: &str| Some((user.to_owned(), "secret".to_owned()));
        for (text, password, (host, port, security, login)) in [
            ("smtps://mail.example.com", None, ("mail.example.com", 465, Security::FromTheStart, None)),
            ("smtp://mail.example.com", None, ("mail.example.com", 587, Security::StartTls, None)),
            ("smtp-plain://relay:2525", None, ("relay", 2525, Security::None, None)),
            ("smtp-plain://[::1]:2525", None, ("::1", 2525, Security::None, None)),
            (
                "smtps://me%40example.com@h.example",
                Some("secret"),
                ("h.example", 465, Security::FromTheStart, login("me@example.com")),
            ),
            ("smtp-plain://me@127.0.0.1", Some("secret"), ("127.0.0.1", 25, Security::None, login("me"))),
        ] {
            let expected = MailServer { host: host.to_owned(), port, security, login };
            assert_eq!(parse(text, password), Ok(expected), "{text}");
        }
    }

    #[test]
    fn m20_what_is_no_mail_server_is_refused_with_a_reason() {
        for (text, password, expected) in [
            ("", None, NotAMailServer::Unreadable),
            ("mail.example.com", None, NotAMailServer::Unreadable),
            ("https://mail.example.com", None, NotAMailServer::Unreadable),
            ("smtp://", None, NotAMailServer::Unreadable),
            ("smtp://mail.example.com/inbox", None, NotAMailServer::Unreadable),
            ("smtp://mail.example.com?tls=none", None, NotAMailServer::Unreadable),
            ("smtps://me:secret@mail.example.com", None, NotAMailServer::Password),
            ("smtps://me@mail.example.com", None, NotAMailServer::NoPassword),
            ("smtps://mail.example.com", Some("secret"), NotAMailServer::NoUser),
            ("smtp-plain://me@mail.example.com", Some("secret"), NotAMailServer::Overheard),
        ] {
            assert_eq!(parse(text, password), Err(expected), "{text}");
        }
        let told = format!("{:?}", parse("smtps://me@mail.example.com", Some("secret")).expect("a server"));
        assert_eq!(told, "mail.example.com:465 FromTheStart");
    }
}
