//! Signed identities and what they open (I2, I3, T14).

use std::fmt::Debug;

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use hmac::{Hmac, KeyInit, Mac};
use parlor_domain::event::{Event, Outcome, PageSeen, What};
use parlor_domain::form::Form;
use parlor_domain::ids::{ConversationId, DialogueId, EventId, Ids, Secret, SessionId, TabId, VisitorId};
use parlor_domain::limits::BATCH_BYTES;
use parlor_domain::memory::PersonFacts;
use parlor_domain::site::FileHash;
use parlor_domain::text::{Key, Name};
use parlor_domain::value::Value;
use parlor_store::{FileKind, KeyAdded, SiteRecord, Whose};
use parlor_wire::visitor::{AskFacts, Asker, Batch, BatchAnswer, EVENTS, FACTS, FactsAnswer, IDENTIFY, Identified, Identify};
use serde_json::json;
use sha2::Sha256;

use crate::support::{App, key, moment, now, problem};

const SECRET: &str = "a secret that nobody guesses, as text";

/// A site with a dialogue for customers, whose first card greets by name and asks for the job.
fn customers(key: &str) -> serde_json::Value {
    let flow = json!({ "start": "hello", "cards": {
        "hello": { "message": { "text": "Hello {{person.first_name:\"there\"}}", "next": "job" } },
        "job": { "capture": { "text": "What do you do?", "input": "text", "attribute": "job_title", "next": "tier" } },
        "tier": { "condition": { "branches": [{ "when": { "all": [
            { "if": { "attribute": "person.country", "test": { "text": { "is": ["de"] } } } }] } }] } },
    } });
    let audience = json!({ "all": [
        { "if": { "attribute": "person.tier", "test": { "text": { "is": ["gold"] } } } },
        { "if": { "attribute": "person.email", "test": { "text": "is_not_empty" } } },
        { "if": { "attribute": "visit.language", "test": { "text": { "is": ["en"] } } } },
    ] });
    json!({
        "parlor": 1,
        "site": { "name": key, "key": key },
        "attributes": [{ "key": "tier", "label": "Tier", "kind": "text", "visitor_may_set": false }],
        "dialogues": [{ "name": "Customers", "pages": { "include": ["*"] }, "audience": audience, "flow": flow }],
    })
}

/// A server with such a site and an identity key.
async fn start() -> (App, SiteRecord) {
    let app = App::start().await;
    let site = app.import(&customers("demo"), 1).await;
    add_key(&app, "demo", SECRET).await;
    (app, site)
}

async fn add_key(app: &App, site: &str, secret: &str) {
    let name = Name::parse("first").expect("a name");
    let added = app.server.store().add_identity_key(&key(site), name, secret.into(), now()).await;
    assert_eq!(added.expect("an answer"), KeyAdded::Added);
}

/// A token whose header says this, signed with this secret.
fn signed(header: &serde_json::Value, claims: &serde_json::Value, secret: &str) -> String {
    let part = |value: &serde_json::Value| URL_SAFE_NO_PAD.encode(value.to_string());
    let text = format!("{}.{}", part(header), part(claims));
    let mut mac = Hmac::<Sha256>::new_from_slice(secret.as_bytes()).expect("a key");
    mac.update(text.as_bytes());
    format!("{text}.{}", URL_SAFE_NO_PAD.encode(mac.finalize().into_bytes()))
}

fn token(claims: serde_json::Value, secret: &str) -> String {
    let mut claims = claims;
    claims.as_object_mut().expect("claims").entry("exp").or_insert(json!(now().0 / 1_000 + 300));
    signed(&json!({ "alg": "HS256", "typ": "JWT" }), &claims, secret)
}

/// A visitor's browser.
struct Visitor<'a> {
    app: &'a App,
    ids: Ids,
    asker: Asker,
    session: SessionId,
    tab: TabId,
    outside: u32,
}

