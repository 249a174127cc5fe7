//! Setting a site up otherwise.

use std::collections::BTreeSet;

use parlor_domain::change::{By, ChangeKind, FieldChange};
use parlor_domain::ids::Moment;
use parlor_domain::site::Settings;
use parlor_domain::text::SiteKey;
use rusqlite::{Connection, Result};
use serde_json::Value;

use crate::error::StoreError;
use crate::files::keep_file;
use crate::records::{File, FileKind};
use crate::sites::SiteRow;
use crate::{Store, changes, import, rows, sites};

/// What became of new settings.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SettingsChanged {
    /// They are the site's.
    Changed,
    /// Somebody else has changed them meanwhile.
    Stale,
    /// There is no such site.
    NoSuchSite,
}

impl Store {
    /// Makes a site with these settings, whose key is nobody else's. Its site file is not made yet. False if there is one of that name.
    pub async fn add_site(&self, settings: Settings, key: SiteKey, moment: Moment, by: By) -> Result<bool, StoreError> {
        self.write(move |connection| add(connection, settings, key, moment, &by)).await
    }

    /// Gives a site settings in the place of those that it had, with the files that they name. Its site file is not made anew yet.
    pub async fn change_settings(
        &self,
        site: &SiteKey,
        former: Settings,
        settings: Settings,
        files: Vec<(FileKind, File)>,
        by: By,
    ) -> Result<SettingsChanged, StoreError> {
        let site = site.clone();
        self.write(move |connection| change(connection, &site, &former, settings, &files, &by)).await
    }
}

fn add(connection: &Connection, mut settings: Settings, key: SiteKey, moment: Moment, by: &By) -> Result<bool> {
    if sites::by_name(connection, &settings.name)?.is_some() {
        return Ok(false);
    }
    settings.key = Some(key.clone());
    let site = SiteRow { id: moment.ids().make(), key, settings, revision: 1, site_files: Vec::new() };
    import::insert_site(connection, &site, moment.now)?;
    changes::note(connection, site.id, by, ChangeKind::SiteAdded, site.settings.name.as_str(), []).map(|()| true)
}

fn change(
    connection: &Connection,
    site: &SiteKey,
    former: &Settings,
    settings: Settings,
    files: &[(FileKind, File)],
    by: &By,
) -> Result<SettingsChanged> {
    let Some(mut row) = sites::by_key(connection, site)? else { return Ok(SettingsChanged::NoSuchSite) };
    if row.settings != *former {
        return Ok(SettingsChanged::Stale);
    }
    if row.settings == settings {
        return Ok(SettingsChanged::Changed);
    }
    files.iter().try_for_each(|(kind, file)| keep_file(connection, *kind, file))?;
    row.settings = settings;
    import::update_site(connection, &row)?;
    sites::touch(connection, row.id)?;
    let name = row.settings.name.as_str();
    changes::note(connection, row.id, by, ChangeKind::SettingsChanged, name, differences(former, &row.settings)?)?;
    Ok(SettingsChanged::Changed)
}

/// Each value that is another one, by its place in a site's file.
fn differences(before: &Settings, after: &Settings) -> Result<Vec<Option<FieldChange>>> {
    let value = |settings: &Settings| -> Result<Value> {
        let text = rows::to_json(settings)?;
        serde_json::from_str(&text).map_err(|error| rows::unreadable(0, &error))
    };
    let mut found = Vec::new();
    compare("", &value(before)?, &value(after)?, &mut found);
    Ok(found)
}

fn compare(place: &str, before: &Value, after: &Value, found: &mut Vec<Option<FieldChange>>) {
    match (before, after) {
        (Value::Object(one), Value::Object(other)) => {
            let names: BTreeSet<&String> = one.keys().chain(other.keys()).collect();
            for name in names {
                let within = if place.is_empty() { name.clone() } else { format!("{place}.{name}") };
                let of = |values: &serde_json::Map<String, Value>| values.get(name).cloned().unwrap_or(Value::Null);
                compare(&within, &of(one), &of(other), found);
            }
        }
        (Value::Null, Value::Object(_)) => compare(place, &Value::Object(serde_json::Map::new()), after, found),
        (Value::Object(_), Value::Null) => compare(place, before, &Value::Object(serde_json::Map::new()), found),
        _ => found.push(FieldChange::of(place, told(before), told(after))),
    }
}

/// A value as people read it.
fn told(value: &Value) -> Option<String> {
    match value {
        Value::Null => None,
        Value::String(text) if text.is_empty() => None,
        Value::String(text) => Some(text.clone()),
        // A file, by its hash.
        Value::Array(bytes) if !bytes.is_empty() && bytes.iter().all(Value::is_number) => Some("a file".to_owned()),
        Value::Array(list) if list.is_empty() => None,
        Value::Array(list) => Some(list.iter().filter_map(told).collect::<Vec<_>>().join(", ")),
        other => Some(other.to_string()),
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn o16_what_is_different_is_told_by_its_place() {
        let before =
            json!({ "name": "A", "off": false, "allowed_domains": [], "look": { "tagline": "", "side": 20, "avatar": null } });
        let after = json!({
            "name": "A", "off": true, "allowed_domains": ["a.de", "*.b.de"],
            "look": { "tagline": "Hello", "side": 20, "avatar": [1, 2, 3] }, "texts": { "de": { "send": "Los" } },
        });
        let mut found = Vec::new();
        compare("", &before, &after, &mut found);
        let line = |change: FieldChange| {
            let value = |value: Option<String>| value.unwrap_or_else(|| "nothing".to_owned());
            format!("{}: {} -> {}", change.field, value(change.before), value(change.after))
        };
        let told: Vec<String> = found.into_iter().flatten().map(line).collect();
        let expected = [
            "allowed_domains: nothing -> a.de, *.b.de",
            "look.avatar: nothing -> a file",
            "look.tagline: nothing -> Hello",
            "off: false -> true",
            "texts.de.send: nothing -> Los",
        ];
        assert_eq!(told, expected);
    }
}
