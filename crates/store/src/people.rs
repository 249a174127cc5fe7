//! Persons and visitors, as the console shows them.

use parlor_domain::attribute::EXTERNAL_ID;
use parlor_domain::draft::ProgramStatus;
use parlor_domain::ids::{CompanyId, PersonId, SiteId, VisitorId};
use parlor_domain::people::{
    AttributeValue, LinkedVisitor, PAGE_ENTRIES, Page, PeopleOrder, Person, PersonPage, Visitor, VisitorPage,
};
use parlor_domain::text::{Key, Name, SiteKey};
use parlor_domain::value::Value;
use rusqlite::{Connection, OptionalExtension, Params, Result, Row, params};

use crate::error::StoreError;
use crate::identity::given;
use crate::merge::{became, merged_into};
use crate::search::{WORDS, words};
use crate::{Store, companies, rows, sites};

impl Store {
    /// The site's persons in whom all words of a search are found, who was seen last first, [`PAGE_ENTRIES`] after the first `skip`.
    pub async fn people(&self, site: &SiteKey, search: &str, skip: u32) -> Result<Page<Person>, StoreError> {
        self.people_in_order(site, search, skip, PeopleOrder::LastSeen, Vec::new()).await
    }

    /// The same in another order, and with values of these attributes.
    pub async fn people_in_order(
        &self,
        site: &SiteKey,
        search: &str,
        skip: u32,
        order: PeopleOrder,
        columns: Vec<Key>,
    ) -> Result<Page<Person>, StoreError> {
        let (site, words) = (site.clone(), words(search));
        self.read(move |connection| {
            let mut page = people(connection, &site, &words, skip, order)?;
            page.entries.iter_mut().try_for_each(|person| give_values(connection, person, &columns))?;
            Ok(page)
        })
        .await
    }

    /// People in whom all words of a search are found, with all their values, in the order in which they were made, behind `after`: as
    /// many as one takes at once, with where to go on; none when there are no more.
    pub async fn people_after(&self, site: &SiteKey, search: &str, after: i64) -> Result<Vec<(i64, Person)>, StoreError> {
        let (site, words) = (site.clone(), words(search));
        self.read(move |connection| people_after(connection, &site, &words, after)).await
    }

    /// The site's anonymous visitors, who was seen last first, [`PAGE_ENTRIES`] after the first `skip`.
    pub async fn visitors(&self, site: &SiteKey, skip: u32) -> Result<Page<Visitor>, StoreError> {
        let site = site.clone();
        self.read(move |connection| visitors(connection, &site, skip, false)).await
    }

    /// The same of visitors of whom nothing is counted (A15).
    pub async fn visitors_apart(&self, site: &SiteKey, skip: u32) -> Result<Page<Visitor>, StoreError> {
        let site = site.clone();
        self.read(move |connection| visitors(connection, &site, skip, true)).await
    }

    /// The people of a company of this site, who was seen last first, [`PAGE_ENTRIES`] after the first `skip`.
    pub async fn people_of_company(&self, site: &SiteKey, company: CompanyId, skip: u32) -> Result<Page<Person>, StoreError> {
        let site = site.clone();
        self.read(move |connection| people_of_company(connection, &site, company, skip)).await
    }

    /// A person of this site; of who went into another one, that one.
    pub async fn person(&self, site: &SiteKey, id: PersonId) -> Result<Option<PersonPage>, StoreError> {
        let site = site.clone();
        self.read(move |connection| person(connection, &site, id)).await
    }

    /// A visitor of this site, linked to a person or not.
    pub async fn visitor(&self, site: &SiteKey, id: VisitorId) -> Result<Option<VisitorPage>, StoreError> {
        let site = site.clone();
        self.read(move |connection| visitor(connection, &site, id)).await
    }
}

/// A person's columns, with the names as one text.
macro_rules! person_columns {
    () => {
        "person.id, person.email, person.created, person.last_seen, person.external_id,
        (SELECT value_json FROM person_value WHERE person = person.id AND key = 'first_name'),
        (SELECT value_json FROM person_value WHERE person = person.id AND key = 'last_name')"
    };
}

/// Whether all words are found in what a person is found by.
macro_rules! is_found {
    () => {
        "instr(search, ?2) AND instr(search, ?3) AND instr(search, ?4) AND instr(search, ?5)"
    };
}

/// Matches from which on it takes less to go through all people, who was seen last first, than to sort those that match.
const MANY: u32 = 5_000;

