//! How a site is set up, and what the chat looks like, in the console (W14).

use parlor_tests::admin::Admin;
use parlor_tests::browser::DESKTOP;
use parlor_tests::post::Post;
use parlor_tests::program::Parlor;
use parlor_tests::samples::{KEY, site, welcome};

const EMAIL: &str = "admin@example.com";

async fn signed_in(parlor: &Parlor) -> Admin {
    let password = parlor.add_user(EMAIL);
    let admin = Admin::new(DESKTOP).await;
    admin.signs_in(&format!("{}/console/", parlor.origin()), EMAIL, &password).await;
    admin
}

/// The loader of the site with this key.
async fn loader(parlor: &Parlor, key: &str) -> String {
    reqwest::get(format!("{}/{key}.js", parlor.origin())).await.expect("a loader").text().await.expect("a text")
}

/// Waits until the chat that is shown beside the form has a look that has this in it.
async fn previewed(admin: &Admin, parlor: &Parlor, look: &str) {
    let key = "const frame = document.querySelector('.preview iframe'); \
        return frame?.contentWindow.Parlor ? frame.src.split('/').pop() : null";
    let shown = async || {
        let key = admin.browser().script(key).await?;
        let Some(key) = key.as_str() else { return Ok(None) };
        Ok(loader(parlor, key).await.contains(look).then_some(()))
    };
    admin.browser().wait(&format!("{look} in the preview"), shown).await;
}

#[tokio::test]
async fn w14_a_look_is_seen_before_it_is_saved_and_taken_back_after() {
    let parlor = Parlor::with(&site(&[welcome(&["*/a"])]));
    let admin = signed_in(&parlor).await;
    admin.clicks("Look").await;
    previewed(&admin, &parlor, "#0e6f73").await;
    admin.fills("look.accent", "#ffd400").await;
    admin.sees("`accent` has a contrast of").await;
    previewed(&admin, &parlor, "#ffd400").await;
    // The chat that takes the place of the one before is open, too, and nobody who types is interrupted.
    let is_open = "return document.querySelector('.preview iframe').contentWindow.Parlor('status')?.open || null";
    admin.browser().wait("an open chat", async || Ok(admin.browser().script(is_open).await?.as_bool())).await;
    let focus = admin.browser().script("return document.activeElement.id").await.expect("a page");
    assert_eq!(focus, "look.accent");
    assert!(!loader(&parlor, KEY).await.contains("#ffd400"), "visitors get what is saved");

    admin.clicks("Save changes").await;
    admin.sees("Saved. Visitors get it with the next page.").await;
    assert!(loader(&parlor, KEY).await.contains("#ffd400"));
    admin.clicks("Undo").await;
    admin.sees("As it was before.").await;
    assert!(!loader(&parlor, KEY).await.contains("#ffd400"));
}

#[tokio::test]
async fn w14_o9_settings_that_can_not_be_say_what_to_do_beside_the_field() {
    let parlor = Parlor::with(&site(&[welcome(&["*/a"])]));
    let admin = signed_in(&parlor).await;
    admin.clicks("Settings").await;
    admin.fills("session_minutes", "3").await;
    admin.fills("allowed_domains", "example.com\nno domain\n").await;
    admin.sees("Not saved yet.").await;
    admin.clicks("Save changes").await;
    admin.sees("Choose 5 to 240.").await;
    admin.sees("`no domain` is not a domain like example.com or *.example.com.").await;
    admin.fills("session_minutes", "45").await;
    admin.fills("allowed_domains", "example.com\n*.example.org").await;
    admin.clicks("Save changes").await;
    admin.sees("Saved.").await;
    admin.clicks("Install").await;
    admin.sees("*.example.org").await;
    admin.clicks("Changes").await;
    admin.sees("changed the settings of").await;
    admin.clicks("Settings").await;
    admin.fills("name", "Another name").await;
    // What is typed waits while one looks elsewhere, and is asked about before it is lost.
    admin.clicks("Look").await;
    admin.clicks("Settings").await;
    let name = "return document.getElementById('name')?.value ?? null";
    let typed = async || Ok(admin.browser().script(name).await?.as_str().filter(|name| *name == "Another name").map(drop));
    admin.browser().wait("what was typed", typed).await;
    let asks = "return !dispatchEvent(new Event('beforeunload', { cancelable: true }))";
    assert_eq!(admin.browser().script(asks).await.expect("a page"), true);
    admin.clicks("Discard").await;
    assert_eq!(admin.browser().script(asks).await.expect("a page"), false);
    assert_ne!(admin.browser().script(name).await.expect("a page"), "Another name");
}

#[tokio::test]
async fn m20_who_is_invited_in_the_console_gets_a_mail_and_takes_it() {
    let post = Post::start();
    let server = format!("smtp-plain://127.0.0.1:{}", post.port());
    let parlor = Parlor::with_mail(&site(&[welcome(&["*/a"])]), &server, &[]);
    let admin = signed_in(&parlor).await;
    admin.clicks("Users").await;
    admin.fills("invite-email", "mia@example.com").await;
    let marketer = "return [...document.querySelectorAll('.roles label')].find(e => e.querySelector('strong').innerText === 'Marketer') || null";
    admin
        .browser()
        .wait("the role", async || {
            let Some(label) = admin.browser().element(marketer).await? else { return Ok(None) };
            label.click().await.map(Some)
        })
        .await;
    admin.clicks("Make the invitation link").await;
    admin.sees("A mail with this link is on its way to mia@example.com.").await;
    let letter = post.letter();
    admin.clicks("Mail").await;
    admin.sees("Invitation to Harbour").await;
    admin.browser().client().refresh().await.expect("a page");
    admin.sees("Sent").await;

    let mia = Admin::new(DESKTOP).await;
    mia.goes_to(&letter.link()).await;
    mia.sees("as mia@example.com.").await;
    mia.fills("password", "correct horse battery").await;
    mia.clicks("Take the invitation").await;
    mia.sees("Sign out").await;
}
