//! The console, from the first login to a person's log.

use expect_test::expect;
use parlor_domain::limits::DOCUMENT_BYTES;
use parlor_tests::admin::Admin;
use parlor_tests::browser::{DESKTOP, PHONE};
use parlor_tests::program::Parlor;
use parlor_tests::samples::{question, site, welcome, with};
use parlor_tests::stage::Stage;
use serde_json::json;

const EMAIL: &str = "admin@example.com";
/// The key, as WebDriver writes it.
const ENTER: &str = "\u{e007}";
/// A GIF of one dot.
const DOT: &[u8] = b"GIF89a\x01\0\x01\0\x80\0\0\0\0\0\xff\xff\xff!\xf9\x04\x01\0\0\0\0,\0\0\0\0\x01\0\x01\0\0\x02\x01D\0;";

#[tokio::test]
async fn o10_the_first_user_comes_by_the_link() {
    let stage = Stage::with(&site(&[])).await;
    let link = stage.parlor.printed("Make the first user at ");
    let admin = Admin::new(DESKTOP).await;
    admin.goes_to(&link).await;
    admin.fills("email", EMAIL).await;
    admin.fills("password", "too short").await;
    admin.clicks("Make the first user").await;
    admin.sees("Type at least 10 characters.").await;
    admin.fills("password", "correct horse battery").await;
    admin.clicks("Make the first user").await;
    admin.sees("No dialogues yet").await;
    admin.clicks("Sign out").await;
    admin.signs_in(&console(&stage), EMAIL, "correct horse battery").await;
    // The link works once.
    drop(admin);
    let other = Admin::new(DESKTOP).await;
    other.goes_to(&link).await;
    other.fills("email", "other@example.com").await;
    other.fills("password", "correct horse battery").await;
    other.clicks("Make the first user").await;
    other.sees("This link has been used or replaced.").await;
}

#[tokio::test]
async fn c25_t27_publishing_with_its_findings() {
    let lost = with(question("Lost", 20, &["*/b"]), "/flow/cards/ask/question/choices/0/next", json!("nowhere"));
    let stage = Stage::with(&site(&[])).await;
    let password = stage.parlor.add_user(EMAIL);
    stage.parlor.import_with(&site(&[welcome(&["*/a"]), lost]), &[]);
    let admin = Admin::new(DESKTOP).await;
    admin.signs_in(&console(&stage), EMAIL, &password).await;
    admin.sees("Draft").await;
    admin.sees("nowhere").await;
    admin.sees("first, then import it again.").await;
    admin.clicks("Publish version 1").await;
    admin.sees("Published version 1").await;
    admin.sees("Nothing to publish").await;
    let visitor = stage.visitor().await;
    visitor.goes_to(&stage.site, "/a").await;
    visitor.sees_teaser("Hello.").await;
    admin.clicks("Unpublish…").await;
    admin.sees("Unpublish “Welcome”?").await;
    admin.clicks("Unpublish").await;
    admin.sees("Unpublished").await;
    visitor.comes_back_later().await;
    visitor.goes_to(&stage.site, "/a").await;
    visitor.sees_nothing().await;
}

