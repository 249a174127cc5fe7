//! Texts that have rules. After the door there are no raw strings: each is parsed once.

use std::fmt;

use serde::{Deserialize, Serialize};

use crate::limits::{MESSAGE_CHARS, NAME_CHARS};
use crate::pack::{Packed, Reader, Writer};

macro_rules! texts {
    ($($(#[$doc:meta])* $name:ident)*) => {$(
        $(#[$doc])*
        #[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        #[serde(try_from = "String", into = "String")]
        pub struct $name(String);

        impl $name {
            /// The text itself.
            pub fn as_str(&self) -> &str {
                &self.0
            }
        }

        impl TryFrom<String> for $name {
            type Error = TextError;

            fn try_from(text: String) -> Result<Self, TextError> {
                Self::parse(&text)
            }
        }

        impl From<$name> for String {
            fn from(text: $name) -> Self {
                text.0
            }
        }

        impl Packed for $name {
            fn write(&self, to: &mut Writer) {
                to.text(&self.0);
            }

            fn read(from: &mut Reader<'_>) -> Self {
                from.parsed(|text| Self::parse(text).ok()).unwrap_or_else(|| Self(String::new()))
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(&self.0)
            }
        }
    )*};
}

texts! {
    /// A name that people give: of a site, a dialogue, a goal. 1 to 200 characters on one line.
    Name
    /// An e-mail address; its domain in lower case.
    Email
    /// The domain of addresses, like `example.com`, in lower case.
    MailDomain
    /// The key of a card in its flow, of an attribute in its group: `a-z`, `0-9`, `_`, starting with a letter, at most 64.
    Key
    /// The public key of a site, as it stands in the script tag: `a-z`, `0-9`, 4 to 32 of them.
    SiteKey
}

impl Name {
    /// Reads a name; blanks around it are dropped.
    pub fn parse(text: &str) -> Result<Self, TextError> {
        let text = text.trim();
        if text.is_empty() {
            return Err(TextError::Empty);
        }
        if text.chars().count() > NAME_CHARS {
            return Err(TextError::TooLong(NAME_CHARS));
        }
        if text.chars().any(char::is_control) {
            return Err(TextError::Control);
        }
        Ok(Self(text.to_owned()))
    }
}

impl MailDomain {
    /// Reads a domain, with or without an `@` before it.
    pub fn parse(text: &str) -> Result<Self, TextError> {
        let domain = text.trim().trim_start_matches('@').to_lowercase();
        if is_mail_domain(&domain) { Ok(Self(domain)) } else { Err(TextError::NotADomain) }
    }
}

impl Email {
    /// Reads an address of the form people type: `local@domain.tld`. Quoted local parts and
    /// bare host names are refused, as every mail form does.
    pub fn parse(text: &str) -> Result<Self, TextError> {
        let text = text.trim();
        let at = text.bytes().rposition(|byte| byte == b'@').ok_or(TextError::NotAnEmail)?;
        let (local, domain) = (&text[..at], &text[at + 1..]);
        if is_local_part(local) && is_mail_domain(domain) {
            Ok(Self([local, "@", &domain.to_ascii_lowercase()].concat()))
        } else {
            Err(TextError::NotAnEmail)
        }
    }

    /// The address as it is compared: people don't tell upper from lower case.
    pub fn folded(&self) -> String {
        self.0.to_ascii_lowercase()
    }
}

fn is_local_part(local: &str) -> bool {
    (1..=64).contains(&local.len())
        && local.split('.').all(|atom| !atom.is_empty())
        && local.chars().all(|c| is_letter_or_digit(c) || c.is_ascii() && b"!#$%&'*+-/=?^_`{|}~.".contains(&(c as u8)))
}

fn is_mail_domain(domain: &str) -> bool {
    domain.len() <= 189
        && domain.as_bytes().contains(&b'.')
        && domain.split('.').all(is_host_label)
        && domain.bytes().rev().take_while(|byte| *byte != b'.').any(|byte| !byte.is_ascii_digit())
}

fn is_host_label(label: &str) -> bool {
    (1..=63).contains(&label.len())
        && !label.starts_with('-')
        && !label.ends_with('-')
        && label.chars().all(|c| is_letter_or_digit(c) || c == '-')
}

/// Beyond ASCII everything counts as a letter, but for blanks and controls: which characters a
/// domain may have is its registry's affair, and the tables would cost each visitor kilobytes.
fn is_letter_or_digit(c: char) -> bool {
    if c.is_ascii() { c.is_ascii_alphanumeric() } else { !c.is_whitespace() && !c.is_control() }
}

impl Key {
    /// Reads a key.
    pub fn parse(text: &str) -> Result<Self, TextError> {
        let fits = text.len() <= 64
            && text.starts_with(|c: char| c.is_ascii_lowercase())
            && text.bytes().all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'_');
        if fits { Ok(Self(text.to_owned())) } else { Err(TextError::NotAKey) }
    }
}

impl SiteKey {
    /// Reads a site key.
    pub fn parse(text: &str) -> Result<Self, TextError> {
        let fits = (4..=32).contains(&text.len()) && text.bytes().all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit());
        if fits { Ok(Self(text.to_owned())) } else { Err(TextError::NotASiteKey) }
    }
}

