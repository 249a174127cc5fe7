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
    /// The site's conversations in which a visitor has acted and in whose dialogue's name, or in whose person, all words of a search are found, the newest first,
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

/// All of a site, and how many there are, as the index has them.
const ALL: &str = "SELECT id FROM conversation INDEXED BY conversation_listed WHERE listed = :site AND engaged = 1";
const COUNT_ALL: &str = "-- name: count_conversations
    SELECT count(*) FROM conversation INDEXED BY conversation_listed WHERE listed = ?1 AND engaged = 1";
/// Those of these dialogues and flows, and those of people in whom all words are found; each found from its index.
const FOUND: &str = "SELECT id FROM conversation INDEXED BY conversation_of_dialogue
    WHERE engaged = 1 AND listed = :site AND dialogue IN (SELECT unhex(value) FROM json_each(:dialogues))
    UNION
    SELECT conversation.id FROM person CROSS JOIN conversation INDEXED BY conversation_of_person
    WHERE person.rowid IN (SELECT rowid FROM person INDEXED BY person_search
            WHERE site = :site AND instr(search, :one) AND instr(search, :two) AND instr(search, :three) AND instr(search, :four))
        AND conversation.person = person.id AND conversation.person IS NOT NULL AND +conversation.listed = :site AND +conversation.engaged = 1";

fn conversations(connection: &Connection, site: SiteId, words: &[String; WORDS], skip: u32) -> Result<Page<ConversationInList>> {
    let [one, two, three, four] = words;
    let is_searched = !one.is_empty();
    let dialogues = if is_searched { dialogues(connection, site, words)? } else { Vec::new() };
    let found = if is_searched {
        format!(
            "found AS MATERIALIZED ({FOUND}), part AS (SELECT found.id FROM found JOIN conversation USING (id)
            ORDER BY conversation.acted DESC, found.id DESC LIMIT :limit OFFSET :skip)"
        )
    } else {
        format!("part AS ({ALL} ORDER BY acted DESC, id DESC LIMIT :limit OFFSET :skip)")
    };
    let total = if is_searched { "(SELECT count(*) FROM found)" } else { "0" };
    let query = format!(
        "-- name: conversations
        WITH asked AS (SELECT :dialogues, :one, :two, :three, :four), {found}
        SELECT conversation.id, version.draft_json ->> '$.name', version.draft_json ->> '$.interface' IS NOT NULL, conversation.status,
            conversation.score, conversation.acted, activity.url, activity.title, conversation.visitor, conversation.person, {total}
        FROM part JOIN conversation ON conversation.id = part.id
        JOIN version ON version.dialogue = conversation.dialogue AND version.number = conversation.version
        LEFT JOIN activity ON activity.position = (
            SELECT min(position) FROM activity WHERE activity.conversation = conversation.id AND activity.kind = 'engaged')
        ORDER BY conversation.acted DESC, conversation.id DESC"
    );
    let read = |row: &Row<'_>| {
        let person = rows::optional_id(row, 9, PersonId::from_bytes)?;
        Ok((conversation(row)?, person, row.get::<_, u32>(10)?))
    };
    let values = named_params! {
        ":site": site.bytes(), ":dialogues": rows::to_json(&dialogues)?, ":one": one, ":two": two, ":three": three, ":four": four,
        ":limit": PAGE_ENTRIES, ":skip": skip
    };
    let found: Vec<_> = connection.prepare_cached(&query)?.query_map(values, read)?.collect::<Result<_>>()?;
    let total = match found.first() {
        _ if !is_searched => connection.prepare_cached(COUNT_ALL)?.query_row([site.bytes()], |row| row.get(0))?,
        Some((.., total)) => *total,
        None if skip == 0 => 0,
        None => conversations(connection, site, words, 0)?.total,
    };
    let with_person = |(conversation, person, _): (ConversationInList, Option<PersonId>, u32)| {
        let person = person.map(|person| people::summary(connection, person)).transpose()?.flatten();
        Ok(ConversationInList { person, ..conversation })
    };
    Ok(Page { entries: found.into_iter().map(with_person).collect::<Result<_>>()?, total })
}

/// The dialogues and flows in whose names all words are found, by their ids in hexadecimal digits.
fn dialogues(connection: &Connection, site: SiteId, words: &[String; WORDS]) -> Result<Vec<String>> {
    let query = "-- name: names_of_dialogues
        SELECT hex(id), name FROM dialogue WHERE site = ?1";
    let read = |row: &Row<'_>| Ok((row.get::<_, String>(0)?, row.get::<_, String>(1)?.to_lowercase()));
    let all: Vec<_> = connection.prepare_cached(query)?.query_map([site.bytes()], read)?.collect::<Result<_>>()?;
    let is_found = |(_, name): &(String, String)| words.iter().all(|word| name.contains(word.as_str()));
    Ok(all.into_iter().filter(is_found).map(|(id, _)| id).collect())
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