const EVERYBODY: &str = "SELECT rowid FROM person WHERE site = ?1";
const IN_ORDER: &str = concat!("SELECT rowid FROM person WHERE site = ?1 AND ", is_found!());
/// Looks at nothing but the index for those who don't match.
const MATCHING: &str = concat!(
    "SELECT rowid FROM person WHERE rowid IN
        (SELECT rowid FROM person INDEXED BY person_search WHERE site = ?1 AND ",
    is_found!(),
    ")"
);

/// Gives a person the values of these attributes.
fn give_values(connection: &Connection, person: &mut Person, columns: &[Key]) -> Result<()> {
    if !columns.is_empty() {
        let query = "-- name: external_id_of_person
            SELECT external_id FROM person WHERE id = ?1";
        let external_id: Option<String> = connection.prepare_cached(query)?.query_row([person.id.bytes()], |row| row.get(0))?;
        let external_id = Key::parse(EXTERNAL_ID).ok().zip(external_id).map(|(key, id)| (key, Value::Text(id)));
        let all = stored(connection, person.id)?.into_iter().chain(external_id);
        person.values = all.filter(|(key, _)| columns.contains(key)).collect();
    }
    Ok(())
}

/// People that are taken at once.
const AT_ONCE: u32 = 1_000;

fn people_after(connection: &Connection, site: &SiteKey, words: &[String; WORDS], after: i64) -> Result<Vec<(i64, Person)>> {
    let Some(site) = sites::id_of(connection, site)? else { return Ok(Vec::new()) };
    let [one, two, three, four] = words;
    let query = concat!(
        "-- name: people_after
        SELECT ",
        person_columns!(),
        ", rowid FROM person NOT INDEXED WHERE rowid > ?6 AND site = ?1 AND ",
        is_found!(),
        " ORDER BY rowid LIMIT ?7"
    );
    let values = params![site.bytes(), one, two, three, four, after, AT_ONCE];
    let read = |row: &Row<'_>| Ok((row.get(7)?, person_row(row)?, row.get::<_, Option<String>>(4)?));
    let found: Vec<(i64, Person, Option<String>)> =
        connection.prepare_cached(query)?.query_map(values, read)?.collect::<Result<_>>()?;
    let with_values = |(rowid, person, external_id): (i64, Person, Option<String>)| {
        let external_id = Key::parse(EXTERNAL_ID).ok().zip(external_id).map(|(key, id)| (key, Value::Text(id)));
        let values = stored(connection, person.id)?.into_iter().chain(external_id).collect();
        Ok((rowid, Person { values, ..person }))
    };
    found.into_iter().map(with_values).collect()
}

/// By what each order sorts.
const fn sorting(order: PeopleOrder) -> &'static str {
    match order {
        PeopleOrder::LastSeen => "last_seen DESC, rowid DESC",
        PeopleOrder::FirstKnown => "created DESC, rowid DESC",
        PeopleOrder::Name => "search, rowid",
    }
}

fn people(
    connection: &Connection,
    site: &SiteKey,
    words: &[String; WORDS],
    skip: u32,
    order: PeopleOrder,
) -> Result<Page<Person>> {
    let Some(site) = sites::id_of(connection, site)? else { return Ok(Page { entries: Vec::new(), total: 0 }) };
    let [one, two, three, four] = words;
    let count = concat!(
        "-- name: count_people
        SELECT count(*) FROM person WHERE site = ?1 AND ",
        is_found!()
    );
    let values = params![site.bytes(), one, two, three, four];
    let total = connection.prepare_cached(count)?.query_row(values, |row| row.get(0))?;
    let whom = match total {
        _ if one.is_empty() => EVERYBODY,
        MANY.. => IN_ORDER,
        _ => MATCHING,
    };
    let list = format!(
        "-- name: people
        SELECT {columns} FROM person WHERE rowid IN ({whom} ORDER BY {sorting} LIMIT ?6 OFFSET ?7)
        ORDER BY {sorting}",
        columns = person_columns!(),
        sorting = sorting(order)
    );
    let values = params![site.bytes(), one, two, three, four, PAGE_ENTRIES, skip];
    let entries = all(connection, &list, values, person_row)?;
    Ok(Page { entries, total })
}

