//! Events on their way in: the ticket is checked (O9), the store takes them in with the engine's judge (A14).

use actix_web::HttpResponse;
use actix_web::http::header::{CACHE_CONTROL, CONTENT_TYPE};
use actix_web::web::Data;
use parlor_domain::form::Form;
use parlor_domain::limits::BATCH_EVENTS;
use parlor_engine::judge::judge;
use parlor_store::Intake;
use parlor_wire::problem::Code;
use parlor_wire::visitor::{Batch, BatchAnswer, FORM_TYPE};
use sha2::{Digest, Sha256};

use crate::app::App;
use crate::body::Posted;
use crate::clock;
use crate::failure::Failure;
use crate::ticket::BadTicket;

/// POST a batch: answers what became of each event, once that is on the disk.
pub(super) async fn events(app: Data<App>, Posted(batch): Posted<Batch>) -> Result<HttpResponse, Failure> {
    if batch.events.len() > BATCH_EVENTS {
        return Err(Code::TooLarge.into());
    }
    let moment = clock::moment();
    let site = app.store.front(&batch.site).await?.ok_or(Code::BadTicket)?;
    let ticket = app.tickets.check(&batch.ticket, &batch.site, &site.settings.allowed_domains, moment.now)?;
    let outcomes = app.store.take_in(intake(batch, moment), judge).await?;
    let answer = BatchAnswer { outcomes, ticket };
    Ok(HttpResponse::Ok()
        .insert_header((CONTENT_TYPE, FORM_TYPE))
        .insert_header((CACHE_CONTROL, "no-store"))
        .body(answer.to_bytes()))
}

fn intake(batch: Batch, moment: parlor_domain::ids::Moment) -> Intake {
    Intake {
        site: batch.site,
        visitor: batch.visitor,
        secret_hash: Sha256::digest(batch.secret.expose()).into(),
        sent: batch.sent,
        received: moment.now,
        chance: moment.chance,
        events: batch.events,
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
