//! The website's two customers, and how one of them is signed in. It is a pretend login without a password: what is real is
//! the identity that the website's server signs for the chat (I3).

use actix_web::cookie::{Cookie, SameSite};
use actix_web::web::Query;
use actix_web::{HttpRequest, HttpResponse};
use parlor_domain::text::SiteKey;
use parlor_domain::time::{Instant, SECOND};
use serde_json::{Value, json};

use super::see;
use crate::identity::sign;

/// The website's cookie.
const COOKIE: &str = "customer";
/// The page that greets customers.
const HOME: &str = "/customers.html";
/// Seconds for which an identity is good: longer than a page takes to load it, and not much longer.
const LIFE: i64 = 600;

/// Signs who is signed in, as the server of any website would.
pub(crate) struct Signer {
    pub(crate) site: SiteKey,
    pub(crate) secret: String,
}

impl Signer {
    /// A fresh identity.
    pub(super) fn sign(&self, who: Customer, now: Instant) -> String {
        let mut claims = who.claims();
        let seconds = now.0.div_euclid(SECOND);
        claims["aud"] = json!(self.site);
        claims["iat"] = json!(seconds);
        claims["exp"] = json!(seconds + LIFE);
        sign(&claims, self.secret.as_bytes())
    }
}

/// Somebody who can sign in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Customer {
    Maren,
    Tom,
}

impl Customer {
    fn of_name(name: &str) -> Option<Self> {
        [Self::Maren, Self::Tom].into_iter().find(|customer| customer.name() == name)
    }

    const fn name(self) -> &'static str {
        match self {
            Self::Maren => "maren",
            Self::Tom => "tom",
        }
    }

    fn claims(self) -> Value {
        match self {
            Self::Maren => json!({
                "sub": "customer-1041",
                "email": "maren@skerry-harbour.example",
                "first_name": "Maren",
                "last_name": "Halcro",
                "company_name": "Skerry Harbour",
                "contract": "Quay",
            }),
            Self::Tom => json!({
                "sub": "customer-2210",
                "email": "tom@ness-moorings.example",
                "first_name": "Tom",
                "last_name": "Isbister",
                "company_name": "Ness Moorings",
                "contract": "Buoy",
            }),
        }
    }
}

/// Who is signed in.
pub(super) fn who(request: &HttpRequest) -> Option<Customer> {
    request.cookie(COOKIE).and_then(|cookie| Customer::of_name(cookie.value()))
}

/// Signs in whoever `?as=` names.
pub(super) async fn sign_in(query: Query<Vec<(String, String)>>) -> HttpResponse {
    let named = query.iter().find(|(name, _)| name == "as").and_then(|(_, name)| Customer::of_name(name));
    let Some(customer) = named else { return HttpResponse::NotFound().body("Nobody of that name is a customer.") };
    let mut response = see(HOME);
    // A cookie that can't be written leaves nobody signed in, and the page says so.
    let _ = response.add_cookie(&cookie(customer.name()));
    response
}

/// Signs out.
pub(super) async fn sign_out() -> HttpResponse {
    let mut response = see(HOME);
    let mut gone = cookie("");
    gone.make_removal();
    let _ = response.add_cookie(&gone);
    response
}

fn cookie(name: &'static str) -> Cookie<'static> {
    Cookie::build(COOKIE, name).path("/").http_only(true).same_site(SameSite::Lax).finish()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::identity::read;

    #[test]
    fn i3_the_demo_signs_what_its_own_server_takes() {
        let site = SiteKey::parse("tidemark").expect("a site key");
        let signer = Signer { site: site.clone(), secret: "a secret".to_owned() };
        let now = Instant(1_800_000_000_123);
        for customer in [Customer::Maren, Customer::Tom] {
            let claims = read(&signer.sign(customer, now), &[b"a secret".to_vec()], &site, now).expect("a good identity");
            assert!(claims.email.is_some() && claims.external_id.is_some());
            assert_eq!(claims.attributes.len(), 4);
        }
    }
}
