//! What action cards do (C7), in the transaction that stores the event which led to them.

use std::collections::BTreeMap;

use parlor_domain::action::Task;
use parlor_domain::activity::{ActivityKind, Detail};
use parlor_domain::event::Event;
use parlor_domain::ids::EventId;
use parlor_domain::limits::WAITING_CALLS;
use parlor_domain::text::Name;
use parlor_domain::time::Instant;
use rusqlite::{Result, named_params};
use serde_json::{Value as Json, json};

use super::desk::Desk;
use crate::identity::given;
use crate::rows;
use crate::versions::Version;

impl Desk<'_> {
    pub(super) fn act(&mut self, tasks: &[Task], event: &Event, version: Option<&Version>, at: Instant) -> Result<()> {
        for task in tasks {
            let done = match task {
                Task::Webhook(name) => self.call(name, event, version, at)?.then_some(false),
                _ => self.giver.do_task(task)?,
            };
            let Some(held_back) = done else { continue };
            let kind = if matches!(task, Task::Set(..) | Task::Write(..)) {
                ActivityKind::AttributeWritten
            } else {
                ActivityKind::Action
            };
            let id = self.fresh.id();
            self.log(kind, Detail::Action { task: task.clone(), held_back }, id, event, at)?;
        }
        Ok(())
    }

    /// Notes that a webhook is to be called. False if the site has none of this name any more, or too many calls wait already.
    fn call(&mut self, webhook: &Name, event: &Event, version: Option<&Version>, at: Instant) -> Result<bool> {
        let query = "-- name: insert_webhook_call
            INSERT INTO webhook_call (id, site, webhook, visitor, body_json, made, due)
            SELECT :id, site, name, :visitor, :body, :now, :now FROM webhook WHERE site = :site AND name = :name AND :most > (
                SELECT count(*) FROM webhook_call WHERE site = :site AND webhook = :name AND given_up = 0)";
        let id: EventId = self.fresh.id();
        let values = named_params! {
            ":id": id.bytes(),
            ":site": self.site.row.id.bytes(),
            ":name": webhook.as_str(),
            ":visitor": self.visitor.bytes(),
            ":body": rows::to_json(&self.body(webhook, event, version, at)?)?,
            ":now": self.received.0,
            ":most": WAITING_CALLS as i64,
        };
        Ok(self.connection.prepare_cached(query)?.execute(values)? > 0)
    }

    /// What the webhook hears: who, where, and what was given in this browser.
    fn body(&self, webhook: &Name, event: &Event, version: Option<&Version>, at: Instant) -> Result<Json> {
        let given = given(self.connection, self.visitor)?;
        let given: BTreeMap<&str, String> = given.iter().map(|(key, value)| (key.as_str(), value.text())).collect();
        Ok(json!({
            "type": "action.called",
            "timestamp": at.text(),
            "data": {
                "webhook": webhook,
                "site": self.site.row.key,
                "dialogue": { "id": event.dialogue, "name": version.map(Version::name), "version": event.version },
                "conversation": event.conversation,
                "visitor": self.visitor,
                "person": self.giver.person,
                "verified": self.giver.verified,
                "given": given,
                "page": { "url": event.page.url, "title": event.page.title },
            },
        }))
    }
}
