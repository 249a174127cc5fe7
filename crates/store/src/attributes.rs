//! The attributes that people of a site can have (P2).

use std::collections::{BTreeMap, BTreeSet};

use parlor_domain::attribute::{EMAIL, EXTERNAL_ID, PersonAttribute, built_in};
use parlor_domain::change::{By, ChangeKind, FieldChange};
use parlor_domain::draft::Draft;
use parlor_domain::ids::SiteId;
use parlor_domain::limits::SITE_ATTRIBUTES;
use parlor_domain::people::{AttributeUses, SiteAttribute};
use parlor_domain::text::{Key, Name, SiteKey};
use rusqlite::{Connection, OptionalExtension, Result, Row, params};

use crate::error::StoreError;
use crate::import::put_attribute;
use crate::{Store, changes, documents, rows, sites};

/// The keys of the attributes that a draft names, and maybe others; nothing, if that can't be said.
pub type Named = fn(&Draft) -> Option<BTreeSet<String>>;

/// What became of an attribute that was to be kept.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum AttributeKept {
    /// It is.
    Kept,
    /// Every site has one of that key already.
    BuiltIn,
    /// There is one of that key.
    Taken,
    /// The site has as many as it may.
    TooMany,
    /// There is no such site.
    NoSuchSite,
}

/// What became of an attribute that was to be removed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum AttributeRemoved {
    /// It is gone.
    Removed,
    /// The site has none of that key, or every site has it.
    NoSuchAttribute,
    /// This dialogue or flow names it.
    UsedBy(Name),
    /// So many people, and visitors who are none yet, have a value of it.
    HasValues(u32),
}

impl Store {
    /// The site's attributes, the built-in ones first. `None` if there is no such site.
    pub async fn attributes(&self, site: &SiteKey) -> Result<Option<Vec<SiteAttribute>>, StoreError> {
        let site = site.clone();
        let told = |attribute: PersonAttribute| SiteAttribute { built_in: is_built_in(&attribute.key), attribute };
        self.read(move |connection| {
            let Some(site) = sites::id_of(connection, &site)? else { return Ok(None) };
            Ok(Some(sites::attributes(connection, site)?.into_iter().map(told).collect()))
        })
        .await
    }

    /// What each of the site's attributes is used for. It takes a while for many people and dialogues.
    pub async fn attribute_uses(&self, site: &SiteKey, named: Named) -> Result<BTreeMap<Key, AttributeUses>, StoreError> {
        let site = site.clone();
        self.read(move |connection| match sites::id_of(connection, &site)? {
            Some(site) => uses(connection, site, named),
            None => Ok(BTreeMap::new()),
        })
        .await
    }

    /// Adds an attribute. The site's file is not made anew yet.
    pub async fn add_attribute(&self, site: &SiteKey, attribute: PersonAttribute, by: By) -> Result<AttributeKept, StoreError> {
        let site = site.clone();
        self.write(move |connection| add(connection, &site, &attribute, &by)).await
    }

    /// Changes what an attribute of the site's own is called, and whether visitors may set it. False if there is none. The site's file is
    /// not made anew yet.
    pub async fn change_attribute(
        &self,
        site: &SiteKey,
        key: Key,
        label: Name,
        may_set: bool,
        by: By,
    ) -> Result<bool, StoreError> {
        let site = site.clone();
        self.write(move |connection| change(connection, &site, &key, label, may_set, &by)).await
    }

    /// Removes an attribute that neither a draft nor what is published names, and of which nobody has a value. The site's file is not
    /// made anew yet.
    pub async fn remove_attribute(&self, site: &SiteKey, key: Key, named: Named, by: By) -> Result<AttributeRemoved, StoreError> {
        let (of_site, of_key) = (site.clone(), key.clone());
        // Beside the writer, however many people there are: what is given meanwhile is given to no attribute when it is gone.
        let values = self.read(move |connection| values(connection, &of_site, &of_key)).await?;
        if values > 0 {
            return Ok(AttributeRemoved::HasValues(values));
        }
        let site = site.clone();
        self.write(move |connection| remove(connection, &site, &key, named, &by)).await
    }
}

fn uses(connection: &Connection, site: SiteId, named: Named) -> Result<BTreeMap<Key, AttributeUses>> {
    let mut users: BTreeMap<String, BTreeSet<Name>> = BTreeMap::new();
    for draft in documents::in_use(connection, site)? {
        for key in named(&draft).into_iter().flatten() {
            users.entry(key).or_default().insert(draft.name().clone());
        }
    }
    let counts = counts(connection, site)?;
    let of = |attribute: PersonAttribute| {
        let key = attribute.key.as_str();
        let used_by = users.get(key).into_iter().flatten().cloned().collect();
        let people = counts.get(key).copied().unwrap_or_default();
        (attribute.key, AttributeUses { used_by, people })
    };
    Ok(sites::attributes(connection, site)?.into_iter().map(of).collect())
}

fn is_built_in(key: &Key) -> bool {
    built_in().any(|attribute| attribute.key == *key)
}

