//! A site with two published dialogues, browsers that visit it, and a judge who does what is typed.

#![allow(dead_code, unreachable_pub, missing_docs)]

pub mod flow;

use parlor_domain::action::{Change, Deed, Part};
use parlor_domain::activity::ActivityKind::{Closed, Completed, Engaged, PageViewed, Triggered};
use parlor_domain::activity::{Consequence, Detail};
use parlor_domain::apart::Client;
use parlor_domain::change::By;
use parlor_domain::draft::{CardDraft, Draft, ProgramStatus, SiteDraft};
use parlor_domain::event::{Case, Event, Outcome, PageSeen, Refusal, What};
use parlor_domain::flow::{Behind, CardIndex, Flow};
use parlor_domain::form::Form;
use parlor_domain::ids::*;
use parlor_domain::language::{Language, Words};
use parlor_domain::look::{Look, PublishedLook};
use parlor_domain::people::Activity;
use parlor_domain::reading::Reading;
use parlor_domain::site::{FileHash, Settings, SiteFile};
use parlor_domain::state::{Act, Answer};
use parlor_domain::text::{Email, Key, Name, SiteKey, Typed};
use parlor_domain::time::{Instant, MINUTE};
use parlor_domain::value::{Kind, Value};
use parlor_domain::walk::Walk;
use parlor_store::{Brought, Caller, File, Identity, Intake, NewVersion, NewWebhook, Store, Whose};
use tempfile::TempDir;

pub const NOW: Instant = Instant(1_800_000_000_000);

/// The bytes of a small id; ids are 256 apart, like those of browsers.
pub fn id(n: u32) -> [u8; 16] {
    let mut bytes = [0; 16];
    bytes[11..15].copy_from_slice(&n.to_be_bytes());
    bytes
}

/// The id of a conversation that was begun [`NOW`]; 0: of none.
pub fn conversation_id(n: u32) -> ConversationId {
    let mut bytes = id(n);
    if n > 0 {
        bytes[..6].copy_from_slice(&NOW.0.to_be_bytes()[2..]);
    }
    ConversationId::from_bytes(bytes)
}

pub fn moment(n: u8) -> Moment {
    Moment { now: NOW, chance: [n; 10] }
}

pub fn site_key(key: &str) -> SiteKey {
    SiteKey::parse(key).expect("a site key")
}

pub fn email(text: &str) -> Email {
    Email::parse(text).expect("an address")
}

pub fn site_draft(key: &str, settings: &str) -> SiteDraft {
    let flow = r#"{"start": "hello", "cards": {
        "hello": {"message": {"text": "Hello", "next": "won"}},
        "won": {"goal": {"goal": "Demo asked for", "score": 2}},
        "seen": {"goal": {"goal": "Prices seen", "score": 1}}}}"#;
    let json = format!(
        r#"{{"parlor": 1, "site": {{"name": "Site {key}", "key": "{key}" {settings}}},
        "attributes": [{{"key": "team_size", "label": "Team size", "kind": "whole_number"}},
                       {{"key": "tier", "label": "Tier", "kind": "text", "visitor_may_set": false}}],
        "goals": ["Demo asked for", "Prices seen"],
        "lists": ["News"],
        "programs": [{{"name": "Fair", "statuses": ["Invited", "Came"]}}],
        "webhooks": [{{"name": "CRM", "url": "https://crm.example/hook"}}],
        "dialogues": [{{"name": "First", "flow": {flow}}}, {{"name": "Second", "flow": {flow}}}]}}"#
    );
    serde_json::from_str(&json).expect("a site draft")
}

pub struct World {
    pub folder: TempDir,
    pub store: Store,
    pub site: SiteKey,
    pub dialogues: Vec<DialogueId>,
}

impl World {
    pub async fn new() -> Self {
        Self::with("").await
    }

