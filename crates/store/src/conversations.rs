//! The conversations of a site, as the console lists them.

use parlor_domain::conversation::Status;
use parlor_domain::draft::Source;
use parlor_domain::ids::{ConversationId, PersonId, SiteId, VisitorId};
use parlor_domain::people::{ConversationInList, PAGE_ENTRIES, Page};
use parlor_domain::text::SiteKey;
use rusqlite::{Connection, Result, Row, named_params};

use crate::error::StoreError;
use crate::search::{WORDS, words};
use crate::{Store, people, rows, sites};

impl Store {
    /// The site's conversations in which a visitor has acted and in whose name or person all words of a search are found, the newest first,
    /// [`PAGE_ENTRIES`] after the first `skip`.
    pub async fn conversations(
        &self,
        site: &SiteKey,
        search: &str,
        skip: u32,
    ) -> std::result::Result<Page<ConversationInList>, StoreError> {
        let (site, words) = (site.clone(), words(search));
        self.read(move |connection| match sites::id_of(connection, &site)? {
            Some(site) => conversations(connection, site, &words, skip),
            None => Ok(Page { entries: Vec::new(), total: 0 }),
        })
        .await
    }
}

const ALL: &str = "conversation WHERE conversation.listed = :site AND conversation.engaged = 1
    AND :one = '' AND :two = '' AND :three = '' AND :four = ''";
const FOUND: &str = "(
        SELECT conversation.id, conversation.dialogue, conversation.version, conversation.status, conversation.score, conversation.visitor,
            lower(version.draft_json ->> '$.name') || char(10) || coalesce(person.search, '') AS text
        FROM conversation JOIN visitor ON visitor.id = conversation.visitor
        JOIN version ON version.dialogue = conversation.dialogue AND version.number = conversation.version
        LEFT JOIN person ON person.id = visitor.person
        WHERE conversation.listed = :site AND conversation.engaged = 1
    ) AS conversation
    WHERE instr(text, :one) AND instr(text, :two) AND instr(text, :three) AND instr(text, :four)";

fn conversations(connection: &Connection, site: SiteId, words: &[String; WORDS], skip: u32) -> Result<Page<ConversationInList>> {
    let [one, two, three, four] = words;
    let from = if one.is_empty() { ALL } else { FOUND };
    let count = format!("-- name: count_conversations\n SELECT count(*) FROM {from}");
    let values = named_params! { ":site": site.bytes(), ":one": one, ":two": two, ":three": three, ":four": four };
    let total = connection.prepare_cached(&count)?.query_row(values, |row| row.get(0))?;
    let list = format!(
        "-- name: conversations
        WITH part AS (SELECT id, dialogue, version, status, score, visitor FROM {from} ORDER BY id DESC LIMIT :limit OFFSET :skip)
        SELECT part.id, version.draft_json ->> '$.name', version.draft_json ->> '$.interface' IS NOT NULL, part.status, part.score,
            activity.at, activity.url, activity.title, part.visitor, visitor.person
        FROM part JOIN visitor ON visitor.id = part.visitor
        JOIN version ON version.dialogue = part.dialogue AND version.number = part.version
        LEFT JOIN activity ON activity.position = (
            SELECT min(position) FROM activity WHERE activity.conversation = part.id AND activity.kind = 'engaged')
        ORDER BY part.id DESC"
    );
    let values = named_params! {
        ":site": site.bytes(), ":one": one, ":two": two, ":three": three, ":four": four, ":limit": PAGE_ENTRIES, ":skip": skip
    };
    let read = |row: &Row<'_>| Ok((conversation(row)?, rows::optional_id(row, 9, PersonId::from_bytes)?));
    let found: Vec<_> = connection.prepare_cached(&list)?.query_map(values, read)?.collect::<Result<_>>()?;
    let named = |(conversation, person): (ConversationInList, Option<PersonId>)| {
        let person = person.map(|person| people::summary(connection, person)).transpose()?.flatten();
        Ok(ConversationInList { person, ..conversation })
    };
    Ok(Page { entries: found.into_iter().map(named).collect::<Result<_>>()?, total })
}

fn conversation(row: &Row<'_>) -> Result<ConversationInList> {
    let page: (Option<String>, Option<String>) = (row.get(6)?, row.get(7)?);
    let id = row.get(0).map(ConversationId::from_bytes)?;
    Ok(ConversationInList {
        id,
        name: rows::text(row, 1)?,
        source: if row.get(2)? { Source::Flow } else { Source::Dialogue },
        status: rows::code(row, 3, Status::from_code)?,
        score: row.get(4)?,
        at: rows::optional_instant(row, 5)?.unwrap_or_else(|| id.made_at()),
        page: page.0.zip(page.1),
        visitor: row.get(8).map(VisitorId::from_bytes)?,
        person: None,
    })
}
