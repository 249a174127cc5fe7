//! The site's owner says who a visitor is (I3).

use parlor_domain::activity::{ActivityKind, Detail};
use parlor_domain::apart::Client;
use parlor_domain::event::PageSeen;
use parlor_domain::ids::{Moment, SessionId};
use parlor_domain::text::{Email, Key};
use parlor_domain::value::Value;
use rusqlite::Connection;

use crate::door::{self, Caller};
use crate::error::CallerError;
use crate::fresh::Fresh;
use crate::identity::Names;
use crate::intake::clean;
use crate::log::{self, Entry};
use crate::session::Sessions;
use crate::{Store, sites};

/// A signed identity whose signature holds.
#[derive(Clone, Debug)]
pub struct Identity {
    /// Whose browser showed it.
    pub caller: Caller,
    /// What else is known of that browser; nothing of it is written.
    pub client: Client,
    /// In which session.
    pub session: SessionId,
    /// On which page.
    pub page: PageSeen,
    /// The person's address.
    pub email: Option<Email>,
    /// What the owner calls the person.
    pub external_id: Option<String>,
    /// What else the owner says of the person. What is no attribute of the site, or does not fit, is passed over.
    pub attributes: Vec<(Key, Value)>,
    /// When it came, with chance for the ids that are made on the way.
    pub moment: Moment,
}

impl Store {
    /// Links the visitor to the person that the site's owner means, who is made if need be; the link is verified.
    /// Logs *identified*, once per visitor, session and person. Says whether the visitor was linked to another person before.
    pub async fn identify(&self, identity: Identity) -> Result<bool, CallerError> {
        self.inner.writer.run(move |connection| identify(connection, identity)).await
    }
}

fn identify(connection: &Connection, identity: Identity) -> Result<bool, CallerError> {
    let Identity { caller, client, session, page, email, external_id, attributes, moment } = identity;
    let site = sites::with_attributes(connection, &caller.site)?.ok_or(CallerError::NotYours)?;
    let apart = client.is_apart(&site.row.settings.excluded_networks);
    let mut giver = door::enter(connection, &site, &caller, moment.now, apart)?.ok_or(CallerError::NotYours)?;
    let mut sessions = Sessions::new(apart);
    if !sessions.may_use(connection, caller.visitor, session)? {
        return Err(CallerError::NotYours);
    }
    sessions.put(connection, caller.visitor, session, moment.now)?;
    sessions.write(connection, caller.visitor, moment.now)?;
    let apart = sessions.is_apart(session);
    let mut fresh = Fresh::new(moment);
    let names = Names { email, external_id };
    let before = giver.person;
    giver.vouch(&names, &mut fresh)?;
    for (key, value) in &attributes {
        giver.trust(key, value)?;
    }
    if apart {
        giver.seen_apart(moment.now)?;
    } else {
        giver.seen(moment.now, false)?;
    }
    let scope = giver.person.map(|person| *person.bytes());
    let entry = Entry {
        id: fresh.id(),
        site: site.row.id,
        kind: ActivityKind::Identified,
        visitor: caller.visitor,
        person: giver.person,
        session,
        within: None,
        page: &clean(page),
        at: moment.now,
        browser_at: moment.now,
        received_at: moment.now,
        detail: Detail::Identified { email: names.email, external_id: names.external_id },
        apart,
        counted: None,
        scope: scope.as_ref().map(<[u8; 16]>::as_slice),
    };
    log::insert(connection, &entry)?;
    Ok(before.is_some() && before != giver.person)
}
