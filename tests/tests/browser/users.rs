//! Who works in the console, and what each may there (O11).

use parlor_tests::admin::Admin;
use parlor_tests::browser::DESKTOP;
use parlor_tests::samples::{site, welcome};
use parlor_tests::stage::Stage;

const EMAIL: &str = "admin@example.com";
const PASSWORD: &str = "correct horse battery";

fn console(stage: &Stage) -> String {
    format!("{}/console/", stage.parlor.origin())
}

/// The words of the rail.
async fn rail(admin: &Admin) -> String {
    let words = "const links = [...document.querySelectorAll('.rail nav a')]; \
        return links.length ? links.map(link => link.innerText).join(' ') : null";
    admin.browser().wait("the rail", async || Ok(admin.browser().script(words).await?.as_str().map(str::to_owned))).await
}

/// Ticks the role of this name, or takes the tick away.
async fn ticks(admin: &Admin, role: &str) {
    let script = format!(
        "return [...document.querySelectorAll('.roles label')].filter(e => e.querySelector('strong').innerText === {role:?}).pop() || null"
    );
    admin
        .browser()
        .wait(&format!("the role {role}"), async || {
            let Some(label) = admin.browser().element(&script).await? else { return Ok(None) };
            label.click().await.map(Some)
        })
        .await;
}

/// Invites somebody, and says where the link leads.
async fn invites(admin: &Admin, email: &str, role: &str) -> String {
    admin.clicks("Users").await;
    admin.fills("invite-email", email).await;
    ticks(admin, role).await;
    admin.clicks("Make the invitation link").await;
    admin.sees(&format!("Send this link to {email}.")).await;
    let link = "return document.querySelector('.notice code').innerText";
    admin.browser().script(link).await.expect("a page").as_str().expect("a link").to_owned()
}

/// Somebody takes an invitation in a browser of their own.
async fn takes(link: &str, as_whom: &str) -> Admin {
    let admin = Admin::new(DESKTOP).await;
    admin.goes_to(link).await;
    admin.sees(&format!("as {as_whom}.")).await;
    admin.fills("password", "too short").await;
    admin.clicks("Take the invitation").await;
    admin.sees("Type at least 10 characters.").await;
    admin.fills("password", PASSWORD).await;
    admin.clicks("Take the invitation").await;
    admin.sees("Sign out").await;
    admin
}

#[tokio::test]
async fn o11_a_marketer_and_an_agent_are_invited_and_see_what_they_may() {
    let stage = Stage::with(&site(&[welcome(&["*/a"])])).await;
    let password = stage.parlor.add_user(EMAIL);
    let admin = Admin::new(DESKTOP).await;
    admin.signs_in(&console(&stage), EMAIL, &password).await;
    assert_eq!(
        rail(&admin).await,
        "Dialogues Documents People Companies Visitors Conversations Attributes Reports Delivery Install Look Settings Users Mail Changes"
    );

    let link = invites(&admin, "mia@example.com", "Marketer").await;
    let marketer = takes(&link, "mia@example.com").await;
    assert_eq!(
        rail(&marketer).await,
        "Dialogues Documents People Companies Visitors Conversations Attributes Reports Delivery Install Look Settings"
    );
    marketer.clicks("Unpublish…").await;
    marketer.clicks("Unpublish").await;
    marketer.sees("Unpublished").await;

    let link = invites(&admin, "leo@example.com", "Live agent").await;
    let agent = takes(&link, "leo@example.com").await;
    assert_eq!(rail(&agent).await, "Documents People Companies Visitors Conversations");
    agent.sees("No documents yet").await;
    assert_eq!(agent.browser().script("return document.querySelectorAll('form').length").await.expect("a page"), 0);
    agent
        .browser()
        .script("location.hash = document.querySelector('.rail nav a').hash.replace('documents', 'dialogues')")
        .await
        .expect("a page");
    agent.sees("Your role doesn't allow this").await;

    // What is changed counts at once.
    admin.clicks("Users").await;
    admin.clicks("Install").await;
    admin.clicks("Users").await;
    admin.sees("leo@example.com").await;
    admin.clicks("Change roles…").await;
    admin.sees("What leo@example.com may").await;
    admin.browser().script("document.querySelector('dialog .roles').scrollIntoView()").await.expect("a page");
    let in_dialog = "return [...document.querySelectorAll('dialog .roles label')]
        .find(e => e.querySelector('strong').innerText === 'Analyst') || null";
    admin
        .browser()
        .wait("the analyst's box", async || {
            let Some(label) = admin.browser().element(in_dialog).await? else { return Ok(None) };
            label.click().await.map(Some)
        })
        .await;
    admin.clicks("Give these roles").await;
    admin.sees("leo@example.com is now: Live agent, Analyst.").await;
    agent.browser().client().refresh().await.expect("a page");
    agent.sees("Welcome").await;
    assert_eq!(
        rail(&agent).await,
        "Dialogues Documents People Companies Visitors Conversations Attributes Reports Delivery Install Look Settings"
    );

    // A role of the site's own, of single permissions.
    admin.clicks("New role…").await;
    let name = admin
        .browser()
        .wait("the name", async || admin.browser().element("return document.querySelector('#role-name')").await)
        .await;
    name.send_keys("Clerk").await.expect("a field");
    allows(&admin, "see people and visitors, what they did and what was said").await;
    admin.clicks("Save").await;
    admin.sees("The role Clerk is saved.").await;
    admin.sees("May see people and visitors, what they did and what was said.").await;
    admin.clicks("Delete…").await;
    admin.sees("Delete the role Clerk?").await;
    admin.clicks("Delete").await;
    admin.sees("The role Clerk is deleted.").await;

    admin.clicks("Remove…").await;
    admin.sees("Remove leo@example.com?").await;
    admin.clicks("Remove").await;
    admin.sees("leo@example.com is removed from the site.").await;
    agent.browser().client().refresh().await.expect("a page");
    agent.sees("You have no role on any site").await;
}