fn people_of_company(connection: &Connection, site: &SiteKey, company: CompanyId, skip: u32) -> Result<Page<Person>> {
    let of = "person.company = ?1 AND person.site = (SELECT id FROM site WHERE key = ?2)";
    let count = format!("-- name: count_people_of_company\n SELECT count(*) FROM person WHERE {of}");
    let total = connection.prepare_cached(&count)?.query_row(params![company.bytes(), site.as_str()], |row| row.get(0))?;
    let list = format!(
        "-- name: people_of_company
        SELECT {columns} FROM person WHERE {of} ORDER BY last_seen DESC, rowid DESC LIMIT ?3 OFFSET ?4",
        columns = person_columns!()
    );
    let entries = all(connection, &list, params![company.bytes(), site.as_str(), PAGE_ENTRIES, skip], person_row)?;
    Ok(Page { entries, total })
}

fn visitors(connection: &Connection, site: &SiteKey, skip: u32, apart: bool) -> Result<Page<Visitor>> {
    let Some(site) = sites::id_of(connection, site)? else { return Ok(Page { entries: Vec::new(), total: 0 }) };
    let count = "-- name: count_visitors
        SELECT count(*) FROM visitor WHERE site = ?1 AND person IS NULL AND apart = ?2";
    let list = "-- name: visitors
        SELECT id, created, last_seen, engaged FROM visitor WHERE site = ?1 AND person IS NULL AND apart = ?2
        ORDER BY last_seen DESC, rowid DESC LIMIT ?3 OFFSET ?4";
    let total = connection.prepare_cached(count)?.query_row(params![site.bytes(), apart], |row| row.get(0))?;
    let entries = all(connection, list, params![site.bytes(), apart, PAGE_ENTRIES, skip], visitor_row)?;
    Ok(Page { entries, total })
}

