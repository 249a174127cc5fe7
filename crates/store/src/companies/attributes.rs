//! The attributes of a site's own that its companies have (P1).

use parlor_domain::change::{By, ChangeKind, FieldChange};
use parlor_domain::company::{COMPANY_ATTRIBUTES, CompanyAttribute, CompanyFacts};
use parlor_domain::ids::SiteId;
use parlor_domain::text::{Key, SiteKey};
use parlor_domain::value::Value;
use rusqlite::{Connection, Result, Row, params};

use crate::error::StoreError;
use crate::{Store, changes, rows, sites};

/// What became of an attribute of companies that was to be kept or removed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CompanyAttributeKept {
    /// It is as it was to be.
    Kept,
    /// There is no such site or attribute.
    NoSuchAttribute,
    /// It is something else by now, or was to hold something else.
    Changed,
    /// There is one of that key.
    Taken,
    /// The site has as many as it may.
    TooMany,
    /// So many companies have a value of it.
    HasValues(u32),
}

impl Store {
    /// The attributes of a site's own that its companies have, by their keys.
    pub async fn company_attributes(&self, site: &SiteKey) -> std::result::Result<Vec<CompanyAttribute>, StoreError> {
        let site = site.clone();
        self.read(move |connection| match sites::id_of(connection, &site)? {
            Some(site) => all(connection, site),
            None => Ok(Vec::new()),
        })
        .await
    }

    /// Adds an attribute, or calls one otherwise that is `former`; what it holds doesn't change.
    pub async fn keep_company_attribute(
        &self,
        site: &SiteKey,
        former: Option<CompanyAttribute>,
        attribute: CompanyAttribute,
        by: By,
    ) -> std::result::Result<CompanyAttributeKept, StoreError> {
        let site = site.clone();
        self.write(move |connection| keep(connection, &site, former.as_ref(), &attribute, &by)).await
    }

    /// Removes an attribute of which no company has a value.
    pub async fn remove_company_attribute(
        &self,
        site: &SiteKey,
        key: Key,
        by: By,
    ) -> std::result::Result<CompanyAttributeKept, StoreError> {
        let site = site.clone();
        self.write(move |connection| remove(connection, &site, &key, &by)).await
    }
}

fn all(connection: &Connection, site: SiteId) -> Result<Vec<CompanyAttribute>> {
    let query = "-- name: company_attributes
        SELECT key, label, kind_json FROM company_attribute WHERE site = ?1 ORDER BY key";
    let read =
        |row: &Row<'_>| Ok(CompanyAttribute { key: rows::text(row, 0)?, label: rows::text(row, 1)?, kind: rows::json(row, 2)? });
    connection.prepare_cached(query)?.query_map([site.bytes()], read)?.collect()
}

fn keep(
    connection: &Connection,
    site: &SiteKey,
    former: Option<&CompanyAttribute>,
    attribute: &CompanyAttribute,
    by: &By,
) -> Result<CompanyAttributeKept> {
    let Some(site) = sites::id_of(connection, site)? else { return Ok(CompanyAttributeKept::NoSuchAttribute) };
    let present = all(connection, site)?;
    let known = present.iter().find(|other| other.key == attribute.key);
    match (former, known) {
        (None, Some(_)) => return Ok(CompanyAttributeKept::Taken),
        (None, None) if present.len() >= COMPANY_ATTRIBUTES => return Ok(CompanyAttributeKept::TooMany),
        (Some(former), _) if known != Some(former) || former.kind != attribute.kind => return Ok(CompanyAttributeKept::Changed),
        (Some(former), _) if former == attribute => return Ok(CompanyAttributeKept::Kept),
        _ => {}
    }
    let query = "-- name: put_company_attribute
        INSERT INTO company_attribute (site, key, label, kind_json) VALUES (?1, ?2, ?3, ?4)
        ON CONFLICT DO UPDATE SET label = excluded.label";
    let values = params![site.bytes(), attribute.key.as_str(), attribute.label.as_str(), rows::to_json(&attribute.kind)?];
    connection.prepare_cached(query)?.execute(values)?;
    note(connection, site, by, (former, Some(attribute)))?;
    Ok(CompanyAttributeKept::Kept)
}

fn remove(connection: &Connection, site: &SiteKey, key: &Key, by: &By) -> Result<CompanyAttributeKept> {
    let Some(site) = sites::id_of(connection, site)? else { return Ok(CompanyAttributeKept::NoSuchAttribute) };
    let present = all(connection, site)?;
    let Some(gone) = present.iter().find(|other| other.key == *key) else { return Ok(CompanyAttributeKept::NoSuchAttribute) };
    let query = "-- name: companies_with_value
        SELECT count(*) FROM company, json_each(company.more_json) AS value WHERE company.site = ?1 AND value.key = ?2";
    let count: u32 = connection.prepare_cached(query)?.query_row(params![site.bytes(), key.as_str()], |row| row.get(0))?;
    if count > 0 {
        return Ok(CompanyAttributeKept::HasValues(count));
    }
    let query = "-- name: remove_company_attribute
        DELETE FROM company_attribute WHERE site = ?1 AND key = ?2";
    connection.prepare_cached(query)?.execute(params![site.bytes(), key.as_str()])?;
    note(connection, site, by, (Some(gone), None))?;
    Ok(CompanyAttributeKept::Kept)
}

/// The first key of which a company can't have this value: the site has none such, or it holds something else.
pub(super) fn misfit(connection: &Connection, site: SiteId, facts: &CompanyFacts) -> Result<Option<Key>> {
    if facts.more.is_empty() {
        return Ok(None);
    }
    let present = all(connection, site)?;
    let fits = |key: &Key, value: &Value| present.iter().any(|attribute| attribute.key == *key && value.is_a(attribute.kind));
    Ok(facts.more.iter().find(|(key, value)| !fits(key, value)).map(|(key, _)| key.clone()))
}

type Change<'a> = (Option<&'a CompanyAttribute>, Option<&'a CompanyAttribute>);

fn note(connection: &Connection, site: SiteId, by: &By, (before, after): Change<'_>) -> Result<()> {
    let kind = match (before, after) {
        (None, _) => ChangeKind::CompanyAttributeAdded,
        (Some(_), Some(_)) => ChangeKind::CompanyAttributeChanged,
        (Some(_), None) => ChangeKind::CompanyAttributeRemoved,
    };
    let label = |attribute: Option<&CompanyAttribute>| attribute.map(|attribute| attribute.label.to_string());
    let holds = |attribute: Option<&CompanyAttribute>| {
        attribute.map(|attribute| rows::to_json(&attribute.kind).map(|kind| kind.trim_matches('"').to_owned())).transpose()
    };
    let subject = before.or(after).map_or("", |attribute| attribute.key.as_str());
    let fields = [FieldChange::of("label", label(before), label(after)), FieldChange::of("kind", holds(before)?, holds(after)?)];
    changes::note(connection, site, by, kind, subject, fields)
}