impl<'a> Visitor<'a> {
    async fn new(app: &'a App, site: &str, seed: u8) -> Self {
        let mut ids = moment(seed).ids();
        let (visitor, secret): (VisitorId, _) = (ids.make(), Secret::new([seed; 16]));
        let asker = Asker { site: key(site), ticket: app.ticket(site).await, visitor, secret };
        Self { app, session: ids.make(), tab: ids.make(), outside: 0, ids, asker }
    }

    fn identify(&self, token: &str) -> Identify {
        Identify { asker: self.asker.clone(), session: self.session, page: page(), token: token.to_owned() }
    }

    async fn shows(&self, token: &str) -> reqwest::Response {
        self.app.post_bytes(IDENTIFY, self.identify(token).to_bytes()).await
    }

    /// Shows a token that holds.
    async fn is(&self, claims: serde_json::Value) {
        let answer = self.shows(&token(claims, SECRET)).await;
        assert_eq!(answer.status(), 200, "{answer:?}");
        assert_eq!(read::<Identified>(answer).await.ticket, None);
    }

    /// The page gives attributes, in no conversation. Returns the answer as it is.
    async fn gives(&mut self, values: &[(&str, &str)]) -> Vec<u8> {
        let text = |(key, value): &(&str, &str)| (Key::parse(key).expect("a key"), Value::Text((*value).to_owned()));
        let event = Event {
            id: self.ids.make(),
            at: now(),
            session: self.session,
            conversation: ConversationId::from_bytes([0; 16]),
            tab: self.tab,
            client_seq: self.outside,
            dialogue: DialogueId::from_bytes([0; 16]),
            version: 0,
            page: page(),
            what: What::Given(values.iter().map(text).collect()),
        };
        self.outside += 1;
        let Asker { site, ticket, visitor, secret } = self.asker.clone();
        let batch = Batch { site, ticket, visitor, secret, sent: now(), events: vec![event] };
        self.app.post_bytes(EVENTS, batch.to_bytes()).await.bytes().await.expect("bytes").to_vec()
    }

    /// The first dialogue's flow begins.
    async fn begins(&mut self, site: &SiteRecord) -> Vec<Outcome> {
        let event = Event {
            id: self.ids.make(),
            at: now(),
            session: self.session,
            conversation: self.ids.make(),
            tab: self.tab,
            client_seq: 0,
            dialogue: site.dialogues[0].id,
            version: 1,
            page: page(),
            what: What::Started(Vec::new()),
        };
        let Asker { site, ticket, visitor, secret } = self.asker.clone();
        let batch = Batch { site, ticket, visitor, secret, sent: now(), events: vec![event] };
        let answer: BatchAnswer = read(self.app.post_bytes(EVENTS, batch.to_bytes()).await).await;
        answer.outcomes.into_iter().map(|(_, outcome)| outcome).collect()
    }

    fn asks(&self, site_file: FileHash, flow: Option<FileHash>) -> AskFacts {
        AskFacts { asker: self.asker.clone(), site_file, flow, utc_offset_minutes: 60 }
    }

    async fn ask(&self, site: &SiteRecord) -> reqwest::Response {
        let flow = site.dialogues[0].latest.as_ref().map(|version| version.flow);
        self.app.post_bytes(FACTS, self.asks(site.site_files[0].1, flow).to_bytes()).await
    }

    async fn facts(&self, site: &SiteRecord) -> Option<PersonFacts> {
        let answer = read::<FactsAnswer>(self.ask(site).await).await;
        assert!(answer.verified || answer.facts.verdicts.is_empty() && answer.facts.values.is_empty(), "{answer:?}");
        answer.verified.then_some(answer.facts)
    }
}

fn page() -> PageSeen {
    PageSeen { url: "https://example.com/?token=secret".to_owned(), title: "Example".to_owned() }
}

async fn read<T: Form + Debug>(answer: reqwest::Response) -> T {
    T::from_bytes(&answer.bytes().await.expect("bytes")).expect("a form")
}

