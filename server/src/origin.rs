//! Origins: scheme, host and port of an address that Parlor answers to.

use std::fmt;
use std::net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr};
use std::str::FromStr;

/// An origin like `https://chat.example.com`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Origin {
    is_https: bool,
    /// Host and, unless it is the scheme's own, port; in lower case.
    authority: String,
}

impl Origin {
    /// The plain one of an address that is listened on. Where that is every address, this machine's own.
    pub fn listening(address: SocketAddr) -> Self {
        let host = match address.ip() {
            IpAddr::V4(ip) if ip.is_unspecified() => IpAddr::V4(Ipv4Addr::LOCALHOST),
            IpAddr::V6(ip) if ip.is_unspecified() => IpAddr::V6(Ipv6Addr::LOCALHOST),
            ip => ip,
        };
        let authority = SocketAddr::new(host, address.port()).to_string();
        Self { is_https: false, authority: without_usual_port(&authority, false).to_owned() }
    }

    /// Whether it is reached encrypted.
    pub fn is_https(&self) -> bool {
        self.is_https
    }

    /// Whether it is this machine, seen from itself.
    pub fn is_loopback(&self) -> bool {
        let host = match self.authority.strip_prefix('[') {
            Some(rest) => rest.split(']').next().unwrap_or_default(),
            None => self.authority.split(':').next().unwrap_or_default(),
        };
        host == "localhost" || host.parse::<IpAddr>().is_ok_and(|ip| ip.is_loopback())
    }

    /// Host and, unless it is the scheme's own, port.
    pub fn authority(&self) -> &str {
        &self.authority
    }

    /// Whether a request with this `Host` header means this origin.
    pub fn is_host(&self, host: &str) -> bool {
        without_usual_port(host, self.is_https).eq_ignore_ascii_case(&self.authority)
    }
}

fn without_usual_port(authority: &str, is_https: bool) -> &str {
    authority.strip_suffix(if is_https { ":443" } else { ":80" }).unwrap_or(authority)
}

impl fmt::Display for Origin {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}://{}", if self.is_https { "https" } else { "http" }, self.authority)
    }
}

impl FromStr for Origin {
    type Err = NotAnOrigin;

    fn from_str(text: &str) -> Result<Self, NotAnOrigin> {
        let (scheme, rest) = text.split_once("://").ok_or(NotAnOrigin)?;
        let is_https = match scheme {
            "https" => true,
            "http" => false,
            _ => return Err(NotAnOrigin),
        };
        let authority = rest.strip_suffix('/').unwrap_or(rest).to_ascii_lowercase();
        let fits = |byte: u8| byte.is_ascii_alphanumeric() || b".-_:[]".contains(&byte);
        if authority.is_empty() || authority.starts_with(':') || !authority.bytes().all(fits) {
            return Err(NotAnOrigin);
        }
        Ok(Self { is_https, authority: without_usual_port(&authority, is_https).to_owned() })
    }
}

/// A text that is not an origin.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct NotAnOrigin;

impl fmt::Display for NotAnOrigin {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("expected scheme and host, like https://chat.example.com")
    }
}

impl std::error::Error for NotAnOrigin {}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn origins_read_back() {
        for (text, origin) in [
            ("https://Chat.Example.com/", "https://chat.example.com"),
            ("https://chat.example.com:443", "https://chat.example.com"),
            ("http://127.0.0.1:8080", "http://127.0.0.1:8080"),
            ("http://[::1]:8080", "http://[::1]:8080"),
        ] {
            assert_eq!(text.parse::<Origin>().map(|origin| origin.to_string()).as_deref(), Ok(origin));
        }
        for text in ["", "chat.example.com", "ftp://a.b", "https://a.b/path", "https://user@a.b", "https://", "https://a b"] {
            assert_eq!(text.parse::<Origin>(), Err(NotAnOrigin), "{text}");
        }
    }

    #[test]
    fn o10_loopback_is_this_machine_alone() {
        for (text, is_loopback) in [
            ("http://localhost:8080", true),
            ("http://127.3.2.1", true),
            ("http://[::1]:8080", true),
            ("http://localhost.example.com", false),
            ("http://10.0.0.1:8080", false),
        ] {
            assert_eq!(text.parse::<Origin>().map(|origin| origin.is_loopback()), Ok(is_loopback), "{text}");
        }
    }

    #[test]
    fn o10_a_host_header_is_compared_without_the_usual_port() {
        let origin: Origin = "https://chat.example.com".parse().expect("an origin");
        assert!(origin.is_host("chat.example.com") && origin.is_host("CHAT.example.com:443"));
        assert!(!origin.is_host("chat.example.com:80") && !origin.is_host("example.com") && !origin.is_host(""));
    }
}
