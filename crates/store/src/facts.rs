//! What a visitor's browser may be told: of a verified one about the person (T14).

use parlor_domain::attribute::{EMAIL, EXTERNAL_ID};
use parlor_domain::draft::ProgramDraft;
use parlor_domain::flow::Flow;
use parlor_domain::form::Form;
use parlor_domain::ids::{LibraryId, PersonId, SiteId};
use parlor_domain::site::{FileHash, SiteFile};
use parlor_domain::text::Key;
use parlor_domain::value::Value;
use rusqlite::{Connection, OptionalExtension, Result, Row, params};

use crate::Store;
use crate::door::{self, Caller};
use crate::error::CallerError;
use crate::{people, rows};

/// What is needed to tell a visitor's browser what it may know.
#[derive(Clone, Debug, PartialEq)]
pub struct Facts {
    /// What is known of the person. It stays on the server, but for what follows from the two files. `None` unless the caller's
    /// link to a person is verified (I2): then nothing else is looked at.
    pub person: Option<KnownPerson>,
    /// The site file that was asked about.
    pub site_file: SiteFile,
    /// The flow that was asked about.
    pub flow: Option<Flow>,
}

/// Everything stored about a person that conditions can ask for.
#[derive(Clone, Debug, PartialEq)]
pub struct KnownPerson {
    /// The attributes, with address and external id.
    pub values: Vec<(Key, Value)>,
    /// The ids of lists and programs; of a program also the place of the person's status among its statuses.
    pub memberships: Vec<(LibraryId, Option<usize>)>,
}

impl Store {
    /// What the caller's browser may be told something of, and the files that say what.
    pub async fn facts(
        &self,
        caller: Caller,
        site_file: FileHash,
        flow: Option<FileHash>,
    ) -> std::result::Result<Facts, CallerError> {
        self.inner.readers.run(move |connection| facts(connection, &caller, site_file, flow)).await
    }
}

fn facts(
    connection: &Connection,
    caller: &Caller,
    site_file: FileHash,
    flow: Option<FileHash>,
) -> std::result::Result<Facts, CallerError> {
    let (site, known) = door::recognise(connection, caller)?;
    let person = known.filter(|known| known.verified).and_then(|known| known.person);
    let flow = match flow {
        Some(hash) => Some(self::flow(connection, site.id, hash)?.ok_or(CallerError::NoSuchFile)?),
        None => None,
    };
    Ok(Facts {
        person: person.map(|person| known_person(connection, person)).transpose()?,
        site_file: self::site_file(connection, site.id, site_file)?.ok_or(CallerError::NoSuchFile)?,
        flow,
    })
}

fn known_person(connection: &Connection, person: PersonId) -> Result<KnownPerson> {
    Ok(KnownPerson { values: values(connection, person)?, memberships: memberships(connection, person)? })
}

fn memberships(connection: &Connection, person: PersonId) -> Result<Vec<(LibraryId, Option<usize>)>> {
    let lists = "-- name: list_ids_of_person
        SELECT list FROM list_member WHERE person = ?1";
    let list = |row: &Row<'_>| Ok((row.get(0).map(LibraryId::from_bytes)?, None));
    let mut found: Vec<_> = connection.prepare_cached(lists)?.query_map([person.bytes()], list)?.collect::<Result<_>>()?;
    let programs = "-- name: program_ids_of_person
        SELECT program.id, program.program_json, program_member.status
        FROM program_member JOIN program ON program.id = program_member.program WHERE program_member.person = ?1";
    let program = |row: &Row<'_>| {
        let (of, status): (ProgramDraft, String) = (rows::json(row, 1)?, row.get(2)?);
        let place = of.statuses.iter().position(|other| other.as_str() == status);
        Ok((row.get(0).map(LibraryId::from_bytes)?, place))
    };
    for membership in connection.prepare_cached(programs)?.query_map([person.bytes()], program)? {
        found.push(membership?);
    }
    Ok(found)
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