/// What is known of everybody.
async fn people(app: &App) -> Vec<String> {
    let store = app.server.store();
    let mut told = Vec::new();
    for person in store.people(&key("demo"), "", 0).await.expect("people").entries {
        let page = store.person(&key("demo"), person.id).await.expect("a read").expect("a person");
        let value = |attribute: &parlor_wire::console::AttributeValue| {
            let claimed: String = attribute.claimed.iter().map(|value| format!(" claimed {value}")).collect();
            format!(" {}={}{claimed}", attribute.key, attribute.value.as_ref().map(ToString::to_string).unwrap_or_default())
        };
        let email = person.email.map(String::from).unwrap_or_default();
        told.push(format!("{email}{}", page.attributes.iter().map(value).collect::<String>()));
    }
    told.sort();
    told
}

#[actix_web::test]
async fn i3_a_signed_identity_links_and_writes() {
    let (app, site) = start().await;
    let ada = Visitor::new(&app, "demo", 1).await;
    let claims =
        json!({ "sub": "7", "email": "ada@example.com", "first_name": "Ada", "tier": "gold", "aud": ["demo"], "score": 3 });
    ada.is(claims.clone()).await;
    ada.is(claims).await;
    assert_eq!(people(&app).await, ["ada@example.com first_name=Ada external_id=7 tier=gold"]);
    let log = app.server.store().activities(&site.key, Whose::Visitor(ada.asker.visitor), &[], 0).await.expect("a log");
    assert_eq!(log.total, 1);
    assert_eq!((log.entries[0].kind.code(), log.entries[0].url.as_str()), ("identified", "https://example.com/"));
}

#[actix_web::test]
async fn i3_every_refusal_has_its_own_code_and_nothing_is_linked() {
    let (app, _) = start().await;
    app.import(&customers("other"), 1).await;
    add_key(&app, "other", "the other site's secret").await;
    app.import(&customers("keyless"), 1).await;
    let ada = Visitor::new(&app, "demo", 1).await;
    let good = json!({ "sub": "7", "email": "ada@example.com" });
    let tampered = {
        let token = token(good.clone(), SECRET);
        let (header, rest) = token.split_once('.').expect("a header");
        let (_, signature) = rest.split_once('.').expect("a signature");
        let payload = URL_SAFE_NO_PAD.encode(json!({ "sub": "8", "exp": now().0 / 1_000 + 300 }).to_string());
        format!("{header}.{payload}.{signature}")
    };
    let past = now().0 / 1_000 - 3_600;
    for (token, status, code) in [
        (token(good.clone(), "the other site's secret"), 403, "identity_wrong_signature"),
        (tampered, 403, "identity_wrong_signature"),
        (token(json!({ "sub": "7", "exp": past }), SECRET), 403, "identity_expired"),
        (signed(&json!({ "alg": "HS256" }), &good, SECRET), 403, "identity_without_expiry"),
        (token(json!({ "sub": "7", "nbf": now().0 / 1_000 + 3_600 }), SECRET), 403, "identity_not_yet"),
        (token(json!({ "sub": "7", "aud": "other" }), SECRET), 403, "identity_for_another_site"),
        (token(json!({ "first_name": "Ada" }), SECRET), 403, "identity_without_name"),
        (signed(&json!({ "alg": "none" }), &good, ""), 403, "identity_wrong_algorithm"),
        (signed(&json!({ "alg": "RS256" }), &good, SECRET), 403, "identity_wrong_algorithm"),
        (signed(&json!({ "alg": "HS512" }), &good, SECRET), 403, "identity_wrong_algorithm"),
        ("nonsense".to_owned(), 400, "identity_malformed"),
        ("x".repeat(5_000), 400, "identity_malformed"),
        (token(json!({ "sub": "7", "email": "nobody" }), SECRET), 400, "identity_malformed"),
    ] {
        let problem = problem(ada.shows(&token).await, status, code).await;
        assert!(code != "identity_malformed" || problem.detail.is_some(), "{problem:?}");
    }
    let elsewhere = Visitor::new(&app, "keyless", 3).await;
    problem(elsewhere.shows(&token(good.clone(), SECRET)).await, 403, "identity_without_key").await;
    // A token of this site's that another site's visitor shows.
    let other = Visitor::new(&app, "other", 4).await;
    problem(other.shows(&token(good.clone(), SECRET)).await, 403, "identity_wrong_signature").await;
    assert_eq!(people(&app).await, Vec::<String>::new());
    assert_eq!(app.server.store().visitors(&key("demo"), 0).await.expect("visitors").total, 0);

    // What was good once is not any longer when its key is gone.
    ada.is(good.clone()).await;
    let first = Name::parse("first").expect("a name");
    assert!(app.server.store().remove_identity_key(&key("demo"), first).await.expect("an answer"));
    problem(ada.shows(&token(good, SECRET)).await, 403, "identity_without_key").await;
}

