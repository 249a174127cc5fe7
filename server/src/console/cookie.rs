//! The session's cookie (O10). Scheme and host of `console_url` alone decide its form.

use actix_web::cookie::{Cookie, SameSite};
use parlor_wire::problem::Code;

use crate::failure::Failure;
use crate::origin::Origin;

/// How this server's session cookie is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Form {
    name: &'static str,
    is_secure: bool,
}

impl Form {
    /// The cookie's form; refused where the cookie would cross a network in the open.
    pub(super) fn of(console: &Origin) -> Result<Self, Failure> {
        match (console.is_https(), console.is_loopback()) {
            (true, _) => Ok(Self { name: "__Host-parlor", is_secure: true }),
            (false, true) => Ok(Self { name: "parlor", is_secure: false }),
            (false, false) => Err(Failure::detailed(
                Code::Refused,
                "Nobody can sign in over plain http but on the server's own machine. Give the server an https address with --public-url or --console-url.",
            )),
        }
    }

    /// Its name.
    pub(super) const fn name(self) -> &'static str {
        self.name
    }

    /// The cookie that opens a session. It goes with the browser; the server ends it sooner if it isn't used.
    pub(super) fn open(self, token: String) -> Cookie<'static> {
        Cookie::build(self.name, token).path("/").http_only(true).same_site(SameSite::Lax).secure(self.is_secure).finish()
    }

    /// The cookie that takes it away.
    pub(super) fn close(self) -> Cookie<'static> {
        let mut cookie = self.open(String::new());
        cookie.make_removal();
        cookie
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn o10_the_cookie_follows_the_consoles_address() {
        for (url, expected) in [
            ("https://console.example.com", Some(Form { name: "__Host-parlor", is_secure: true })),
            ("https://127.0.0.1:8443", Some(Form { name: "__Host-parlor", is_secure: true })),
            ("http://127.0.0.1:8080", Some(Form { name: "parlor", is_secure: false })),
            ("http://localhost:8080", Some(Form { name: "parlor", is_secure: false })),
            ("http://console.example.com", None),
            ("http://192.168.1.2:8080", None),
        ] {
            let origin: Origin = url.parse().expect("an origin");
            assert_eq!(Form::of(&origin).ok(), expected, "{url}");
        }
        let cookie = Form { name: "__Host-parlor", is_secure: true }.open("t".to_owned());
        assert_eq!(cookie.to_string(), "__Host-parlor=t; HttpOnly; SameSite=Lax; Secure; Path=/");
    }
}