#[tokio::test]
async fn a1_i1_the_logs_of_a_person_and_of_an_anonymous_visitor() {
    let stage = Stage::with(&site(&[welcome(&["*/a"])])).await;
    let password = stage.parlor.add_user(EMAIL);
    ada_talks(&stage).await;
    let visitor = stage.visitor().await;
    visitor.goes_to(&stage.site, "/a").await;
    visitor.sees_teaser("Hello.").await;
    visitor.has_sent_everything().await;
    drop(visitor);

    let admin = Admin::new(DESKTOP).await;
    admin.signs_in(&console(&stage), EMAIL, &password).await;
    admin.clicks("People").await;
    admin.clicks("ada@example.com").await;
    admin.sees("6 entries").await;
    admin.sees("Today").await;
    expect![[r#"
        Completed the dialogue
        Reached the goal Contact, score 3
        Said who they are: ada@example.com
        Gave Role: sailor
        Engaged with the dialogue
        Was shown the dialogue"#]]
    .assert_eq(&admin.log().await);
    admin.clicks("Visitors").await;
    admin.sees("First seen").await;
    admin.clicks_row().await;
    admin.sees("not linked; anonymous").await;
    expect!["Was shown the dialogue"].assert_eq(&admin.log().await);
    assert_eq!(wrong(&admin).await, [""; 0]);
}

#[tokio::test]
async fn a1_the_log_is_narrowed_to_kinds_and_stays_so() {
    let stage = Stage::with(&site(&[welcome(&["*/a"])])).await;
    let password = stage.parlor.add_user(EMAIL);
    ada_talks(&stage).await;
    let admin = Admin::new(DESKTOP).await;
    admin.signs_in(&console(&stage), EMAIL, &password).await;
    admin.clicks("People").await;
    admin.clicks("ada@example.com").await;
    admin.sees("6 entries").await;
    admin.clicks("Goals").await;
    admin.sees("1 entry").await;
    admin.clicks("Details given").await;
    admin.sees("3 entries").await;
    let narrowed = expect![[r#"
        Reached the goal Contact, score 3
        Said who they are: ada@example.com
        Gave Role: sailor"#]];
    narrowed.assert_eq(&admin.log().await);
    admin.browser().client().refresh().await.expect("a page");
    admin.sees("3 entries").await;
    narrowed.assert_eq(&admin.log().await);
    expect!["Goals, Details given"].assert_eq(&told(&admin, ".chip[aria-pressed=true]", ", ").await);
    admin.clicks("Goals").await;
    admin.clicks("Details given").await;
    admin.sees("6 entries").await;
    // Beside its namesake in the rail.
    admin.clicks_nth("Documents", 1).await;
    admin.sees("Nothing of these kinds").await;
    admin.clicks("show all").await;
    admin.sees("6 entries").await;
}

#[tokio::test]
async fn a5_all_that_is_known_of_an_activity_can_be_opened() {
    let stage = Stage::with(&site(&[welcome(&["*/a"])])).await;
    let password = stage.parlor.add_user(EMAIL);
    ada_talks(&stage).await;
    let admin = Admin::new(DESKTOP).await;
    admin.signs_in(&console(&stage), EMAIL, &password).await;
    admin.clicks("People").await;
    admin.clicks("ada@example.com").await;
    admin.sees("6 entries").await;
    admin.clicks_nth("Details", 1).await;
    admin.sees("Goal score").await;
    expect![[r#"
        Kind
        Goal
        Goal score
        Dialogue
        Conversation status
        Conversation score
        Source
        Interface
        Page
        Page title
        Time
        Browser time
        Server time
        Id
        Visitor
        Session
        Conversation
        Dialogue id"#]]
    .assert_eq(&told(&admin, ".entry dt", "\n").await);
    admin.sees("3 of 3").await;
    admin.sees("Welcome, version 1").await;
    // The page is told once, for all that happened on it.
    expect!["Page /a"].assert_eq(&told(&admin, ".entry-page", ", ").await);
    // The same by keyboard.
    admin.browser().press(ENTER).await;
    gone(&admin, ".entry dt").await;
    admin.browser().press(ENTER).await;
    admin.sees("Goal score").await;
}

#[tokio::test]
async fn i1_the_pages_of_a_person_and_of_the_visitors_behind() {
    let stage = Stage::with(&site(&[welcome(&["*/a"])])).await;
    let password = stage.parlor.add_user(EMAIL);
    let admin = Admin::new(DESKTOP).await;
    admin.signs_in(&console(&stage), EMAIL, &password).await;
    admin.clicks("People").await;
    admin.sees("No people yet").await;
    admin.clicks("Visitors").await;
    admin.sees("No anonymous visitors").await;
    ada_talks(&stage).await;

    admin.clicks("People").await;
    admin.sees("Last seen").await;
    expect!["ada@example.com, ada@example.com"].assert_eq(&told(&admin, "tbody th, tbody td:nth-child(2)", ", ").await);
    admin.clicks("ada@example.com").await;
    admin.sees("sailor").await;
    expect!["Address, Company, First known, Last seen, Visitors, Role"].assert_eq(&told(&admin, ".facts dt", ", ").await);
    follows(&admin, ".facts a").await;
    admin.sees("Given in this browser").await;
    expect!["Linked to, First seen, Last seen, Engaged, Id, E-mail, Role"].assert_eq(&told(&admin, ".facts dt", ", ").await);
    expect!["Activity"].assert_eq(&told(&admin, "#log-title", ", ").await);
    follows(&admin, ".facts a").await;
    admin.sees("First known").await;
    expect!["ada@example.com"].assert_eq(&told(&admin, "h1", ", ").await);
    assert_eq!(wrong(&admin).await, [""; 0]);
}

#[tokio::test]
async fn o9_the_tag_and_the_ways_to_sign_are_there_to_copy() {
    let stage = Stage::with(&site(&[])).await;
    let password = stage.parlor.add_user(EMAIL);
    let admin = Admin::new(DESKTOP).await;
    admin.signs_in(&console(&stage), EMAIL, &password).await;
    admin.clicks("Install").await;
    admin.sees("Every domain may show this chat.").await;
    let expected = [
        format!("<script async src=\"{}/harbour.js\"></script>", stage.parlor.origin()),
        format!("script-src {0};\nframe-src {0};", stage.parlor.origin()),
        "parlor key add website --site harbour".to_owned(),
        "Parlor('identify', token)\nParlor('reset')".to_owned(),
    ];
    assert_eq!(told(&admin, "pre", "; ").await, expected.join("; "));
    admin.clicks("Copy").await;
    admin.sees("Copied.").await;
}

#[tokio::test]
async fn c18_what_was_said_stands_beside_the_log() {
    let stage = Stage::with(&site(&[welcome(&["*/a"]), question("Again", 20, &["*/b"])])).await;
    let password = stage.parlor.add_user(EMAIL);
    ada_talks(&stage).await;
    let admin = Admin::new(DESKTOP).await;
    admin.signs_in(&console(&stage), EMAIL, &password).await;
    admin.clicks("People").await;
    admin.clicks("ada@example.com").await;
    // The newest is there without being asked for.
    admin.sees("Where may we write?").await;
    admin.clicks("Transcript").await;
    has_focus(&admin, "transcript-title").await;
    expect![[r#"
        Hello. What brings you here?
        I sail
        Where may we write?
        ada@example.com
        Thank you. We will write."#]]
    .assert_eq(&told(&admin, ".transcript p", "\n").await);
    let chosen = admin.browser().client().current_url().await.expect("an address");
    drop(admin);

    let phone = Admin::new(PHONE).await;
    phone.signs_in(&console(&stage), EMAIL, &password).await;
    phone.goes_to(chosen.as_str()).await;
    phone.browser().client().refresh().await.expect("a page");
    phone.sees("Back to the log").await;
    phone.sees("Where may we write?").await;
    phone.clicks("Back to the log").await;
    phone.sees("6 entries").await;
    phone.clicks("Transcript").await;
    phone.sees("Back to the log").await;
    phone.browser().press("\u{e00c}").await;
    phone.sees("6 entries").await;
    let shown = phone.browser().script("return document.body.innerText.includes('Back to the log')").await.expect("a page");
    assert_eq!(shown, json!(false));
}

#[tokio::test]
async fn c4_documents_come_and_go() {
    let stage = Stage::with(&site(&[])).await;
    let password = stage.parlor.add_user(EMAIL);
    let admin = Admin::new(DESKTOP).await;
    admin.signs_in(&console(&stage), EMAIL, &password).await;
    admin.clicks("Documents").await;
    admin.sees("No documents yet").await;
    admin.clicks("Add the document").await;
    admin.sees("Choose a PDF.").await;
    admin.sees("Type what visitors will read.").await;

    let folder = tempfile::tempdir().expect("a folder");
    let file = |name: &str, bytes: &[u8]| {
        let path = folder.path().join(name);
        std::fs::write(&path, bytes).expect("a file");
        path.to_str().expect("a plain path").to_owned()
    };
    let (good, bad) = (file("Tide_tables.pdf", b"%PDF-1.7\n%%EOF\n"), file("letter.pdf", b"Dear Ada"));
    let (huge, picture) = (file("huge.pdf", &vec![b'%'; DOCUMENT_BYTES + 1]), file("cover.png", DOT));
    chooses(&admin, "file", &bad).await;
    admin.sees("letter.pdf").await;
    admin.clicks("Add the document").await;
    admin.sees("This is not a PDF.").await;
    chooses(&admin, "file", &huge).await;
    admin.sees("huge.pdf is larger than 10 MB.").await;
    chooses(&admin, "file", &picture).await;
    admin.sees("cover.png is not a PDF.").await;
    // The name that a file suggests gives way to the next one's.
    chooses(&admin, "file", &good).await;
    admin.sees("Tide_tables.pdf").await;
    admin.clicks("Add the document").await;
    admin.sees("Tide tables is in the library.").await;
    admin.sees("PDF on this server, 1 KB").await;

    chooses(&admin, "cover-0", &bad).await;
    admin.sees("This is not a PNG, JPEG, GIF or WebP picture.").await;
    chooses(&admin, "cover-0", &huge).await;
    admin.sees("huge.pdf is larger than 256 KB.").await;
    chooses(&admin, "cover-0", &picture).await;
    admin.sees("Tide tables has a new cover.").await;
    let is_drawn = "return [...document.querySelectorAll('img.cover')].some(e => e.complete && e.naturalWidth === 1) || null";
    admin.browser().wait("the cover", async || Ok(admin.browser().script(is_drawn).await?.as_bool())).await;
    admin.clicks("Remove cover").await;
    admin.sees("Tide tables has no cover now.").await;

    hosts_elsewhere(&admin).await;
    admin.fills("address", "example.com/winds.pdf").await;
    admin.fills("name", "Winds").await;
    admin.clicks("Add the document").await;
    admin.sees("Type the whole address").await;
    admin.fills("address", "https://example.com/winds.pdf").await;
    admin.clicks("Add the document").await;
    admin.sees("Winds is in the library.").await;
    admin.fills("name", "Winds").await;
    admin.sees("Replace the document").await;

    admin.clicks("Delete…").await;
    admin.sees("Delete “Tide tables”?").await;
    admin.clicks("Delete").await;
    admin.sees("Tide tables is deleted.").await;
    gone(&admin, "#cover-1").await;
    expect!["Winds"].assert_eq(&told(&admin, "tbody th", ", ").await);
}

#[tokio::test]
async fn c25_flows_are_published_like_dialogues() {
    let flow = json!({
        "name": "Call back",
        "interface": "popup",
        "on_load": { "include": ["*/thanks"] },
        "flow": { "start": "bye", "cards": { "bye": { "message": { "text": "Fair winds." } } } }
    });
    let stage = Stage::with(&site(&[])).await;
    let password = stage.parlor.add_user(EMAIL);
    stage.parlor.import_with(&with(site(&[]), "/flows", json!([flow])), &[]);
    let admin = Admin::new(DESKTOP).await;
    admin.signs_in(&console(&stage), EMAIL, &password).await;
    admin.sees("Call back").await;
    admin.sees("Pop-up").await;
    admin.sees("Load of */thanks").await;
    admin.clicks("Publish version 1").await;
    admin.sees("Nothing to publish").await;
    admin.clicks("Unpublish…").await;
    admin.sees("Unpublish “Call back”?").await;
    admin.clicks("Unpublish").await;
    admin.sees("Publish version 2").await;
}

#[test]
fn o1_users_are_added_at_the_command_line() {
    let parlor = Parlor::empty();
    assert!(parlor.add_user(EMAIL).len() >= 10);
}

/// The console's address.
fn console(stage: &Stage) -> String {
    format!("{}/console/", stage.parlor.origin())
}

#[tokio::test]
async fn p6_a_person_is_erased_by_whoever_types_the_name() {
    let stage = Stage::with(&site(&[welcome(&["*/a"])])).await;
    let password = stage.parlor.add_user(EMAIL);
    ada_talks(&stage).await;
    let admin = Admin::new(DESKTOP).await;
    admin.signs_in(&console(&stage), EMAIL, &password).await;
    admin.clicks("People").await;
    admin.clicks("ada@example.com").await;
    admin.sees("Export everything").await;
    admin.clicks("Erase…").await;
    admin.sees("Erase ada@example.com?").await;
    let ready = "return !document.querySelector('dialog button.danger').disabled";
    assert_eq!(admin.browser().script(ready).await.expect("a page"), false);
    admin.fills("erase-name", "ada@example.com").await;
    admin.browser().wait("the button", async || Ok(admin.browser().script(ready).await?.as_bool().filter(|ready| *ready))).await;
    admin.clicks("Erase").await;
    admin.sees("No people yet").await;
    stage.people_are(expect![""]).await;
    admin.clicks("Changes").await;
    admin.sees("erased the person").await;
    // What was counted stays.
    admin.clicks("Reports").await;
    admin.sees("Goals reached").await;
}

#[tokio::test]
async fn p4_a_person_is_found_by_a_part_of_the_name() {
    let stage = Stage::with(&site(&[welcome(&["*/a"])])).await;
    let password = stage.parlor.add_user(EMAIL);
    ada_talks(&stage).await;
    let admin = Admin::new(DESKTOP).await;
    admin.signs_in(&console(&stage), EMAIL, &password).await;
    admin.clicks("People").await;
    admin.sees("ada@example.com").await;
    admin.fills("search", "bob").await;
    admin.sees("Nobody is found").await;
    let focused = admin.browser().script("return document.activeElement.id").await.expect("a page");
    assert_eq!(focused, "search", "who types goes on typing");
    admin.fills("search", "EXAMPLE ad").await;
    admin.sees("ada@example.com").await;
    let address = admin.browser().script("return location.hash").await.expect("a page");
    assert!(address.as_str().expect("a text").ends_with("/people?search=EXAMPLE%20ad"), "{address}");
    // What was searched for is there again by *back*.
    admin.clicks_row().await;
    admin.sees("Activity").await;
    admin.browser().client().back().await.expect("a page");
    admin.sees("ada@example.com").await;
    let typed = admin.browser().script("return document.getElementById('search').value").await.expect("a page");
    assert_eq!(typed, "EXAMPLE ad");
}

async fn ada_talks(stage: &Stage) {
    let visitor = stage.visitor().await;
    visitor.goes_to(&stage.site, "/a").await;
    visitor.opens().await;
    visitor.picks("I sail").await;
    visitor.types("ada@example.com").await;
    visitor.sees("Thank you. We will write.").await;
    visitor.has_sent_everything().await;
}

/// The texts of all elements that a selector finds, once there are any.
async fn told(admin: &Admin, selector: &str, between: &str) -> String {
    let script = format!(
        "const found = [...document.querySelectorAll({selector:?})].map(e => e.innerText.trim()); \
         return found.length ? found.join({between:?}) : null"
    );
    let attempt = async || Ok(admin.browser().script(&script).await?.as_str().map(str::to_owned));
    admin.browser().wait(&format!("something at {selector}"), attempt).await
}

/// The element of this id takes the focus.
async fn has_focus(admin: &Admin, id: &str) {
    let attempt = async || {
        let focused = admin.browser().script("return document.activeElement.id").await?;
        Ok((focused == id).then_some(()))
    };
    admin.browser().wait(&format!("the focus at {id}"), attempt).await;
}

/// Nothing is there any more that a selector finds.
async fn gone(admin: &Admin, selector: &str) {
    let script = format!("return document.querySelector({selector:?}) === null || null");
    let attempt = async || Ok(admin.browser().script(&script).await?.as_bool());
    admin.browser().wait(&format!("nothing at {selector}"), attempt).await;
}

/// Follows the first link that a selector finds.
async fn follows(admin: &Admin, selector: &str) {
    let script = format!("return document.querySelector({selector:?})");
    let attempt = async || {
        let Some(link) = admin.browser().element(&script).await? else { return Ok(None) };
        link.click().await.map(Some)
    };
    admin.browser().wait(&format!("a link at {selector}"), attempt).await;
}

/// Chooses a file in the field of this id.
async fn chooses(admin: &Admin, id: &str, path: &str) {
    let script = format!("return document.getElementById({id:?})");
    let attempt = async || {
        let Some(input) = admin.browser().element(&script).await? else { return Ok(None) };
        input.send_keys(path).await.map(Some)
    };
    admin.browser().wait("the field for a file", attempt).await;
}

/// Turns to documents that are hosted elsewhere.
async fn hosts_elsewhere(admin: &Admin) {
    let label = "return [...document.querySelectorAll('.ways label')].find(e => e.textContent === 'A hosted address') || null";
    let attempt = async || {
        let Some(label) = admin.browser().element(label).await? else { return Ok(None) };
        label.click().await.map(Some)
    };
    admin.browser().wait("the other way", attempt).await;
}

/// What the browser holds to be wrong. Who is not signed in yet is told so, and it writes that down.
async fn wrong(admin: &Admin) -> Vec<String> {
    let is_wrong = |line: &String| line.starts_with("SEVERE") && !line.contains("401 (Unauthorized)");
    admin.browser().console().await.into_iter().filter(is_wrong).collect()
}
