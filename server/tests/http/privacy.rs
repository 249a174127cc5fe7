//! What a person may ask for: all that is known, and that it goes (P6).

use expect_test::expect;
use parlor_domain::event::What;
use parlor_domain::ids::{ConversationId, DialogueId, EventId};
use parlor_domain::text::Key;
use parlor_domain::value::Value;
use parlor_store::SiteRecord;
use parlor_wire::console::{
    self, ConversationInList, PEOPLE, PERSON, PERSON_EXPORT, PERSON_MERGE, Page, Person, PersonExport, PersonPage,
};
use reqwest::Method;
use serde_json::json;

use crate::access::filled;
use crate::changes::changes;
use crate::support::{App, Browser, header, problem, shown};

/// A visitor of whom the page says who it is.
async fn known(app: &App, site: &SiteRecord, n: u8, email: &str) {
    let mut batch = shown(site, &app.ticket("demo").await, n);
    let mut given = batch.events[0].clone();
    (given.id, given.conversation) = (EventId::from_bytes([n + 100; 16]), ConversationId::from_bytes([0; 16]));
    (given.dialogue, given.version) = (DialogueId::from_bytes([0; 16]), 0);
    given.what = What::Given(vec![(Key::parse("email").expect("a key"), Value::Text(email.to_owned()))]);
    batch.events.push(given);
    assert_eq!(app.post(&batch).await.status(), 200);
}

async fn people(admin: &Browser<'_>) -> Vec<Person> {
    admin.get(&filled(PEOPLE, "demo")).await.json::<Page<Person>>().await.expect("people").entries
}

