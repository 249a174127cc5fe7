//! Stories over HTTP and at the command line, with the real program.

mod docs;
mod logging;
mod mail;
mod webhooks;

use expect_test::{Expect, expect};
use parlor_domain::ids::DialogueId;
use parlor_domain::text::SiteKey;
use parlor_tests::client::Client;
use parlor_tests::log::log_text;
use parlor_tests::program::{Demo, Parlor, run};
use parlor_tests::samples::{KEY, question, site, welcome, with};
use parlor_wire::console::{CONSOLE_HEADER, SIGN_IN};
use parlor_wire::visitor::SITE_FILE;
use serde_json::{Value, json};

async fn log_is(parlor: &Parlor, expected: Expect) {
    let store = parlor.store();
    expected.assert_eq(&log_text(&store, KEY).await);
    store.close();
}

async fn first_dialogue(parlor: &Parlor) -> DialogueId {
    let store = parlor.store();
    let record = store.site(&SiteKey::parse(KEY).expect("a key")).await.expect("a site").expect("a site");
    store.close();
    record.dialogues[0].id
}

#[tokio::test]
async fn a9_a14_a_batch_posted_twice_is_stored_once() {
    let parlor = Parlor::with(&site(&[welcome(&["*/a"])]));
    let visitor = Client::new(&parlor, KEY, 1).await;
    let batch = visitor.shown(first_dialogue(&parlor).await, 2);
    let first = visitor.post(&batch).await;
    assert_eq!(visitor.post(&batch).await.outcomes, first.outcomes);
    log_is(
        &parlor,
        expect![[r#"
        conversation-1 of visitor-1, Welcome version 1, initiated
          triggered | /a | session-1 | anonymous
    "#]],
    )
    .await;
}

#[tokio::test]
async fn a9_five_tabs_at_once_give_one_row() {
    let parlor = Parlor::with(&site(&[welcome(&["*/a"])]));
    let visitor = Client::new(&parlor, KEY, 1).await;
    let dialogue = first_dialogue(&parlor).await;
    let tabs: Vec<_> = (2..7)
        .map(|seed| {
            let (visitor, batch) = (visitor.clone(), visitor.shown(dialogue, seed));
            tokio::spawn(async move { visitor.post(&batch).await })
        })
        .collect();
    for tab in tabs {
        tab.await.expect("an answer");
    }
    log_is(
        &parlor,
        expect![[r#"
        conversation-1 of visitor-1, Welcome version 1, initiated
          triggered | /a | session-1 | anonymous
    "#]],
    )
    .await;
}

#[tokio::test]
async fn a12_what_is_acknowledged_outlives_a_kill() {
    let mut parlor = Parlor::with(&site(&[welcome(&["*/a"])]));
    let visitor = Client::new(&parlor, KEY, 1).await;
    let batch = visitor.shown(first_dialogue(&parlor).await, 2);
    let first = visitor.post(&batch).await;
    parlor.kill9();
    log_is(
        &parlor,
        expect![[r#"
        conversation-1 of visitor-1, Welcome version 1, initiated
          triggered | /a | session-1 | anonymous
    "#]],
    )
    .await;
    parlor.start_again();
    assert_eq!(visitor.post(&batch).await.outcomes, first.outcomes);
    log_is(
        &parlor,
        expect![[r#"
        conversation-1 of visitor-1, Welcome version 1, initiated
          triggered | /a | session-1 | anonymous
    "#]],
    )
    .await;
}

#[tokio::test]
async fn o1_an_import_is_picked_up_by_the_running_server() {
    let parlor = Parlor::empty();
    let loader = format!("{}/{KEY}.js", parlor.origin());
    assert_eq!(reqwest::get(&loader).await.expect("an answer").status(), 404);
    let told = parlor.import(&site(&[welcome(&["*/a"])]));
    assert_eq!(told, "site harbour: new\ndialogue \"Welcome\": new, published as version 1\n");
    assert_eq!(reqwest::get(&loader).await.expect("an answer").status(), 200);
    let first = site_file(&parlor).await;
    let told = parlor.import(&site(&[welcome(&["*/a"])]));
    assert_eq!(told, "site harbour: the same\ndialogue \"Welcome\": the same, published already as version 1\n");
    assert_eq!(site_file(&parlor).await, first);
    parlor.import(&site(&[welcome(&["*/b"])]));
    assert_ne!(site_file(&parlor).await, first);
}

/// The path of what the frame of a new visitor loads.
async fn site_file(parlor: &Parlor) -> String {
    let frame = reqwest::get(format!("{}/frame/{KEY}", parlor.origin())).await.expect("an answer").text().await.expect("a page");
    let path = frame.split('"').find(|part| part.starts_with(&SITE_FILE.replace("{hash}", "")));
    path.unwrap_or_else(|| panic!("no site file in {frame}")).to_owned()
}

#[tokio::test]
async fn o18_a_stop_is_graceful() {
    let mut parlor = Parlor::with(&site(&[welcome(&["*/a"])]));
    let visitor = Client::new(&parlor, KEY, 1).await;
    visitor.post(&visitor.shown(first_dialogue(&parlor).await, 2)).await;
    let status = parlor.stop();
    assert!(status.success(), "{status}: {}", parlor.log());
    log_is(
        &parlor,
        expect![[r#"
        conversation-1 of visitor-1, Welcome version 1, initiated
          triggered | /a | session-1 | anonymous
    "#]],
    )
    .await;
}

#[tokio::test]
async fn o5_a_crash_leaves_nothing_to_repair() {
    let mut parlor = Parlor::with(&site(&[welcome(&["*/a"])]));
    for round in 0..3 {
        let visitor = Client::new(&parlor, KEY, 10 + round).await;
        visitor.post(&visitor.shown(first_dialogue(&parlor).await, 20 + round)).await;
        parlor.kill9();
        parlor.start_again();
    }
    log_is(
        &parlor,
        expect![[r#"
        conversation-1 of visitor-1, Welcome version 1, initiated
          triggered | /a | session-1 | anonymous
        conversation-2 of visitor-2, Welcome version 1, initiated
          triggered | /a | session-2 | anonymous
        conversation-3 of visitor-3, Welcome version 1, initiated
          triggered | /a | session-3 | anonymous
    "#]],
    )
    .await;
}

fn lint(site: &Value) -> (Option<i32>, String) {
    let folder = tempfile::tempdir().expect("a folder");
    let file = folder.path().join("site.json");
    std::fs::write(&file, site.to_string()).expect("a file");
    let output = run(&["lint", file.to_str().expect("a plain path")]);
    let told = String::from_utf8([output.stdout, output.stderr].concat()).expect("text");
    // Each line begins with the file, in a folder that has another name each time.
    (output.status.code(), told.replace(&format!("{}/", folder.path().display()), ""))
}

#[test]
fn o1_c25_lint_says_what_is_wrong() {
    let (code, told) = lint(&site(&[welcome(&["*/a"])]));
    assert_eq!(code, Some(0), "{told}");
    expect![[r#"
        site.json: dialogues[0]: sound
    "#]]
    .assert_eq(&told);

    let lost = with(question("Lost", 20, &["*/b"]), "/flow/cards/ask/question/choices/0/next", json!("nowhere"));
    let (code, told) = lint(&site(&[lost]));
    assert_eq!(code, Some(1), "{told}");
    expect![[r#"
        site.json: dialogues[0].flow.cards.ask: error: It leads to `nowhere` (the choice "Yes"), but there is no such card.
        site.json: dialogues[0]: warning: The dialogue has no goal, so its success can't be counted.
        1 error
    "#]]
    .assert_eq(&told);

    let (code, told) = lint(&json!({ "parlor": 1, "site": { "name": "x", "colour": "red" } }));
    assert_eq!(code, Some(1), "{told}");
    expect![[r#"
        site.json: site.colour: unknown field `colour`, expected one of `name`, `key`, `allowed_domains`, `excluded_networks`, `session_minutes`, `response_delay_ms`, `activity_scope`, `storage_mode`, `overwrite_at_once`, `log_page_views`, `zone`, `retention`, `off`, `look`, `languages`, `texts` at line 1 column 28
    "#]].assert_eq(&told);
}

#[tokio::test]
async fn o1_the_demo_starts_and_says_where() {
    let folder = tempfile::tempdir().expect("a folder");
    let demo = Demo::start(&folder.path().join("demo.log"));
    let website = demo.printed("Website");
    let parlor = demo.printed("Parlor");
    let console = demo.printed("Console");
    let login = demo.printed("Sign in with");
    let page = reqwest::get(&website).await.expect("an answer").text().await.expect("a page");
    assert!(page.contains(&format!("{parlor}/tidemark.js")), "{page}");
    let loader = reqwest::get(format!("{parlor}/tidemark.js")).await.expect("an answer");
    assert!(loader.status().is_success());
    let (email, password) = login.split_once(" and ").expect("a login");
    let request = reqwest::Client::new().post(format!("{parlor}{SIGN_IN}"));
    let request = request.header("origin", &parlor).header(CONSOLE_HEADER, "1");
    let answer = request.json(&json!({ "email": email, "password": password })).send().await.expect("an answer");
    assert!(answer.status().is_success(), "{console}: {}", answer.text().await.expect("a text"));
}