    /// With further settings: `, "activity_scope": "session"`.
    pub async fn with(settings: &str) -> Self {
        let folder = tempfile::tempdir().expect("a folder");
        let store = Store::open(folder.path()).expect("a store");
        let (site, dialogues) = add_site(&store, "demo", settings, 1).await;
        Self { folder, store, site, dialogues }
    }

    pub async fn send(&self, browser: &Browser, events: Vec<Event>) -> Vec<Outcome> {
        let answer = self.store.take_in(browser.intake(&self.site, events), admit, judge).await.expect("taken in");
        answer.1.into_iter().map(|(_, outcome)| outcome).collect()
    }

    /// Types texts, one event each; all must be stored.
    pub async fn says(&self, browser: &mut Browser, texts: &[&str]) {
        let events: Vec<Event> = texts.iter().map(|text| browser.types(text)).collect();
        let count = events.len();
        assert_eq!(self.send(browser, events).await, vec![Outcome::Stored; count]);
    }

    /// The log, the oldest entry first.
    pub async fn log(&self, of: Whose) -> Vec<Activity> {
        let mut entries = self.store.activities(&self.site, of, &[], 0).await.expect("a log").entries;
        entries.reverse();
        entries
    }

    /// What all visitors of the site did, the oldest entry first.
    pub async fn whole_log(&self) -> Vec<Activity> {
        let mut log = Vec::new();
        for visitor in self.visitors().await {
            log.extend(self.log(Whose::Visitor(visitor)).await);
        }
        log.sort_by_key(|entry| (entry.at, entry.id));
        log
    }

    async fn visitors(&self) -> Vec<VisitorId> {
        let anonymous = self.store.visitors(&self.site, 0).await.expect("visitors").entries;
        let mut all: Vec<_> = anonymous.iter().map(|visitor| visitor.id).collect();
        for person in self.store.people(&self.site, "", 0).await.expect("people").entries {
            let page = self.store.person(&self.site, person.id).await.expect("a read").expect("a person");
            all.extend(page.visitors.iter().map(|visitor| visitor.id));
        }
        all
    }

    pub async fn kinds(&self, of: Whose) -> String {
        kinds(&self.log(of).await)
    }

    pub async fn whole_kinds(&self) -> String {
        kinds(&self.whole_log().await)
    }

    /// Persons with their values, claims and logs, by address.
    pub async fn people(&self) -> String {
        let mut people = self.store.people(&self.site, "", 0).await.expect("people").entries;
        people.sort_by(|a, b| a.email.cmp(&b.email));
        let mut told = String::new();
        for person in people {
            let page = self.store.person(&self.site, person.id).await.expect("a read").expect("a person");
            let values: Vec<String> = page
                .attributes
                .iter()
                .map(|a| {
                    let claimed: String = a.claimed.iter().map(|value| format!(" claimed {value}")).collect();
                    format!("{}={}{claimed}", a.key, a.value.as_ref().map(Value::to_string).unwrap_or_default())
                })
                .collect();
            let lists: String = page.lists.iter().map(|list| format!(", on {list}")).collect();
            let programs: String = page.programs.iter().map(|of| format!(", {} in {}", of.status, of.program)).collect();
            let email = person.email.map_or_else(|| "no address".to_owned(), String::from);
            let kinds = self.kinds(Whose::Person(person.id)).await;
            let verified = page.visitors.iter().filter(|visitor| visitor.verified).count();
            let verified = if verified > 0 { format!(", {verified} verified") } else { String::new() };
            let visitors = format!("visitors: {}{verified}", page.visitors.len());
            told += &format!("{email} | {}{lists}{programs} | {visitors} | {kinds}\n", values.join(", "));
        }
        told
    }
}

fn kinds(log: &[Activity]) -> String {
    log.iter().map(told).collect::<Vec<_>>().join(", ")
}

