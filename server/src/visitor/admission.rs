//! What every visitor's request passes: the frame's ticket (O9).

use parlor_domain::text::SiteKey;
use parlor_domain::time::Instant;
use parlor_store::{Caller, SiteFront};
use parlor_wire::problem::Code;
use parlor_wire::visitor::Asker;
use sha2::{Digest, Sha256};

use crate::app::App;
use crate::failure::Failure;
use crate::ticket::BadTicket;

/// Checks the ticket. Gives a fresh one if it is time for it.
pub(super) async fn admit(app: &App, site: &SiteKey, ticket: &str, now: Instant) -> Result<Option<String>, Failure> {
    let front: SiteFront = app.store.front(site).await?.ok_or(Code::BadTicket)?;
    Ok(app.tickets.check(ticket, site, &front.settings.allowed_domains, now)?)
}

/// The visitor as the store recognises them.
pub(super) fn caller(asker: Asker) -> Caller {
    Caller { site: asker.site, visitor: asker.visitor, secret_hash: Sha256::digest(asker.secret.expose()).into() }
}

impl From<BadTicket> for Failure {
    fn from(bad: BadTicket) -> Self {
        match bad {
            BadTicket::Expired => Code::TicketExpired.into(),
            BadTicket::Wrong => Code::BadTicket.into(),
        }
    }
}
