//! Every endpoint of the console with what it takes to ask for it (O11).

use actix_web::web::{self, ServiceConfig};
use actix_web::{FromRequest, Handler, Responder, Route};
use parlor_wire::console::{
    ACCEPT, ATTRIBUTE, ATTRIBUTE_USES, ATTRIBUTES, CHANGES, CHECKS, COMPANIES, COMPANY, COMPANY_ACTIVITIES, COMPANY_ATTRIBUTE,
    COMPANY_ATTRIBUTES, COMPANY_PEOPLE, CONVERSATION, CONVERSATIONS, DELIVERY, DIALOGUES, DOCUMENT_COVER, DOCUMENTS, INVITATION,
    INVITATIONS, INVITED, LOOK_PART, MAIL_AGAIN, MAILS, ME, MY_PASSWORD, MY_SESSION, MY_SESSIONS, Needs, OWN_ROLE, OWN_ROLES,
    PEOPLE, PEOPLE_TABLE, PERSON, PERSON_ACTIVITIES, PERSON_EXPORT, PERSON_MERGE, PREVIEWS, PUBLISH, REPORT, REPORT_TABLE,
    SET_UP, SETTINGS, SIGN_IN, SIGN_OUT, SIGN_OUT_EVERYWHERE, SITES, UNPUBLISH, USER_ROLES, USERS, VISITOR, VISITOR_ACTIVITIES,
    VISITORS,
};

use super::gate::Gated;
use super::{
    account, attributes, changes, checks, companies, company_attributes, delivery, dialogues, documents, invitations, mail,
    people, people_table, preview, privacy, reports, roles, settings, sign_in, sites, users,
};
use crate::door::read;

/// An endpoint of the console.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Endpoint {
    /// The method: GET (and HEAD), POST or DELETE.
    pub method: &'static str,
    /// The path, with the names of its parts in braces.
    pub path: &'static str,
    /// What it takes.
    pub needs: Needs,
}

/// Every endpoint.
pub fn endpoints() -> Vec<Endpoint> {
    table().into_iter().map(|(endpoint, _)| endpoint).collect()
}

pub(super) fn register(config: &mut ServiceConfig) {
    for (endpoint, route) in table() {
        config.route(endpoint.path, route);
    }
}

fn table() -> Vec<(Endpoint, Route)> {
    vec![
        post(SET_UP, sign_in::set_up),
        post(SIGN_IN, sign_in::sign_in),
        post(SIGN_OUT, account::sign_out),
        post(SIGN_OUT_EVERYWHERE, account::sign_out_everywhere),
        post(INVITED, invitations::invited),
        post(ACCEPT, invitations::accept),
        get(ME, account::me),
        get(MY_SESSIONS, account::sessions),
        delete(MY_SESSION, account::end_session),
        post(MY_PASSWORD, account::change_password),
        get(SITES, sites::sites),
        post(SITES, sites::add),
        get(DIALOGUES, dialogues::dialogues),
        post(PUBLISH, dialogues::publish),
        post(UNPUBLISH, dialogues::unpublish),
        get(REPORT, reports::report),
        get(REPORT_TABLE, reports::table),
        get(DELIVERY, delivery::delivery),
        get(DOCUMENTS, documents::documents),
        post(DOCUMENTS, documents::add),
        delete(DOCUMENTS, documents::remove),
        post(DOCUMENT_COVER, documents::cover),
        get(PEOPLE, people::people),
        get(VISITORS, people::visitors),
        get(PEOPLE_TABLE, people_table::table),
        get(PERSON, people::person),
        delete(PERSON, privacy::erase),
        get(PERSON_EXPORT, privacy::export),
        post(PERSON_MERGE, people::merge),
        get(COMPANIES, companies::companies),
        post(COMPANIES, companies::add),
        get(COMPANY, companies::company),
        post(COMPANY, companies::change),
        delete(COMPANY, companies::remove),
        get(COMPANY_PEOPLE, companies::people),
        get(COMPANY_ACTIVITIES, companies::activities),
        get(VISITOR, people::visitor),
        get(PERSON_ACTIVITIES, people::person_activities),
        get(VISITOR_ACTIVITIES, people::visitor_activities),
        get(CONVERSATIONS, people::conversations),
        get(CONVERSATION, people::conversation),
        get(SETTINGS, settings::settings),
        post(SETTINGS, settings::change),
        post(LOOK_PART, settings::bring_part),
        delete(LOOK_PART, settings::remove_part),
        post(PREVIEWS, preview::make),
        post(CHECKS, checks::check),
        get(COMPANY_ATTRIBUTES, company_attributes::attributes),
        post(COMPANY_ATTRIBUTES, company_attributes::keep),
        delete(COMPANY_ATTRIBUTE, company_attributes::remove),
        get(ATTRIBUTES, attributes::attributes),
        get(ATTRIBUTE_USES, attributes::uses),
        post(ATTRIBUTES, attributes::add),
        post(ATTRIBUTE, attributes::change),
        delete(ATTRIBUTE, attributes::remove),
        get(USERS, users::users),
        post(USER_ROLES, users::give_roles),
        post(OWN_ROLES, roles::keep),
        delete(OWN_ROLE, roles::remove),
        post(INVITATIONS, invitations::invite),
        delete(INVITATION, invitations::withdraw),
        get(MAILS, mail::mails),
        post(MAIL_AGAIN, mail::again),
        get(CHANGES, changes::changes),
    ]
}

fn get<A, H>(path: &'static str, handler: H) -> (Endpoint, Route)
where
    A: Gated + FromRequest + 'static,
    H: Handler<A, Output: Responder + 'static>,
{
    (Endpoint { method: "GET", path, needs: A::NEEDS }, read().to(handler))
}

fn post<A, H>(path: &'static str, handler: H) -> (Endpoint, Route)
where
    A: Gated + FromRequest + 'static,
    H: Handler<A, Output: Responder + 'static>,
{
    (Endpoint { method: "POST", path, needs: A::NEEDS }, web::post().to(handler))
}

fn delete<A, H>(path: &'static str, handler: H) -> (Endpoint, Route)
where
    A: Gated + FromRequest + 'static,
    H: Handler<A, Output: Responder + 'static>,
{
    (Endpoint { method: "DELETE", path, needs: A::NEEDS }, web::delete().to(handler))
}