#[actix_web::test]
async fn p6_all_that_is_known_is_exported_and_erased() {
    let app = App::start().await;
    let site = app.site("demo", &[]).await;
    app.site("other", &[]).await;
    let admin = app.admin().await;
    known(&app, &site, 1, "ada.lovelace@example.com").await;
    known(&app, &site, 2, "grace@example.com").await;
    let all = people(&admin).await;
    let ada =
        all.iter().find(|person| person.email.as_ref().is_some_and(|email| email.as_str().starts_with("ada"))).expect("Ada");

    let answer = admin.get(&console::fill(PERSON_EXPORT, &[&"demo", &ada.id])).await;
    assert_eq!(header(&answer, "content-disposition"), format!("attachment; filename=\"person-{}.json\"", ada.id));
    let export: PersonExport = answer.json().await.expect("an export");
    assert_eq!(export.known.person, *ada);
    let kinds: Vec<_> = export.activities.iter().map(|activity| activity.kind.code()).collect();
    assert_eq!(kinds, ["email_given", "triggered"]);
    let conversations: Vec<_> =
        export.conversations.iter().map(|of| (of.name.as_str(), of.conversation.transcript.len())).collect();
    assert_eq!(conversations, [("Sound", 0)]);

    let path = console::fill(PERSON, &[&"demo", &ada.id]);
    let erase = async |path: &str| admin.request(Method::DELETE, path, &app.url).send().await.expect("an answer");
    problem(erase(&console::fill(PERSON, &[&"other", &ada.id])).await, 404, "not_found").await;
    assert_eq!(people(&admin).await.len(), 2, "nobody of another site is touched");
    assert_eq!(erase(&path).await.status(), 204);
    problem(erase(&path).await, 404, "not_found").await;
    problem(admin.get(&path).await, 404, "not_found").await;
    assert_eq!(people(&admin).await.len(), 1);
    let told = changes(&admin, "demo").await.replace(&ada.id.to_string(), "ID");
    expect![[r#"
         Sound
            version: nothing -> 1
        ada@example.com erased the person ID
    "#]]
    .assert_eq(told.rsplit_once("published").expect("changes").1);
    assert!(!told.contains("lovelace"), "what is erased isn't named");
}

#[actix_web::test]
async fn i5_two_people_are_said_to_be_one() {
    let app = App::start().await;
    let site = app.site("demo", &[]).await;
    app.site("other", &[]).await;
    let admin = app.admin().await;
    known(&app, &site, 1, "ada@old.example").await;
    known(&app, &site, 2, "ada@new.example").await;
    let all = people(&admin).await;
    let of = |address: &str| {
        let found = all.iter().find(|person| person.email.as_ref().is_some_and(|email| email.as_str() == address));
        found.expect("a person").id
    };
    let (stays, goes) = (of("ada@new.example"), of("ada@old.example"));
    let merge = async |site: &str, other| {
        let path = console::fill(PERSON_MERGE, &[&site, &stays]);
        admin.post(&path, &json!({ "other": other })).await
    };
    problem(merge("other", goes).await, 404, "not_found").await;
    let same = problem(merge("demo", stays).await, 422, "refused").await;
    assert_eq!(same.detail.as_deref(), Some("That is the same person. Choose another one."));
    assert_eq!(merge("demo", goes).await.status(), 204);
    problem(merge("demo", goes).await, 404, "not_found").await;
    let found: Page<Person> =
        admin.get(&format!("{}?search=ada@old", filled(PEOPLE, "demo"))).await.json().await.expect("people");
    assert_eq!(found.entries.iter().map(|person| person.id).collect::<Vec<_>>(), [stays], "found by the address of before");
    let page: PersonPage = admin.get(&console::fill(PERSON, &[&"demo", &goes])).await.json().await.expect("a person");
    assert_eq!((page.person.id, page.visitors.len()), (stays, 2), "a link to who is gone leads to who stayed");
    let merged = &page.merged[..];
    assert_eq!(merged.iter().map(|merged| merged.by.as_deref()).collect::<Vec<_>>(), [Some("ada@example.com")]);
    let told = changes(&admin, "demo").await.replace(&stays.to_string(), "STAYS").replace(&goes.to_string(), "GOES");
    expect![[r#"
         Sound
            version: nothing -> 1
        ada@example.com merged another person into STAYS
            merged: GOES -> STAYS
    "#]]
    .assert_eq(told.rsplit_once("published").expect("changes").1);
}

#[actix_web::test]
async fn p4_people_are_listed_in_an_order_with_what_is_asked_for() {
    let app = App::start().await;
    let site = app.site("demo", &[]).await;
    let admin = app.admin().await;
    for (n, address) in [(1, "cleo@example.com"), (2, "ada@example.com"), (3, "=bob@example.com")] {
        known(&app, &site, n, address).await;
    }
    let list = async |query: &str| -> String {
        let page: Page<Person> = admin.get(&format!("{}{query}", filled(PEOPLE, "demo"))).await.json().await.expect("people");
        page.entries
            .iter()
            .filter_map(|person| person.email.as_ref())
            .map(|email| email.as_str()[..4].to_owned())
            .collect::<Vec<_>>()
            .join(" ")
    };
    assert_eq!(list("").await, "=bob ada@ cleo", "who was seen last first");
    assert_eq!(list("?order=first_known").await, "=bob ada@ cleo");
    assert_eq!(list("?order=name").await, "=bob ada@ cleo");
    assert_eq!(list("?order=name&search=e.*").await, "");
    problem(admin.get(&format!("{}?order=age", filled(PEOPLE, "demo"))).await, 400, "malformed").await;
    problem(admin.get(&format!("{}?columns=No%20Key", filled(PEOPLE, "demo"))).await, 400, "malformed").await;
    problem(admin.get(&format!("{}?columns=a,b,c,d,e,f,g", filled(PEOPLE, "demo"))).await, 422, "refused").await;

    let answer = admin.get(&filled(console::PEOPLE_TABLE, "demo")).await;
    assert_eq!(header(&answer, "content-disposition"), "attachment; filename=\"demo-people.csv\"");
    let csv = answer.text().await.expect("a text");
    let told: Vec<String> = csv.lines().map(|line| line.split(',').nth(1).unwrap_or_default().to_owned()).collect();
    assert_eq!(
        told,
        ["email", "cleo@example.com", "ada@example.com", "'=bob@example.com"],
        "no spreadsheet takes it for a formula"
    );
    let found = admin.get(&format!("{}?search=cleo", filled(console::PEOPLE_TABLE, "demo"))).await.text().await.expect("a text");
    assert_eq!(found.lines().count(), 2);
}

#[actix_web::test]
async fn p5_conversations_are_of_one_site() {
    let app = App::start().await;
    let site = app.site("demo", &[]).await;
    let admin = app.admin().await;
    known(&app, &site, 1, "cleo@example.com").await;
    let path = format!("{}?search=cleo&skip=0", filled(console::CONVERSATIONS, "demo"));
    let page: Page<ConversationInList> = admin.get(&path).await.json().await.expect("conversations");
    assert_eq!(page.total, 0, "what was only shown is none");
}