/// Ticks what a role allows, in the dialog.
async fn allows(admin: &Admin, allowed: &str) {
    let label = format!(
        "return [...document.querySelectorAll('dialog .roles label')].find(e => e.innerText.trim() === {allowed:?}) || null"
    );
    let click = async || {
        let Some(label) = admin.browser().element(&label).await? else { return Ok(None) };
        label.click().await.map(Some)
    };
    admin.browser().wait(allowed, click).await;
}

#[tokio::test]
async fn o11_an_invitation_that_is_withdrawn_leads_nowhere() {
    let stage = Stage::with(&site(&[])).await;
    let password = stage.parlor.add_user(EMAIL);
    let admin = Admin::new(DESKTOP).await;
    admin.signs_in(&console(&stage), EMAIL, &password).await;
    let link = invites(&admin, "mia@example.com", "Marketer").await;
    admin.clicks("Withdraw").await;
    admin.sees("The invitation of mia@example.com works no longer.").await;
    let other = Admin::new(DESKTOP).await;
    other.goes_to(&link).await;
    other.sees("This invitation can't be taken any more").await;
}

#[tokio::test]
async fn o10_a_user_signs_another_browser_out_and_takes_another_password() {
    let stage = Stage::with(&site(&[])).await;
    let password = stage.parlor.add_user(EMAIL);
    let admin = Admin::new(DESKTOP).await;
    admin.signs_in(&console(&stage), EMAIL, &password).await;
    let other = Admin::new(DESKTOP).await;
    other.signs_in(&console(&stage), EMAIL, &password).await;
    admin.clicks("Your account").await;
    admin.sees("This one").await;
    admin.sees("Chrome on Linux").await;
    admin
        .browser()
        .wait("the other session's button", async || {
            let button = admin.browser().element("return document.querySelector('main table button')").await?;
            let Some(button) = button else { return Ok(None) };
            button.click().await.map(Some)
        })
        .await;
    admin.sees("Chrome on Linux is signed out.").await;
    other.browser().client().refresh().await.expect("a page");
    other.sees("E-mail address").await;

    admin.fills("present", "not this one").await;
    admin.fills("new", PASSWORD).await;
    admin.clicks("Change the password").await;
    admin.sees("The present password is another one.").await;
    admin.fills("present", &password).await;
    admin.clicks("Change the password").await;
    admin.sees("You have a new password.").await;
    admin.clicks("Sign out everywhere…").await;
    admin.clicks("Sign out everywhere").await;
    admin.sees("E-mail address").await;
    admin.signs_in(&console(&stage), EMAIL, PASSWORD).await;
}
