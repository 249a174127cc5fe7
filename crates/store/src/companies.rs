//! Companies, and who belongs to them (P1, P5).

mod attributes;
mod belonging;

pub use attributes::CompanyAttributeKept;
pub(crate) use belonging::place;

use std::collections::BTreeSet;

use parlor_domain::change::{By, ChangeKind, FieldChange};
use parlor_domain::company::{Company, CompanyFacts, CompanyOf};
use parlor_domain::ids::{CompanyId, PersonId, SiteId, UserId};
use parlor_domain::people::{PAGE_ENTRIES, Page};
use parlor_domain::text::{Key, MailDomain, SiteKey};
use rusqlite::{Connection, OptionalExtension, Result, Row, named_params, params};

use crate::error::StoreError;
use crate::{Store, changes, rows, sites};

/// What became of a company that was to be kept.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum CompanyKept {
    /// It is as it was to be.
    Kept,
    /// There is no such site or company.
    NoSuchCompany,
    /// Something else is known of it by now.
    Changed,
    /// Another company has this name.
    NameTaken,
    /// Another company has this domain.
    DomainTaken(MailDomain),
    /// Its owner is no user of the site.
    NoSuchOwner,
    /// The site's companies have no attribute of this key, or it holds something else.
    Misfit(Key),
}

impl Store {
    /// The companies of a site in whose names or domains a text is found, by their names, [`PAGE_ENTRIES`] after the first `skip`.
    pub async fn companies(&self, site: &SiteKey, search: &str, skip: u32) -> std::result::Result<Page<Company>, StoreError> {
        let (site, search) = (site.clone(), search.trim().to_lowercase());
        self.read(move |connection| match sites::id_of(connection, &site)? {
            Some(site) => companies(connection, site, &search, skip),
            None => Ok(Page { entries: Vec::new(), total: 0 }),
        })
        .await
    }

    /// A company of this site.
    pub async fn company(&self, site: &SiteKey, id: CompanyId) -> std::result::Result<Option<Company>, StoreError> {
        let site = site.clone();
        self.read(move |connection| match sites::id_of(connection, &site)? {
            Some(site) => find(connection, site, id),
            None => Ok(None),
        })
        .await
    }

    /// Makes a company, or changes one of which `former` was known. Who has an address of its domains belongs to it from now on.
    pub async fn keep_company(
        &self,
        site: &SiteKey,
        id: CompanyId,
        former: Option<CompanyFacts>,
        facts: CompanyFacts,
        by: By,
    ) -> std::result::Result<CompanyKept, StoreError> {
        let site = site.clone();
        self.write(move |connection| keep(connection, &site, id, (former, &facts), &by)).await
    }

    /// Removes a company; its people stay, and belong to none. False if there is none.
    pub async fn remove_company(&self, site: &SiteKey, id: CompanyId, by: By) -> std::result::Result<bool, StoreError> {
        let site = site.clone();
        self.write(move |connection| {
            let Some(site) = sites::id_of(connection, &site)? else { return Ok(false) };
            let Some(company) = find(connection, site, id)? else { return Ok(false) };
            let domains = company.facts.domains.clone();
            let query = "-- name: remove_company
                DELETE FROM company WHERE id = ?1";
            connection.prepare_cached(query)?.execute([id.bytes()])?;
            belonging::place_all(connection, site, &domains)?;
            changes::note(connection, site, &by, ChangeKind::CompanyRemoved, company.facts.name.as_str(), [])?;
            Ok(true)
        })
        .await
    }
}

const COLUMNS: &str = "company.id, company.name, company.industry, company.size, company.revenue, company.country, company.owner,
    (SELECT email FROM user WHERE user.id = company.owner), company.created,
    (SELECT count(*) FROM person WHERE person.company = company.id),
    (SELECT json_group_array(domain) FROM (SELECT domain FROM company_domain WHERE company = company.id ORDER BY domain)), company.more_json";

