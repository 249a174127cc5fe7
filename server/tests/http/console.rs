//! The console: signing in, and what only those may see who have.

use parlor::{Limits, endpoints};
use parlor_domain::draft::Source;
use parlor_domain::finding::Severity;
use parlor_domain::site::Interface;
use parlor_wire::console::{self, Dialogue, Me, Needs, Page, Person, Site, UserSession};
use reqwest::Method;
use serde_json::json;

use crate::access::method;
use crate::support::{App, Browser, EMAIL, PASSWORD, client, header, key, moment, problem, shown};

fn filled(path: &str) -> String {
    let id = moment(7).ids().make::<parlor_domain::ids::PersonId>();
    console::fill(path, &[&"demo", &id])
}

#[actix_web::test]
async fn o10_every_endpoint_wants_somebody_signed_in() {
    let app = App::start().await;
    app.site("demo", &[]).await;
    let browser = Browser::new(&app);
    for endpoint in endpoints().into_iter().filter(|endpoint| endpoint.needs != Needs::Nothing) {
        for cookie in ["", "parlor=guessed"] {
            let request =
                browser.request(method(endpoint), &filled(endpoint.path), &app.url).header("cookie", cookie).json(&json!({}));
            problem(request.send().await.expect("an answer"), 401, "sign_in_first").await;
        }
    }
}

#[actix_web::test]
async fn o10_the_set_up_link_makes_one_user() {
    let app = App::start().await;
    let browser = app.admin().await;
    let me: Me = browser.get(console::ME).await.json().await.expect("me");
    assert_eq!(me.email.as_str(), EMAIL);
    let sessions: Vec<UserSession> = browser.get(console::MY_SESSIONS).await.json().await.expect("sessions");
    assert_eq!(sessions.len(), 1, "the link signs in");
    let token = app.server.set_up_link().expect("a link").split_once("token=").expect("a token").1;
    let again = json!({ "token": token, "email": "eve@example.com", "password": PASSWORD });
    problem(Browser::new(&app).post(console::SET_UP, &again).await, 410, "link_used").await;
    let short = json!({ "token": token, "email": "eve@example.com", "password": "short" });
    problem(Browser::new(&app).post(console::SET_UP, &short).await, 422, "refused").await;
}

#[actix_web::test]
async fn o10_signing_in_and_out() {
    let app = App::start().await;
    let first = app.admin().await;
    let second = Browser::new(&app);
    problem(second.sign_in(EMAIL, "wrong password").await, 401, "wrong_login").await;
    problem(second.sign_in("nobody@example.com", PASSWORD).await, 401, "wrong_login").await;
    let answer = second.sign_in("ADA@example.com", PASSWORD).await;
    assert_eq!(answer.status(), 200);
    let cookie = header(&answer, "set-cookie");
    assert!(cookie.starts_with("parlor=") && cookie.ends_with("; HttpOnly; SameSite=Lax; Path=/"), "{cookie}");
    assert_eq!(second.post(console::SIGN_OUT, &json!({})).await.status(), 204);
    problem(second.get(console::ME).await, 401, "sign_in_first").await;
    assert_eq!(first.get(console::ME).await.status(), 200);
    assert_eq!(second.sign_in(EMAIL, PASSWORD).await.status(), 200);
    assert_eq!(second.post(console::SIGN_OUT_EVERYWHERE, &json!({})).await.status(), 204);
    problem(first.get(console::ME).await, 401, "sign_in_first").await;
}

#[actix_web::test]
async fn o10_a_user_sees_and_ends_sessions() {
    let app = App::start().await;
    let first = app.admin().await;
    let second = Browser::new(&app);
    assert_eq!(second.sign_in(EMAIL, PASSWORD).await.status(), 200);
    let sessions =
        async |of: &Browser<'_>| of.get(console::MY_SESSIONS).await.json::<Vec<UserSession>>().await.expect("sessions");
    let seen = sessions(&first).await;
    assert_eq!(seen.iter().filter(|session| session.is_this).count(), 1);
    let other = seen.iter().find(|session| !session.is_this).expect("another one");
    let end = async |number: i64| {
        let path = console::fill(console::MY_SESSION, &[&number]);
        first.request(Method::DELETE, &path, &app.url).send().await.expect("an answer")
    };
    assert_eq!(end(other.number).await.status(), 204);
    problem(end(other.number).await, 404, "not_found").await;
    problem(second.get(console::ME).await, 401, "sign_in_first").await;
    assert_eq!(sessions(&first).await.len(), 1);
}

