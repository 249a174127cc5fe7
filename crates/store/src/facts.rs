//! What a verified visitor's browser may be told about its person (T14).

use parlor_domain::attribute::{EMAIL, EXTERNAL_ID};
use parlor_domain::flow::Flow;
use parlor_domain::form::Form;
use parlor_domain::ids::{PersonId, SiteId};
use parlor_domain::site::{FileHash, SiteFile};
use parlor_domain::text::Key;
use parlor_domain::value::Value;
use rusqlite::{Connection, OptionalExtension, Result, Row, params};

use crate::Store;
use crate::door::{self, Caller};
use crate::error::CallerError;
use crate::people;

/// What is needed to tell a verified visitor's browser what it may know.
#[derive(Clone, Debug, PartialEq)]
pub struct Facts {
    /// Everything stored about the person. It stays on the server, but for what follows from the two files.
    pub values: Vec<(Key, Value)>,
    /// The site file that was asked about.
    pub site_file: SiteFile,
    /// The flow that was asked about.
    pub flow: Option<Flow>,
}

impl Store {
    /// What is known of the caller's person, and the files that say what may be told of it. `None` unless the
    /// caller's link to a person is verified (I2); then nothing else is looked at, so that no answer tells anything.
    pub async fn facts(
        &self,
        caller: Caller,
        site_file: FileHash,
        flow: Option<FileHash>,
    ) -> std::result::Result<Option<Facts>, CallerError> {
        self.inner.readers.run(move |connection| facts(connection, &caller, site_file, flow)).await
    }
}

fn facts(
    connection: &Connection,
    caller: &Caller,
    site_file: FileHash,
    flow: Option<FileHash>,
) -> std::result::Result<Option<Facts>, CallerError> {
    let (site, known) = door::recognise(connection, caller)?;
    let Some(person) = known.filter(|known| known.verified).and_then(|known| known.person) else { return Ok(None) };
    let flow = match flow {
        Some(hash) => Some(self::flow(connection, site.id, hash)?.ok_or(CallerError::NoSuchFile)?),
        None => None,
    };
    Ok(Some(Facts {
        values: values(connection, person)?,
        site_file: self::site_file(connection, site.id, site_file)?.ok_or(CallerError::NoSuchFile)?,
        flow,
    }))
}

/// Everything stored about a person, with address and external id.
fn values(connection: &Connection, person: PersonId) -> Result<Vec<(Key, Value)>> {
    let query = "-- name: names_of_person
        SELECT email, external_id FROM person WHERE id = ?1";
    let names: (Option<String>, Option<String>) =
        connection.prepare_cached(query)?.query_row([person.bytes()], |row| Ok((row.get(0)?, row.get(1)?)))?;
    let named = [(EMAIL, names.0), (EXTERNAL_ID, names.1)];
    let named = named.into_iter().filter_map(|(key, name)| Some((Key::parse(key).ok()?, Value::Text(name?))));
    Ok(named.chain(people::stored(connection, person)?).collect())
}

/// A site file that is or was this site's. One in a form of former times counts as none: its browser loads a new one.
fn site_file(connection: &Connection, site: SiteId, hash: FileHash) -> Result<Option<SiteFile>> {
    let query = "-- name: site_file_of_site
        SELECT file.bytes FROM kept_site_file
        JOIN file ON file.kind = 'site' AND file.hash = kept_site_file.hash
        WHERE kept_site_file.site = ?1 AND kept_site_file.hash = ?2";
    form(connection, query, site, hash)
}

/// A flow that is or was published by this site.
fn flow(connection: &Connection, site: SiteId, hash: FileHash) -> Result<Option<Flow>> {
    let query = "-- name: flow_of_site
        SELECT file.bytes FROM version
        JOIN dialogue ON dialogue.id = version.dialogue
        JOIN file ON file.kind = 'flow' AND file.hash = version.flow
        WHERE dialogue.site = ?1 AND version.flow = ?2 LIMIT 1";
    form(connection, query, site, hash)
}

fn form<T: Form>(connection: &Connection, query: &str, site: SiteId, hash: FileHash) -> Result<Option<T>> {
    let read = |row: &Row<'_>| Ok(T::from_bytes(row.get_ref(0)?.as_blob()?).ok());
    connection.prepare_cached(query)?.query_row(params![site.bytes(), hash.0], read).optional().map(Option::flatten)
}