/// How many have a value of an attribute: people, and visitors who are none yet.
fn values(connection: &Connection, site: &SiteKey, key: &Key) -> Result<u32> {
    let query = "-- name: values_of_attribute
        SELECT (SELECT count(*) FROM person_value JOIN person ON person.id = person_value.person
                WHERE person.site = site.id AND person_value.key = ?2)
            + (SELECT count(*) FROM given JOIN visitor ON visitor.id = given.visitor
                WHERE visitor.site = site.id AND visitor.person IS NULL AND given.key = ?2)
        FROM site WHERE site.key = ?1";
    let found = connection.prepare_cached(query)?.query_row(params![site.as_str(), key.as_str()], |row| row.get(0)).optional()?;
    Ok(found.unwrap_or_default())
}

/// How many people have a value of each attribute.
fn counts(connection: &Connection, site: SiteId) -> Result<BTreeMap<String, u32>> {
    let query = "-- name: count_values
        SELECT person_value.key, count(*) FROM person_value JOIN person ON person.id = person_value.person
        WHERE person.site = ?1 GROUP BY person_value.key
        UNION ALL SELECT ?2, count(*) FROM person WHERE site = ?1 AND email_folded IS NOT NULL
        UNION ALL SELECT ?3, count(*) FROM person WHERE site = ?1 AND external_id IS NOT NULL";
    let read = |row: &Row<'_>| Ok((row.get(0)?, row.get(1)?));
    connection.prepare_cached(query)?.query_map(params![site.bytes(), EMAIL, EXTERNAL_ID], read)?.collect()
}

fn add(connection: &Connection, site: &SiteKey, attribute: &PersonAttribute, by: &By) -> Result<AttributeKept> {
    let Some(site) = sites::id_of(connection, site)? else { return Ok(AttributeKept::NoSuchSite) };
    let present = sites::own_attributes(connection, site)?;
    if is_built_in(&attribute.key) {
        return Ok(AttributeKept::BuiltIn);
    }
    if present.iter().any(|other| other.key == attribute.key) {
        return Ok(AttributeKept::Taken);
    }
    if present.len() >= SITE_ATTRIBUTES {
        return Ok(AttributeKept::TooMany);
    }
    write(connection, site, None, attribute, by).map(|()| AttributeKept::Kept)
}

fn change(connection: &Connection, site: &SiteKey, key: &Key, label: Name, may_set: bool, by: &By) -> Result<bool> {
    let Some(site) = sites::id_of(connection, site)? else { return Ok(false) };
    let present = sites::own_attributes(connection, site)?;
    let Some(before) = present.into_iter().find(|other| other.key == *key) else { return Ok(false) };
    let after = PersonAttribute { label, visitor_may_set: may_set, ..before.clone() };
    if after != before {
        write(connection, site, Some(&before), &after, by)?;
    }
    Ok(true)
}

fn write(
    connection: &Connection,
    site: SiteId,
    before: Option<&PersonAttribute>,
    after: &PersonAttribute,
    by: &By,
) -> Result<()> {
    put_attribute(connection, site, after)?;
    sites::touch(connection, site)?;
    let kind = if before.is_some() { ChangeKind::AttributeChanged } else { ChangeKind::AttributeAdded };
    changes::note(connection, site, by, kind, after.key.as_str(), fields(before, Some(after))?)
}

/// What is different about an attribute.
fn fields(before: Option<&PersonAttribute>, after: Option<&PersonAttribute>) -> Result<[Option<FieldChange>; 3]> {
    let label = |attribute: Option<&PersonAttribute>| attribute.map(|attribute| attribute.label.to_string());
    let may_set = |attribute: Option<&PersonAttribute>| attribute.map(|attribute| attribute.visitor_may_set.to_string());
    let kind = |attribute: Option<&PersonAttribute>| {
        attribute.map(|attribute| rows::to_json(&attribute.kind).map(|kind| kind.trim_matches('"').to_owned())).transpose()
    };
    Ok([
        FieldChange::of("label", label(before), label(after)),
        FieldChange::of("kind", kind(before)?, kind(after)?),
        FieldChange::of("visitor may set", may_set(before), may_set(after)),
    ])
}

fn remove(connection: &Connection, site: &SiteKey, key: &Key, named: Named, by: &By) -> Result<AttributeRemoved> {
    let Some(site) = sites::id_of(connection, site)? else { return Ok(AttributeRemoved::NoSuchAttribute) };
    let present = sites::own_attributes(connection, site)?;
    let Some(before) = present.iter().find(|attribute| attribute.key == *key) else {
        return Ok(AttributeRemoved::NoSuchAttribute);
    };
    if let Some(user) =
        documents::in_use(connection, site)?.into_iter().find(|draft| named(draft).is_none_or(|keys| keys.contains(key.as_str())))
    {
        return Ok(AttributeRemoved::UsedBy(user.name().clone()));
    }
    let query = "-- name: remove_attribute
        DELETE FROM attribute WHERE site = ?1 AND key = ?2";
    connection.prepare_cached(query)?.execute(params![site.bytes(), key.as_str()])?;
    sites::touch(connection, site)?;
    changes::note(connection, site, by, ChangeKind::AttributeRemoved, key.as_str(), fields(Some(before), None)?)?;
    Ok(AttributeRemoved::Removed)
}
