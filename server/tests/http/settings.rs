//! How a site is set up in the console, and how it would look (W14).

use expect_test::expect;
use parlor_wire::console::{self, LOOK_PART, LookPart, PREVIEW, PREVIEWS, Preview, Role, SETTINGS, SiteSettings};
use parlor_wire::visitor::{FRAME, LOADER};
use reqwest::{Method, Response};
use serde_json::{Value, json};

use crate::access::{filled, invited};
use crate::changes::changes;
use crate::support::{App, Browser, problem};

async fn settings(browser: &Browser<'_>) -> Value {
    let answer: SiteSettings<Value> = browser.get(&filled(SETTINGS, "demo")).await.json().await.expect("settings");
    answer.settings
}

/// The settings with these values in the place of theirs.
fn with(settings: &Value, changes: &[(&str, Value)]) -> Value {
    let mut settings = settings.clone();
    for (pointer, value) in changes {
        *settings.pointer_mut(pointer).unwrap_or_else(|| panic!("{pointer}")) = value.clone();
    }
    settings
}

async fn change(browser: &Browser<'_>, former: &Value, settings: &Value) -> Response {
    browser.post(&filled(SETTINGS, "demo"), &json!({ "former": former, "settings": settings })).await
}

#[actix_web::test]
async fn w14_o16_settings_are_changed_and_the_change_is_logged() {
    let app = App::start().await;
    app.site("demo", &["example.com"]).await;
    let admin = app.admin().await;
    let former = settings(&admin).await;
    let domains = json!(["example.com", "*.example.org"]);
    let wanted =
        with(&former, &[("/allowed_domains", domains), ("/look/tagline", json!("Hello")), ("/session_minutes", json!(45))]);
    let answer = change(&admin, &former, &wanted).await;
    assert_eq!(answer.status(), 200);
    let now = settings(&admin).await;
    assert_eq!((&now["look"]["tagline"], &now["session_minutes"]), (&json!("Hello"), &json!(45)));
    assert_eq!(now["key"], "demo");
    // It takes effect at the next response (O9).
    let frame = reqwest::get(format!("{}{}", app.url, FRAME.replace("{key}", "demo"))).await.expect("a frame");
    let policy = frame.headers()["content-security-policy"].to_str().expect("a text");
    assert!(policy.contains("https://*.example.org"), "{policy}");
    expect![[r#"
        a command imported Example
            site: nothing -> new
            Sound: nothing -> new
            Broken: nothing -> new
        a command published Sound
            version: nothing -> 1
        ada@example.com changed the settings of Example
            allowed_domains: example.com -> example.com, *.example.org
            look.tagline: nothing -> Hello
            session_minutes: 30 -> 45
    "#]]
    .assert_eq(&changes(&admin, "demo").await);
}

#[actix_web::test]
async fn w14_what_somebody_else_has_changed_meanwhile_is_not_overwritten() {
    let app = App::start().await;
    app.site("demo", &[]).await;
    let admin = app.admin().await;
    let former = settings(&admin).await;
    assert_eq!(change(&admin, &former, &with(&former, &[("/zone", json!("Europe/Berlin"))])).await.status(), 200);
    let answer = change(&admin, &former, &with(&former, &[("/off", json!(true))])).await;
    let told = problem(answer, 422, "refused").await;
    assert!(told.detail.expect("a detail").starts_with("Somebody else has changed these settings meanwhile."));
    assert_eq!(settings(&admin).await["zone"], "Europe/Berlin");
}

#[actix_web::test]
async fn w14_what_can_not_be_is_refused_with_its_place() {
    let app = App::start().await;
    app.site("demo", &[]).await;
    let admin = app.admin().await;
    let former = settings(&admin).await;
    for (pointer, value, expected) in [
        ("/session_minutes", json!(3), "session_minutes: choose 5 to 240"),
        ("/session_minutes", json!("x"), "session_minutes: invalid type: string \"x\", expected u16"),
        ("/name", json!(" "), "name: is empty"),
        ("/zone", json!("Europe/Nowhere"), "zone: there is no zone `Europe/Nowhere`; choose one like Europe/Berlin"),
        ("/zone", json!("so so"), "zone: `so so` is not the name of a zone like Europe/Berlin"),
        ("/look/accent", json!("red"), "look.accent: is not a colour like #0e6f73"),
        ("/look/side", json!(500), "look.side: the most is 400"),
        ("/allowed_domains", json!(["a b"]), "allowed_domains[0]: `a b` is not a domain like example.com or *.example.com"),
        ("/languages", json!([]), "languages: choose 1 to 20"),
        ("/texts", json!({ "en": { "sned": "Go" } }), "texts.en.sned: there is no such text"),
    ] {
        let answer = change(&admin, &former, &with(&former, &[(pointer, value)])).await;
        let told = problem(answer, 422, "refused").await.detail.expect("a detail");
        assert!(told.starts_with(expected), "{told}");
    }
    let two = with(&former, &[("/session_minutes", json!(3)), ("/look/side", json!(500))]);
    let told = problem(change(&admin, &former, &two).await, 422, "refused").await.detail.expect("a detail");
    assert_eq!(told.lines().count(), 2, "{told}");
    // What isn't set here stays: another key, and a file that was never brought.
    let sly =
        with(&former, &[("/key", json!("other")), ("/look/avatar", json!([1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1]))]);
    assert_eq!(change(&admin, &former, &sly).await.status(), 200);
    assert_eq!(settings(&admin).await, former);
}

#[actix_web::test]
async fn w14_a_look_has_a_picture_and_a_typeface_of_its_own() {
    let app = App::start().await;
    app.site("demo", &[]).await;
    let admin = app.admin().await;
    let brings = async |part: LookPart, body: &'static [u8]| {
        let path = console::fill(LOOK_PART, &[&"demo", &part.code()]);
        let request = admin.request(Method::POST, &path, &app.url).header("content-type", "application/octet-stream");
        request.body(body).send().await.expect("an answer")
    };
    let picture = b"GIF89a\x01\0\x01\0\0\0\0;";
    assert_eq!(brings(LookPart::Avatar, picture).await.status(), 200);
    assert_eq!(brings(LookPart::Font, b"wOF2....").await.status(), 200);
    let now = settings(&admin).await;
    assert!(now["look"]["avatar"].is_array() && now["look"]["font_file"].is_array(), "{now}");
    // Other changes leave them alone.
    assert_eq!(change(&admin, &now, &with(&now, &[("/off", json!(true))])).await.status(), 200);
    assert_eq!(settings(&admin).await["look"]["avatar"], now["look"]["avatar"]);

    let refused = problem(brings(LookPart::Avatar, b"<svg/>").await, 422, "refused").await;
    assert_eq!(refused.detail.as_deref(), Some("This is not a PNG, JPEG, GIF or WebP picture."));
    let refused = problem(brings(LookPart::Font, picture).await, 422, "refused").await;
    assert_eq!(refused.detail.as_deref(), Some("This is not a typeface in the format WOFF2."));
    let path = console::fill(LOOK_PART, &[&"demo", &"avatar"]);
    problem(brings(LookPart::Avatar, b"").await, 422, "refused").await;
    assert!(settings(&admin).await["look"]["avatar"].is_array(), "nothing is no picture, and takes none out");
    assert_eq!(admin.request(Method::DELETE, &path, &app.url).send().await.expect("an answer").status(), 200);
    assert_eq!(settings(&admin).await["look"]["avatar"], Value::Null);
}

#[actix_web::test]
async fn w14_o9_a_preview_shows_what_is_not_saved_to_the_console_alone() {
    let app = App::start().await;
    app.site("demo", &["example.com"]).await;
    let admin = app.admin().await;
    let former = settings(&admin).await;
    let wanted = with(&former, &[("/look/accent", json!("#ffd400")), ("/off", json!(true))]);
    let answer = admin.post(&filled(PREVIEWS, "demo"), &wanted).await;
    let preview: Preview = answer.json().await.expect("a preview");
    assert_eq!(preview.findings.len(), 1, "yellow is hard to read");
    assert_eq!(settings(&admin).await, former, "nothing is kept");

    let page = reqwest::get(format!("{}{}", app.url, console::fill(PREVIEW, &[&preview.key]))).await.expect("a page");
    let policy = page.headers()["content-security-policy"].to_str().expect("a text").to_owned();
    assert!(policy.contains("frame-ancestors 'self'"), "{policy}");
    let path = LOADER.replace("{key}", preview.key.as_str());
    assert!(page.text().await.expect("a text").contains(&path));
    let loader = reqwest::get(format!("{}{path}", app.url)).await.expect("a loader").text().await.expect("a text");
    assert!(loader.contains("#ffd400") && !loader.contains("switched off"));
    let frame = reqwest::get(format!("{}{}", app.url, FRAME.replace("{key}", preview.key.as_str()))).await.expect("a frame");
    let policy = frame.headers()["content-security-policy"].to_str().expect("a text");
    let host = app.url.trim_start_matches("http://");
    assert!(policy.ends_with(&format!("frame-ancestors http://{host} https://{host} http://{host}")), "{policy}");
    // Nobody who guesses finds one.
    let none = reqwest::get(format!("{}{}", app.url, console::fill(PREVIEW, &[&"demo"]))).await.expect("an answer");
    assert_eq!(none.status(), 404);
}

#[actix_web::test]
async fn o11_who_may_only_see_settings_changes_none() {
    let app = App::start().await;
    app.site("demo", &[]).await;
    let admin = app.admin().await;
    let marketer = invited(&app, &admin, "mia@example.com", "demo", &[Role::Marketer]).await;
    let former = settings(&marketer).await;
    let told = problem(change(&marketer, &former, &with(&former, &[("/off", json!(true))])).await, 403, "not_allowed").await;
    let expected = "It takes a role that may change the site's settings and look. Ask an administrator of this site.";
    assert_eq!(told.detail.as_deref(), Some(expected));
}
