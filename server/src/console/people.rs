//! People, visitors, what they did and what was said.

use actix_web::HttpResponse;
use actix_web::web::{Data, Json, Path, Query};
use parlor_domain::access::need::{MergePeople as MayMerge, ReadPeople};
use parlor_domain::activity::ActivityKind;
use parlor_domain::ids::{ConversationId, PersonId, VisitorId};
use parlor_domain::text::{Key, SiteKey};
use parlor_engine::transcript::transcript;
use parlor_store::{ConversationRecord, Whose};
use parlor_wire::console::{Conversation, LogQuery, MergePeople, PEOPLE_COLUMNS, PeopleQuery, SearchQuery, VisitorsQuery};
use parlor_wire::problem::Code;

use super::gate::May;
use crate::app::App;
use crate::failure::Failure;

type Answer = Result<HttpResponse, Failure>;

/// GET a part of the people.
pub(super) async fn people(may: May<ReadPeople>, app: Data<App>, query: Query<PeopleQuery>) -> Answer {
    let columns = query.columns.split(',').filter(|key| !key.is_empty()).map(Key::parse);
    let columns = columns.collect::<Result<Vec<_>, _>>().map_err(|_| Code::Malformed)?;
    if columns.len() > PEOPLE_COLUMNS {
        return Err(Failure::detailed(Code::Refused, format!("A list shows {PEOPLE_COLUMNS} further attributes at most.")));
    }
    let PeopleQuery { skip, search, order, .. } = query.into_inner();
    Ok(super::json(&app.store.people_in_order(&may.site, &search, skip, order, columns).await?))
}

/// GET a part of the visitors who are not linked to a person.
pub(super) async fn visitors(may: May<ReadPeople>, app: Data<App>, query: Query<VisitorsQuery>) -> Answer {
    let VisitorsQuery { skip, apart } = *query;
    let visitors =
        if apart { app.store.visitors_apart(&may.site, skip).await } else { app.store.visitors(&may.site, skip).await };
    Ok(super::json(&visitors?))
}

/// GET a person.
pub(super) async fn person(may: May<ReadPeople>, app: Data<App>, path: Path<(SiteKey, PersonId)>) -> Answer {
    let (_, id) = path.into_inner();
    Ok(super::json(&app.store.person(&may.site, id).await?.ok_or(Code::NotFound)?))
}

/// POST that another person is this one.
pub(super) async fn merge(may: May<MayMerge, Json<MergePeople>>, app: Data<App>, path: Path<(SiteKey, PersonId)>) -> Answer {
    let (_, id) = path.into_inner();
    let other = may.brought.other;
    if other == id {
        return Err(Failure::detailed(Code::Refused, "That is the same person. Choose another one."));
    }
    if app.store.merge_people(&may.site, id, other, may.by.now()).await? { Ok(super::done()) } else { Err(Code::NotFound.into()) }
}

/// GET a visitor.
pub(super) async fn visitor(may: May<ReadPeople>, app: Data<App>, path: Path<(SiteKey, VisitorId)>) -> Answer {
    let (_, id) = path.into_inner();
    Ok(super::json(&app.store.visitor(&may.site, id).await?.ok_or(Code::NotFound)?))
}

/// GET a part of a person's log.
pub(super) async fn person_activities(
    may: May<ReadPeople>,
    app: Data<App>,
    path: Path<(SiteKey, PersonId)>,
    query: Query<LogQuery>,
) -> Answer {
    let (_, id) = path.into_inner();
    log(&app, &may.site, Whose::Person(id), &query).await
}

/// GET a part of a visitor's log.
pub(super) async fn visitor_activities(
    may: May<ReadPeople>,
    app: Data<App>,
    path: Path<(SiteKey, VisitorId)>,
    query: Query<LogQuery>,
) -> Answer {
    let (_, id) = path.into_inner();
    log(&app, &may.site, Whose::Visitor(id), &query).await
}

/// A part of a log.
pub(super) async fn log(app: &App, key: &SiteKey, of: Whose, query: &LogQuery) -> Answer {
    let codes = query.kinds.split(',').filter(|code| !code.is_empty());
    let kinds = codes.map(|code| ActivityKind::from_code(code).ok_or(Code::Malformed)).collect::<Result<Vec<_>, _>>()?;
    let entries = if query.apart {
        app.store.activities_apart(key, of, &kinds, query.skip).await
    } else {
        app.store.activities(key, of, &kinds, query.skip).await
    };
    Ok(super::json(&entries?))
}

/// GET a part of the conversations.
pub(super) async fn conversations(may: May<ReadPeople>, app: Data<App>, query: Query<SearchQuery>) -> Answer {
    Ok(super::json(&app.store.conversations(&may.site, &query.search, query.skip).await?))
}

/// GET a conversation, replayed from what the visitor did.
pub(super) async fn conversation(may: May<ReadPeople>, app: Data<App>, path: Path<(SiteKey, ConversationId)>) -> Answer {
    let (_, id) = path.into_inner();
    Ok(super::json(&replayed(&app, &may.site, id).await?.ok_or(Code::NotFound)?))
}

/// A conversation of the site with what was said.
pub(super) async fn replayed(app: &App, site: &SiteKey, id: ConversationId) -> Result<Option<Conversation>, Failure> {
    let told = |record: ConversationRecord| {
        let transcript = transcript(&record.flow, &record.inputs);
        Conversation { status: record.status, score: record.score, transcript }
    };
    Ok(app.store.conversation(site, id).await?.map(told))
}
