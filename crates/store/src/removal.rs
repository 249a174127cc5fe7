//! Removing a site with everything of it.

use std::collections::BTreeSet;

use parlor_domain::flow::{Card, Document, Flow, Place, RichText};
use parlor_domain::form::Form;
use parlor_domain::look::PublishedLook;
use parlor_domain::site::{FileHash, Settings, SiteFile};
use parlor_domain::text::SiteKey;
use rusqlite::{Connection, Result, params};

use crate::error::StoreError;
use crate::records::FileKind;
use crate::{Store, rows, sites};

impl Store {
    /// Removes a site: its dialogues, people, visitors, log, keys, and the files that no other site has. False if
    /// there is no such site.
    pub async fn remove_site(&self, site: &SiteKey) -> Result<bool, StoreError> {
        let site = site.clone();
        self.write(move |connection| remove(connection, &site)).await
    }
}

fn remove(connection: &Connection, site: &SiteKey) -> Result<bool> {
    let Some(site) = sites::id_of(connection, site)? else { return Ok(false) };
    connection.execute_batch(MAKE_INDEXES)?;
    // What goes with its site needn't be followed entry by entry.
    let triggers = "-- name: triggers_of_removal
        SELECT group_concat(sql, ';') FROM sqlite_schema WHERE type = 'trigger' AND name IN ('counted_goes', 'passings_go')";
    let triggers: String = connection.query_row(triggers, [], |row| row.get(0))?;
    connection.execute_batch(
        "-- name: drop_triggers_of_removal
        DROP TRIGGER counted_goes; DROP TRIGGER passings_go;",
    )?;
    for query in REMOVE {
        connection.prepare(query)?.execute([site.bytes()])?;
    }
    connection.execute_batch(DROP_INDEXES)?;
    connection.execute_batch(&triggers)?;
    remove_files(connection)?;
    Ok(true)
}

/// For each row that goes, whatever may refer to it is looked up. Nothing else asks for these, so they don't stay.
const MAKE_INDEXES: &str = "-- name: make_indexes_of_removal
    CREATE INDEX removal_1 ON activity (dialogue, version);
    CREATE INDEX removal_2 ON conversation (dialogue);
    CREATE INDEX removal_3 ON event (visitor);";

const DROP_INDEXES: &str = "-- name: drop_indexes_of_removal
    DROP INDEX removal_1; DROP INDEX removal_2; DROP INDEX removal_3;";

/// What refers to something goes before it.
const REMOVE: [&str; 44] = [
    "-- name: remove_mail
        DELETE FROM mail WHERE site = ?1",
    "-- name: remove_erased
        DELETE FROM erased WHERE site = ?1",
    "-- name: remove_delivery
        DELETE FROM delivery WHERE site = ?1",
    "-- name: remove_impressions_of_site
        DELETE FROM impression WHERE site = ?1",
    "-- name: remove_refusals
        DELETE FROM refusal WHERE site = ?1",
    "-- name: remove_refused_events
        DELETE FROM refused_event WHERE site = ?1",
    "-- name: remove_webhook_calls
        DELETE FROM webhook_call WHERE site = ?1",
    "-- name: remove_webhooks
        DELETE FROM webhook WHERE site = ?1",
    "-- name: remove_waiting_tasks
        DELETE FROM waiting_task WHERE visitor IN (SELECT id FROM visitor WHERE site = ?1)",
    "-- name: remove_list_members
        DELETE FROM list_member WHERE list IN (SELECT id FROM list WHERE site = ?1)",
    "-- name: remove_program_members
        DELETE FROM program_member WHERE program IN (SELECT id FROM program WHERE site = ?1)",
    "-- name: remove_lists
        DELETE FROM list WHERE site = ?1",
    "-- name: remove_programs
        DELETE FROM program WHERE site = ?1",
    "-- name: remove_activities
        DELETE FROM activity WHERE site = ?1",
    "-- name: remove_figures
        DELETE FROM rollup WHERE site = ?1",
    "-- name: remove_figures_of_pages
        DELETE FROM rollup_of_page WHERE site = ?1",
    "-- name: remove_conversations
        DELETE FROM conversation WHERE visitor IN (SELECT id FROM visitor WHERE site = ?1)",
    "-- name: remove_figures_of_cards
        DELETE FROM rollup_of_card WHERE site = ?1",
    "-- name: remove_sessions
        DELETE FROM session WHERE visitor IN (SELECT id FROM visitor WHERE site = ?1)",
    "-- name: remove_events
        DELETE FROM event WHERE visitor IN (SELECT id FROM visitor WHERE site = ?1)",
    "-- name: remove_numbers
        DELETE FROM tab WHERE visitor IN (SELECT id FROM visitor WHERE site = ?1)",
    "-- name: remove_given
        DELETE FROM given WHERE visitor IN (SELECT id FROM visitor WHERE site = ?1)",
    "-- name: remove_claims
        DELETE FROM claim WHERE person IN (SELECT id FROM person WHERE site = ?1)",
    "-- name: remove_values
        DELETE FROM person_value WHERE person IN (SELECT id FROM person WHERE site = ?1)",
    "-- name: unlink_visitors
        UPDATE visitor SET person = NULL WHERE site = ?1",
    "-- name: remove_merged
        DELETE FROM merged WHERE site = ?1",
    "-- name: remove_people
        DELETE FROM person WHERE site = ?1",
    "-- name: remove_domains
        DELETE FROM company_domain WHERE site = ?1",
    "-- name: remove_company_attributes
        DELETE FROM company_attribute WHERE site = ?1",
    "-- name: remove_companies
        DELETE FROM company WHERE site = ?1",
    "-- name: remove_visitors
        DELETE FROM visitor WHERE site = ?1",
    "-- name: remove_versions
        DELETE FROM version WHERE dialogue IN (SELECT id FROM dialogue WHERE site = ?1)",
    "-- name: remove_dialogues
        DELETE FROM dialogue WHERE site = ?1",
    "-- name: remove_documents
        DELETE FROM document WHERE site = ?1",
    "-- name: remove_attributes
        DELETE FROM attribute WHERE site = ?1",
    "-- name: remove_goals
        DELETE FROM goal WHERE site = ?1",
    "-- name: remove_identity_keys
        DELETE FROM identity_key WHERE site = ?1",
    "-- name: remove_changes
        DELETE FROM change WHERE site = ?1",
    "-- name: remove_own_roles
        DELETE FROM own_role WHERE site = ?1",
    "-- name: remove_roles
        DELETE FROM user_role WHERE site = ?1",
    "-- name: remove_invitations
        DELETE FROM invitation WHERE site = ?1",
    "-- name: remove_kept_site_files
        DELETE FROM kept_site_file WHERE site = ?1",
    "-- name: remove_site
        DELETE FROM site WHERE id = ?1",
    "-- name: remove_flow_and_site_files
        DELETE FROM file WHERE ?1 IS NOT NULL AND (kind = 'flow' AND hash NOT IN (SELECT flow FROM version)
            OR kind = 'site' AND hash NOT IN (SELECT hash FROM kept_site_file))",
];