#[actix_web::test]
async fn i3_what_does_not_go_together_is_refused() {
    let (app, site) = start().await;
    let (ada, mut eve) = (Visitor::new(&app, "demo", 1).await, Visitor::new(&app, "demo", 2).await);
    let good = token(json!({ "sub": "7", "email": "ada@example.com" }), SECRET);
    ada.is(json!({ "sub": "7" })).await;
    // Another's session, another's visitor, no ticket.
    let mut session = eve.identify(&good);
    session.session = ada.session;
    problem(app.post_bytes(IDENTIFY, session.to_bytes()).await, 403, "not_yours").await;
    eve.asker.visitor = ada.asker.visitor;
    problem(eve.shows(&good).await, 403, "not_yours").await;
    problem(eve.ask(&site).await, 403, "not_yours").await;
    eve.asker.ticket = "nonsense".to_owned();
    problem(eve.shows(&good).await, 403, "bad_ticket").await;
    problem(eve.ask(&site).await, 403, "bad_ticket").await;
    for path in [IDENTIFY, FACTS] {
        problem(app.post_bytes(path, vec![1; BATCH_BYTES + 2_000]).await, 413, "too_large").await;
        problem(app.post_bytes(path, vec![9, 9]).await, 400, "malformed").await;
    }
}

#[actix_web::test]
async fn t14_a_verified_visitor_gets_verdicts_and_the_flows_values_and_nothing_else() {
    let (app, site) = start().await;
    let ada = Visitor::new(&app, "demo", 1).await;
    assert_eq!(ada.facts(&site).await, None, "never seen");
    let claims = json!({
        "sub": "7", "email": "ada@example.com", "first_name": "Ada", "last_name": "Lovelace", "tier": "Gold", "country": "FR",
        "job_title": "Countess",
    });
    ada.is(claims).await;
    let facts = ada.facts(&site).await.expect("verified");
    let values: Vec<String> = facts.values.iter().map(|(key, value)| format!("{key}={value}")).collect();
    assert_eq!(values, ["first_name=Ada", "job_title=Countess"]);
    // Of tier and address it holds, of the country not; the visit's language is the browser's own affair.
    let mut verdicts: Vec<bool> = facts.verdicts.iter().map(|(_, verdict)| *verdict).collect();
    verdicts.sort();
    assert_eq!(verdicts, [false, true, true]);

    let without_flow = ada.asks(site.site_files[0].1, None);
    let answer: FactsAnswer = read(app.post_bytes(FACTS, without_flow.to_bytes()).await).await;
    let facts = answer.facts;
    assert_eq!((facts.verdicts.len(), facts.values.len()), (2, 0));
}

