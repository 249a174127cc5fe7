//! Two hundred visitors over the demo's website, by scripts of chance: the log holds what the native engine says.

use std::time::{SystemTime, UNIX_EPOCH};

use fantoccini::error::CmdError;
use parlor_domain::report::{Figure, Figures, Narrowed};
use parlor_domain::text::SiteKey;
use parlor_domain::time::{DAY, Instant};
use parlor_store::{Span, Store};
use parlor_tests::browser::{Browser, DESKTOP, ROOT};
use parlor_tests::crowd::{Seen, Step, Story, World, counted, rows};
use parlor_tests::log::everything;
use parlor_tests::program::{Demo, import_into};
use parlor_tests::visitor::Visitor;
use serde_json::{Value, json};
use tempfile::TempDir;

/// How many come.
const VISITORS: usize = 200;

const KEY: &str = "tidemark";

/// The demo's site, shown without waiting: how long somebody stays on a page is not for a script to tell exactly.
fn draft(authority: &str) -> Value {
    let file = concat!(env!("CARGO_MANIFEST_DIR"), "/../www/demo/site.json");
    let text = std::fs::read_to_string(file).expect("the demo's site").replace("localhost:8081", authority);
    let mut draft: Value = serde_json::from_str(&text).expect("JSON");
    draft["site"]["response_delay_ms"] = json!(0);
    for dialogue in draft["dialogues"].as_array_mut().expect("dialogues") {
        dialogue["display"] = json!({ "all": [] });
    }
    draft
}

#[tokio::test]
async fn a14_c23_a_crowd_leaves_exactly_the_rows_that_the_native_engine_says() {
    let folder = TempDir::new().expect("a folder");
    let demo = Demo::start_in(folder.path());
    let website = demo.printed("Website ").trim_end_matches('/').to_owned();
    demo.printed("Ctrl+C");
    let draft = draft(website.trim_start_matches("http://"));
    import_into(folder.path(), &draft, concat!(env!("CARGO_MANIFEST_DIR"), "/../www/demo"));
    let store = Store::open(folder.path()).expect("a database");
    let world = World::of(&store, KEY, &draft).await;
    let stories: Vec<Story> = (0..VISITORS).map(|number| Story::of(number, &world)).collect();
    let share = |which: usize| stories.iter().enumerate().filter(move |(number, _)| number % 2 == which);
    tokio::join!(walk(&website, share(0)), walk(&website, share(1)));
    let visitors: Vec<_> = stories.iter().map(Story::visitor).collect();
    for ((number, story), logged) in stories.iter().enumerate().zip(rows(&store, KEY, &visitors).await) {
        assert_eq!(logged, story.rows, "visitor {number} did {:#?}", story.steps);
    }
    let total: usize = stories.iter().map(|story| story.rows.len()).sum();
    assert!(total > VISITORS * 3, "only {total} rows");
    let (told, logged) = (told(&store).await, counted(&everything(&store, &key()).await));
    assert_eq!(told, logged, "reports say what the log says (R1 to R9)");
    let are_left_out = [Figure::Downloaded, Figure::Pages];
    assert!(Figure::ALL.into_iter().all(|figure| are_left_out.contains(&figure) || told.get(figure) > 0), "{told:?}");
    store.close();
}

fn key() -> SiteKey {
    SiteKey::parse(KEY).expect("a key")
}

/// What a report of these days says.
async fn told(store: &Store) -> Figures {
    store.roll_up().await.expect("rolled up");
    let now = SystemTime::now().duration_since(UNIX_EPOCH).expect("a clock").as_millis();
    let today = i64::try_from(now).expect("a date") / DAY;
    let begin = |day: i64| Instant((today + day) * DAY);
    let days = (-1..2).map(|day| (begin(day).date(0), begin(day))).collect();
    let span = Span { zone: "UTC".to_owned(), before: begin(-4), days, end: begin(2) };
    store.report(&key(), span, Narrowed::default()).await.expect("a report").expect("a site").total
}

async fn walk(website: &str, stories: impl Iterator<Item = (usize, &Story)>) {
    let visitor = Visitor::new(DESKTOP).await;
    for (number, story) in stories {
        let browser = visitor.browser();
        browser.client().goto(&format!("{website}/icon.svg")).await.expect("a page");
        browser.client().delete_all_cookies().await.expect("no cookies");
        let memory = serde_json::to_string(&format!(":{}", story.stored())).expect("JSON");
        let keep = format!("localStorage.clear(); sessionStorage.clear(); localStorage.setItem('parlor:{KEY}:memory', {memory})");
        browser.script(&keep).await.expect("a memory");
        for (at, (step, seen)) in story.steps.iter().enumerate() {
            does(&visitor, website, step).await;
            sees(browser, seen, &format!("visitor {number}, step {at} of {:#?}", story.steps)).await;
        }
        visitor.has_sent_everything().await;
    }
}

async fn does(visitor: &Visitor, website: &str, step: &Step) {
    let browser = visitor.browser();
    match step {
        Step::Goes(path) => browser.client().goto(&format!("{website}{path}")).await.expect("a page"),
        Step::SignsIn(who) => browser.client().goto(&format!("{website}/customers/sign-in?as={who}")).await.expect("a page"),
        Step::Opens => visitor.opens_by_launcher().await,
        Step::Closes => visitor.clicks("[aria-label='Close chat']").await,
        Step::Dismisses => visitor.clicks(".teaser-dismiss").await,
        Step::Presses(selector) => visitor.clicks_in_page(selector).await,
        Step::Sends { name, email } => {
            for (field, text) in [("name", name.as_str()), ("email", email.as_str()), ("message", "Good morning.")] {
                visitor.fills_in_page(&format!("[name={field}]"), text).await;
            }
            visitor.clicks_in_page("form button").await;
        }
        Step::Picks(labels, several) => {
            for label in labels {
                visitor.picks(label).await;
            }
            if *several {
                visitor.clicks(".primary").await;
            }
        }
        Step::Types(text) => visitor.answers(text).await,
        Step::Skips => visitor.skips().await,
        Step::Confirms => visitor.confirms().await,
        Step::Reads => visitor.reads_document().await,
    }
}

/// Waits for what the engine says is to be seen.
async fn sees(browser: &Browser, seen: &Seen, when: &str) {
    let found = format!(
        "{ROOT} const frame = root && root.querySelector('#frame'); return [frame ? frame.className : null, Parlor('status').frame]"
    );
    browser
        .wait(&format!("{seen:?} after {when}"), async || {
            if browser.script(&found).await? != json!([seen.mode, "running"]) {
                return Ok(None);
            }
            Ok(is_last(browser, &seen.last).await?.then_some(()))
        })
        .await;
    browser.turn_to(Some("[data-parlor-inline]"));
    browser
        .wait(&format!("{seen:?} inside after {when}"), async || Ok(is_last(browser, &seen.inside).await?.then_some(())))
        .await;
    browser.turn_to(None);
}

/// Whether this is what was said last, if anything is to be compared.
async fn is_last(browser: &Browser, expected: &Option<String>) -> Result<bool, CmdError> {
    let Some(last) = expected else { return Ok(true) };
    let said = "const all = document.querySelectorAll('.panel:not([inert]) .message'); \
        return all.length ? all[all.length - 1].textContent.replace(/\\s+/g, '') : ''";
    let said = browser.frame_script(said).await?.unwrap_or_default();
    Ok(said.as_str().is_some_and(|said| said.ends_with(last.as_str())))
}