#[actix_web::test]
async fn o10_a_new_password_takes_the_present_one_and_ends_other_sessions() {
    let app = App::start().await;
    let first = app.admin().await;
    let second = Browser::new(&app);
    assert_eq!(second.sign_in(EMAIL, PASSWORD).await.status(), 200);
    let change =
        async |present: &str, new: &str| first.post(console::MY_PASSWORD, &json!({ "present": present, "new": new })).await;
    problem(change("wrong password", "another password").await, 401, "wrong_password").await;
    problem(change(PASSWORD, "short").await, 422, "refused").await;
    assert_eq!(change(PASSWORD, "another password").await.status(), 204);
    assert_eq!(first.get(console::ME).await.status(), 200);
    problem(second.get(console::ME).await, 401, "sign_in_first").await;
    problem(second.sign_in(EMAIL, PASSWORD).await, 401, "wrong_login").await;
    assert_eq!(second.sign_in(EMAIL, "another password").await.status(), 200);
}

#[actix_web::test]
async fn o10_the_eleventh_wrong_password_waits() {
    let app = App::start_limited(Limits::default()).await;
    let browser = Browser::new(&app);
    let sign_in = async |from: &str| {
        let form = json!({ "email": EMAIL, "password": "wrong password" });
        let request = browser.request(Method::POST, console::SIGN_IN, &app.url).header("x-forwarded-for", from);
        request.json(&form).send().await.expect("an answer")
    };
    for _ in 0..10 {
        problem(sign_in("203.0.113.7").await, 401, "wrong_login").await;
    }
    let answer = sign_in("203.0.113.7").await;
    let seconds: u32 = header(&answer, "retry-after").parse().expect("seconds");
    assert!((1..=901).contains(&seconds));
    let told = problem(answer, 429, "too_many").await;
    assert_eq!(told.detail.as_deref(), Some("Try again in 15 minutes."));
    // Whom it is about isn't shut out by that.
    problem(sign_in("203.0.113.8").await, 401, "wrong_login").await;
}

#[actix_web::test]
async fn o10_where_addresses_are_not_known_a_user_s_eleventh_wrong_password_waits() {
    let app = App::start().await;
    let browser = Browser::new(&app);
    for _ in 0..10 {
        problem(browser.sign_in(EMAIL, "wrong password").await, 401, "wrong_login").await;
    }
    problem(browser.sign_in(EMAIL, "wrong password").await, 429, "too_many").await;
    problem(browser.sign_in("bob@example.com", "wrong password").await, 401, "wrong_login").await;
}

#[actix_web::test]
async fn o10_changes_come_from_the_console_alone() {
    let app = App::start().await;
    let admin = app.admin().await;
    let path = console::SIGN_OUT;
    for origin in ["http://evil.example", "null", "", &format!("{}.evil.example", app.url)] {
        let answer = admin.request(Method::POST, path, origin).json(&json!({})).send().await.expect("an answer");
        problem(answer, 403, "wrong_origin").await;
    }
    let unmarked = client().post(app.address(console::SIGN_IN)).header("origin", &app.url).json(&json!({}));
    problem(unmarked.send().await.expect("an answer"), 403, "wrong_origin").await;
    assert_eq!(admin.get(console::ME).await.status(), 200);
}

#[actix_web::test]
async fn o10_nobody_signs_in_over_a_network_in_the_open() {
    let app = App::start_with(None, Some("http://console.example.com")).await;
    let request = client().post(app.address(console::SIGN_IN)).header("host", "console.example.com");
    let request = request.header("origin", "http://console.example.com").header("parlor-console", "1");
    let answer = request.json(&json!({ "email": EMAIL, "password": PASSWORD })).send().await.expect("an answer");
    let problem = problem(answer, 422, "refused").await;
    assert!(problem.detail.is_some_and(|detail| detail.contains("https")));
}