fn told(activity: &Activity) -> String {
    match &activity.detail {
        Detail::None => activity.kind.code().to_owned(),
        Detail::Goal { goal, score } => format!("goal {goal} {}", score.unwrap_or(0)),
        Detail::Email(email) => format!("email_given {email}"),
        Detail::Phone(phone) => format!("phone_given {phone}"),
        Detail::Attribute { attribute, value, claimed } => {
            format!("{attribute}={value}{}", if *claimed { " (claimed)" } else { "" })
        }
        Detail::Document { document, url, opened, downloaded, reading } => {
            let how = if *opened { "opened" } else { "not opened" };
            let read = reading.as_ref().map(|Reading { pages, of, seconds, words }| {
                format!(", {pages} of {of} pages in {seconds} s, searched for [{}]", words.join(", "))
            });
            format!("{document} at {url} {how}{}{}", if *downloaded { ", downloaded" } else { "" }, read.unwrap_or_default())
        }
        Detail::Action { task, held_back } => format!("{task}{}", if *held_back { " (held back)" } else { "" }),
        Detail::Link { url } => format!("link_clicked {url}"),
        Detail::Identified { email, external_id } => {
            let email = email.clone().map(String::from).unwrap_or_default();
            format!("identified {email} {}", external_id.clone().unwrap_or_default())
        }
    }
}

/// A site with two published dialogues.
pub async fn add_site(store: &Store, key: &str, settings: &str, chance: u8) -> (SiteKey, Vec<DialogueId>) {
    let draft = site_draft(key, settings);
    let webhooks = webhooks(&draft, chance);
    let imported = store
        .import(draft.clone(), Brought { webhooks, ..Brought::default() }, site_key("fresh"), moment(chance))
        .await
        .expect("imported");
    let dialogues: Vec<DialogueId> = imported.dialogues.iter().map(|dialogue| dialogue.id).collect();
    for (dialogue, draft) in dialogues.iter().zip(draft.dialogues) {
        let version = version(&Draft::Dialogue(draft), Flow::default(), 1);
        assert_eq!(store.publish(&imported.key, *dialogue, version, By::command(NOW)).await.expect("published"), Some(1));
    }
    (imported.key, dialogues)
}

/// The webhooks of a draft, with secrets of this number.
pub fn webhooks(draft: &SiteDraft, secret: u8) -> Vec<NewWebhook> {
    draft.webhooks.iter().map(|webhook| NewWebhook { webhook: webhook.clone(), secret: [secret; 24] }).collect()
}

/// A version to be frozen, its flow under a hash of this number.
pub fn version(draft: &Draft, flow: Flow, hash: u8) -> NewVersion {
    let goals = draft.flow().cards.0.iter().zip(0..).filter_map(|((_, card), at)| match card {
        CardDraft::Goal(goal) => Some((at, goal.clone())),
        _ => None,
    });
    let behind = Behind { goals: goals.collect(), actions: actions(), ..Behind::default() };
    let flow = File { hash: FileHash([hash; 16]), bytes: flow.to_bytes() };
    NewVersion { draft: draft.clone(), flow, behind, copies: Vec::new(), ask_again: false }
}

/// What actions can do, by the numbers of their cards.
fn actions() -> Vec<(CardIndex, Vec<Deed>)> {
    let name = |text: &str| Name::parse(text).expect("a name");
    let key = |text: &str| Key::parse(text).expect("a key");
    let program = |status| Change::Program(ProgramStatus { program: name("Fair"), status: name(status) });
    let set = |attribute, value| Deed::Set { attribute: key(attribute), kind: Kind::Text, value: vec![value] };
    let deeds = [
        set("first_name", Part::Token),
        set("tier", Part::Text("gold".to_owned())),
        Deed::Change(Change::Clear(key("first_name"))),
        Deed::Change(Change::Join(name("News"))),
        Deed::Change(Change::Leave(name("News"))),
        Deed::Change(program("Invited")),
        Deed::Change(program("Came")),
        Deed::Webhook(name("CRM")),
        Deed::Change(Change::Join(name("Gone"))),
        Deed::Webhook(name("Gone")),
    ];
    (0..).zip(deeds.map(|deed| vec![deed])).collect()
}

