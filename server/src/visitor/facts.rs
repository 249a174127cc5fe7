//! What a browser may know that only the server knows (T10, T14): verdicts, of a verified visitor's person too, and a few values.

use actix_web::web::Data;
use actix_web::{HttpRequest, HttpResponse};
use parlor_domain::attribute::INFERRED;
use parlor_domain::ids::LibraryId;
use parlor_domain::library::with_status;
use parlor_domain::memory::PersonFacts;
use parlor_domain::time::Instant;
use parlor_engine::person::{conditions_of_flow, conditions_of_site, keys_of_flow};
use parlor_engine::verdicts::{Known, verdicts};
use parlor_store::Facts;
use parlor_wire::problem::Code;
use parlor_wire::visitor::{AskFacts, FactsAnswer};

use super::admission::{admit, caller};
use crate::app::App;
use crate::body::Posted;
use crate::failure::Failure;
use crate::places::Inferred;
use crate::{clock, rates};

/// Minutes that clocks anywhere are ahead of or behind UTC.
const MOST_OFFSET: u16 = 14 * 60;

/// POST a question: nothing of the answer is about a person unless the visitor's link to one is verified.
pub(super) async fn facts(
    app: Data<App>,
    request: HttpRequest,
    Posted(asked): Posted<AskFacts>,
) -> Result<HttpResponse, Failure> {
    let AskFacts { asker, site_file, flow, utc_offset_minutes } = asked;
    if utc_offset_minutes.unsigned_abs() > MOST_OFFSET {
        return Err(Code::Malformed.into());
    }
    let now = clock::now();
    let caller = caller(&asker);
    rates::check(&app, &caller)?;
    let ticket = admit(&app, &asker.site, &asker.ticket, now).await?;
    let known = app.store.facts(caller, site_file, flow).await?;
    let inferred = inferred(&app, &request);
    let (verified, facts) = (known.person.is_some(), told(&known, inferred, now, utc_offset_minutes));
    Ok(super::form(&FactsAnswer { verified, facts, ticket }))
}

fn told(facts: &Facts, inferred: Option<Vec<(&'static str, String)>>, now: Instant, utc_offset_minutes: i16) -> PersonFacts {
    let verified = facts.person.is_some();
    let of_flow = facts.flow.iter().flat_map(|flow| conditions_of_flow(flow, verified));
    let conditions = conditions_of_site(&facts.site_file, verified).chain(of_flow);
    let known = Known { inferred, ..known(facts) };
    let verdicts = verdicts(conditions, &known, now, utc_offset_minutes);
    let keys = facts.flow.as_ref().filter(|_| verified).map(keys_of_flow).unwrap_or_default();
    let value = |key| known.values.iter().find(|(other, _)| *other == key).cloned();
    // Whom nobody vouches for gets no time either: the answers of two such are alike to the byte, whoever they say they are.
    let at = if verified { now } else { Instant::default() };
    PersonFacts { at, verdicts, values: keys.into_iter().filter_map(value).collect() }
}

/// What the databases of places say of where the request comes from; nothing can be told without databases, or address.
fn inferred(app: &App, request: &HttpRequest) -> Option<Vec<(&'static str, String)>> {
    let address = app.proxies.address(request).filter(|_| !app.places.is_empty())?;
    let Inferred { country, region, city, postal_code, organisation } = app.places.infer(address);
    let named = INFERRED.into_iter().zip([country, region, city, postal_code, organisation]);
    Some(named.filter_map(|(name, value)| Some((name, value?))).collect())
}

fn known(facts: &Facts) -> Known {
    let Some(person) = &facts.person else { return Known::default() };
    let membership = |(id, place): &(LibraryId, Option<usize>)| {
        [Some(id.to_string()), place.map(|place| with_status(*id, place))].into_iter().flatten()
    };
    Known {
        values: person.values.clone(),
        memberships: person.memberships.iter().flat_map(membership).collect(),
        ..Known::default()
    }
}