fn companies(connection: &Connection, site: SiteId, search: &str, skip: u32) -> Result<Page<Company>> {
    let found = "company.site = :site AND (:search = '' OR instr(company.name_folded, :search)
        OR EXISTS (SELECT 1 FROM company_domain WHERE company = company.id AND instr(domain, :search)))";
    let count = format!("-- name: count_companies\n SELECT count(*) FROM company WHERE {found}");
    let values = named_params! { ":site": site.bytes(), ":search": search };
    let total = connection.prepare_cached(&count)?.query_row(values, |row| row.get(0))?;
    let list = format!(
        "-- name: companies
        SELECT {COLUMNS} FROM company WHERE {found} ORDER BY company.name_folded LIMIT :limit OFFSET :skip"
    );
    let values = named_params! { ":site": site.bytes(), ":search": search, ":limit": PAGE_ENTRIES, ":skip": skip };
    let entries = connection.prepare_cached(&list)?.query_map(values, company)?.collect::<Result<_>>()?;
    Ok(Page { entries, total })
}

fn find(connection: &Connection, site: SiteId, id: CompanyId) -> Result<Option<Company>> {
    let query = format!("-- name: company\n SELECT {COLUMNS} FROM company WHERE site = ?1 AND id = ?2");
    connection.prepare_cached(&query)?.query_row(params![site.bytes(), id.bytes()], company).optional()
}

fn company(row: &Row<'_>) -> Result<Company> {
    Ok(Company {
        id: row.get(0).map(CompanyId::from_bytes)?,
        facts: CompanyFacts {
            name: rows::text(row, 1)?,
            domains: rows::json(row, 10)?,
            industry: rows::optional_text(row, 2)?,
            size: row.get(3)?,
            revenue: row.get::<_, Option<i64>>(4)?.map(i64::cast_unsigned),
            country: rows::optional_text(row, 5)?,
            owner: rows::optional_id(row, 6, UserId::from_bytes)?,
            more: rows::json(row, 11)?,
        },
        owner: rows::optional_text(row, 7)?,
        created: rows::instant(row, 8)?,
        people: row.get(9)?,
    })
}

fn keep(
    connection: &Connection,
    key: &SiteKey,
    id: CompanyId,
    (former, facts): (Option<CompanyFacts>, &CompanyFacts),
    by: &By,
) -> Result<CompanyKept> {
    let Some(site) = sites::id_of(connection, key)? else { return Ok(CompanyKept::NoSuchCompany) };
    let before = find(connection, site, id)?;
    let known = before.as_ref().map(|company| &company.facts);
    if known.is_none() && former.is_some() {
        return Ok(CompanyKept::NoSuchCompany);
    }
    if known != former.as_ref() {
        return Ok(CompanyKept::Changed);
    }
    if let Some(refused) = refused(connection, site, id, facts)? {
        return Ok(refused);
    }
    let query = "-- name: keep_company
        INSERT INTO company (id, site, name, name_folded, industry, size, revenue, country, owner, more_json, created)
        VALUES (:id, :site, :name, :folded, :industry, :size, :revenue, :country, :owner, :more, :created)
        ON CONFLICT (id) DO UPDATE SET name = excluded.name, name_folded = excluded.name_folded, industry = excluded.industry, size = excluded.size,
            revenue = excluded.revenue, country = excluded.country, owner = excluded.owner, more_json = excluded.more_json";
    let values = named_params! {
        ":id": id.bytes(),
        ":site": site.bytes(),
        ":name": facts.name.as_str(),
        ":folded": facts.name.as_str().to_lowercase(),
        ":industry": facts.industry.as_ref().map(|industry| industry.as_str()),
        ":size": facts.size,
        ":revenue": facts.revenue.map(u64::cast_signed),
        ":country": facts.country.as_ref().map(|country| country.as_str()),
        ":owner": facts.owner.as_ref().map(UserId::bytes),
        ":more": rows::to_json(&facts.more)?,
        ":created": by.at.0,
    };
    connection.prepare_cached(query)?.execute(values)?;
    set_domains(connection, site, id, &facts.domains)?;
    let former = known.map(|known| known.domains.as_slice()).unwrap_or_default();
    let in_one = |domain: &&MailDomain| former.contains(domain) != facts.domains.contains(domain);
    let changed: Vec<MailDomain> = former.iter().chain(&facts.domains).filter(in_one).cloned().collect();
    if !changed.is_empty() {
        belonging::place_all(connection, site, &changed)?;
    }
    let after = find(connection, site, id)?;
    let kind = if before.is_none() { ChangeKind::CompanyAdded } else { ChangeKind::CompanyChanged };
    changes::note(connection, site, by, kind, facts.name.as_str(), told(before.as_ref(), after.as_ref()))?;
    Ok(CompanyKept::Kept)
}