fn all<T>(connection: &Connection, query: &str, values: impl Params, read: fn(&Row<'_>) -> Result<T>) -> Result<Vec<T>> {
    connection.prepare_cached(query)?.query_map(values, read)?.collect()
}

fn person_row(row: &Row<'_>) -> Result<Person> {
    Ok(Person {
        id: row.get(0).map(PersonId::from_bytes)?,
        email: rows::optional_text(row, 1)?,
        created: rows::instant(row, 2)?,
        // Of a person who was made by what is kept apart nothing was seen yet.
        last_seen: rows::optional_instant(row, 3)?.filter(|at| at.0 > 0),
        name: full_name(rows::optional_json(row, 5)?, rows::optional_json(row, 6)?),
        values: Vec::new(),
    })
}

fn visitor_row(row: &Row<'_>) -> Result<Visitor> {
    Ok(Visitor {
        id: row.get(0).map(VisitorId::from_bytes)?,
        created: rows::instant(row, 1)?,
        last_seen: rows::optional_instant(row, 2)?,
        engaged: row.get(3)?,
    })
}

fn full_name(first: Option<Value>, last: Option<Value>) -> Option<String> {
    let known: Vec<String> = [first, last].into_iter().flatten().map(|name| name.to_string()).collect();
    if known.is_empty() { None } else { Some(known.join(" ")) }
}

/// A person as the list has them.
pub(crate) fn summary(connection: &Connection, id: PersonId) -> Result<Option<Person>> {
    let query = concat!("-- name: person_summary\n SELECT ", person_columns!(), " FROM person WHERE person.id = ?1");
    connection.prepare_cached(query)?.query_row([id.bytes()], person_row).optional()
}

fn person(connection: &Connection, site: &SiteKey, id: PersonId) -> Result<Option<PersonPage>> {
    let query = concat!(
        "-- name: person
        SELECT ",
        person_columns!(),
        ", person.site FROM person JOIN site ON site.id = person.site WHERE site.key = ?1 AND person.id = ?2"
    );
    let read = |row: &Row<'_>| Ok((person_row(row)?, row.get(7).map(SiteId::from_bytes)?, row.get(4)?));
    let found = connection.prepare_cached(query)?.query_row(params![site.as_str(), id.bytes()], read).optional()?;
    let Some((person, site, external_id)) = found else {
        return became(connection, id)?.map_or(Ok(None), |other| self::person(connection, site, other));
    };
    let external_id = Key::parse(EXTERNAL_ID).ok().zip(external_id).map(|(key, id)| (key, Value::Text(id)));
    let stored: Vec<_> = stored(connection, id)?.into_iter().chain(external_id).collect();
    let claimed = all(connection, CLAIMS, params![id.bytes(), PERSON_CLAIMS], key_value)?;
    let linked = |row: &Row<'_>| Ok(LinkedVisitor { id: row.get(0).map(VisitorId::from_bytes)?, verified: row.get(1)? });
    let visitors = all(connection, VISITORS, params![id.bytes(), PERSON_VISITORS], linked)?;
    let attributes = label(connection, site, &stored, &claimed)?;
    let (lists, programs, merged) = (lists(connection, id)?, programs(connection, id)?, merged_into(connection, id)?);
    let company = companies::of_person(connection, id)?;
    Ok(Some(PersonPage { person, attributes, visitors, lists, programs, company, merged }))
}

/// Claims that a person's page shows: anybody may make any number of them.
const PERSON_CLAIMS: u32 = 200;
/// Visitors that a person's page shows, who was seen last first.
const PERSON_VISITORS: u32 = 100;

const VALUES: &str = "-- name: values_of_person
    SELECT key, value_json FROM person_value WHERE person = ?1";
const CLAIMS: &str = "-- name: claims_of_person
    SELECT DISTINCT key, value_json FROM claim WHERE person = ?1 ORDER BY key, value_json LIMIT ?2";
const VISITORS: &str = "-- name: visitors_of_person
    SELECT id, verified FROM visitor WHERE person = ?1 ORDER BY last_seen DESC, rowid DESC LIMIT ?2";

/// The lists that a person is on.
pub(crate) fn lists(connection: &Connection, person: PersonId) -> Result<Vec<Name>> {
    let query = "-- name: lists_of_person
        SELECT list.name FROM list_member JOIN list ON list.id = list_member.list
        WHERE list_member.person = ?1 ORDER BY list.name";
    all(connection, query, [person.bytes()], |row| rows::text(row, 0))
}

/// The programs that a person is a member of, with the status.
pub(crate) fn programs(connection: &Connection, person: PersonId) -> Result<Vec<ProgramStatus>> {
    let query = "-- name: programs_of_person
        SELECT program.name, program_member.status FROM program_member JOIN program ON program.id = program_member.program
        WHERE program_member.person = ?1 ORDER BY program.name";
    let read = |row: &Row<'_>| Ok(ProgramStatus { program: rows::text(row, 0)?, status: rows::text(row, 1)? });
    all(connection, query, [person.bytes()], read)
}

/// What is stored about a person, but for address and external id.
pub(crate) fn stored(connection: &Connection, person: PersonId) -> Result<Vec<(Key, Value)>> {
    all(connection, VALUES, [person.bytes()], key_value)
}

fn key_value(row: &Row<'_>) -> Result<(Key, Value)> {
    Ok((rows::text(row, 0)?, rows::json(row, 1)?))
}

/// The attributes that have something, in the site's order.
fn label(
    connection: &Connection,
    site: SiteId,
    stored: &[(Key, Value)],
    claimed: &[(Key, Value)],
) -> Result<Vec<AttributeValue>> {
    let of = |values: &[(Key, Value)], key: &Key| -> Vec<Value> {
        values.iter().filter(|(other, _)| other == key).map(|(_, value)| value.clone()).collect()
    };
    let values = sites::attributes(connection, site)?.into_iter().map(|attribute| AttributeValue {
        value: of(stored, &attribute.key).pop(),
        claimed: of(claimed, &attribute.key),
        key: attribute.key,
        label: attribute.label,
    });
    Ok(values.filter(|attribute| attribute.value.is_some() || !attribute.claimed.is_empty()).collect())
}

fn visitor(connection: &Connection, site: &SiteKey, id: VisitorId) -> Result<Option<VisitorPage>> {
    let query = "-- name: visitor
        SELECT visitor.id, visitor.created, visitor.last_seen, visitor.engaged, visitor.person, visitor.site
        FROM visitor JOIN site ON site.id = visitor.site WHERE site.key = ?1 AND visitor.id = ?2";
    let read = |row: &Row<'_>| {
        let person = rows::optional_id(row, 4, PersonId::from_bytes)?;
        Ok((visitor_row(row)?, person, row.get(5).map(SiteId::from_bytes)?))
    };
    let found = connection.prepare_cached(query)?.query_row(params![site.as_str(), id.bytes()], read).optional()?;
    let Some((visitor, person, site)) = found else { return Ok(None) };
    let given = label(connection, site, &given(connection, id)?, &[])?;
    Ok(Some(VisitorPage { visitor, person, given }))
}
