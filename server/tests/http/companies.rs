//! Companies over HTTP (P1, P5).

use expect_test::expect;
use parlor_wire::console::{
    self, COMPANIES, COMPANY, COMPANY_ACTIVITIES, COMPANY_ATTRIBUTE, COMPANY_ATTRIBUTES, COMPANY_PEOPLE, Company, CompanyPage,
    Page, Person,
};
use reqwest::Method;
use serde_json::{Value, json};

use crate::access::filled;
use crate::changes::changes;
use crate::support::{App, problem};

#[actix_web::test]
async fn p1_a_company_is_made_changed_and_deleted() {
    let app = App::start().await;
    app.site("demo", &[]).await;
    app.site("other", &[]).await;
    let admin = app.admin().await;
    let add = async |body: &Value| admin.post(&filled(COMPANIES, "demo"), body).await;
    for (body, status, code) in [
        (json!({ "name": "Skerry" }), 400, "malformed"),
        (json!({ "name": "", "domains": [] }), 400, "malformed"),
        (json!({ "name": "Skerry", "domains": ["not a domain"] }), 400, "malformed"),
        (json!({ "name": "Skerry", "domains": [], "revenue": u64::MAX }), 422, "refused"),
        (json!({ "name": "Skerry", "domains": vec!["a.example"; 51] }), 422, "refused"),
        (json!({ "name": "Skerry", "domains": [], "owner": "00000000-0000-0000-0000-000000000001" }), 422, "refused"),
    ] {
        problem(add(&body).await, status, code).await;
    }
    let made: CompanyPage = add(&json!({ "name": "Skerry", "domains": ["@Skerry.example"], "size": 12, "revenue": 3_000_000 }))
        .await
        .json()
        .await
        .expect("a company");
    assert_eq!(made.owners.len(), 1);
    let taken = problem(add(&json!({ "name": "Ness", "domains": ["skerry.example"] })).await, 422, "refused").await;
    assert_eq!(taken.detail.as_deref(), Some("Another company has the domain skerry.example. Take it out there first."));
    let taken = problem(add(&json!({ "name": "skerry", "domains": [] })).await, 422, "refused").await;
    assert_eq!(taken.detail.as_deref(), Some("There is a company “skerry” already. Choose another name."));

    let of = |path, site: &str| console::fill(path, &[&site, &made.company.id]);
    problem(admin.get(&of(COMPANY, "other")).await, 404, "not_found").await;
    let facts = json!({ "name": "Skerry", "domains": ["skerry.example", "skerry.test"], "country": "Scotland", "owner": made.owners[0].id });
    let change = json!({ "former": made.company.facts, "facts": facts });
    problem(admin.post(&of(COMPANY, "other"), &change).await, 404, "not_found").await;
    let changed: CompanyPage = admin.post(&of(COMPANY, "demo"), &change).await.json().await.expect("a company");
    assert_eq!(changed.company.owner.map(String::from).as_deref(), Some("ada@example.com"));
    let late = problem(admin.post(&of(COMPANY, "demo"), &change).await, 422, "refused").await;
    assert!(late.detail.as_deref().is_some_and(|detail| detail.starts_with("Somebody else has changed this company")));
    let list = async |search: &str| -> Vec<Company> {
        let path = format!("{}?search={search}", filled(COMPANIES, "demo"));
        admin.get(&path).await.json::<Page<Company>>().await.expect("companies").entries
    };
    assert_eq!((list("").await.len(), list("SKERRY.test").await.len(), list("ness").await.len()), (1, 1, 0));
    let people: Page<Person> = admin.get(&of(COMPANY_PEOPLE, "demo")).await.json().await.expect("people");
    assert_eq!(people.total, 0);
    assert_eq!(admin.get(&of(COMPANY_ACTIVITIES, "demo")).await.status(), 200);
    let gone = async || admin.request(Method::DELETE, &of(COMPANY, "demo"), &app.url).send().await.expect("an answer");
    assert_eq!(gone().await.status(), 204);
    problem(gone().await, 404, "not_found").await;
    let told = changes(&admin, "demo").await;
    expect![[r#"
        ada@example.com added the company Skerry
            name: nothing -> Skerry
            domains: nothing -> skerry.example
            size: nothing -> 12
            revenue: nothing -> 3000000
        ada@example.com changed the company Skerry
            domains: skerry.example -> skerry.example, skerry.test
            size: 12 -> nothing
            revenue: 3000000 -> nothing
            country: nothing -> Scotland
            owner: nothing -> ada@example.com
        ada@example.com deleted the company Skerry
    "#]]
    .assert_eq(told.split_once("version: nothing -> 1\n").expect("changes").1);
}

#[actix_web::test]
async fn p1_companies_have_attributes_of_the_sites_own() {
    let app = App::start().await;
    app.site("demo", &[]).await;
    let admin = app.admin().await;
    let tier = |label: &str, kind: &str| json!({ "key": "tier", "label": label, "kind": kind });
    let keep = async |former: Value, attribute: Value| {
        admin.post(&filled(COMPANY_ATTRIBUTES, "demo"), &json!({ "former": former, "attribute": attribute })).await
    };
    assert_eq!(keep(Value::Null, tier("Tier", "whole_number")).await.status(), 200);
    let owner = json!({ "key": "owner", "label": "Owner", "kind": "text" });
    for (former, attribute, expected) in [
        (Value::Null, owner, "Every company has `owner` already. Choose another key."),
        (Value::Null, tier("Tier", "text"), "There is `tier` already. Choose another key, or change that one."),
        (
            tier("Grade", "whole_number"),
            tier("Rank", "whole_number"),
            "Somebody else has changed `tier` meanwhile. Look at it anew.",
        ),
        (tier("Tier", "whole_number"), tier("Tier", "text"), "Somebody else has changed `tier` meanwhile. Look at it anew."),
    ] {
        let refused = problem(keep(former, attribute).await, 422, "refused").await;
        assert_eq!(refused.detail.as_deref(), Some(expected));
    }
    assert_eq!(keep(tier("Tier", "whole_number"), tier("Level", "whole_number")).await.status(), 200);

    let add = async |more: Value| {
        admin.post(&filled(COMPANIES, "demo"), &json!({ "name": "Skerry", "domains": [], "more": more })).await
    };
    for more in
        [json!({ "rank": { "number": 1.0 } }), json!({ "tier": { "text": "first" } }), json!({ "tier": { "number": 1.5 } })]
    {
        problem(add(more).await, 422, "refused").await;
    }
    let made: CompanyPage =
        add(json!({ "tier": { "number": 2.0 }, "note": { "text": " " } })).await.json().await.expect("a company");
    assert_eq!(made.attributes.iter().map(|attribute| attribute.label.as_str()).collect::<Vec<_>>(), ["Level"]);

    let path = console::fill(COMPANY_ATTRIBUTE, &[&"demo", &"tier"]);
    let gone = async || admin.request(Method::DELETE, &path, &app.url).send().await.expect("an answer");
    let refused = problem(gone().await, 422, "refused").await;
    assert_eq!(refused.detail.as_deref(), Some("1 company has a value of it, which would be lost."));
    let company = console::fill(COMPANY, &[&"demo", &made.company.id]);
    let without = json!({ "former": made.company.facts, "facts": { "name": "Skerry", "domains": [] } });
    assert_eq!(admin.post(&company, &without).await.status(), 200);
    assert_eq!(gone().await.status(), 200);
    problem(gone().await, 404, "not_found").await;
    let told = changes(&admin, "demo").await;
    expect![[r#"
        ada@example.com added the attribute of companies tier
            label: nothing -> Tier
            kind: nothing -> whole_number
        ada@example.com changed the attribute of companies tier
            label: Tier -> Level
        ada@example.com added the company Skerry
            name: nothing -> Skerry
            tier: nothing -> 2
        ada@example.com changed the company Skerry
            tier: 2 -> nothing
        ada@example.com deleted the attribute of companies tier
            label: Level -> nothing
            kind: whole_number -> nothing
    "#]]
    .assert_eq(told.split_once("version: nothing -> 1\n").expect("changes").1);
}