/// Why it can't be kept, if so.
fn refused(connection: &Connection, site: SiteId, id: CompanyId, facts: &CompanyFacts) -> Result<Option<CompanyKept>> {
    let query = "-- name: namesake_of_company
        SELECT EXISTS (SELECT 1 FROM company WHERE site = ?1 AND name_folded = ?2 AND id <> ?3)";
    let values = params![site.bytes(), facts.name.as_str().to_lowercase(), id.bytes()];
    if connection.prepare_cached(query)?.query_row(values, |row| row.get(0))? {
        return Ok(Some(CompanyKept::NameTaken));
    }
    let query = "-- name: domain_of_other_company
        SELECT EXISTS (SELECT 1 FROM company_domain WHERE site = ?1 AND domain = ?2 AND company <> ?3)";
    for domain in &facts.domains {
        let values = params![site.bytes(), domain.as_str(), id.bytes()];
        if connection.prepare_cached(query)?.query_row(values, |row| row.get(0))? {
            return Ok(Some(CompanyKept::DomainTaken(domain.clone())));
        }
    }
    if let Some(key) = attributes::misfit(connection, site, facts)? {
        return Ok(Some(CompanyKept::Misfit(key)));
    }
    let Some(owner) = facts.owner else { return Ok(None) };
    let query = "-- name: is_user_of_site
        SELECT EXISTS (SELECT 1 FROM user WHERE id = ?2 AND everywhere) OR EXISTS (SELECT 1 FROM user_role WHERE user = ?2 AND site = ?1)";
    let is_user: bool = connection.prepare_cached(query)?.query_row(params![site.bytes(), owner.bytes()], |row| row.get(0))?;
    Ok((!is_user).then_some(CompanyKept::NoSuchOwner))
}

fn set_domains(connection: &Connection, site: SiteId, id: CompanyId, domains: &[MailDomain]) -> Result<()> {
    let query = "-- name: forget_domains
        DELETE FROM company_domain WHERE company = ?1";
    connection.prepare_cached(query)?.execute([id.bytes()])?;
    let query = "-- name: put_domain
        INSERT INTO company_domain (site, domain, company) VALUES (?1, ?2, ?3) ON CONFLICT DO NOTHING";
    let mut put = connection.prepare_cached(query)?;
    domains.iter().try_for_each(|domain| put.execute(params![site.bytes(), domain.as_str(), id.bytes()]).map(drop))
}

fn told(before: Option<&Company>, after: Option<&Company>) -> Vec<Option<FieldChange>> {
    let field = |name: &str, of: fn(&Company) -> Option<String>| FieldChange::of(name, before.and_then(of), after.and_then(of));
    let domains = |company: &Company| {
        let all: Vec<&str> = company.facts.domains.iter().map(MailDomain::as_str).collect();
        (!all.is_empty()).then(|| all.join(", "))
    };
    let more =
        |company: Option<&Company>, key: &Key| company.and_then(|company| company.facts.more.get(key)).map(ToString::to_string);
    let keys: BTreeSet<&Key> = before.into_iter().chain(after).flat_map(|company| company.facts.more.keys()).collect();
    let of_site = keys.into_iter().map(|key| FieldChange::of(key.as_str(), more(before, key), more(after, key)));
    let of_all = [
        field("name", |company| Some(company.facts.name.to_string())),
        field("domains", domains),
        field("industry", |company| company.facts.industry.as_ref().map(ToString::to_string)),
        field("size", |company| company.facts.size.map(|size| size.to_string())),
        field("revenue", |company| company.facts.revenue.map(|revenue| revenue.to_string())),
        field("country", |company| company.facts.country.as_ref().map(ToString::to_string)),
        field("owner", |company| company.owner.as_ref().map(ToString::to_string)),
    ];
    of_all.into_iter().chain(of_site).collect()
}

/// The company of a person.
pub(crate) fn of_person(connection: &Connection, person: PersonId) -> Result<Option<CompanyOf>> {
    let query = "-- name: company_of_person
        SELECT company.id, company.name FROM person JOIN company ON company.id = person.company WHERE person.id = ?1";
    let read = |row: &Row<'_>| Ok(CompanyOf { id: row.get(0).map(CompanyId::from_bytes)?, name: rows::text(row, 1)? });
    connection.prepare_cached(query)?.query_row([person.bytes()], read).optional()
}
