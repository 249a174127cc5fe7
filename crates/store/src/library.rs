//! A site's lists, programs and webhooks.

use parlor_domain::draft::{ProgramDraft, SiteDraft, WebhookDraft};
use parlor_domain::ids::{LibraryId, SiteId};
use parlor_domain::library::Library;
use parlor_domain::text::Name;
use parlor_domain::time::Instant;
use rusqlite::{Connection, OptionalExtension, Result, Row, params};

use crate::fresh::Fresh;
use crate::records::NewWebhook;
use crate::rows;

/// What the site has.
pub(crate) fn of(connection: &Connection, site: SiteId) -> Result<Library> {
    let id = |row: &Row<'_>| row.get(0).map(LibraryId::from_bytes);
    let lists = "-- name: lists_of_site
        SELECT id, name FROM list WHERE site = ?1 ORDER BY rowid";
    let programs = "-- name: programs_of_site
        SELECT id, program_json FROM program WHERE site = ?1 ORDER BY rowid";
    let webhooks = "-- name: webhooks_of_site
        SELECT name, url FROM webhook WHERE site = ?1 ORDER BY rowid";
    let webhook = |row: &Row<'_>| Ok(WebhookDraft { name: rows::text(row, 0)?, url: row.get(1)? });
    let site = [site.bytes()];
    Ok(Library {
        lists: connection
            .prepare_cached(lists)?
            .query_map(site, |row| Ok((id(row)?, rows::text(row, 1)?)))?
            .collect::<Result<_>>()?,
        programs: connection
            .prepare_cached(programs)?
            .query_map(site, |row| Ok((id(row)?, rows::json(row, 1)?)))?
            .collect::<Result<_>>()?,
        webhooks: connection.prepare_cached(webhooks)?.query_map(site, webhook)?.collect::<Result<_>>()?,
        answers: 0,
    })
}

/// Takes in the lists and programs that a file brings along; what it leaves out stays. Says whether anything changed.
pub(crate) fn import(connection: &Connection, site: SiteId, draft: &SiteDraft, fresh: &mut Fresh, now: Instant) -> Result<bool> {
    let mut changed = false;
    for list in &draft.lists {
        let id: LibraryId = fresh.id();
        let values = params![id.bytes(), site.bytes(), list.as_str(), now.0];
        changed |= connection.prepare_cached(PUT_LIST)?.execute(values)? > 0;
    }
    for program in &draft.programs {
        changed |= put_program(connection, site, program, fresh, now)?;
    }
    Ok(changed)
}

/// The same for webhooks.
pub(crate) fn import_webhooks(connection: &Connection, site: SiteId, webhooks: &[NewWebhook], now: Instant) -> Result<bool> {
    let mut changed = false;
    for NewWebhook { webhook, secret } in webhooks {
        let values = params![site.bytes(), webhook.name.as_str(), webhook.url, secret, now.0];
        changed |= connection.prepare_cached(PUT_WEBHOOK)?.execute(values)? > 0;
    }
    Ok(changed)
}

fn put_program(connection: &Connection, site: SiteId, program: &ProgramDraft, fresh: &mut Fresh, now: Instant) -> Result<bool> {
    // What is published knows a status by its place: so statuses come, and none goes.
    let query = "-- name: program_by_name
        SELECT program_json FROM program WHERE site = ?1 AND name = ?2";
    let values = params![site.bytes(), program.name.as_str()];
    let old: Option<ProgramDraft> = connection.prepare_cached(query)?.query_row(values, |row| rows::json(row, 0)).optional()?;
    let mut program = program.clone();
    if let Some(old) = old {
        let news = std::mem::replace(&mut program.statuses, old.statuses);
        let is_new = |status: &Name| !program.statuses.contains(status);
        let news: Vec<Name> = news.into_iter().filter(is_new).collect();
        program.statuses.extend(news);
    }
    let id: LibraryId = fresh.id();
    let values = params![id.bytes(), site.bytes(), program.name.as_str(), rows::to_json(&program)?, now.0];
    Ok(connection.prepare_cached(PUT_PROGRAM)?.execute(values)? > 0)
}

const PUT_LIST: &str = "-- name: put_list
    INSERT INTO list (id, site, name, created) VALUES (?1, ?2, ?3, ?4) ON CONFLICT DO NOTHING";
const PUT_PROGRAM: &str = "-- name: put_program
    INSERT INTO program (id, site, name, program_json, created) VALUES (?1, ?2, ?3, ?4, ?5)
    ON CONFLICT (site, name) DO UPDATE SET program_json = excluded.program_json
    WHERE program_json IS NOT excluded.program_json";
const PUT_WEBHOOK: &str = "-- name: put_webhook
    INSERT INTO webhook (site, name, url, secret, created) VALUES (?1, ?2, ?3, ?4, ?5)
    ON CONFLICT (site, name) DO UPDATE SET url = excluded.url WHERE url IS NOT excluded.url";
