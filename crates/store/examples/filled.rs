//! What `cargo xtask bench console` measures with: a data folder with a published site becomes one in which so many people and visitors
//! have had conversations for a year, written by rusqlite alone, because nobody waits a year.

use std::error::Error;
use std::ops::Range;
use std::path::PathBuf;
use std::time::{SystemTime, UNIX_EPOCH};

use parlor_store::{DATABASE, Store};
use rusqlite::{Connection, params};

/// Milliseconds of a year.
const YEAR: i64 = 365 * 24 * 60 * 60 * 1_000;
/// Entries of the log of each conversation.
const ENTRIES: u64 = 5;
/// Pages of the website.
const PAGES: u64 = 500;
/// Conversations that are written in one transaction.
const GROUP: u64 = 10_000;
/// Among so many visitors one says who it is.
const KNOWN: u64 = 2;

fn main() -> Result<(), Box<dyn Error>> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let [folder, people, activities] = &arguments[..] else {
        return Err("a folder, how many people, and how many activities".into());
    };
    let folder = PathBuf::from(folder);
    let connection = Connection::open(folder.join(DATABASE))?;
    connection.pragma_update(None, "foreign_keys", false)?;
    connection.pragma_update(None, "synchronous", "OFF")?;
    let now = i64::try_from(SystemTime::now().duration_since(UNIX_EPOCH)?.as_millis())?;
    let mut filling = Filling { site: site(&connection)?, dialogues: dialogues(&connection)?, connection, chance: 1, now };
    let people: u64 = people.parse()?;
    filling.in_groups(0..people, Filling::person)?;
    filling.in_groups(0..people * KNOWN, Filling::visitor)?;
    let conversations = activities.parse::<u64>()? / ENTRIES;
    filling.in_groups(0..conversations, |filling, number| filling.conversation(number, people * KNOWN))?;
    drop(filling);
    // The first look at it is not to be what fills in searches and reports.
    let store = Store::open(&folder)?;
    tokio::runtime::Builder::new_current_thread().build()?.block_on(store.roll_up())?;
    store.close();
    Ok(())
}

struct Filling {
    connection: Connection,
    site: [u8; 16],
    dialogues: Vec<([u8; 16], u32)>,
    chance: u64,
    now: i64,
}

impl Filling {
    fn in_groups(&mut self, all: Range<u64>, put: impl Fn(&mut Self, u64) -> rusqlite::Result<()>) -> rusqlite::Result<()> {
        for number in all {
            if number.is_multiple_of(GROUP) {
                self.connection.execute_batch(if number == 0 { "BEGIN" } else { "COMMIT; BEGIN" })?;
            }
            put(self, number)?;
        }
        self.connection.execute_batch("COMMIT")
    }

    fn person(&mut self, number: u64) -> rusqlite::Result<()> {
        let (id, seen) = (id(1, number), self.moment());
        let email = format!("person{number}@example{}.com", number % 977);
        let query = "INSERT INTO person (id, site, email, email_folded, created, last_seen) VALUES (?1, ?2, ?3, ?3, ?4, ?4)";
        self.connection.prepare_cached(query)?.execute(params![id, self.site, email, seen])?;
        let name = ["Ada", "Grace", "Katherine", "Alan", "Edsger", "Barbara"][self.below(6) as usize];
        for (key, value) in [("first_name", name.to_owned()), ("last_name", format!("Example {number}"))] {
            let query = "INSERT INTO person_value (person, key, value_json) VALUES (?1, ?2, json_object('text', ?3))";
            self.connection.prepare_cached(query)?.execute(params![id, key, value])?;
        }
        Ok(())
    }

    fn visitor(&mut self, number: u64) -> rusqlite::Result<()> {
        let person = number.is_multiple_of(KNOWN).then(|| id(1, number / KNOWN));
        let query = "INSERT INTO visitor (id, site, secret_hash, person, engaged, created, last_seen)
            VALUES (?1, ?2, zeroblob(32), ?3, 1, ?4, ?4)";
        let seen = self.moment();
        self.connection.prepare_cached(query)?.execute(params![id(2, number), self.site, person, seen]).map(drop)
    }

    fn conversation(&mut self, number: u64, visitors: u64) -> rusqlite::Result<()> {
        let (at, visitor, page) = (self.moment(), self.below(visitors), self.below(PAGES).min(self.below(PAGES)));
        // Some dialogues are shown more than others.
        let which = self.below(self.dialogues.len() as u64).min(self.below(self.dialogues.len() as u64));
        let (dialogue, version) = self.dialogues[which as usize];
        let person = visitor.is_multiple_of(KNOWN).then(|| id(1, visitor / KNOWN));
        let (session, conversation) = (id(3, number), id(4, number));
        let query = "INSERT INTO session (id, visitor, last_received) VALUES (?1, ?2, ?3)";
        self.connection.prepare_cached(query)?.execute(params![session, id(2, visitor), at])?;
        let query = "INSERT INTO conversation (id, visitor, dialogue, version, session, status, score, begun, engaged, listed)
            VALUES (?1, ?2, ?3, ?4, ?5, 'completed', 1, 1, 1, ?6)";
        let values = params![conversation, id(2, visitor), dialogue, version, session, self.site];
        self.connection.prepare_cached(query)?.execute(values)?;
        let email = format!(r#"{{"email":"person{}@example.com"}}"#, visitor / KNOWN);
        let goal = r#"{"goal":{"goal":"Asked","score":1}}"#;
        let none = r#""none""#;
        let entries = [("triggered", none), ("engaged", none), ("email_given", &email), ("goal", goal), ("completed", none)];
        for ((kind, detail), nth) in entries.into_iter().zip(0..) {
            let query = "INSERT INTO activity (id, site, kind, visitor, person, session, conversation, dialogue, version,
                    at, browser_at, received_at, url, title, detail_json, counted)
                VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?10, ?10, ?11, 'A page', ?12, 1)";
            let url = format!("https://site.example/pages/{page}?from=mail");
            let activity = id(5, number * ENTRIES + nth);
            let then = at + i64::try_from(nth).unwrap_or(0) * 1_000;
            let values = params![
                activity,
                self.site,
                kind,
                id(2, visitor),
                person,
                session,
                conversation,
                dialogue,
                version,
                then,
                url,
                detail
            ];
            self.connection.prepare_cached(query)?.execute(values)?;
        }
        Ok(())
    }

    /// Some time in the last year.
    fn moment(&mut self) -> i64 {
        self.now - i64::try_from(self.below(YEAR.unsigned_abs())).unwrap_or(0)
    }

    /// A number below this one, the same every time.
    fn below(&mut self, most: u64) -> u64 {
        self.chance = self.chance.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.chance >> 16) % most
    }
}

/// An id of this kind of thing.
fn id(kind: u8, number: u64) -> [u8; 16] {
    let mut id = [kind; 16];
    id[6..14].copy_from_slice(&number.to_be_bytes());
    id
}

fn site(connection: &Connection) -> rusqlite::Result<[u8; 16]> {
    connection.query_row("SELECT id FROM site", [], |row| row.get(0))
}

fn dialogues(connection: &Connection) -> rusqlite::Result<Vec<([u8; 16], u32)>> {
    let query = "SELECT dialogue, max(number) FROM version GROUP BY dialogue";
    connection.prepare(query)?.query_map([], |row| Ok((row.get(0)?, row.get(1)?)))?.collect()
}
