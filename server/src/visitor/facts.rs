//! What a verified visitor's browser may know of its person (T14): verdicts and a few values, and to others nothing at all.

use actix_web::HttpResponse;
use actix_web::web::Data;
use parlor_domain::memory::PersonFacts;
use parlor_domain::time::Instant;
use parlor_engine::person::{conditions_of_flow, conditions_of_site, keys_of_flow, verdicts};
use parlor_store::Facts;
use parlor_wire::problem::Code;
use parlor_wire::visitor::{AskFacts, FactsAnswer};

use super::admission::{admit, caller};
use crate::app::App;
use crate::body::Posted;
use crate::clock;
use crate::failure::Failure;

/// Minutes that clocks anywhere are ahead of or behind UTC.
const MOST_OFFSET: u16 = 14 * 60;

/// POST a question: answers `None` unless the visitor's link to a person is verified.
pub(super) async fn facts(app: Data<App>, Posted(asked): Posted<AskFacts>) -> Result<HttpResponse, Failure> {
    let AskFacts { asker, site_file, flow, utc_offset_minutes } = asked;
    if utc_offset_minutes.unsigned_abs() > MOST_OFFSET {
        return Err(Code::Malformed.into());
    }
    let now = clock::now();
    let ticket = admit(&app, &asker.site, &asker.ticket, now).await?;
    let known = app.store.facts(caller(asker), site_file, flow).await?;
    let facts = known.map(|known| told(&known, now, utc_offset_minutes));
    Ok(super::form(&FactsAnswer { facts, ticket }))
}

fn told(known: &Facts, now: Instant, utc_offset_minutes: i16) -> PersonFacts {
    let of_flow = known.flow.iter().flat_map(conditions_of_flow);
    let verdicts = verdicts(conditions_of_site(&known.site_file).chain(of_flow), &known.values, now, utc_offset_minutes);
    let keys = known.flow.as_ref().map(keys_of_flow).unwrap_or_default();
    let value = |key| known.values.iter().find(|(other, _)| *other == key).cloned();
    PersonFacts { at: now, verdicts, values: keys.into_iter().filter_map(value).collect() }
}