#[actix_web::test]
async fn o10_the_console_is_strict_and_not_kept() {
    let app = App::start().await;
    let lead = app.get("/").await;
    assert_eq!((lead.status().as_u16(), header(&lead, "location")), (302, "/console/"));
    let answer = app.get("/console/").await;
    let policy = header(&answer, "content-security-policy");
    assert!(policy.contains("frame-ancestors 'none'") && !policy.contains("unsafe-inline"), "{policy}");
    assert_eq!(header(&answer, "cache-control"), "no-store");
}

#[actix_web::test]
async fn c25_what_has_errors_is_not_published() {
    let app = App::start().await;
    let site = app.site("demo", &[]).await;
    let admin = app.admin().await;
    let path = |dialogue: usize| console::fill(console::PUBLISH, &[&"demo", &site.dialogues[dialogue].id]);
    let problem = problem(admin.post(&path(1), &json!({})).await, 422, "refused").await;
    assert!(problem.detail.is_some_and(|detail| !detail.is_empty()));
    let published: Dialogue = admin.post(&path(0), &json!({ "ask_again": true })).await.json().await.expect("a dialogue");
    assert_eq!((published.version, published.published, published.changed), (Some(2), true, false));
    assert_ne!(app.record(&key("demo")).await.site_files, site.site_files);

    let path = console::fill(console::UNPUBLISH, &[&"demo", &site.dialogues[0].id]);
    let unpublished: Dialogue = admin.post(&path, &json!({})).await.json().await.expect("a dialogue");
    assert!(!unpublished.published);
    let listed: Vec<Dialogue> = admin.get("/api/sites/demo/dialogues").await.json().await.expect("dialogues");
    assert_eq!(listed.len(), 2);
    let has_errors = |dialogue: &Dialogue| dialogue.findings.iter().any(|finding| finding.severity == Severity::Error);
    assert!(!has_errors(&listed[0]) && has_errors(&listed[1]));
}

#[actix_web::test]
async fn dialogues_and_flows_are_listed_with_what_they_are() {
    let app = App::start().await;
    let cards = json!({ "start": "a", "cards": { "a": { "message": { "text": "Hello" } } } });
    let site = json!({
        "parlor": 1,
        "site": { "name": "Example", "key": "demo" },
        "dialogues": [{ "name": "Shown", "priority": 7, "pages": { "include": ["a.example/*"] }, "flow": cards }],
        "flows": [{ "name": "Started", "interface": "popup", "on_load": { "include": ["b.example"] }, "flow": cards }],
    });
    app.import(&site, 2).await;
    let listed: Vec<Dialogue> = app.admin().await.get("/api/sites/demo/dialogues").await.json().await.expect("dialogues");
    let told: Vec<_> =
        listed.iter().map(|one| (one.name.as_str(), one.source, one.priority, one.interface, &one.pages[0][..])).collect();
    assert_eq!(
        told,
        [
            ("Shown", Source::Dialogue, Some(7), Interface::Bubble, "a.example/*"),
            ("Started", Source::Flow, None, Interface::Popup, "b.example"),
        ]
    );
    assert!(listed.iter().all(|one| one.published && one.version == Some(1) && !one.changed));
}

