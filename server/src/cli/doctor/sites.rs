//! What is set up for visitors and the people at work.

use parlor_domain::attribute::Group;
use parlor_domain::audience::Condition;
use parlor_domain::draft::{CardDraft, Draft};
use parlor_domain::text::SiteKey;
use parlor_store::{SiteRecord, Store, StoreError};

use super::{Finding, ok, problem, warning};

/// Looks at users, at what reports are made of, and at every site.
pub(super) async fn look(store: &Store, has_places: bool) -> Result<Vec<Finding>, StoreError> {
    let mut findings = vec![match store.user_count().await? {
        0 => warning("users", "nobody may sign in; use the link that the server prints, or parlor user add EMAIL"),
        count => ok("users", count.to_string()),
    }];
    let faults = [store.roll_up_fault().await?, store.passings_fault().await?];
    findings.extend(
        faults.into_iter().flatten().map(|fault| {
            problem("reports", format!("they don't say what was stored ({fault}); parlor report rebuild counts anew"))
        }),
    );
    let keys = store.sites().await?;
    if keys.is_empty() {
        findings.push(warning("sites", "there is none; make one in the console, or take one in with parlor import FILE"));
    }
    for key in keys {
        let Some(site) = store.site(&key).await? else { continue };
        let mut found = of_site(&site, has_places);
        found.extend(calls(store, &key).await?);
        if found.is_empty() {
            found.push(ok(named(&key), published(&site).count().to_string() + " dialogues and flows are published"));
        }
        findings.extend(found);
    }
    Ok(findings)
}

fn named(key: &SiteKey) -> String {
    format!("site {key}")
}

fn published(site: &SiteRecord) -> impl Iterator<Item = &Draft> {
    let published = site.dialogues.iter().filter(|dialogue| dialogue.published);
    published.filter_map(|dialogue| dialogue.latest.as_ref()).map(|version| &version.draft)
}

/// What is hardly meant to be so.
fn of_site(site: &SiteRecord, has_places: bool) -> Vec<Finding> {
    let mut found = Vec::new();
    let mut warn = |told: String| found.push(warning(named(&site.key), told));
    if site.settings.allowed_domains.is_empty() {
        warn("every website may show it; name the site's own in its allowed domains".to_owned());
    }
    if published(site).next().is_none() {
        warn("nothing is published, so visitors see nothing".to_owned());
    }
    if !has_places {
        let asks = published(site).filter(|draft| conditions(draft).iter().any(|asked| asked.attribute.group == Group::Inferred));
        let names: Vec<String> = asks.map(|draft| format!("\"{}\"", draft.name())).collect();
        if !names.is_empty() {
            warn(format!("{} asks for places, and none are known; give the server --places", names.join(", ")));
        }
    }
    found
}

/// Every condition of an audience and of the cards.
fn conditions(draft: &Draft) -> Vec<&Condition> {
    let mut conditions: Vec<&Condition> = match draft {
        Draft::Dialogue(dialogue) => dialogue.audience.conditions().collect(),
        Draft::Flow(_) => Vec::new(),
    };
    for (_, card) in &draft.flow().cards.0 {
        if let CardDraft::Condition(card) = card {
            conditions.extend(card.branches.iter().flat_map(|branch| branch.when.conditions()));
        }
    }
    conditions
}

/// The calls of webhooks that nobody has taken.
async fn calls(store: &Store, key: &SiteKey) -> Result<Vec<Finding>, StoreError> {
    let mut found = Vec::new();
    for webhook in store.webhooks(key).await?.unwrap_or_default() {
        for calls in webhook.calls.iter().filter(|calls| calls.given_up) {
            let (count, name) = (calls.count, webhook.name.as_str());
            let why = calls.failure.as_deref().unwrap_or("no reason");
            let told = format!("webhook \"{name}\": {count} calls are given up: {why}; then parlor webhook retry --site {key}");
            found.push(warning(named(key), told));
        }
    }
    Ok(found)
}