/// One browser of one visitor: conversation, session and tab can be set before each event.
#[derive(Clone)]
pub struct Browser {
    pub visitor: VisitorId,
    pub secret_hash: [u8; 32],
    pub session: u32,
    pub conversation: u32,
    pub tab: u32,
    pub dialogue: DialogueId,
    pub version: u32,
    pub next_id: u32,
    pub seq: u32,
    pub seq_outside: u32,
    pub now: Instant,
    pub url: String,
    pub client: Client,
}

impl Browser {
    /// Browsers of different numbers have nothing in common.
    pub fn new(world: &World, n: u32) -> Self {
        Self {
            visitor: VisitorId::from_bytes(id(n)),
            secret_hash: [n as u8; 32],
            session: n * 1_000,
            conversation: n * 1_000,
            tab: 0,
            dialogue: world.dialogues[0],
            version: 1,
            next_id: n * 100_000,
            seq: 0,
            seq_outside: 0,
            now: NOW,
            url: "https://site.example/".to_owned(),
            client: Client::default(),
        }
    }

    pub fn intake(&self, site: &SiteKey, events: Vec<Event>) -> Intake {
        let chance = self.next_id.to_be_bytes();
        let chance = [chance[0], chance[1], chance[2], chance[3], 0, 0, 0, 0, 0, 0];
        let document_address = |hash| format!("/kept/{hash}");
        Intake {
            caller: self.caller(site),
            client: self.client,
            sent: self.now,
            received: self.now,
            chance,
            document_address,
            events,
        }
    }

    pub fn caller(&self, site: &SiteKey) -> Caller {
        Caller { site: site.clone(), visitor: self.visitor, secret_hash: self.secret_hash }
    }

    /// What the site's owner says of this browser's visitor.
    pub fn identity(&mut self, site: &SiteKey, email: Option<&str>, external_id: Option<&str>) -> Identity {
        self.next_id += 1;
        self.now = self.now.plus(1);
        let chance = self.next_id.to_be_bytes();
        let chance = [chance[0], chance[1], chance[2], chance[3], 1, 0, 0, 0, 0, 0];
        Identity {
            caller: self.caller(site),
            client: self.client,
            session: SessionId::from_bytes(id(self.session)),
            page: PageSeen { url: self.url.clone(), title: "Home".to_owned() },
            email: email.map(self::email),
            external_id: external_id.map(ToOwned::to_owned),
            attributes: Vec::new(),
            moment: Moment { now: self.now, chance },
        }
    }

    /// Something that happens in no conversation.
    pub fn outside(&mut self, what: What) -> Event {
        let inside = (self.conversation, self.dialogue, self.version, self.seq);
        (self.conversation, self.dialogue, self.version) = (0, DialogueId::from_bytes([0; 16]), 0);
        self.seq = self.seq_outside;
        let event = self.event(what);
        self.seq_outside = self.seq;
        (self.conversation, self.dialogue, self.version, self.seq) = inside;
        event
    }

    pub fn event(&mut self, what: What) -> Event {
        self.next_id += 1;
        self.seq += 1;
        self.now = self.now.plus(1);
        Event {
            id: EventId::from_bytes(id(self.next_id)),
            at: self.now,
            session: SessionId::from_bytes(id(self.session)),
            conversation: conversation_id(self.conversation),
            tab: TabId::from_bytes(id(self.tab)),
            client_seq: self.seq - 1,
            dialogue: self.dialogue,
            version: self.version,
            page: PageSeen { url: self.url.clone(), title: "Home".to_owned() },
            what,
        }
    }

    pub fn shown(&mut self) -> Event {
        self.event(What::Shown)
    }