#[actix_web::test]
async fn c10_what_runs_a_flow_is_offered_for_publishing_when_that_has_a_newer_version() {
    let app = App::start().await;
    let site = |said: &str| {
        let flow = |cards: serde_json::Value| json!({ "start": "a", "cards": { "a": cards } });
        json!({
            "parlor": 1,
            "site": { "name": "Example", "key": "demo" },
            "flows": [
                { "name": "Inner", "interface": "popup", "flow": flow(json!({ "message": { "text": said } })) },
                { "name": "Outer", "interface": "popup", "flow": flow(json!({ "flow": { "flow": "Inner" } })) },
            ],
        })
    };
    app.import(&site("Hello"), 2).await;
    let admin = app.admin().await;
    let changed = async || {
        let listed: Vec<Dialogue> = admin.get("/api/sites/demo/dialogues").await.json().await.expect("dialogues");
        listed.iter().map(|one| one.changed).collect::<Vec<_>>()
    };
    assert_eq!(changed().await, [false, false]);
    app.import(&site("Good morning"), 0).await;
    assert_eq!(changed().await, [true, false]);
    app.publish(&key("demo"), 0).await;
    assert_eq!(changed().await, [false, true]);
    app.publish(&key("demo"), 1).await;
    assert_eq!(changed().await, [false, false]);
}

#[actix_web::test]
async fn a_log_is_asked_for_by_kinds() {
    let app = App::start().await;
    let site = app.site("demo", &[]).await;
    let batch = shown(&site, &app.ticket("demo").await, 1);
    assert_eq!(app.post(&batch).await.status(), 200);
    let admin = app.admin().await;
    let path = console::fill(console::VISITOR_ACTIVITIES, &[&"demo", &batch.visitor]);
    for (query, total) in
        [("", 1), ("?kinds=", 1), ("?kinds=triggered", 1), ("?kinds=goal,triggered&skip=0", 1), ("?kinds=goal", 0)]
    {
        let log: Page<console::Activity> = admin.get(&format!("{path}{query}")).await.json().await.expect("a log");
        assert_eq!(log.total, total, "{query}");
    }
    problem(admin.get(&format!("{path}?kinds=unheard_of")).await, 400, "malformed").await;
}

#[actix_web::test]
async fn o11_nothing_of_one_site_is_found_in_another() {
    let app = App::start().await;
    let (demo, _) = (app.site("demo", &[]).await, app.site("other", &[]).await);
    let batch = shown(&demo, &app.ticket("demo").await, 1);
    assert_eq!(app.post(&batch).await.status(), 200);
    let admin = app.admin().await;
    let sites: Vec<Site> = admin.get(console::SITES).await.json().await.expect("sites");
    assert_eq!(sites[0].tag, format!("<script async src=\"{}/demo.js\"></script>", app.url));
    let (visitor, conversation) = (batch.visitor, batch.events[0].conversation);
    let dialogue = demo.dialogues[0].id;
    for (path, parts) in [(console::VISITOR, visitor.to_string()), (console::CONVERSATION, conversation.to_string())] {
        assert_eq!(admin.get(&console::fill(path, &[&"demo", &parts])).await.status(), 200);
        problem(admin.get(&console::fill(path, &[&"other", &parts])).await, 404, "not_found").await;
    }
    for path in [console::PUBLISH, console::UNPUBLISH] {
        problem(admin.post(&console::fill(path, &[&"other", &dialogue]), &json!({})).await, 404, "not_found").await;
    }
    let log = admin.get(&console::fill(console::VISITOR_ACTIVITIES, &[&"other", &visitor])).await;
    assert_eq!(log.json::<Page<parlor_wire::console::Activity>>().await.expect("a log").total, 0);
    let people: Page<Person> = admin.get("/api/sites/demo/people?skip=0").await.json().await.expect("people");
    assert_eq!(people.total, 0);
    problem(admin.get("/api/sites/demo/people?skip=x").await, 400, "malformed").await;
    problem(admin.get("/api/sites/demo/people/nonsense").await, 404, "not_found").await;
}

#[actix_web::test]
async fn o14_large_and_strange_bodies_are_refused() {
    let app = App::start().await;
    let browser = Browser::new(&app);
    let large = "x".repeat(parlor_domain::limits::CONSOLE_BODY_BYTES);
    problem(browser.sign_in(EMAIL, &large).await, 413, "too_large").await;
    problem(browser.post(console::SIGN_IN, &json!({ "email": 1 })).await, 400, "malformed").await;
    let text = browser.request(Method::POST, console::SIGN_IN, &app.url).body("{}").send().await.expect("an answer");
    problem(text, 400, "malformed").await;
}
