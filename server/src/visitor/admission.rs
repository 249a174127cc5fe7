//! What every visitor's request passes: the frame's ticket (O9).

use actix_web::HttpRequest;
use actix_web::http::header::USER_AGENT;
use parlor_domain::apart::{Client, is_bot};
use parlor_domain::site::Settings;
use parlor_domain::text::SiteKey;
use parlor_domain::time::Instant;
use parlor_store::{Caller, NotTaken};
use parlor_wire::problem::Code;
use parlor_wire::visitor::Asker;
use sha2::{Digest, Sha256};

use crate::app::App;
use crate::encoding::text;
use crate::failure::Failure;
use crate::ticket::{BadTicket, TicketKey};

/// Checks the ticket. Gives a fresh one if it is time for it.
pub(super) async fn admit(app: &App, site: &SiteKey, ticket: &str, now: Instant) -> Result<Option<String>, Failure> {
    let front = app.store.front(site).await?;
    Ok(check(&app.tickets, front.as_ref().map(|front| &front.settings), site, ticket, now)?)
}

/// The same for whoever has the site's settings at hand; without them there is no such site.
pub(super) fn check(
    tickets: &TicketKey,
    settings: Option<&Settings>,
    site: &SiteKey,
    ticket: &str,
    now: Instant,
) -> Result<Option<String>, BadTicket> {
    tickets.check(ticket, site, &settings.ok_or(BadTicket::Wrong)?.allowed_domains, now)
}

/// The visitor as the store recognises them.
pub(super) fn caller(asker: &Asker) -> Caller {
    let Asker { site, visitor, secret, .. } = asker;
    Caller { site: site.clone(), visitor: *visitor, secret_hash: Sha256::digest(secret.expose()).into() }
}

/// What else is known of a visitor's browser. It goes no further than to who judges by it (A15).
pub(super) fn client(app: &App, request: &HttpRequest) -> Client {
    Client { is_bot: is_bot(text(request.headers(), &USER_AGENT)), address: app.proxies.address(request) }
}

impl From<NotTaken<BadTicket>> for Failure {
    fn from(not_taken: NotTaken<BadTicket>) -> Self {
        match not_taken {
            NotTaken::NotAdmitted(bad) => bad.into(),
            NotTaken::Caller(error) => error.into(),
        }
    }
}

impl From<BadTicket> for Failure {
    fn from(bad: BadTicket) -> Self {
        match bad {
            BadTicket::Expired => Code::TicketExpired.into(),
            BadTicket::Wrong => Code::BadTicket.into(),
        }
    }
}
