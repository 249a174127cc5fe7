//! What was changed, and by whom (O16).

use expect_test::expect;
use parlor::endpoints;
use parlor_wire::console::{self, Change, Needs, Page, Role, Users};
use reqwest::Method;
use serde_json::json;

use crate::access::{filled, invite, invited};
use crate::support::{App, Browser, EMAIL};

/// The site's changes, the oldest first, a line each.
pub async fn changes(admin: &Browser<'_>, site: &str) -> String {
    let page: Page<Change> = admin.get(&filled(console::CHANGES, site)).await.json().await.expect("changes");
    assert_eq!(page.entries.len(), page.total as usize);
    let line = |change: &Change| {
        let by = change.by.as_deref().unwrap_or("a command");
        let value = |value: &Option<String>| value.clone().unwrap_or_else(|| "nothing".to_owned());
        let fields = change.fields.iter();
        let fields: String =
            fields.map(|field| format!("\n    {}: {} -> {}", field.field, value(&field.before), value(&field.after))).collect();
        format!("{by} {} {}{fields}\n", change.kind.done(), change.about)
    };
    page.entries.iter().rev().map(line).collect()
}

#[actix_web::test]
async fn o16_every_change_is_logged_with_before_and_after() {
    let app = App::start().await;
    let site = app.site("demo", &[]).await;
    app.site("other", &[]).await;
    let admin = app.admin().await;
    let of = |path: &str| console::fill(path, &[&"demo", &site.dialogues[0].id]);
    let send = async |method: Method, path: &str, kind: &str, body: &str| {
        let request = admin.request(method, path, &app.url).header("content-type", kind).body(body.to_owned());
        let answer = request.send().await.expect("an answer");
        assert!(answer.status().is_success(), "{path}: {}", answer.status());
    };
    assert_eq!(admin.post(&of(console::PUBLISH), &json!({ "ask_again": true })).await.status(), 200);
    assert_eq!(admin.post(&of(console::UNPUBLISH), &json!({})).await.status(), 200);

    let documents = "/api/sites/demo/documents";
    send(Method::POST, &format!("{documents}?name=Guide"), "application/pdf", "%PDF-1.7 a guide").await;
    send(Method::POST, &format!("{documents}?name=Guide"), "application/pdf", "%PDF-1.7 a guide").await;
    send(Method::POST, &format!("{documents}?name=Guide"), "application/pdf", "%PDF-1.7 a new guide").await;
    let gif = "GIF89a\u{1}\0\u{1}\0\0\0\0;";
    send(Method::POST, &format!("{documents}/cover?name=Guide"), "application/octet-stream", gif).await;
    let request = admin.request(Method::DELETE, &format!("{documents}?name=Guide"), &app.url);
    assert_eq!(request.send().await.expect("an answer").status(), 204);

    invite(&admin, "eve@example.com", "demo", &[Role::Analyst]).await;
    let users: Users = admin.get(&filled(console::USERS, "demo")).await.json().await.expect("users");
    let withdraw = console::fill(console::INVITATION, &[&"demo", &users.invitations[0].id]);
    assert_eq!(admin.request(Method::DELETE, &withdraw, &app.url).send().await.expect("an answer").status(), 204);
    invited(&app, &admin, "eve@example.com", "demo", &[Role::Analyst]).await;
    let users: Users = admin.get(&filled(console::USERS, "demo")).await.json().await.expect("users");
    let eve = users.users.iter().find(|user| user.email.as_str() != EMAIL).expect("a user");
    let roles = console::fill(console::USER_ROLES, &[&"demo", &eve.id]);
    assert_eq!(admin.post(&roles, &json!({ "roles": [Role::Marketer, Role::LiveAgent] })).await.status(), 200);
    assert_eq!(admin.post(&roles, &json!({ "roles": [] })).await.status(), 200);

    expect![[r#"
        a command imported Example
            site: nothing -> new
            Sound: nothing -> new
            Broken: nothing -> new
        a command published Sound
            version: nothing -> 1
        ada@example.com published Sound
            version: 1 -> 2
            asked again: nothing -> those who completed it
        ada@example.com unpublished Sound
            version: 2 -> nothing
        ada@example.com added the document Guide
            file: nothing -> a PDF of 16 bytes
        ada@example.com changed the document Guide
            file: a PDF of 16 bytes -> a PDF of 20 bytes
        ada@example.com changed the document Guide
            cover: nothing -> 1f19970f056cd116a5fe3c02422c1ee1
        ada@example.com deleted the document Guide
            file: a PDF of 20 bytes -> nothing
            cover: 1f19970f056cd116a5fe3c02422c1ee1 -> nothing
        ada@example.com invited eve@example.com
            roles: nothing -> Analyst
        ada@example.com withdrew the invitation of eve@example.com
        ada@example.com invited eve@example.com
            roles: nothing -> Analyst
        eve@example.com took the invitation of eve@example.com
            roles: nothing -> Analyst
        ada@example.com changed the roles of eve@example.com
            roles: Analyst -> Marketer, Live agent
        ada@example.com changed the roles of eve@example.com
            roles: Marketer, Live agent -> nothing
    "#]]
    .assert_eq(&changes(&admin, "demo").await);
    expect![[r#"
        a command imported Example
            site: nothing -> new
            Sound: nothing -> new
            Broken: nothing -> new
        a command published Sound
            version: nothing -> 1
    "#]]
    .assert_eq(&changes(&admin, "other").await);
}

/// Erasing and merging people, which is told in stories of its own, goes without saying whom. A preview and a check change nothing. Settings and mail have
/// stories of their own.
#[test]
fn o16_every_endpoint_that_changes_a_site_is_in_a_story() {
    let changing = endpoints().into_iter().filter(|of| of.method != "GET" && matches!(of.needs, Needs::Permission(_)));
    let told = [
        console::PUBLISH,
        console::UNPUBLISH,
        console::DOCUMENTS,
        console::DOCUMENT_COVER,
        console::USER_ROLES,
        console::OWN_ROLES,
        console::OWN_ROLE,
        console::INVITATIONS,
        console::INVITATION,
        console::PERSON,
        console::COMPANIES,
        console::COMPANY,
        console::COMPANY_ATTRIBUTES,
        console::COMPANY_ATTRIBUTE,
        console::PERSON_MERGE,
        console::ATTRIBUTES,
        console::ATTRIBUTE,
        console::SETTINGS,
        console::LOOK_PART,
        console::PREVIEWS,
        console::CHECKS,
        console::MAIL_AGAIN,
    ];
    for endpoint in changing {
        assert!(told.contains(&endpoint.path), "{} {} is in no story of changes", endpoint.method, endpoint.path);
    }
}