/// Removes the documents, pictures and typefaces that neither a library nor a look nor anything published names.
fn remove_files(connection: &Connection) -> Result<()> {
    let named = named(connection)?;
    for (kind, hash) in kept(connection)? {
        if !named.contains(&hash) {
            let query = "-- name: remove_file
                DELETE FROM file WHERE kind = ?1 AND hash = ?2";
            connection.prepare_cached(query)?.execute(params![kind, hash.0])?;
        }
    }
    Ok(())
}

fn kept(connection: &Connection) -> Result<Vec<(String, FileHash)>> {
    let query = "-- name: uploaded_files
        SELECT kind, hash FROM file WHERE kind IN (?1, ?2, ?3)";
    let kinds = [FileKind::Document, FileKind::Cover, FileKind::Font].map(FileKind::code);
    connection.prepare_cached(query)?.query_map(kinds, |row| Ok((row.get(0)?, row.get(1).map(FileHash)?)))?.collect()
}

fn named(connection: &Connection) -> Result<BTreeSet<FileHash>> {
    let mut named = BTreeSet::new();
    let query = "-- name: documents_of_libraries
        SELECT document_json FROM document";
    for document in connection.prepare_cached(query)?.query_map([], |row| rows::json::<Document>(row, 0))? {
        let document = document?;
        named.extend(file_of(&document.place).into_iter().chain(document.cover));
    }
    let query = "-- name: flows_of_versions
        SELECT DISTINCT file.bytes FROM version JOIN file ON file.kind = 'flow' AND file.hash = version.flow";
    for flow in connection.prepare_cached(query)?.query_map([], |row| rows::form::<Flow>(row, 0))? {
        for card in flow?.cards {
            named.extend(card.text().into_iter().flat_map(RichText::pictures).filter_map(|picture| file_of(&picture.place)));
            if let Card::Document(document) = card {
                named.extend(file_of(&document.place).into_iter().chain(document.cover));
            }
        }
    }
    named.extend(looks(connection)?.into_iter().flat_map(|look| [look.avatar, look.font_file]).flatten());
    Ok(named)
}

/// The looks of all sites, and those that browsers may still have.
fn looks(connection: &Connection) -> Result<Vec<PublishedLook>> {
    let settings = "-- name: settings_of_sites
        SELECT settings_json FROM site";
    let site_files = "-- name: bytes_of_site_files
        SELECT bytes FROM file WHERE kind = 'site'";
    let mut looks = Vec::new();
    for settings in connection.prepare_cached(settings)?.query_map([], |row| rows::json::<Settings>(row, 0))? {
        looks.push(settings?.look.published());
    }
    for bytes in connection.prepare_cached(site_files)?.query_map([], |row| row.get::<_, Vec<u8>>(0))? {
        // Browsers load one anew that is in a form of former times.
        looks.extend(SiteFile::from_bytes(&bytes?).ok().map(|file| file.look));
    }
    Ok(looks)
}

fn file_of(place: &Place) -> Option<FileHash> {
    match place {
        Place::Uploaded { file, .. } => Some(*file),
        Place::Hosted(_) => None,
    }
}