    pub fn types(&mut self, text: &str) -> Event {
        let answer = Answer::Text(Typed { text: text.to_owned(), folded: text.to_lowercase() });
        self.event(What::Acted(Act { turn: 0, card: 0, answer }))
    }

    pub fn in_conversation(&mut self, conversation: u32) -> &mut Self {
        (self.conversation, self.seq) = (conversation, 0);
        self
    }

    pub fn in_tab(&mut self, tab: u32) -> &mut Self {
        (self.tab, self.seq) = (tab, 0);
        self
    }

    pub fn later(&mut self, minutes: i64) -> &mut Self {
        self.now = self.now.plus(minutes * MINUTE);
        self
    }
}

fn given((attribute, value): &(Key, Value)) -> Consequence {
    match (attribute.as_str(), value) {
        ("email", Value::Text(text)) => Consequence::Email(email(text)),
        _ => Consequence::Write { attribute: attribute.clone(), value: value.clone() },
    }
}

/// Lets everybody in.
pub fn admit(_: Option<&Settings>) -> Result<(), ()> {
    Ok(())
}

/// Does what is typed: `do ACTION WORD`, `hi`, `done`, `bad`, `goal 1`, `email a@b.de`, `phone 1`, `set key value`.
pub fn judge(case: &Case<'_>, _: &mut Option<Walk>) -> Result<Vec<Consequence>, Refusal> {
    let typed = match &case.event.what {
        What::Shown => return Ok(vec![Consequence::Log(Triggered)]),
        What::Begun(beginning) => return Ok(vec![Consequence::Begun(*beginning)]),
        What::Document(of) => return Ok(vec![Consequence::Document { card: of.card, downloaded: of.downloaded }]),
        What::Read(read) => return Ok(vec![Consequence::Read(read.clone())]),
        What::Clicked(_) => return Ok(vec![Consequence::Link("https://elsewhere.example/".to_owned())]),
        What::Closed => return Ok(vec![Consequence::Log(Closed)]),
        What::Viewed => return Ok(vec![Consequence::Log(PageViewed)]),
        What::Given(values) => return Ok(values.iter().map(given).collect()),
        What::Acted(Act { answer: Answer::Text(typed), .. }) => typed.text.clone(),
        _ => return Ok(Vec::new()),
    };
    let mut words = typed.splitn(3, ' ');
    let (word, rest, value) = (words.next().unwrap_or_default(), words.next().unwrap_or_default(), words.next());
    let more = match word {
        "bad" => return Err(Refusal::DoesNotFit),
        "panic" => panic!("the judge has a bug"),
        "done" => Some(Consequence::Log(Completed)),
        "goal" => rest.parse().ok().map(Consequence::Goal),
        "email" => Email::parse(rest).ok().map(Consequence::Email),
        "do" => {
            let filled = value.map(ToOwned::to_owned).into_iter().collect();
            rest.parse().ok().map(|card| Consequence::Action { card, filled })
        }
        "phone" => Some(Consequence::Phone(rest.to_owned())),
        "set" => Key::parse(rest).ok().zip(value).map(|(attribute, value)| {
            let number = value.parse().map(Value::Number);
            Consequence::Write { attribute, value: number.unwrap_or_else(|_| Value::Text(value.to_owned())) }
        }),
        _ => None,
    };
    Ok([Consequence::Log(Engaged)].into_iter().chain(more).collect())
}

/// A site file without anything in it.
pub fn empty_site_file() -> Vec<u8> {
    site_file(Look::default().published())
}

/// A site file with nothing in it but a look.
pub fn site_file(look: PublishedLook) -> Vec<u8> {
    let file = SiteFile {
        session_minutes: 30,
        response_delay_ms: 0,
        off: false,
        look,
        reports_pages: false,
        attributes: Vec::new(),
        dialogues: Vec::new(),
        flows: Vec::new(),
        zone: String::new(),
        words: Words { language: Language::english(), texts: Vec::new(), unread: Vec::new() },
    };
    file.to_bytes()
}
