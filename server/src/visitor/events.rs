//! Events on their way in: the ticket is checked (O9), the store takes them in with the engine's judge (A14).

use actix_web::web::Data;
use actix_web::{HttpRequest, HttpResponse};
use parlor_domain::apart::Client;
use parlor_domain::ids::Moment;
use parlor_domain::limits::BATCH_EVENTS;
use parlor_domain::site::Settings;
use parlor_engine::judge::judge_along;
use parlor_store::Intake;
use parlor_wire::problem::Code;
use parlor_wire::visitor::{Asker, Batch, BatchAnswer, DOCUMENT, hashed};

use super::admission::{caller, check, client};
use crate::app::App;
use crate::body::Posted;
use crate::failure::Failure;
use crate::{clock, rates};

/// POST a batch: answers what became of each event, once that is on the disk.
pub(super) async fn events(app: Data<App>, request: HttpRequest, Posted(batch): Posted<Batch>) -> Result<HttpResponse, Failure> {
    if batch.events.len() > BATCH_EVENTS {
        return Err(Code::TooLarge.into());
    }
    let moment = clock::moment();
    let (tickets, site, ticket) = (app.tickets.clone(), batch.site.clone(), batch.ticket.clone());
    let admit = move |settings: Option<&Settings>| check(&tickets, settings, &site, &ticket, moment.now);
    let intake = intake(batch, client(&app, &request), moment);
    rates::check(&app, &intake.caller)?;
    let (ticket, outcomes) = app.store.take_in(intake, admit, judge_along).await?;
    app.metrics.count_events(outcomes.iter().map(|(_, outcome)| outcome));
    Ok(super::form(&BatchAnswer { outcomes, ticket }))
}

fn intake(batch: Batch, client: Client, moment: Moment) -> Intake {
    let Batch { site, ticket, visitor, secret, sent, events } = batch;
    Intake {
        caller: caller(&Asker { site, ticket, visitor, secret }),
        client,
        sent,
        received: moment.now,
        chance: moment.chance,
        document_address: |hash| hashed(DOCUMENT, hash),
        events,
    }
}
