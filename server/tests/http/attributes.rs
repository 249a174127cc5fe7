//! The attributes that people of a site can have (P2).

use std::collections::BTreeMap;

use expect_test::expect;
use parlor_wire::console::{self, ATTRIBUTE, ATTRIBUTE_USES, ATTRIBUTES, AttributeUses, SiteAttribute};
use reqwest::{Method, Response};
use serde_json::{Value, json};

use crate::access::filled;
use crate::changes::changes;
use crate::support::{App, Browser, problem};

async fn add(admin: &Browser<'_>, attribute: Value) -> Response {
    admin.post(&filled(ATTRIBUTES, "demo"), &attribute).await
}

async fn remove(app: &App, admin: &Browser<'_>, key: &str) -> Response {
    let path = console::fill(ATTRIBUTE, &[&"demo", &key]);
    admin.request(Method::DELETE, &path, &app.url).send().await.expect("an answer")
}

#[actix_web::test]
async fn p2_attributes_are_added_changed_and_removed_while_nothing_uses_them() {
    let app = App::start().await;
    app.site("demo", &[]).await;
    let admin = app.admin().await;
    let plan = json!({ "key": "plan", "label": "Plan", "kind": "text" });
    assert_eq!(add(&admin, plan.clone()).await.status(), 200);
    let path = console::fill(ATTRIBUTE, &[&"demo", &"plan"]);
    let answer = admin.post(&path, &json!({ "label": "Tariff", "visitor_may_set": false })).await;
    let all: Vec<SiteAttribute> = answer.json().await.expect("attributes");
    let last = all.last().expect("one");
    assert_eq!((last.attribute.label.as_str(), last.built_in), ("Tariff", false));
    assert!(all.iter().any(|one| one.built_in && one.attribute.key.as_str() == "email"));

    let uses: Value = admin.get(&filled(ATTRIBUTE_USES, "demo")).await.json().await.expect("uses");
    assert_eq!(uses["plan"], json!({ "used_by": [], "people": 0 }));

    for (attribute, expected) in [
        (
            json!({ "key": "plan", "label": "Plan", "kind": "text" }),
            "There is `plan` already. Choose another key, or change that one.",
        ),
        (json!({ "key": "email", "label": "Mail", "kind": "text" }), "Every site has `email` already. Choose another key."),
        (json!({ "key": "owner", "label": "Owner", "kind": "text" }), "`owner` is kept by Parlor itself. Choose another key."),
    ] {
        let refused = problem(add(&admin, attribute).await, 422, "refused").await;
        assert_eq!(refused.detail.as_deref(), Some(expected));
    }
    assert_eq!(remove(&app, &admin, "plan").await.status(), 200);
    problem(remove(&app, &admin, "plan").await, 404, "not_found").await;
    problem(remove(&app, &admin, "email").await, 404, "not_found").await;
    expect![[r#"
        a command imported Example
            site: nothing -> new
            Sound: nothing -> new
            Broken: nothing -> new
        a command published Sound
            version: nothing -> 1
        ada@example.com added the attribute plan
            label: nothing -> Plan
            kind: nothing -> text
            visitor may set: nothing -> true
        ada@example.com changed the attribute plan
            label: Plan -> Tariff
            visitor may set: true -> false
        ada@example.com deleted the attribute plan
            label: Tariff -> nothing
            kind: text -> nothing
            visitor may set: false -> nothing
    "#]]
    .assert_eq(&changes(&admin, "demo").await);
}

#[actix_web::test]
async fn p2_what_a_dialogue_uses_stays() {
    let app = App::start().await;
    let cards = json!({
        "ask": { "capture": { "text": "Which plan?", "input": "text", "attribute": "plan", "next": "bye" } },
        "bye": { "message": { "text": "Thank you." } }
    });
    let dialogue = json!({ "name": "Asks", "pages": { "include": ["*"] }, "flow": { "start": "ask", "cards": cards } });
    let attributes = json!([{ "key": "plan", "label": "Plan", "kind": "text" }]);
    app.import(
        &json!({ "parlor": 1, "site": { "name": "Demo", "key": "demo" }, "attributes": attributes, "dialogues": [dialogue] }),
        1,
    )
    .await;
    let admin = app.admin().await;
    let uses: BTreeMap<String, AttributeUses> = admin.get(&filled(ATTRIBUTE_USES, "demo")).await.json().await.expect("uses");
    assert_eq!(uses["plan"].used_by.iter().map(ToString::to_string).collect::<Vec<_>>(), ["Asks"]);
    let refused = problem(remove(&app, &admin, "plan").await, 422, "refused").await;
    assert_eq!(refused.detail.as_deref(), Some("\"Asks\" uses this attribute. Change that first."));
}