#[actix_web::test]
async fn t14_facts_are_about_the_sites_own_files() {
    let (app, site) = start().await;
    let other = app.import(&customers("other"), 1).await;
    let ada = Visitor::new(&app, "demo", 1).await;
    ada.is(json!({ "sub": "7" })).await;
    let (own, file) = (site.site_files[0].1, other.site_files[0].1);
    for asked in [ada.asks(file, None), ada.asks(FileHash([9; 16]), None), ada.asks(own, Some(FileHash([9; 16])))] {
        problem(app.post_bytes(FACTS, asked.to_bytes()).await, 404, "not_found").await;
    }
    // A browser may hold a former file of this site.
    let mut changed = customers("demo");
    changed["site"]["response_delay_ms"] = json!(700);
    app.import(&changed, 1).await;
    assert_ne!(app.record(&key("demo")).await.site_files[0].1, own);
    assert!(ada.facts(&site).await.is_some());
    let mut far = ada.asks(own, None);
    far.utc_offset_minutes = 10_000;
    problem(app.post_bytes(FACTS, far.to_bytes()).await, 400, "malformed").await;
}

/// The attempts of I2: whatever an unverified browser types, it can't tell whether the address is known, nor whether
/// anything is stored, and it can't overwrite.
#[actix_web::test]
async fn i2_a_typed_address_tells_nothing_and_overwrites_nothing() {
    let (app, site) = start().await;
    let ada = Visitor::new(&app, "demo", 1).await;
    let claims = json!({ "sub": "7", "email": "ada@example.com", "first_name": "Ada", "tier": "gold", "country": "DE" });
    ada.is(claims).await;
    let bob = Visitor::new(&app, "demo", 2).await;
    bob.is(json!({ "email": "bob@example.com" })).await;
    let before = people(&app).await;

    let mut answers = Vec::new();
    for (seed, address) in [(11, "ada@example.com"), (12, "bob@example.com"), (13, "unknown@example.com")] {
        let mut eve = Visitor::new(&app, "demo", seed).await;
        let mut heard = Vec::new();
        heard.extend(outcomes(&eve.gives(&[("email", address)]).await));
        heard.extend(eve.ask(&site).await.bytes().await.expect("bytes").to_vec());
        heard.extend(outcomes(&eve.gives(&[("first_name", "Mallory"), ("tier", "none"), ("country", "XX")]).await));
        heard.extend(eve.ask(&site).await.bytes().await.expect("bytes").to_vec());
        answers.push(heard);
    }
    assert!(answers.windows(2).all(|pair| pair[0] == pair[1]), "{answers:?}");

    let after = people(&app).await;
    assert_eq!(before, ["ada@example.com first_name=Ada country=DE external_id=7 tier=gold", "bob@example.com"]);
    assert_eq!(
        after,
        [
            "ada@example.com first_name=Ada claimed Mallory country=DE claimed XX external_id=7 tier=gold",
            "bob@example.com first_name=Mallory country=XX",
            "unknown@example.com first_name=Mallory country=XX",
        ]
    );
    // She herself still hears her own values.
    assert_eq!(ada.facts(&site).await.expect("verified").values.len(), 1);
}

/// An answer to a batch without the ids in it, which are the browser's own.
fn outcomes(answer: &[u8]) -> Vec<u8> {
    let mut answer = BatchAnswer::from_bytes(answer).expect("an answer");
    assert!(answer.outcomes.iter().all(|(_, outcome)| *outcome == Outcome::Stored), "{answer:?}");
    answer.outcomes.iter_mut().for_each(|(id, _)| *id = EventId::from_bytes([0; 16]));
    answer.to_bytes()
}

#[actix_web::test]
async fn i2_a_verified_visitor_who_types_another_address_is_unverified_again() {
    let (app, site) = start().await;
    let mut ada = Visitor::new(&app, "demo", 1).await;
    ada.is(json!({ "sub": "7", "email": "ada@example.com", "first_name": "Ada" })).await;
    assert!(ada.facts(&site).await.is_some());
    ada.gives(&[("email", "ada@example.com")]).await;
    assert!(ada.facts(&site).await.is_some(), "her own address changes nothing");
    ada.gives(&[("first_name", "Adele")]).await;
    assert_eq!(people(&app).await, ["ada@example.com first_name=Adele external_id=7"]);
    ada.gives(&[("email", "bob@example.com")]).await;
    assert_eq!(ada.facts(&site).await, None);
    ada.gives(&[("email", "ada@example.com")]).await;
    assert_eq!(ada.facts(&site).await, None);
    ada.is(json!({ "sub": "7" })).await;
    assert!(ada.facts(&site).await.is_some());
}