/// Why a text was refused.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TextError {
    /// Nothing but blanks.
    Empty,
    /// More characters than this.
    TooLong(usize),
    /// Line breaks or other control characters where one line is wanted.
    Control,
    /// No address like `name@example.com`.
    NotAnEmail,
    /// No domain.
    NotADomain,
    /// No [`Key`].
    NotAKey,
    /// No [`SiteKey`].
    NotASiteKey,
}

impl fmt::Display for TextError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Empty => f.write_str("is empty"),
            Self::TooLong(limit) => write!(f, "is longer than {limit} characters"),
            Self::Control => f.write_str("contains a line break or control character"),
            Self::NotADomain => f.write_str("is not a domain like example.com"),
            Self::NotAnEmail => f.write_str("is not an e-mail address like name@example.com"),
            Self::NotAKey => f.write_str("is not a key: use a to z, 0 to 9 and _, start with a letter, at most 64 characters"),
            Self::NotASiteKey => f.write_str("is not a site key: use 4 to 32 of a to z and 0 to 9"),
        }
    }
}

/// What a visitor typed: the text in NFC, and the same in lower case, as it is compared (T11).
/// The browser does both, because its tables are there already.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, Packed)]
pub struct Typed {
    /// The text.
    pub text: String,
    /// The text in lower case.
    pub folded: String,
}

impl Typed {
    /// Whether it keeps to the limit of a message.
    pub fn fits(&self) -> bool {
        self.text.chars().count() <= MESSAGE_CHARS && self.folded.chars().count() <= 2 * MESSAGE_CHARS
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn emails() {
        for good in
            ["a@b.de", "Ada.Lovelace+chat@Example.COM", "o'neil@sub.example.org", "jürgen@müller.de", "x@xn--mller-kva.de"]
        {
            assert!(Email::parse(good).is_ok(), "{good}");
        }
        for bad in
            ["", "a", "a@", "@b.de", "a b@c.de", "a@b", "a@b..de", ".a@b.de", "a@-b.de", "a@b.de,c@d.de", "a@1.2.3.4", "a@@b.de"]
        {
            assert_eq!(Email::parse(bad), Err(TextError::NotAnEmail), "{bad}");
        }
        assert_eq!(Email::parse(" Ada@EXAMPLE.com ").map(String::from).as_deref(), Ok("Ada@example.com"));
    }

    #[test]
    fn names_and_keys() {
        assert_eq!(Name::parse(" Pricing help ").map(String::from).as_deref(), Ok("Pricing help"));
        assert_eq!(Name::parse("  "), Err(TextError::Empty));
        assert_eq!(Name::parse(&"x".repeat(201)), Err(TextError::TooLong(200)));
        assert_eq!(Name::parse("a\nb"), Err(TextError::Control));
        assert!(Key::parse("ask_role2").is_ok());
        for bad in ["", "Role", "2x", "a-b", "_a"] {
            assert_eq!(Key::parse(bad), Err(TextError::NotAKey), "{bad}");
        }
        assert!(SiteKey::parse("demo").is_ok());
        assert!(SiteKey::parse("../x").is_err());
    }
}