/// A site whose dialogue asks for everything that only the server knows, and whose flow begins with an action.
fn knowing(key: &str) -> serde_json::Value {
    let flow = json!({ "start": "note", "cards": {
        "note": { "action": { "next": "bye", "deeds": [
            { "add_to_list": "News" }, { "add_to_program": { "program": "Fair", "status": "Came" } },
        ] } },
        "bye": { "message": { "text": "Bye" } },
    } });
    let is = |attribute: &str, name: &str| json!({ "if": { "attribute": attribute, "test": { "text": { "is": [name] } } } });
    let audience = json!({ "any": [
        is("inferred.country", "DE"),
        is("membership.list", "News"),
        is("membership.program", "Fair: Came"),
        is("membership.program", "Fair: Invited"),
        { "if": { "attribute": "live.agent", "test": { "yes_no": "is_false" } } },
    ] });
    json!({
        "parlor": 1,
        "site": { "name": key, "key": key },
        "lists": ["News"],
        "programs": [{ "name": "Fair", "statuses": ["Invited", "Came"] }],
        "dialogues": [{ "name": "Knowing", "pages": { "include": ["*"] }, "audience": audience, "flow": flow }],
    })
}

#[actix_web::test]
async fn t10_t14_what_only_the_server_knows_is_told_as_yes_or_no() {
    let app = App::start_with_places().await;
    let site = app.import(&knowing("demo"), 1).await;
    add_key(&app, "demo", SECRET).await;
    let mut ada = Visitor::new(&app, "demo", 1).await;
    let told = async |ada: &Visitor<'_>, from: Option<&str>| {
        let question = ada.asks(site.site_files[0].1, None).to_bytes();
        let answer: FactsAnswer = read(app.post_from(FACTS, question, from).await).await;
        assert_eq!(answer.facts.values, []);
        let mut verdicts: Vec<bool> = answer.facts.verdicts.iter().map(|(_, holds)| *holds).collect();
        verdicts.sort();
        (answer.verified, verdicts)
    };
    // Of anybody: from where, if that is known, and whether an agent is there.
    assert_eq!(told(&ada, Some("203.0.113.7")).await, (false, vec![true, true]));
    assert_eq!(told(&ada, Some("198.51.100.1")).await, (false, vec![false, true]));
    assert_eq!(told(&ada, None).await, (false, vec![true]));
    // Who only says who it is hears nothing of memberships, whatever was done.
    let mut eve = Visitor::new(&app, "demo", 2).await;
    outcomes(&eve.gives(&[("email", "ada@example.com")]).await);
    assert_eq!(eve.begins(&site).await, [Outcome::Stored]);
    assert_eq!(told(&eve, None).await, (false, vec![true]));
    ada.is(json!({ "email": "ada@example.com" })).await;
    assert_eq!(told(&ada, None).await, (true, vec![false, true, true, true]));
    let bob = Visitor::new(&app, "demo", 3).await;
    bob.is(json!({ "email": "bob@example.com" })).await;
    assert_eq!(told(&bob, None).await, (true, vec![false, false, false, true]));
    assert_eq!(ada.begins(&site).await, [Outcome::Stored]);
    // Names of lists and programs stay on the server.
    let file = app.server.store().file(FileKind::Site, site.site_files[0].1).await.expect("a read").expect("a file");
    for name in ["News", "news", "Fair", "fair", "Came"] {
        assert!(!file.windows(name.len()).any(|part| part == name.as_bytes()), "{name}");
    }
}
